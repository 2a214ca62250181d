"""What excludes reserve land was checked or not: table, “Rules applied” and findings agree in all combinations."""
from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import land_layer, rows_of
from tests.processing.places import CENT, area, box
from tests.processing.test_reservepotential import MARKS, mask, parcel, run

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")

NOT, PARTLY, WHOLE = "not checked", "in part", "checked"
FIELDS = {"absent": None, "blank": (None, None), "some": ("1", None), "all": ("1", "2"), "steep": ("5", None)}
LAYERS = {"steep_land": "Slopes over 25 degrees", "river_management": "River management range",
          "main_channel": "Main river channel",
          "nature_reserve": "Nature reserves", "nature_reserve_core": "Core zones of nature reserves"}


def survey(slopes: tuple[str | None, str | None] | None) -> QgsVectorLayer:
    """Return two parcels of bare land and farmland, whose slope class the standard asks for."""
    classes = {} if slopes is None else {"GDPDJB": "text"}
    rows = [parcel(0, "S", "1206"), parcel(100, "T", "1206"), parcel(200, "F", "0102", GDDB=6)]
    for (_, fields), value in zip(rows, (slopes or ()) and (*slopes, "1")):
        fields["GDPDJB"] = value
    return land_layer(rows, **{**{name: kind for name, kind in MARKS.items() if name != "GDPDJB"}, **classes})


class Report:
    """What a run says of each exclusion, in its table, its rules and its findings."""

    def __init__(self, record: Path, land: QgsVectorLayer, *kinds: str, **parameters: Any) -> None:
        result = run(land, RUN_RECORD=str(record), MASKS=[mask(kind, box(5000, 0, 10, 10)) for kind in kinds],
                     **parameters)
        document = json.loads(record.read_text(encoding="utf-8"))["document"]
        (table,) = [table for table in document["tables"] if table["title"].startswith("Excluded")]
        self.rows = {row["rule"]: row for row in table["rows"]}
        self.rules = {rule["id"]: rule["text"] for rule in document["rules"]}
        self.findings = rows_of(result["FINDINGS"], "rule_id", "message", "remedy", "area_m2")

    def of_table(self, name: str) -> str:
        row = self.rows[name]
        assert (row["decides"] == NOT) == (row["holds"] == NOT) == (row["basis"] == "")
        return NOT if row["decides"] == NOT else PARTLY if row["basis"].startswith("in part: ") else WHOLE

    def of_rules(self, rule: str) -> str:
        text = self.rules.get(rule)
        return NOT if text is None else PARTLY if "(checked in part: " in text else WHOLE

    def unchecked(self, name: str) -> dict[str, str]:
        """Return the findings that say of an exclusion that it could not be checked, or not everywhere."""
        said = {rule: message for rule, message, *_ in self.findings if rule in {
            "potential.field_missing", "potential.mask_missing", "potential.mask_partly", "potential.slope_missing",
            "potential.slope_mask_coarse"} and name in message}
        return said

    def agrees(self, rule: str, name: str, told: str) -> None:
        assert self.of_table(name) == self.of_rules(rule) == told
        assert bool(self.unchecked(name)) == (told != WHOLE)


@pytest.mark.parametrize(("field", "layer"), product(FIELDS, (False, True)))
def test_slope_is_told_by_the_classes_of_source_land_or_by_the_layer(record: Path, field: str, *, layer: bool) -> None:
    # the classes of F, which is no source, are none of source land
    told = WHOLE if layer or field == "all" else PARTLY if field in {"some", "steep"} else NOT
    report = Report(record, survey(FIELDS[field]), *(["steep_land"] if layer else []))
    report.agrees("potential.slope", "slope over 25°", told)
    basis = report.rows["slope over 25°"]["basis"]
    assert ("GDPDJB" in basis) == (field in {"some", "all", "steep"})
    assert (LAYERS["steep_land"] in basis) == layer
    if field == "steep":
        assert float(report.rows["slope over 25°"]["decides"]) == pytest.approx(area(0, 0, 100, 100), abs=CENT)
    missing = [(message, without) for rule, message, _, without in report.findings if rule == "potential.slope_missing"]
    if told != WHOLE and field != "absent":
        ((message, without),) = missing
        assert ("2 parcels" if field == "blank" else "1 parcels") in message
        assert without == pytest.approx(area(0 if field == "blank" else 100, 0, 200 if field == "blank" else 100, 100),
                                        abs=2 * CENT)
    else:
        assert not missing


@pytest.mark.parametrize(("field", "layer"), product(FIELDS, (False, True)))
def test_a_stricter_slope_is_told_by_classes_alone(record: Path, field: str, *, layer: bool) -> None:
    told = WHOLE if field == "all" else PARTLY if field in {"some", "steep"} else NOT
    report = Report(record, survey(FIELDS[field]), *(["steep_land"] if layer else []), MAX_SLOPE="15")
    name = "slope over the chosen limit"
    assert report.of_table(name) == report.of_rules("potential.slope_stricter") == told
    assert ("potential.slope_mask_coarse" in {rule for rule, *_ in report.findings}) == (told != WHOLE)
    assert bool(report.unchecked(name)) == (field == "absent")


@pytest.mark.parametrize(("rule", "name", "kinds"), [
    ("potential.river", "river and lake management range", ("river_management", "main_channel")),
    ("potential.nature_reserve", "nature reserve", ("nature_reserve", "nature_reserve_core"))])
@pytest.mark.parametrize("given", list(product((False, True), repeat=2)))
def test_of_two_layers_each_tells_its_own(record: Path, rule: str, name: str, kinds: tuple[str, str],
                                          given: tuple[bool, bool]) -> None:
    chosen = [kind for kind, has in zip(kinds, given) if has]
    report = Report(record, survey(None), *chosen)
    report.agrees(rule, name, (NOT, PARTLY, WHOLE)[len(chosen)])
    told = report.unchecked(f": {name}" if not chosen else f"“{name}”")
    if len(chosen) == 1:
        (missing,) = [kind for kind in kinds if kind not in chosen]
        assert told == {"potential.mask_partly": f"No layer of “{LAYERS[missing]}” was given: “{name}” was excluded by "
                                                 f"“{LAYERS[chosen[0]]}” alone."}
    elif not chosen:
        assert set(told) == {"potential.mask_missing"}
    remedies = {remedy for key, _, remedy, _ in report.findings if key.startswith("potential.mask_")}
    assert remedies == {"Add the layer to “Area layers that rules ask for (redline, river, …)” where it is to be "
                        "excluded."}


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "record.json"
