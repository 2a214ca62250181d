"""Parcels edited in their layer: figures by hand, one step on the undo stack, everything as before after undoing."""
from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsGeometry, QgsPointXY, QgsVectorLayer

from kf_resources_plugin.compat import is_null
from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.engine.parcel_rings import rings_of
from kf_resources_plugin.engine.schema import load_schema
from kf_resources_plugin.survey.forms import put_on
from tests.builders import layer_of, rectangle
from tests.engine.coverages import seamless
from tests.survey.parcels import SLOPING, by_number, contents, edits, line, parcel, saved_village, village

if TYPE_CHECKING:
    from pathlib import Path

    from kf_resources_plugin.survey.land_edits import LandEdits


@pytest.fixture(params=["memory", "GPKG", "form"])
def layer(request: pytest.FixtureRequest, tmp_path: Path, qgis_app: object) -> QgsVectorLayer:
    made = village() if request.param == "memory" else saved_village(tmp_path)
    if request.param == "form":  # what a form computes at every change must not disturb what was computed
        put_on(made, load_schema("dltb"))
    return made


def sound(layer: QgsVectorLayer) -> bool:
    return seamless({feature.id(): rings_of(feature.geometry()) for feature in layer.getFeatures()})


def figures(feature: Any, *names: str) -> list[Any]:
    return [None if is_null(feature[name]) else feature[name] for name in names]


def test_a_split_gives_parts_their_areas_numbers_and_everything_else(layer: QgsVectorLayer) -> None:
    """30 m of 100 cut off: 7 000 and 3 000 m²; × 0.05 are 350 and 150 deducted, 6 650 and 2 850 left."""
    before = contents(layer)
    done = edits(layer).split(line((-5, 30), (100, 30)))
    now = by_number(layer)
    assert set(now) == {"1", "2", "3", "4", "5"}
    assert figures(now["1"], "BSM", "TBMJ", "KCMJ", "TBDLMJ") == ["410211001000000001", 7_000.0, 350.0, 6_650.0]
    assert figures(now["5"], "BSM", "TBMJ", "KCMJ", "TBDLMJ", "KCXS", "DLMC", "ZLDWDM", "SJNF") == [
        "410211001000000005", 3_000.0, 150.0, 2_850.0, 0.05, "旱地", "4102110010010000000", 2025]
    assert sound(layer)
    assert (len(layer.undoStack().command(0).text()), layer.undoStack().count()) == (len(done.command.title), 1)
    assert {one.fid for one in done.command.changes} >= set(done.fids)
    layer.undoStack().undo()
    assert contents(layer) == before
    layer.undoStack().redo()
    assert sound(layer)


def test_a_split_across_parcels_numbers_all_new_ones(layer: QgsVectorLayer) -> None:
    edits(layer).split(line((-5, 30), (205, 30)))
    assert set(by_number(layer)) == {"1", "2", "3", "4", "5", "6"}
    assert len({feature["BSM"] for feature in layer.getFeatures()}) == 6
    assert sum(feature["TBMJ"] for feature in layer.getFeatures()) == 40_000.0


def test_only_what_is_selected_is_cut(layer: QgsVectorLayer) -> None:
    one = by_number(layer)["1"].id()
    edits(layer).split(line((-5, 30), (205, 30)), [one])
    assert layer.featureCount() == 5
    assert sound(layer)
    with pytest.raises(PlannerError, match="Only the parcels that are selected"):
        edits(layer).split(line((-5, 130), (205, 130)), [one])


def test_numbers_of_deleted_parcels_are_not_given_again(layer: QgsVectorLayer) -> None:
    now = by_number(layer)
    edits(layer).merge([now["3"].id(), now["4"].id()])
    [left] = {"3", "4"} & set(by_number(layer))
    assert left == "3"
    edits(layer).split(line((-5, 30), (100, 30)))
    assert set(by_number(layer)) == {"1", "2", "3", "5"}


