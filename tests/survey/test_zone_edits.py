"""Lines redrawn: figures of squares worked by hand, one step on the undo stack, and nothing done where it must not."""
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from qgis.core import QgsGeometry, QgsVectorLayer
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QDate

from kf_resources_plugin.compat import is_null
from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.survey.zone_edits import Site
from tests.builders import layer_of, save
from tests.survey.heritage import (
    COMMON,
    CRS,
    PAGODA,
    E,
    N,
    areas,
    box,
    contents,
    edits,
    faults_of_coverage,
    line,
    square,
    zones,
)

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = {"control_1": 30_000.0, "control_2": 120_000.0, "protection": 10_000.0}
KINDS = ["memory", "GPKG"]
BOW_TIE = f"POLYGON(({E} {N},{E + 9} {N + 9},{E + 9} {N},{E} {N + 9},{E} {N}))"


@pytest.fixture(params=KINDS)
def layer(request: pytest.FixtureRequest, tmp_path: Path, qgis_app: object) -> QgsVectorLayer:
    made = zones()
    return made if request.param == "memory" else save(made, tmp_path / "保护线.gpkg")


def test_the_line_drawn_wins_and_the_others_follow(layer: QgsVectorLayer) -> None:
    """Zone I is drawn as 190 × 350 m = 66 500 m², from -40 to 150 east and from -100 to 250 north.

    The protection area (100 × 100) loses the strip from -50 to -40, 1 000 m²; zone I is 66 500 less 9 000. Zone II has
    200 m each way, and 50 m more northward where zone I goes there: 160 000 + 190 × 50 = 169 500, less 66 500.
    """
    editor = edits(layer)
    editor.do(editor.draw(PAGODA, "control_1", box(-40, -100, 150, 250)))
    assert areas(layer) == {"protection": 9_000.0, "control_1": 57_500.0, "control_2": 103_000.0}
    assert not faults_of_coverage(feature.geometry() for feature in layer.getFeatures())


def test_undo_brings_every_tier_back_at_once_and_redo_takes_them_away_again(layer: QgsVectorLayer) -> None:
    before, editor = contents(layer), edits(layer)
    editor.do(editor.draw(PAGODA, "protection", box(-150, -20, 20, 20)))
    after = contents(layer)
    assert len({row[1] for row in after} - {row[1] for row in before}) == 3
    assert layer.undoStack().count() == 1
    layer.undoStack().undo()
    assert contents(layer) == before
    layer.undoStack().redo()
    assert contents(layer) == after


def test_nothing_is_saved_and_rollback_leaves_the_file_as_it_was(tmp_path: Path, qgis_app: object) -> None:
    """But for the header of SQLite: its counters go up and its log is on while QGIS has the file open for editing."""
    path = tmp_path / "保护线.gpkg"
    source = save(zones(), path).source()
    before = path.read_bytes()
    layer = QgsVectorLayer(source, "保护线", "ogr")
    editor, rows = edits(layer), contents(layer)
    editor.do(editor.reshape(PAGODA, "control_1", line((-90, 99), (-90, 120), (90, 120), (90, 99))))
    assert layer.isModified()
    assert layer.rollBack()
    assert contents(layer) == rows
    sip.delete(layer)
    after = path.read_bytes()
    assert len(after) == len(before)
    differing = [place for place, (one, other) in enumerate(zip(before, after)) if one != other]
    assert set(differing) <= {18, 19, *range(24, 28), *range(92, 96)}


def test_reshaping_adds_what_the_line_encloses_outside(layer: QgsVectorLayer) -> None:
    """A bay 180 m long and 20 m deep: 3 600 m² from zone II to zone I."""
    editor = edits(layer)
    plan = editor.reshape(PAGODA, "control_1", line((-90, 99), (-90, 120), (90, 120), (90, 99)))
    assert [(change.tier, change.before_m2, change.after_m2, change.moved_m2) for change in plan.changes] == [
        ("control_1", pytest.approx(30_000, abs=0.02), pytest.approx(33_600, abs=0.02), pytest.approx(3_600, abs=0.02)),
        ("control_2", pytest.approx(120_000, abs=0.02), pytest.approx(116_400, abs=0.02),
         pytest.approx(3_600, abs=0.02))]
    editor.do(plan)
    assert areas(layer) == {"protection": 10_000.0, "control_1": 33_600.0, "control_2": 116_400.0}


def test_reshaping_across_inner_and_outer_lines_keeps_the_nesting(layer: QgsVectorLayer) -> None:
    """Zone I loses everything east of 20: 80 × 200 m, of which 30 × 100 m were protected and are not any more."""
    editor = edits(layer)
    editor.do(editor.reshape(PAGODA, "control_1", line((20, 110), (20, -110))))
    assert areas(layer) == {"protection": 7_000.0, "control_1": 24_000.0 - 7_000.0, "control_2": 160_000.0 - 24_000.0}
    assert not faults_of_coverage(feature.geometry() for feature in layer.getFeatures())


