"""Reports and findings say what the slope classes in force are, also where a rule file of one's own changed them."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import processing
import pytest

from tests.builders import land_layer, layer_of, rows_of
from tests.processing import replace_layers, test_reservepotential
from tests.processing.places import box
from tests.processing.test_permanentfarmlandcheck import patches

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")


class Told:
    """The texts of a run: rules of its report, messages of its findings."""

    def __init__(self, tmp_path: Path, algorithm: str, edited: dict[str, dict[str, Any]], **parameters: Any) -> None:
        own, record = tmp_path / "own.json", tmp_path / "record.json"
        own.write_text(json.dumps({"rows": [{"id": rule, "thresholds": values} for rule, values in edited.items()]}),
                       encoding="utf-8")
        result = processing.run(f"kf:{algorithm}", {
            "CLASS_SYSTEM": "survey_2019", "FINDINGS": "memory:", "RUN_RECORD": str(record), **parameters,
            **({"RULES": str(own)} if edited else {})})
        document = json.loads(record.read_text(encoding="utf-8"))["document"]
        self.rules = {rule["id"]: rule["text"] for rule in document["rules"]}
        self.words = json.dumps(document["tables"] + document["bridge"], ensure_ascii=False)
        self.findings = dict(rows_of(result["FINDINGS"], "rule_id", "message"))


def steep(**fields: str) -> QgsVectorLayer:
    """Return two fields, of slope class 4 and 5, not terraced as far as anybody wrote it down."""
    return land_layer([(box(100 * place, 0, 100, 100), {
        "BSM": f"P{slope}", "DLBM": "0102", "ZLDWDM": "4102221002010000000", "GDPDJB": slope, "GDDB": 6})
        for place, slope in enumerate(("4", "5"))], GDPDJB="text", TBXHDM="text", ZZSXDM="text", **fields)


@pytest.mark.parametrize(("classes", "numbers", "words", "count"), [
    (None, "5", "over 25°", 1), (["4", "5"], "4, 5", "over 15°", 2), (["4"], "4", "15° to 25°", 1)])
def test_stable_land(tmp_path: Path, classes: list[str] | None, numbers: str, words: str, count: int) -> None:
    edited = {"stable.slope": {"slope_classes": classes}} if classes else {}
    told = Told(tmp_path, "stablefarmland", edited, LAND=steep(GDLX="text"))
    message = f"Slope class {numbers} ({words}) and no terrace: not counted as stable."
    assert told.rules["stable.slope"] == told.findings["stable.slope"] == message
    assert f"slope {words}" in told.words
    assert f"In {count} cultivated parcels {words} of “land”" in told.findings["stable.terrace_unknown"]
    bare = Told(tmp_path, "stablefarmland", edited, LAND=steep())
    assert f"m² of cultivated land {words} counts as not terraced" in bare.findings["stable.terrace_missing"]


@pytest.mark.parametrize(("classes", "words"), [(None, "over 25°"), (["4", "5"], "over 15°")])
def test_permanent_farmland(tmp_path: Path, classes: list[str] | None, words: str) -> None:
    edited = {"permanent.slope": {"slope_classes": classes}} if classes else {}
    told = Told(tmp_path, "permanentfarmlandcheck", edited, LAND=steep(GDLX="text"),
                PERMANENT_FARMLAND=patches(box(0, 0, 200, 100)))
    assert told.rules["permanent.slope"] == f"slope {words}"
    assert f"is cultivated land with a slope {words} (parcel P5)" in told.findings["permanent.slope"]
    assert f"cultivated parcels {words} of “land”" in told.findings["stable.terrace_unknown"]


@pytest.mark.parametrize(("first", "words"), [(None, "over 25°"), (["3"], "over 6°")])
def test_reserve_land(tmp_path: Path, first: list[str] | None, words: str) -> None:
    edited = {"potential.slope": {"slope_from": first}} if first else {}
    land = test_reservepotential.land_of(test_reservepotential.parcel(0, "S", "1206", GDPDJB="5"))
    told = Told(tmp_path, "reservepotential", edited, LAND=land)
    assert told.rules["potential.slope"] == told.findings["potential.slope"] == (
        f"Slope {words}: reclaiming it for crops is forbidden.")
    assert f"slope {words}" in told.words


def test_points_and_ranking_are_those_in_force(tmp_path: Path) -> None:
    land = test_reservepotential.land_of(test_reservepotential.parcel(0, "S", "1206", GDPDJB="1"))
    for points in ([100, 60, 30], [90, 50, 10]):
        told = Told(tmp_path, "reservepotential",
                    {"potential.factor_restorability": {"readily_works_other_scores": points}}, LAND=land)
        assert told.rules["potential.factor_restorability"].endswith(": {}, {}, {}.".format(*points))
    for ranking, words in ((["order", "reserve_zone", "score"],
                            "by county, city, province, then reserve zones first, then by score"),
                           (["score", "order"], "by score, then by county, city, province")):
        told = Told(tmp_path, "permanentfarmlandreplace", {"permanent.candidate_score": {"ranking": ranking}},
                    LAND=replace_layers.land(), LOST=replace_layers.polygons(box(*replace_layers.LOST)),
                    PERMANENT_FARMLAND=layer_of([(box(0, 0, 400, 100), {"BSM": "Y1"})], {"BSM": "text"}))
        assert told.rules["permanent.candidate_score"].startswith(f"Candidates stand {words}; the score is made of ")
