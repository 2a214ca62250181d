"""Invalid polygons: every lobe, part and hole where the plan shows it, and a finding that names the feature."""
from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

import pytest
import shapely

from kf_resources_plugin.engine.kernel import Kernel, pick_kernel
from kf_resources_plugin.engine.reading import read_polygons
from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.engine.validity import reason_text, repair
from kf_resources_plugin.engine.wkb import as_wkb_array
from kf_resources_plugin.rules.progress import Canceled, NoProgress
from tests.builders import layer_of
from tests.engine.shapes import areas, case, table_of

if TYPE_CHECKING:
    from kf_resources_plugin.engine.wkb import Wkbs
    from kf_resources_plugin.rules.rule_rows import RuleBook

pytestmark = pytest.mark.usefixtures("qgis_app")

SQUARE = shapely.box(0, 0, 10, 10)
# A square of 10 m near the central meridian of zone 38, where the scale is 1: 100 m² on the ellipsoid too.
EAST, NORTH = 500_000.0, 3_850_000.0


@pytest.fixture
def book() -> RuleBook:
    return load_rule_book(date(2026, 1, 1), "en")


def ring(*points: tuple[float, float]) -> list[tuple[float, float]]:
    return [(EAST + x, NORTH + y) for x, y in points]


BOW_TIE = shapely.Polygon(ring((0, 0), (10, 10), (10, 0), (0, 10)))
CORNERS = ((0, 0), (10, 0), (10, 10), (0, 10))
INNER = ((2, 2), (4, 2), (4, 4), (2, 4))


@pytest.mark.parametrize(
    ("shape", "area", "reason"),
    [
        pytest.param(BOW_TIE, 50.0, "its edges cross", id="bow-tie keeps both lobes"),
        pytest.param(shapely.MultiPolygon([shapely.Polygon(ring(*CORNERS)), shapely.Polygon(ring(*INNER))]), 100.0,
                     "one part lies inside another", id="nested shells"),
        pytest.param(shapely.MultiPolygon([shapely.Polygon(ring(*CORNERS)),
                                           shapely.Polygon(ring((5, 0), (15, 0), (15, 10), (5, 10)))]), 150.0,
                     "its edges cross", id="parts that overlap count once"),
        pytest.param(shapely.MultiPolygon([shapely.Polygon(ring(*CORNERS))] * 2), 100.0, None, id="a part twice"),
        pytest.param(shapely.Polygon(ring(*CORNERS), [ring((5, 5), (15, 5), (15, 8), (5, 8))]), 85.0,
                     "its edges cross", id="hole reaches over the border"),
        pytest.param(shapely.Polygon(ring(*CORNERS), [ring((20, 0), (22, 0), (22, 2))]), 100.0,
                     "a hole lies outside its polygon", id="hole outside"),
        pytest.param(shapely.Polygon(ring(*CORNERS), [ring(*INNER)] * 2), 96.0, None, id="a hole twice"),
        pytest.param(shapely.Polygon(ring(*CORNERS), [ring(*INNER), ring((3, 3), (6, 3), (6, 6), (3, 6))]),
                     100.0 - 12.0, "its edges cross", id="holes that overlap"),
        pytest.param(shapely.Polygon(ring((0, 0), (10, 0), (14, 0), (10, 0), (10, 10), (0, 10))), 100.0,
                     None, id="spike"),
        pytest.param(shapely.Polygon(ring((0, 0), (5, 0), (5, 5), (5, 0), (10, 0), (10, 10), (0, 10))), 100.0, None,
                     id="cut inwards and back"),
        pytest.param(shapely.Polygon(ring((0, 0), (10, 0), (10, 10), (5, 0), (0, 10))), 50.0,
                     "a ring touches or crosses itself", id="ring touches itself"),
    ],
)
def test_repair(shape: shapely.Geometry, area: float, reason: str | None, kernel: Kernel, book: RuleBook) -> None:
    table = table_of([shapely.box(0, 0, 1, 1), shape])
    mended, findings = repair(table, kernel, book, NoProgress(), role="land")
    assert shapely.from_wkb(mended.wkb[1]).is_valid
    assert areas(mended.wkb) == pytest.approx([1.0, area], abs=1e-6)
    assert mended.bounds[1].tolist() == list(shapely.from_wkb(mended.wkb[1]).bounds)
    assert table.wkb[1] == shape.wkb, "the table given stays as it was"
    (finding,) = findings
    assert (finding.rule_id, finding.source_fid, finding.role) == ("geometry.repaired", 2, "land")
    assert finding.wkb == mended.wkb[1]
    if reason:
        assert reason in finding.message


