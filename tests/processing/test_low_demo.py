"""The six flags of low efficiency over the demo's enterprises, counted by hand in the rows as they are delivered."""
from __future__ import annotations

import csv
import json
from typing import Any

import processing
import pytest

from kf_resources_plugin import paths
from tests.builders import layer_of, rows_of

pytestmark = pytest.mark.usefixtures("kf_provider")

OWN = ("name", "kind", "CYML", "TDYT", "GHYT", "GXLX", "JDMJ", "XZMJ", "WFMJ", "JCND", "BZTZQD", "BZMJSS", "HTRJL")


def firms() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(
        paths.resource("demo", "stock_land.json").read_text(encoding="utf-8"))["enterprises"]
    return rows


def test_the_flags_of_the_demo_enterprises() -> None:
    with paths.resource("demo", "land_economics.csv").open(encoding="utf-8", newline="") as file:
        entries = list(csv.DictReader(file))
    floor = {entry["parcel_id"]: entry["JZMJ"] for entry in entries}
    parcels = layer_of([(None, {
        "parcel_id": firm["id"], "JZMJ": floor[firm["id"]],
        "ZDMJ": (firm["box"][2] - firm["box"][0]) * (firm["box"][3] - firm["box"][1]),
        **{name: firm[name] for name in OWN}}) for firm in firms()],
        {"parcel_id": "text", **dict.fromkeys((*OWN, "JZMJ"), "text"), "ZDMJ": "real"}, geometry="None", crs="",
        name="firms")
    economics = layer_of([(None, entry) for entry in entries], dict.fromkeys(entries[0], "text"), geometry="None",
                         crs="", name="economics")
    result = processing.run("kf:lowefficiencyland", {
        "PARCELS": parcels, "ECONOMICS": economics, "YEAR": 2025, "RULES_DATE": "2025-12-31",
        "LOW_LAND": "memory:", "FINDINGS": "memory:"})
    names = ("parcel_id", "prohibited", "by_plan", "renewal", "output", "density", "old")
    flagged = {name: [row[0] for row in rows_of(result["LOW_LAND"], *names) if row[place] == "flagged"]
               for place, name in enumerate(names) if place}
    # 淘汰类; industrial land with another planned use; not 否 in the kind of renewal
    assert flagged["prohibited"] == ["KFQ-410203-03-07", "KFQ-410205-05-08", "KFQ-410212-06-08"]
    assert flagged["by_plan"] == ["KFQ-410205-05-08", "KFQ-410212-06-01", "KFQ-410212-06-03"]
    assert flagged["renewal"] == ["KFQ-410202-01-03", "KFQ-410202-02-01", "KFQ-410222-08-02", "KFQ-410222-08-03",
                                  "KFQ-410225-11-04"]
    # thinly built: nine below 30 % (the fullest 28.54 %); idle: 56.03 % and 67.16 % of the floor, all others below 40 %
    assert flagged["density"] == [
        "KFQ-410202-01-07", "KFQ-410203-03-04", "KFQ-410203-03-06", "KFQ-410212-06-01", "KFQ-410212-06-03",
        "KFQ-410222-08-01", "KFQ-410222-08-04", "KFQ-410222-08-05", "KFQ-410222-08-08", "KFQ-410223-09-02",
        "KFQ-410223-09-08"]
    assert len(flagged["old"]) == 26  # built in 1995 or before: 30 years in 2025; the one with danger has 25.89 %
    assert flagged["output"]
    # every flag is judged for nearly every enterprise: two are in no class of the catalogue
    unknown = [sum(row[place] == "unknown" for row in rows_of(result["LOW_LAND"], *names))
               for place in range(1, len(names))]
    assert unknown == [2, 0, 0, 0, 0, 0]