def test_a_new_border_moves_area_from_one_parcel_to_the_other(layer: QgsVectorLayer) -> None:
    """30 × 60 m change hands: 11 800 and 8 200; × 0.05 are 590 and 410 deducted, 11 210 and 7 790 left."""
    before = contents(layer)
    done = edits(layer).reshape(line((100, 20), (130, 20), (130, 80), (100, 80)))
    now = by_number(layer)
    assert figures(now["1"], "TBMJ", "KCMJ", "TBDLMJ") == [11_800.0, 590.0, 11_210.0]
    assert figures(now["2"], "TBMJ", "KCMJ", "TBDLMJ") == [8_200.0, 410.0, 7_790.0]
    assert "10000.00 → 11800.00 m²" in done.told
    assert sound(layer)
    layer.undoStack().undo()
    assert contents(layer) == before


def test_united_parcels_have_the_sum_of_the_signed_areas(layer: QgsVectorLayer) -> None:
    """20 000 × 0.05 = 1 000 deducted."""
    before, now = contents(layer), by_number(layer)
    done = edits(layer).merge([now["1"].id(), now["2"].id()])
    assert set(by_number(layer)) == {"1", "3", "4"}
    assert figures(by_number(layer)["1"], "TBMJ", "KCMJ", "TBDLMJ") == [20_000.0, 1_000.0, 19_000.0]
    assert (done.fids, done.notes) == ((now["1"].id(),), ())
    layer.undoStack().undo()
    assert contents(layer) == before


def test_parcels_of_different_classes_are_not_united(layer: QgsVectorLayer) -> None:
    before, now = contents(layer), by_number(layer)
    with pytest.raises(PlannerError, match="DLBM: 0103, 0301"):
        edits(layer).merge([now["1"].id(), now["3"].id()])
    with pytest.raises(PlannerError, match="at least two"):
        edits(layer).merge([now["1"].id()])
    assert contents(layer) == before
    assert not layer.isEditable()


def test_another_class_brings_its_names_and_takes_what_it_has_not(layer: QgsVectorLayer) -> None:
    before, now = contents(layer), by_number(layer)
    edits(layer).change_class([now["1"].id(), now["3"].id()], "0404", {})
    for number in ("1", "3"):
        assert figures(by_number(layer)[number], "DLBM", "DLMC", "GDPDJB", "GDLX", "KCXS", "KCMJ", "KCDLBM", "TBDLMJ",
                       "ZZSXDM") == ["0404", "其他草地", None, None, None, None, None, 10_000.0, None]
    assert layer.undoStack().count() == 1
    layer.undoStack().undo()
    assert contents(layer) == before
    with pytest.raises(PlannerError, match="GDPDJB"):
        edits(layer).change_class([now["3"].id()], "0101", {"ZZSXDM": "LS"})
    with pytest.raises(PlannerError, match="have that class already"):
        edits(layer).change_class([now["3"].id()], "0301", {})
    assert contents(layer) == before


def test_a_filter_that_hides_neighbours_is_in_the_way(tmp_path: Path, qgis_app: object) -> None:
    layer = saved_village(tmp_path)
    assert layer.setSubsetString("TBBH = '1'")
    for edit in (edits(layer).split, edits(layer).reshape):
        with pytest.raises(PlannerError, match="filter hides parcels"):
            edit(line((-5, 30), (105, 30)))


