"""kf:surveymerge: fields that a team left as they were, though what it changed no longer fits them."""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import layer_of, rectangle, rows_of, save
from tests.survey.packages import X, Y, findings, pack
from tests.survey.returned import edit_in_the_field, merge, parcel

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")
FIELDS = {**dict.fromkeys(("BSM", "DLBM", "DLMC", "GDPDJB", "ZZSXDM"), "text"), "TBMJ": "real"}
FARMLAND = {"DLBM": "0103", "DLMC": "旱地", "GDPDJB": "1", "ZZSXDM": "LS", "TBMJ": 9999.8}
FOREST = {"DLBM": "0301", "DLMC": "乔木林地", "GDPDJB": None, "ZZSXDM": None}


@pytest.fixture
def layer(kf_provider: Any, tmp_path: Path) -> QgsVectorLayer:
    """Return five parcels of farmland; the name of B4 is none of its class."""
    rows = [(rectangle(X + 100.0 * n, Y, 100, 100), {**FARMLAND, "BSM": f"B{n}"}) for n in range(5)]
    rows[4][1]["DLMC"] = "果园"
    return save(layer_of(rows, FIELDS, name="DLTB"), tmp_path / "a.gpkg")


def warned(package: Path, layer: QgsVectorLayer) -> dict[tuple[str, str], str]:
    """Return what is said after the colon, by rule and subject."""
    return {(row["rule_id"], row["subject_id"]): row["message"].partition("taken, ")[2]
            for row in merge(package, layer)["FINDINGS"].getFeatures()
            if row["rule_id"] in {"survey.would_not_fit", "survey.area_would_differ"}}


def test_fields_that_no_longer_fit_are_told(layer: QgsVectorLayer, tmp_path: Path) -> None:
    package = Path(pack(tmp_path / "out", [layer], findings((110, "a")), MARGIN=1000)["PACKAGE"])
    edit_in_the_field(package, {
        "B0": {"DLBM": "0301"},   # the class alone
        "B1": FOREST,             # the class and all that follows
        "B2": parcel(2, width=90),
        "B3": {"DLMC": "水田"},   # a name alone
        "B4": {"TBMJ": 9999.0},   # what did not fit before is for kf:checkland
    }, new=[(parcel(1, above=100), {"BSM": "N1", "DLBM": "0103", "DLMC": "旱地", "TBMJ": 5000.0})])
    assert warned(package, layer) == {
        ("survey.would_not_fit", "B0"): "fields break their rules: GDPDJB 1 (for cultivated land only); "
        "ZZSXDM LS (cultivated land states what is planted, other land whether it can be restored); "
        "DLMC 旱地 (to be “乔木林地”).",
        ("survey.area_would_differ", "B2"): "field TBMJ still says 9999.80 m², the shape has 8999.84 m².",
        ("survey.would_not_fit", "B3"): "fields break their rules: DLMC 水田 (to be “旱地”).",
        ("survey.would_not_fit", "N1"): "fields break their rules: GDPDJB — (needed for cultivated land); ZZSXDM — "
        "(needed for cultivated land).",
        ("survey.area_would_differ", "N1"): "field TBMJ still says 5000.00 m², the shape has 9999.82 m².",
    }


@pytest.mark.usefixtures("chinese_texts")
def test_a_row_without_a_name_in_chinese(layer: QgsVectorLayer, tmp_path: Path) -> None:
    package = Path(pack(tmp_path / "out", [layer], findings((110, "a")), MARGIN=1000)["PACKAGE"])
    edit_in_the_field(package, {}, new=[(parcel(1, above=100), {"DLBM": "0103", "GDPDJB": "1", "ZZSXDM": "LS"})])
    told = rows_of(merge(package, layer)["FINDINGS"], "rule_id", "subject_id", "message")
    [(_, subject, message)] = [row for row in told if row[0] == "survey.would_not_fit"]
    assert subject == "第 6 行"
    assert message == ("第 6 行：采用外业编辑后，有字段不合规则：BSM —（必填）；"
                       "DLMC —（必填；应为“旱地”）；TBMJ —（必填）。")


def test_a_shape_drawn_anew_with_its_area_fits(layer: QgsVectorLayer, tmp_path: Path) -> None:
    package = Path(pack(tmp_path / "out", [layer], findings((110, "a")), MARGIN=1000)["PACKAGE"])
    edit_in_the_field(package, {"B2": parcel(2, width=90)})
    edit_in_the_field(package, {"B2": {"TBMJ": 8999.84}})
    assert warned(package, layer) == {}