# R² · 5 sin 36° · sin 18° / sin 54°: the ten triangles of a five-pointed star between centre, tip and notch
STAR = 100.0**2 * 5 * math.sin(math.radians(36)) * math.sin(math.radians(18)) / math.sin(math.radians(54))


@pytest.mark.parametrize(("east", "crs"), [(EAST, "EPSG:4547"), (38_500_000.0, "EPSG:4526")])
@pytest.mark.parametrize(("points", "area"), [
    # turns round the square 40 … 80 × 20 … 60 twice: 100 × 60 + 80 × 40
    pytest.param([(0, 0), (100, 0), (100, 60), (40, 60), (40, 20), (80, 20), (80, 100), (0, 100)], 9200.0, id="loop"),
    pytest.param([(100 * math.sin(n * 0.8 * math.pi), 100 * math.cos(n * 0.8 * math.pi)) for n in range(5)], STAR,
                 id="star in one stroke"),
    # from the corner (0, 0) round the square and back to it, then round a triangle of 6 m² the other way: a hole
    pytest.param([(0, 0), (10, 0), (10, 10), (0, 10), (0, 0), (2, 4), (4, 2)], 94.0, id="backward loop"),
    pytest.param([(0, 0), (10, 0), (10, 10), (0, 10), (0, 0), (4, 2), (2, 4)], 100.0, id="forward loop"),
    pytest.param([(0, 0), (10, 0), (10, 10), (0, 10)] * 2, 100.0, id="twice round"),
])
def test_a_ring_encloses_every_place_it_goes_round(points: list[tuple[float, float]], area: float, east: float,
                                                   crs: str, kernel: Kernel, book: RuleBook) -> None:
    shape = shapely.Polygon([(east + x, NORTH + y) for x, y in points])
    mended, _ = repair(table_of([shape, shape.reverse()], crs), kernel, book, NoProgress())
    assert all(shapely.from_wkb(wkb).is_valid for wkb in mended.wkb)
    assert areas(mended.wkb) == pytest.approx([area, area], abs=1e-4)


def test_a_hole_encloses_every_place_it_goes_round(kernel: Kernel, book: RuleBook) -> None:
    loop = [(1, 1), (11, 1), (11, 7), (5, 7), (5, 3), (9, 3), (9, 11), (1, 11)]  # 92 m² as above
    shape = shapely.Polygon(ring((0, 0), (20, 0), (20, 20), (0, 20)), [ring(*loop)])
    mended, _ = repair(table_of([shape]), kernel, book, NoProgress())
    assert areas(mended.wkb) == pytest.approx([400.0 - 92.0], abs=1e-6)


def test_a_crossing_nearer_than_coordinates_turns_nothing_over(kernel: Kernel, book: RuleBook) -> None:
    """Rings whose edges cross within 10 nm; GEOS's own inner point of such faces was a corner of them.

    Found among the results of cutting 3 000 random projects by zones.
    """
    for shape, area in zip(case("crossing_10nm"), (1747.8356, 1.2358)):
        mended, _ = repair(table_of([shape], "EPSG:4526"), kernel, book, NoProgress())
        assert not shape.is_valid
        assert areas(mended.wkb) == pytest.approx([area], abs=1e-4)