def test_what_follows_from_a_line_is_written_with_it(layer: QgsVectorLayer) -> None:
    editor = edits(layer)
    editor.do(editor.draw(PAGODA, "protection", box(-50, -50, 60, 50)))
    found = {feature["tier"]: feature for feature in layer.getFeatures()}
    assert found["protection"]["area_m2"] == pytest.approx(11_000, abs=0.02)
    assert found["control_1"]["area_m2"] == pytest.approx(29_000, abs=0.02)
    for tier in ("protection", "control_1"):
        assert (found[tier]["method"], found[tier]["site_name"]) == ("drawn", "铁塔")
        assert is_null(found[tier]["width_m"])
    assert (found["control_2"]["method"], found["control_2"]["width_m"]) == ("width", 50.0)


def test_a_tier_is_put_in_between_and_inherits_what_the_site_agrees_on(qgis_app: object) -> None:
    layer = zones([(square(50), {**COMMON, "tier": "protection", "source": "甲"}),
                   (square(200, 50), {**COMMON, "tier": "control_2", "source": "乙"})])
    editor = edits(layer)
    editor.do(editor.draw(PAGODA, "control_1", box(-100, -100, 100, 100)))
    assert areas(layer) == BEFORE
    [new] = [feature for feature in layer.getFeatures() if feature["tier"] == "control_1"]
    assert [new[name] for name in ("site_id", "site_name", "level", "provisional", "method")] == [
        "T1", "铁塔", "national", 1, "drawn"]
    assert is_null(new["source"])
    assert is_null(new["width_m"])


def test_the_first_line_of_a_site_takes_what_the_site_is_called(qgis_app: object) -> None:
    layer = zones([])
    editor = edits(layer)
    editor.do(editor.draw(Site("N9", "延庆观"), "protection", box(0, 0, 10, 10)))
    [new] = layer.getFeatures()
    assert [new["site_id"], new["site_name"], new["tier"]] == ["N9", "延庆观", "protection"]
    assert new["area_m2"] == pytest.approx(100, abs=0.01)


def test_a_feature_that_waits_for_its_line_gets_it(qgis_app: object) -> None:
    layer = zones([(None, {**COMMON, "tier": "protection", "source": "甲"})])
    editor = edits(layer)
    editor.do(editor.draw(PAGODA, "protection", box(0, 0, 10, 10)))
    [only] = layer.getFeatures()
    assert (only["source"], areas(layer)) == ("甲", {"protection": 100.0})


def test_polygons_that_hold_the_inner_ones_become_bands(qgis_app: object) -> None:
    layer = zones([(square(50), {**COMMON, "tier": "保护范围"}), (square(100), {**COMMON, "tier": "一类建设控制地带"})])
    editor = edits(layer)
    editor.do(editor.reshape(PAGODA, "control_1", line((-90, 99), (-90, 120), (90, 120), (90, 99))))
    assert areas(layer) == {"保护范围": 10_000.0, "一类建设控制地带": 33_600.0}


def test_splitting_gives_both_parts_what_the_tier_has(layer: QgsVectorLayer) -> None:
    """The protection area cut at 10 east: 60 × 100 and 40 × 100 m; zone I takes the ends of the cut as vertices."""
    editor = edits(layer)
    kept = {feature["tier"]: feature.id() for feature in layer.getFeatures()}["protection"]
    editor.do(editor.split(PAGODA, "protection", line((10, -70), (10, 70))))
    parts = sorted((round(feature.geometry().area(), 3), feature["site_name"], feature["level"], feature["part"],
                    feature["width_m"], feature.id() == kept)
                   for feature in layer.getFeatures() if feature["tier"] == "protection")
    assert parts == [(4_000.0, "铁塔", "national", 2, 50.0, False), (6_000.0, "铁塔", "national", 1, 50.0, True)]
    assert sum(feature["area_m2"] for feature in layer.getFeatures()) == pytest.approx(160_000, abs=0.05)
    assert not faults_of_coverage(feature.geometry() for feature in layer.getFeatures())
    layer.undoStack().undo()
    assert areas(layer) == BEFORE
    assert layer.featureCount() == 3


def test_parts_of_a_tier_stay_parts_when_its_line_moves(qgis_app: object) -> None:
    layer = zones()
    editor = edits(layer)
    editor.do(editor.split(PAGODA, "protection", line((0, -70), (0, 70))))
    editor.do(editor.reshape(PAGODA, "protection", line((40, 40), (70, 40), (70, -40), (40, -40))))
    assert sorted(round(feature.geometry().area()) for feature in layer.getFeatures()
                  if feature["tier"] == "protection") == [5_000, 6_600]
    assert not faults_of_coverage(feature.geometry() for feature in layer.getFeatures())


def test_a_layer_of_single_polygons_takes_each_part_as_a_feature(qgis_app: object) -> None:
    layer = zones(geometry="Polygon")
    editor = edits(layer)
    editor.do(editor.draw(PAGODA, "control_1", box(-120, -30, 120, 30)))
    parts = [feature for feature in layer.getFeatures() if feature["tier"] == "control_1"]
    assert [round(feature.geometry().area()) for feature in parts] == [70 * 60, 70 * 60]
    assert {feature["site_id"] for feature in parts} == {"T1"}
    assert sorted(feature["part"] for feature in parts) == [1, 2]


