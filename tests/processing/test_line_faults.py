"""Bad and odd layers in the check of control lines: named, mended or refused, and all other figures stay right."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
)

from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.roles import write_role
from kf_resources_plugin.processing.control_lines import conflict_job
from tests.builders import land_layer, layer_of, rows_of, save, shapes_of
from tests.processing.line_layers import P, R, U, line, other, pair_rows, run, told
from tests.processing.places import CENT, X, Y, area, box

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider", "qgis_new_project")


def polygon(*corners: tuple[float, float]) -> str:
    """Return a polygon from corners in metres from that of the test area."""
    return "POLYGON((" + ",".join(f"{X + x} {Y + y}" for x, y in (*corners, corners[0])) + "))"


def in_degrees(*shapes: str) -> list[str]:
    """Return shapes in longitude and latitude, with a vertex every 5 m so that edges stay where they are."""
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4526"),
                                       QgsCoordinateReferenceSystem("EPSG:4490"), QgsProject.instance())
    moved = []
    for text in shapes:
        shape = QgsGeometry.fromWkt(text).densifyByDistance(5.0)
        shape.transform(transform)
        moved.append(shape.asWkt(15))
    return moved


def test_a_bow_tie_is_mended_and_named() -> None:
    # lobes to the left and right of the middle; the first redline lies below both, the second has their lower halves
    tie = polygon((0, 0), (100, 100), (100, 0), (0, 100))
    result = run(PERMANENT_FARMLAND=line(P, tie), ECOLOGICAL_REDLINE=line(R, polygon((0, 0), (100, 0), (50, 50))))
    found = told(result, "source_fid")
    assert [row[0] for row in found["geometry.repaired"]] == [1]
    assert pair_rows(result) == {}
    crossed = run(PERMANENT_FARMLAND=line(P, tie), ECOLOGICAL_REDLINE=line(R, box(0, 0, 100, 50)))
    assert pair_rows(crossed)[P, R] == (1, pytest.approx(area(0, 0, 100, 100) / 4, abs=0.01))


@pytest.mark.parametrize("shapes", [(), (None,)], ids=["empty", "no shapes"])
def test_an_empty_line_is_named_and_the_others_are_checked(shapes: tuple[None, ...]) -> None:
    result = run(PERMANENT_FARMLAND=line(P, *shapes), ECOLOGICAL_REDLINE=line(R, box(0, 0, 100, 100)),
                 URBAN_BOUNDARY=line(U, box(50, 0, 100, 100)), LAND=land_layer([]),
                 UNITS=layer_of([], {"XZQDM": "text", "XZQMC": "text"}))
    assert pair_rows(result) == {(R, U): (1, pytest.approx(area(50, 0, 50, 100), abs=CENT))}
    assert set(told(result)) & {"input.empty_layer", "geometry.empty"}
    assert run(PERMANENT_FARMLAND=line(P, *shapes))["CONFLICTS"] == 0


def test_a_missing_line_is_said_and_one_line_alone_is_checked() -> None:
    result = run(URBAN_BOUNDARY=line(U, box(0, 0, 10, 10), box(5, 0, 10, 10)))
    assert "Permanent basic farmland, Ecological redline" in told(result, "message")["line_missing"][0][0]
    assert pair_rows(result) == {(U, U): (1, pytest.approx(50.0, abs=CENT))}
    assert result["URBAN_M2"] == pytest.approx(150.0, abs=CENT)


def test_a_layer_given_twice_counts_once() -> None:
    again = line(P, box(0, 0, 100, 100))
    write_role(again, P)
    QgsProject.instance().addMapLayer(again)
    result = run(PERMANENT_FARMLAND=line(P, box(0, 0, 100, 100)), OTHERS=[again])
    assert pair_rows(result) == {}
    assert told(result, "severity")["layer_twice"] == [("warning",)]
    # the same polygons as two lines are two lines
    both = run(PERMANENT_FARMLAND=line(P, box(0, 0, 100, 100)), ECOLOGICAL_REDLINE=line(P, box(0, 0, 100, 100)))
    assert pair_rows(both)[P, R] == (1, pytest.approx(area(0, 0, 100, 100), abs=CENT))


def test_degrees_and_metres_give_the_same() -> None:
    shapes = {P: [box(0, 0, 100, 100), box(0, 100.4, 50, 100)], R: [box(50, 50, 100, 50)], U: [box(-50.6, 0, 50, 80)]}

    def figures(made: dict[str, QgsVectorLayer]) -> Any:
        result = run(PERMANENT_FARMLAND=made[P], ECOLOGICAL_REDLINE=made[R], URBAN_BOUNDARY=made[U])
        return (rows_of(result["OVERLAPS"], "line_a", "line_b", "category"),
                [row[0] for row in rows_of(result["OVERLAPS"], "area_m2")],
                rows_of(result["HOLES"], "line_a", "line_b", "category"),
                [row[0] for row in rows_of(result["HOLES"], "area_m2")])

    plane = figures({name: line(name, *drawn) for name, drawn in shapes.items()})
    globe = figures({name: line(name, *in_degrees(*drawn), crs="EPSG:4490") for name, drawn in shapes.items()})
    mixed = figures({name: line(name, *(in_degrees(*drawn) if name == R else drawn),
                                crs="EPSG:4490" if name == R else "EPSG:4526") for name, drawn in shapes.items()})
    for one in (globe, mixed):
        assert (one[0], one[2]) == (plane[0], plane[2])
        # points on the densified edges are off the chord by less than a tenth of a millimetre
        assert one[1] == pytest.approx(plane[1], abs=0.05)
        assert one[3] == pytest.approx(plane[3], abs=0.05)


@pytest.mark.parametrize(("crs", "word"), [("EPSG:4326", "metres"), ("EPSG:2362", "Xian 1980"), ("", "no coordinate")])
def test_a_crs_that_cannot_be_used_is_refused_for_any_line(crs: str, word: str) -> None:
    bad = line("floodplain", box(50, 0, 100, 100))
    bad.setCrs(QgsCoordinateReferenceSystem(crs) if crs else QgsCoordinateReferenceSystem())
    QgsProject.instance().addMapLayer(bad)
    with pytest.raises(QgsProcessingException, match=word) as refused:
        run(PERMANENT_FARMLAND=line(P, box(0, 0, 100, 100)), OTHERS=[bad])
    assert "“floodplain”" in str(refused.value)


def test_lines_from_files_that_no_project_holds(tmp_path: Path) -> None:
    file = tmp_path / "lines.gpkg"
    save(line("floodplain", box(0, 0, 50, 50)), file)
    result = run(URBAN_BOUNDARY=line(U, box(0, 0, 100, 100)), OTHERS=[f"{file}|layername=floodplain"])
    assert pair_rows(result) == {(U, "floodplain"): (1, pytest.approx(area(0, 0, 50, 50), abs=CENT))}
    with pytest.raises(QgsProcessingException, match=r"none\.gpkg"):
        run(URBAN_BOUNDARY=line(U, box(0, 0, 100, 100)), OTHERS=[str(tmp_path / "none.gpkg")])


def test_borders_off_by_rounding_in_every_direction_are_no_finding() -> None:
    result = run(PERMANENT_FARMLAND=line(P, box(0, 0, 100, 100), box(100 + 1e-8, 0, 100, 50),
                                         box(100 - 1e-8, 50, 100, 50), box(0, 100 + 1e-8, 77, 30)),
                 ECOLOGICAL_REDLINE=line(R, box(200 - 1e-8, 0, 50, 33), box(200 + 1e-8, 33, 50, 67)))
    assert pair_rows(result) == {}
    assert rows_of(result["HOLES"]) == []
    assert set(told(result)) == {"expansion_unknown", "land_missing", "line_missing"}


def test_millimetres_are_told_together() -> None:
    # 2 mm between two patches, and 2 mm of the second in the redline: 0.2 m² each; half a millimetre is no gap
    result = run(PERMANENT_FARMLAND=line(P, box(0, 0, 100, 100), box(100.002, 0, 100, 100), box(0, 100.0005, 100, 9)),
                 ECOLOGICAL_REDLINE=line(R, box(200, 0, 50, 100)))
    found = told(result, "severity", "area_m2")
    assert found["tolerance"] == found["gap_small"] == [("info", pytest.approx(0.2, abs=CENT))]
    assert (result["CONFLICTS"], result["SLIVERS"]) == (0, 0)


def test_an_island_that_meets_the_border_of_its_hole_cuts_it_in_two() -> None:
    ring = box(0, 0, 100, 100)[:-1] + "," + box(20, 20, 60, 60)[8:]
    island = polygon((20, 50), (50, 40), (80, 50), (50, 60))  # a rhombus of 60 × 20 / 2 m²
    result = run(PERMANENT_FARMLAND=line(P, ring, island))
    areas = [row[0] for row in rows_of(result["HOLES"], "area_m2")]
    assert len(areas) == 2
    assert sum(areas) == pytest.approx(area(20, 20, 60, 60) - 600 * area(0, 0, 100, 100) / 10_000, abs=0.02)


def test_units_that_miss_land_or_overlap_are_told() -> None:
    fields = {"XZQDM": "text", "XZQMC": "text"}
    units = layer_of([(box(0, 0, 70, 50), {"XZQDM": "410222", "XZQMC": "甲县"}),
                      (box(60, 0, 60, 50), {"XZQDM": "410223", "XZQMC": "乙县"})], fields, name="units")
    result = run(PERMANENT_FARMLAND=line(P, box(0, 0, 100, 100)), ECOLOGICAL_REDLINE=line(R, box(50, 0, 100, 100)),
                 UNITS=units)
    found = told(result, "area_m2")
    assert found["units.overlap"] == [(pytest.approx(area(60, 0, 10, 50), abs=CENT),)]
    assert found["unit_missing"] == [(pytest.approx(area(50, 50, 50, 50), abs=2 * CENT),)]
    parts = [row[0] for row in rows_of(result["OVERLAPS"], "area_m2")]
    assert sum(parts) == pytest.approx(result["OVERLAP_M2"], abs=1e-6)


def test_both_kernels_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = {"PERMANENT_FARMLAND": line(P, box(0, 0, 100, 100), polygon((90, 20), (190, 60), (100, 150)),
                                        box(0, 100.4, 60, 50)),
             "ECOLOGICAL_REDLINE": line(R, polygon((-20, 30), (120, -10), (70, 90))),
             "URBAN_BOUNDARY": line(U, polygon((60, -20), (130, 70), (40, 60))),
             "OTHERS": [other("nature_reserve", polygon((50, 0), (150, 40), (60, 120)))]}
    found = []
    for name in ("qgis", "shapely"):
        monkeypatch.setattr(conflict_job, "pick_kernel", lambda wanted=name: pick_kernel(wanted))
        result = run(**lines)
        found.append(({key: value for key, value in result.items() if isinstance(value, float)},
                      rows_of(result["OVERLAPS"]), shapes_of(result["OVERLAPS"], 5), rows_of(result["UNIT_SUMMARY"])))
    assert found[0] == found[1]
    assert found[0][0]["CONFLICTS"] >= 4
