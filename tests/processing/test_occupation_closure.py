"""What the residual of a project tells: rounding is spread over its pieces, land that parcels claim twice is not."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kf_resources_plugin.engine import partition
from tests.builders import land_layer, layer_of, project_layer, rows_of
from tests.processing.places import CENT, area, box
from tests.processing.test_farmlandoccupation import parcel, rules, run

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")


def chessboard(width: float, wider: int = 1) -> QgsVectorLayer:
    """Return 20 × 20 parcels of 10 m; the first is dry land, the others orchards; the first ``wider`` have a width."""
    return land_layer([
        (box(10 * i, 10 * j, width if not i and j < wider else 10, 10),
         parcel(f"A{i:02}{j:02}", "0201" if i or j else "0103"))
        for i in range(20) for j in range(20)])


def test_an_overlap_of_two_parcels_is_not_spread_over_the_others() -> None:
    """0.3 m × 10 m twice: 3 m², while 400 parcels of 0.01 m² tolerance would allow for 4."""
    project = project_layer([(box(0, 0, 200, 200), {"project_id": "P1"})])
    result = run(PROJECTS=project, LAND=chessboard(10.3))
    assert result["FARMLAND_M2"] == pytest.approx(area(0, 0, 10.3, 10), abs=2 * CENT)
    assert result["RESIDUAL_M2"] == pytest.approx(area(10, 0, 0.3, 10), abs=1e-4)
    pieces = {row[0]: row[1] for row in rows_of(result["PIECES"], "BSM", "area_m2")}
    assert pieces["A1919"] == pytest.approx(area(190, 190, 10, 10), abs=2 * CENT)
    assert rows_of(result["SUMMARY"], "area_m2")[0][0] == pytest.approx(
        area(0, 0, 200, 200) + area(10, 0, 0.3, 10), abs=CENT)
    found = {row[0]: row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "subject_id", "message")}
    assert {"land.overlap", "closure.residual"} <= found.keys()
    subject, message = found["closure.residual"]
    assert subject == "P1"
    assert "0.01 m²" in message  # the tolerance of one parcel


def test_overlaps_within_the_tolerance_of_a_parcel_are_adjusted() -> None:
    """Three of 0.5 mm × 10 m, 0.005 m² each, as corners on whole millimetres leave them: 0.015 m² together."""
    project = project_layer([(box(0, 0, 200, 200), {"project_id": "P1"})])
    result = run(PROJECTS=project, LAND=chessboard(10.0005, wider=3))
    assert result["RESIDUAL_M2"] == pytest.approx(0.015, abs=1e-4)
    assert "closure.residual" not in rules(result)
    assert rows_of(result["SUMMARY"], "area_m2")[0][0] == pytest.approx(area(0, 0, 200, 200), abs=CENT)


def test_only_the_project_with_the_overlap_is_left_as_it_is() -> None:
    projects = project_layer([(box(0, 0, 50, 50), {"project_id": "P1"}), (box(100, 0, 50, 50), {"project_id": "P2"}),
                              (box(0, 0, 10.1, 10), {"project_id": "P3"})])
    result = run(PROJECTS=projects, LAND=chessboard(10.3))
    over = {row[1] for row in rows_of(result["FINDINGS"], "rule_id", "subject_id") if row[0] == "closure.residual"}
    assert over == {"P1", "P3"}


def test_a_piece_that_no_attempt_cuts_stays_whole_and_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The zone crosses the middle one of three pieces; the run goes on, and says where its figures are not exact."""
    def subtract(kernel: Any, left: Any, right: Any, progress: Any) -> tuple[Any, dict[int, str]]:
        return left.copy(), dict.fromkeys(range(len(left)), "side location conflict")

    monkeypatch.setattr(partition, "subtract", subtract)
    land = land_layer([(box(100 * n, 0, 100, 100), parcel(f"A{n}", "0103")) for n in range(3)])
    permanent = layer_of([(box(150, 0, 40, 100), {"BSM": "Y1"})], {"BSM": "text"}, name="red line")
    projects = project_layer([(box(50, 0, 200, 100), {"project_id": "P1"})])
    result = run(PROJECTS=projects, LAND=land, PERMANENT_FARMLAND=permanent)
    assert rows_of(result["SUMMARY"], "permanent_gross_m2") == [(0.0,)]
    found = {row[0]: row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "severity", "message")}
    severity, message = found["geometry.not_cut"]
    assert severity == "error"
    assert "“red line”" in message
    assert "side location conflict" in message
    assert result["RESIDUAL_M2"] == pytest.approx(0.0, abs=CENT)