def test_numbers_are_read_once_however_many_parcels_a_line_cuts(qgis_app: object,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    layer, read = village(), []
    editor = edits(layer)
    taken = editor.land.taken
    monkeypatch.setattr(editor.land, "taken", lambda *asked: read.append(asked[0]) or taken(*asked))
    editor.split(line((-5, 30), (205, 30)))
    assert read == ["BSM", "TBBH"]
    assert len({feature["BSM"] for feature in layer.getFeatures()}) == 6


def test_a_number_that_was_changed_and_not_saved_is_not_given_again(layer: QgsVectorLayer) -> None:
    four = by_number(layer)["4"].id()
    layer.startEditing()
    layer.changeAttributeValue(four, layer.fields().lookupField("TBBH"), "3a")
    edits(layer).split(line((-5, 30), (100, 30)))
    assert set(by_number(layer)) == {"1", "2", "3", "3a", "5"}


def test_an_area_that_contradicts_its_shape_is_said(qgis_app: object) -> None:
    layer = layer_of([parcel(1, 0, 0, **{**SLOPING, "TBMJ": 12_000.0})], {
        "BSM": "text", "TBBH": "text", "DLBM": "text", "DLMC": "text", "QSXZ": "text", "ZLDWDM": "text", "TBMJ": "real",
        "KCDLBM": "text", "KCXS": "real", "KCMJ": "real", "TBDLMJ": "real", "GDPDJB": "text", "GDLX": "text",
        "ZZSXDM": "text", "ZZSXMC": "text", "SJNF": "integer"}, crs="EPSG:4547")
    done = edits(layer).split(line((-5, 50), (105, 50)))
    assert [feature["TBMJ"] for feature in layer.getFeatures()] == [5_000.0, 5_000.0]
    assert "12000.00" in done.notes[0]
    assert "10000.00" in done.notes[0]


@pytest.mark.parametrize("kind", ["MultiPolygonZ", "Point", "no crs"])
def test_layers_that_the_survey_does_not_have_are_refused(kind: str, qgis_app: object) -> None:
    layer = QgsVectorLayer("Polygon?crs=" if kind == "no crs" else f"{kind}?crs=EPSG:4547", "odd", "memory")
    with pytest.raises(PlannerError, match="cannot be edited"):
        edits(layer)


def test_a_parcel_that_is_not_valid_is_named(qgis_app: object) -> None:
    layer = village()
    one = by_number(layer)["1"]
    layer.dataProvider().changeGeometryValues({one.id(): QgsGeometry.fromWkt(
        "MULTIPOLYGON(((500000 3850000,500100 3850100,500100 3850000,500000 3850100,500000 3850000)))")})
    with pytest.raises(PlannerError, match=r"1 \(410211001000000001\) is not a valid"):
        edits(layer).split(line((-5, 30), (105, 30)))


def test_after_undoing_random_edits_the_layer_is_what_it_was(layer: QgsVectorLayer) -> None:
    chance, before = random.Random(5), contents(layer)  # noqa: S311 (dice)
    done = 0
    while done < 25:
        try:
            _edit(edits(layer), chance)
        except PlannerError:
            continue
        done += 1
        assert sound(layer)
        assert round(sum(feature["TBMJ"] for feature in layer.getFeatures()), 2) == 40_000.0
        assert all(round(feature["TBMJ"] - (feature["KCMJ"] or 0.0), 2) == feature["TBDLMJ"]
                   for feature in layer.getFeatures())
    assert layer.undoStack().count() == done
    layer.undoStack().setIndex(0)
    assert contents(layer) == before


def _edit(editor: LandEdits, chance: random.Random) -> None:
    kind, fids = chance.randrange(4), [feature.id() for feature in editor.land.layer.getFeatures()]
    if kind == 0:
        editor.split(line(*((chance.uniform(-20, 220), chance.uniform(-20, 220)) for _ in range(2))))
    elif kind == 1:
        editor.merge(chance.sample(fids, 2))
    elif kind == 2:
        x, y = chance.choice([100, chance.uniform(0, 200)]), chance.uniform(0, 150)
        editor.reshape(line((x, y), (x + chance.uniform(-20, 20), y + 10), (x, y + 20)))
    else:
        editor.change_class(chance.sample(fids, 1), chance.choice(["0404", "0301", "0103"]), {
            name: SLOPING[name] for name in ("GDPDJB", "GDLX", "KCXS", "ZZSXDM")})




def test_a_layer_in_degrees_is_edited_as_well(qgis_app: object) -> None:
    """Two parcels of 0.001° by 0.001°; a third of one is cut off, and without a signed area each has its own."""
    west, south, side = 114.3, 34.8, 0.001
    rows = [(rectangle(west + side * column, south, side, side), {"BSM": str(7 + column)}) for column in (0, 1)]
    layer = layer_of(rows, {"BSM": "text", "TBMJ": "real"}, crs="EPSG:4490")
    cut = QgsGeometry.fromPolylineXY([QgsPointXY(west - 1e-5, south + side / 3),
                                      QgsPointXY(west + side + 2e-9, south + side / 3)])  # ends 0.2 mm beyond
    edits(layer).split(cut)
    assert sound(layer)
    areas = {feature["BSM"]: feature["TBMJ"] for feature in layer.getFeatures()}
    assert set(areas) == {"7", "8", "9"}
    assert is_null(areas["8"])  # it only got a vertex
    assert areas["7"] / areas["9"] == pytest.approx(2.0, rel=1e-4)