def test_a_ring_that_geos_cannot_cut_into_loops_keeps_what_odd_loops_enclose(
    kernel: Kernel, book: RuleBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(wkb: bytes) -> Wkbs:
        raise ValueError("no")

    monkeypatch.setattr(kernel, "faces", refuse)
    mended, _ = repair(table_of([BOW_TIE]), kernel, book, NoProgress())
    assert areas(mended.wkb) == pytest.approx([50.0])
    # an answer whose loops do not add up to the ring is not believed either: one lobe of the two is missing
    lobe = shapely.to_wkb(shapely.Polygon(ring((10, 10), (10, 0), (5, 5))), byte_order=1)
    monkeypatch.setattr(kernel, "faces", lambda _: as_wkb_array([lobe]))
    mended, _ = repair(table_of([BOW_TIE]), kernel, book, NoProgress())
    assert areas(mended.wkb) == pytest.approx([50.0])


def test_a_changed_area_is_stated(kernel: Kernel, book: RuleBook) -> None:
    """The two lobes of the bow-tie run in opposite directions: as drawn they cancel out, 0 m²."""
    _, findings = repair(table_of([BOW_TIE]), kernel, book, NoProgress())
    assert "its edges cross; area 0.00 m² before, 50.00 m² after" in findings[0].message


def test_an_unchanged_area_is_not_stated(kernel: Kernel, book: RuleBook) -> None:
    spike = shapely.Polygon(ring((0, 0), (10, 0), (14, 0), (10, 0), (10, 10), (0, 10)))
    _, findings = repair(table_of([spike]), kernel, book, NoProgress())
    assert "before" not in findings[0].message


def test_what_encloses_nothing_is_emptied_and_named(kernel: Kernel, book: RuleBook) -> None:
    flat = shapely.Polygon(ring((0, 0), (10, 0), (20, 0)))
    hollow = shapely.Polygon(ring(*CORNERS), [ring(*CORNERS)])
    mended, findings = repair(table_of([flat, hollow]), kernel, book, NoProgress(), role="projects")
    assert mended.wkb.tolist() == [b"", b""]
    assert [(finding.rule_id, finding.severity) for finding in findings] == [("geometry.unrepairable", "error")] * 2
    assert findings[0].point == (EAST, NORTH)
    assert findings[0].area_m2 == pytest.approx(0.0, abs=1e-6)
    assert "0.00 m²" in findings[0].message


def test_what_geos_cannot_repair_is_emptied_with_its_area(
    kernel: Kernel, book: RuleBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel, "faces", lambda wkb: as_wkb_array([]))
    monkeypatch.setattr(kernel, "make_valid", lambda shape: None)
    lopsided = shapely.Polygon(ring((0, 0), (10, 10), (10, 0), (0, 20)))
    mended, findings = repair(table_of([lopsided]), kernel, book, NoProgress())
    assert mended.wkb.tolist() == [b""]
    # lobes with base 20 and 10, meeting at (20/3, 20/3): 200/3 - 50/3 as drawn
    assert findings[0].area_m2 == pytest.approx(50.0, abs=0.001)


def test_valid_rows_are_not_touched(kernel: Kernel, book: RuleBook) -> None:
    doubled = shapely.Polygon([(0, 0), (10, 0), (10, 0), (10, 10), (0, 10)])  # a vertex twice is harmless
    table = table_of([SQUARE, None, doubled])
    mended, findings = repair(table, kernel, book, NoProgress())
    assert mended is table
    assert findings == []


def test_both_kernels_repair_alike(book: RuleBook) -> None:
    shapes = [BOW_TIE, shapely.Polygon(ring((0, 0), (9, 9), (9, 1), (1, 8), (5, -3), (3, 12)))]
    one, other = (repair(table_of(shapes), pick_kernel(name), book, NoProgress())[0] for name in ("qgis", "shapely"))
    assert areas(one.wkb) == pytest.approx(areas(other.wkb), abs=1e-9)


def test_processing_defaults_let_invalid_features_through(kernel: Kernel, book: RuleBook) -> None:
    """QGIS 3.22 ends a run at the first invalid feature unless reading skips its check."""
    from qgis.core import QgsFeatureRequest, QgsProcessingContext, QgsProcessingUtils, QgsProject

    layer = layer_of([(BOW_TIE.wkt, {})], {}, geometry="Polygon", crs="EPSG:4547")
    QgsProject.instance().addMapLayer(layer)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    context.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryAbortOnInvalid)
    source = QgsProcessingUtils.variantToSource(layer.id(), context)
    table = read_polygons(source, layer, [], NoProgress())
    mended, _ = repair(table, kernel, book, NoProgress())
    assert areas(mended.wkb) == pytest.approx([50.0])
    QgsProject.instance().clear()


def test_cancel(kernel: Kernel, book: RuleBook) -> None:
    class Pressed(NoProgress):
        def check(self) -> None:
            raise Canceled

    with pytest.raises(Canceled):
        repair(table_of([SQUARE]), kernel, book, Pressed())


@pytest.mark.parametrize(("reason", "words"), [("Nested shells", "one part lies inside another"), ("", "not valid"),
                                               ("自相交", "自相交")])
def test_reasons(reason: str, words: str) -> None:
    assert reason_text(reason) == words


def test_geometries_of_a_repaired_table_are_not_looked_at_again(
    kernel: Kernel, book: RuleBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = table_of([SQUARE, shapely.box(20, 0, 30, 10)])
    after = table_of([shapely.box(40, 0, 50, 10), BOW_TIE])
    after.wkb[0] = before.wkb[1]
    looked_at: list[bytes] = []
    check = kernel.invalid

    def noting(wkbs: Wkbs) -> dict[int, str]:
        looked_at.extend(wkbs)
        return check(wkbs)

    monkeypatch.setattr(kernel, "invalid", noting)
    mended, found = repair(after, kernel, book, NoProgress(), valid=before)
    assert before.wkb[1] not in looked_at
    assert len(found) == 1
    assert areas(mended.wkb)[1] == pytest.approx(50.0)