def test_a_line_in_force_is_named_before_it_moves_and_is_provisional_after(qgis_app: object) -> None:
    published = {**COMMON, "provisional": 0, "published": QDate(2018, 5, 1), "declared_m2": 10_000.0}
    layer = zones([(square(50), {**published, "tier": "protection"}),
                   (square(100, 50), {**COMMON, "tier": "control_1"})])
    editor = edits(layer)
    assert not editor.reshape(PAGODA, "control_1", line((-90, 99), (-90, 120), (90, 120), (90, 99))).published()
    plan = editor.reshape(PAGODA, "control_1", line((0, 110), (0, -110)))
    assert [change.tier for change in plan.published()] == ["protection"]
    editor.do(plan)
    [moved] = [feature for feature in layer.getFeatures() if feature["tier"] == "protection"]
    assert (moved["provisional"], moved["declared_m2"]) == (1, 10_000.0)


@pytest.mark.parametrize(("said", "in_force"), [("否", True), ("No", True), ("0", True), ("是", False), ("1", False)])
def test_a_field_of_words_says_too_whether_a_line_is_in_force(qgis_app: object, said: str, in_force: bool) -> None:
    layer = layer_of([(square(50), {"site_id": "T1", "tier": "protection", "provisional": said})],
                     {"site_id": "text", "tier": "text", "provisional": "text"}, name="保护线", crs=CRS)
    plan = edits(layer).reshape(PAGODA, "protection", line((0, 110), (0, -110)))
    assert bool(plan.published()) is in_force


def test_a_zone_round_all_tiers_follows_too(qgis_app: object) -> None:
    layer = zones([(square(50), {**COMMON, "tier": "protection"}),
                   (square(100, 50), {**COMMON, "tier": "coordination"})])
    editor = edits(layer)
    editor.do(editor.draw(PAGODA, "protection", box(-50, -50, 150, 50)))
    assert areas(layer) == {"protection": 20_000.0, "coordination": 40_000.0 - 15_000.0}


@pytest.mark.parametrize(("tier", "shape", "says"), [
    ("control_1", box(300, 300, 400, 400), "would leave no land to the"),
    ("control_1", QgsGeometry.fromWkt(BOW_TIE), "crosses"),
    ("purple", box(0, 0, 1, 1), "united from other lines"),
])
def test_lines_that_cannot_be_drawn_are_refused(qgis_app: object, tier: str, shape: QgsGeometry, says: str) -> None:
    layer = zones()
    before = contents(layer)
    with pytest.raises(PlannerError, match=says):
        edits(layer).draw(PAGODA, tier, shape)
    assert contents(layer) == before


def test_lines_that_do_not_meet_the_outer_line_are_refused(qgis_app: object) -> None:
    editor = edits(zones())
    with pytest.raises(PlannerError, match="does not meet the outer line"):
        editor.reshape(PAGODA, "control_1", line((0, 0), (0, 150)))
    with pytest.raises(PlannerError, match="no line of the"):
        editor.reshape(PAGODA, "control_3", line((0, 0), (0, 150)))
    with pytest.raises(PlannerError, match="cuts nothing"):
        editor.split(PAGODA, "control_1", line((300, 300), (400, 400)))


def test_layers_that_cannot_be_edited_are_refused_with_a_sentence(qgis_app: object) -> None:
    layer = zones()
    layer.setReadOnly(True)
    with pytest.raises(PlannerError, match=r"“保护线”.*read-only.*Save a copy"):
        edits(layer)
    with pytest.raises(PlannerError, match="no polygons"):
        edits(zones([], geometry="LineString"))
    with pytest.raises(PlannerError, match="no coordinate reference system"):
        edits(zones([], crs=""))
    bare = zones()
    assert bare.dataProvider().deleteAttributes([bare.fields().lookupField("tier")])
    bare.updateFields()
    with pytest.raises(PlannerError, match="no field tier"):
        edits(bare)


def test_an_invalid_polygon_of_the_site_is_named(qgis_app: object) -> None:
    layer = zones([(BOW_TIE, {**COMMON, "tier": "protection"})])
    with pytest.raises(PlannerError, match="Feature 1 of layer “保护线” is not valid"):
        edits(layer).draw(PAGODA, "control_1", box(-100, -100, 100, 100))


def test_a_change_the_layer_does_not_take_leaves_nothing_behind(qgis_app: object,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    layer = zones()
    editor, before = edits(layer), contents(layer)
    plan = editor.draw(PAGODA, "protection", box(-50, -50, 60, 50))
    taken: list[int] = []

    def fails_at_the_second(feature_id: int, shape: QgsGeometry) -> bool:
        taken.append(feature_id)
        return len(taken) < 2 and type(layer).changeGeometry(layer, feature_id, shape)

    monkeypatch.setattr(layer, "changeGeometry", fails_at_the_second, raising=False)
    with pytest.raises(PlannerError, match="nothing was changed"):
        editor.do(plan)
    assert len(taken) == 2
    assert contents(layer) == before
    assert layer.undoStack().count() == 0
