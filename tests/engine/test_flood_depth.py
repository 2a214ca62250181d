"""Flood depths against formulae and by hand: valleys, dikes with and without overtopping, gaps, bends, directions."""
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from kf_resources_plugin.engine import flood_depth
from tests.engine.valley import Valley, coordinates, flooded

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qgis_app")

COLUMNS, ROWS = 60, 40  # 600 m × 400 m, the channel at 200 m
CHANNEL = [(0.0, 200.0), (600.0, 200.0)]
# 1 m per 1000 m: 80 m where the terrain begins
LEVELS = [(0.0, 200.0, 7200.0, 80.0), (600.0, 200.0, 7200.0, 79.4),
          (0.0, 200.0, 12370.0, 82.0), (600.0, 200.0, 12370.0, 81.4)]


def tilted(x: Any, y: Any) -> Any:
    """A valley with straight sides: 2 m below the lower stage in the middle, rising 4 m per 100 m."""
    return 78.0 - x / 1000 + 0.04 * np.abs(y - 200)


def parabolic(x: Any, y: Any) -> Any:
    return 77.0 - x / 1000 + (y - 200) ** 2 / 5000


def valley(shape: Any = tilted, **more: Any) -> Valley:
    made = Valley(np.zeros((ROWS, COLUMNS)), CHANNEL, LEVELS, **more)
    x, y = coordinates(made)
    made.terrain = shape(x[None, :], y[:, None])
    return made


@pytest.mark.parametrize("shape", [tilted, parabolic])
def test_depth_is_that_of_the_formula(shape: Any, tmp_path: Path) -> None:
    made = valley(shape)
    x, _ = coordinates(made)
    depth, figures, _ = flooded(made, tmp_path / "dem.tif")
    for stage, level in enumerate((80.0, 82.0)):
        expected = np.maximum(level - x[None, :] / 1000 - made.terrain, 0)
        assert np.abs(depth[stage] - expected).max() < 1e-6
        assert figures.stages[stage].cells == int((expected > 0).sum())
    assert figures.stages[0].depth_max == pytest.approx(float(depth[0].max()))
    assert (figures.steps, figures.channel_without_terrain) == (0, 0)


def test_cross_sections_give_the_depth_of_the_formula_too(tmp_path: Path) -> None:
    lines = [[(place, 100.0), (place, 300.0)] for place in (0.0, 350.0, 600.0)]
    made = replace(valley(parabolic), levels=(), sections=[
        (line, flow, level - line[0][0] / 1000) for line in lines for flow, level in ((7200, 80), (12370, 82))])
    x, _ = coordinates(made)
    depth, _, _ = flooded(made, tmp_path / "dem.tif")
    for stage, level in enumerate((80.0, 82.0)):
        assert np.abs(depth[stage] - np.maximum(level - x[None, :] / 1000 - made.terrain, 0)).max() < 1e-6


# The hanging river: the bed at 78, the land behind the dike at 72, the water at 80 and 82.
DIKE = [(-20.0, 105.0), (620.0, 105.0)]  # row 29 from the north


def hanging(x: Any, y: Any) -> Any:
    return np.where(y > 110, 78.0, 72.0) + 0 * x


def flat(**more: Any) -> Valley:
    levels = [(0.0, 200.0, 7200.0, 80.0), (0.0, 200.0, 12370.0, 82.0)]
    return replace(valley(hanging, **more), levels=levels)


def test_land_behind_a_dike_stays_dry_however_low_it_is(tmp_path: Path) -> None:
    depth, figures, _ = flooded(flat(dikes=[(DIKE, 83.0)]), tmp_path / "dem.tif")
    assert (depth[0, :29] == 2).all()
    assert (depth[1, :29] == 4).all()
    assert (depth[:, 29:] == 0).all()
    # ten rows of 60 cells of 100 m² lie below the level without a connection (areas on the ellipsoid)
    assert figures.stages[1].isolated_m2 == pytest.approx(60_000, rel=2e-3)
    assert figures.stages[1].overtopped == {}


def test_land_behind_an_overtopped_dike_is_flooded_in_that_stage(tmp_path: Path) -> None:
    depth, figures, _ = flooded(flat(dikes=[(DIKE, 81.0)]), tmp_path / "dem.tif")
    assert (depth[0, 29:] == 0).all()
    assert (depth[1, 29] == 1).all()  # over the crest
    assert (depth[1, 30:] == 10).all()
    assert (figures.stages[0].overtopped, figures.stages[1].overtopped[0][:2]) == ({}, (60, 1.0))


def test_one_low_stretch_is_enough(tmp_path: Path) -> None:
    high, low = [(-20.0, 105.0), (300.0, 105.0)], [(300.0, 105.0), (620.0, 105.0)]
    depth, figures, _ = flooded(flat(dikes=[(high, 83.0), (low, 81.0)]), tmp_path / "dem.tif")
    assert (depth[1, 30:] == 10).all()
    assert list(figures.stages[1].overtopped) == [1]
    assert (depth[1, 29, :31] == 0).all()  # the high dike stands out of the water; it touches column 30 as well


def test_a_gap_is_an_opening(tmp_path: Path) -> None:
    first, second = [(-20.0, 105.0), (300.0, 105.0)], [(345.0, 105.0), (620.0, 105.0)]
    depth, _, _ = flooded(flat(dikes=[(first, 83.0), (second, 83.0)]), tmp_path / "dem.tif")
    assert (depth[0, 30:] == 8).all()
    assert depth[0, 29, 29:36].tolist() == [0, 0, 8, 8, 8, 0, 0]


def test_a_slanted_dike_does_not_leak_at_corners(tmp_path: Path) -> None:
    slanted = [(-20.0, 20.0), (620.0, 340.0)]
    made = replace(flat(dikes=[(slanted, 83.0)]), channel=[(0.0, 380.0), (600.0, 380.0)])
    made.terrain = np.full((ROWS, COLUMNS), 70.0)
    x, y = coordinates(made)
    depth, _, _ = flooded(made, tmp_path / "dem.tif")
    behind = y[:, None] < (x[None, :] + 20) * 0.5 + 20 - 20
    assert behind.sum() > 800
    assert (depth[:, behind] == 0).all()
    assert (depth[0, ~behind & (y[:, None] > (x[None, :] + 20) * 0.5 + 40)] == 10).all()


def test_a_crest_that_is_not_given_is_the_highest_terrain_beside_it(tmp_path: Path) -> None:
    made = flat(dikes=[(DIKE, np.nan)])
    made.terrain[28, ::2] = made.terrain[30, 1::2] = 81.5  # the embankment, on either side of the line by turns
    depth, _, _ = flooded(made, tmp_path / "dem.tif")
    assert (depth[0, 28, 1::2] == 2).all()
    assert (depth[0, 29:] == 0).all()
    assert (depth[1, 29] == 0.5).all()
    assert (depth[1, 31:] == 10).all()


def test_a_dike_that_nothing_passes(tmp_path: Path) -> None:
    depth, _, _ = flooded(flat(dikes=[(DIKE, np.inf)]), tmp_path / "dem.tif")
    assert (depth[:, 29:] == 0).all()


def test_a_depression_without_a_connection_is_dry(tmp_path: Path) -> None:
    made = valley()
    made.terrain[2:4, 10:14] = 70.0
    depth, figures, _ = flooded(made, tmp_path / "dem.tif")
    assert (depth[0, 2:4, 10:14] == 0).all()
    assert figures.stages[0].isolated_m2 == pytest.approx(800, rel=2e-3)


def test_no_terrain_gives_no_depth_and_stops_the_water(tmp_path: Path) -> None:
    made = valley()
    made.terrain[:, 30] = np.nan
    made.terrain[0, 0] = np.nan
    made = replace(made, channel=[(0.0, 200.0), (295.0, 200.0)])
    depth, _, _ = flooded(made, tmp_path / "dem.tif")
    assert np.isnan(depth[:, :, 30]).all()
    assert np.isnan(depth[:, 0, 0]).all()
    assert (depth[:, :, 31:] == 0).all()
    assert depth[0, 20, 29] > 1


def test_nothing_passes_a_dike_without_terrain(tmp_path: Path) -> None:
    made = flat(dikes=[(DIKE, 81.0)])
    made.terrain[29] = np.nan
    depth, _, _ = flooded(made, tmp_path / "dem.tif")
    assert np.isnan(depth[:, 29]).all()
    assert (depth[1, 30:] == 0).all()


def test_channel_cells_without_terrain_or_water_are_counted(tmp_path: Path) -> None:
    made = valley()
    made.terrain[19:21, 10:13] = np.nan  # the line runs between the two rows and touches both
    made.terrain[19:21, 40] = 81.0
    _, figures, _ = flooded(made, tmp_path / "dem.tif")
    assert figures.channel_without_terrain == 6
    assert [stage.channel_dry for stage in figures.stages] == [2, 0]


def variants(made: Valley) -> dict[str, Valley]:
    """Return the same valley told in other ways."""
    return {
        "channel reversed": replace(made, channel=made.channel[::-1]),
        "levels in another order": replace(made, levels=made.levels[::-1]),
        "dikes reversed": replace(made, dikes=[(line[::-1], crest) for line, crest in reversed(made.dikes)]),
    }


BENT = [(0.0, 350.0), (250.0, 330.0), (330.0, 200.0), (240.0, 90.0), (600.0, 60.0)]


def bent() -> Valley:
    made = valley(lambda x, y: 78.5 + np.sin(x / 37) * np.cos(y / 29) * 1.6 + y / 900,
                  dikes=[([(100.0, 0.0), (130.0, 250.0)], 80.2), ([(420.0, 0.0), (470.0, 400.0)], np.nan)])
    made.channel = BENT
    made.levels = [(0.0, 350.0, 7200.0, 79.2), (330.0, 210.0, 7200.0, 78.9), (600.0, 60.0, 7200.0, 78.6),
                   (0.0, 350.0, 12370.0, 80.4), (600.0, 60.0, 12370.0, 79.8)]
    return made


@pytest.mark.parametrize("name", list(variants(bent())))
def test_how_the_inputs_are_drawn_does_not_matter(name: str, tmp_path: Path) -> None:
    expected, _, _ = flooded(bent(), tmp_path / "dem.tif")
    found, _, _ = flooded(variants(bent())[name], tmp_path / "other.tif")
    assert (expected[0] > 0).sum() > 200
    assert np.array_equal(found, expected)


def test_rows_from_the_south_give_the_same_depths(tmp_path: Path) -> None:
    made = bent()
    expected, figures, _ = flooded(made, tmp_path / "dem.tif")
    x, y = made.corner
    turned = replace(made, terrain=made.terrain[::-1], geotransform=(x, 10.0, 0.0, y, 0.0, 10.0))
    found, other, _ = flooded(turned, tmp_path / "other.tif")
    assert np.abs(found[:, ::-1] - expected).max() < 1e-9
    assert other.stages[1].cells == figures.stages[1].cells


def test_the_size_of_blocks_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = bent()
    made.terrain = np.kron(made.terrain, np.ones((10, 10)))  # 600 × 400 cells of 1 m
    made.cell = 1.0
    expected, figures, _ = flooded(made, tmp_path / "dem.tif")
    monkeypatch.setattr(flood_depth, "_CELLS", 1 << 16)
    made.blocks.clear()
    found, other, _ = flooded(made, tmp_path / "other.tif")
    assert len(made.blocks) > 2
    assert np.array_equal(found, expected)
    assert (other.steps, other.step_m, other.step_cell) == (figures.steps, figures.step_m, figures.step_cell)
    assert other.stages[0].overtopped == figures.stages[0].overtopped
    for one, two in zip(other.stages, figures.stages):
        assert one.volume_m3 == pytest.approx(two.volume_m3, rel=1e-12)


def test_a_step_of_the_surface_at_a_neck_is_found(tmp_path: Path) -> None:
    # out and back: 1000 m along the channel lie 100 m apart, 1 m of level at 1 m per 1000 m
    made = valley(lambda x, y: 70.0 + 0 * x * y)
    made.channel = [(0.0, 250.0), (500.0, 250.0), (500.0, 150.0), (0.0, 150.0)]
    made.levels = [(0.0, 250.0, 7200.0, 80.0), (0.0, 150.0, 7200.0, 78.9)]
    _, figures, _ = flooded(made, tmp_path / "dem.tif")
    # at 5 m from the western end the levels of both arms are 79.995 and 78.905
    assert figures.step_m == pytest.approx(1.09, abs=1e-6)
    assert figures.step_cell % COLUMNS == 0
    assert figures.steps >= 45


def test_a_terrain_in_degrees_is_measured_in_metres(tmp_path: Path) -> None:
    # 0.0001° are 11.1 m up and 9.1 m across at 34.8°; half the way along has half the fall
    made = Valley(np.full((20, 40), 70.0), [(0.0, 0.001), (0.004, 0.001)],
                  [(0.0, 0.001, 7200.0, 80.0), (0.004, 0.001, 7200.0, 79.0)], cell=0.0001, crs="EPSG:4490",
                  corner=(114.3, 34.8), geotransform=(114.3, 0.0001, 0.0, 34.802, 0.0, -0.0001))
    depth, figures, flood = flooded(made, tmp_path / "dem.tif")
    assert depth[0, :, 19:21].mean() == pytest.approx(9.5, abs=1e-6)
    assert flood.plane.width_m == pytest.approx(9.141, abs=1e-3)
    assert figures.stages[0].area_m2 == pytest.approx(800 * 9.151 * 11.094, rel=1e-3)


def test_a_terrain_in_a_plane_that_is_not_true_to_scale_is_measured_in_metres(tmp_path: Path) -> None:
    # web Mercator at y 4 133 000, 34.8° N: 10 m of it are 10 cos 34.8 = 8.2 m on the ground, a little more across and a
    # little less up: times N / a = 1.0011 and M / a = 0.9966 of the ellipsoid
    made = Valley(np.full((20, 40), 70.0), [(0.0, 100.0), (400.0, 100.0)], [(0.0, 100.0, 7200.0, 80.0)],
                  crs="EPSG:3857", corner=(12_723_800, 4_133_000),
                  geotransform=(12_723_800, 10.0, 0.0, 4_133_200, 0.0, -10.0))
    _, figures, flood = flooded(made, tmp_path / "dem.tif")
    latitude = np.degrees(2 * np.arctan(np.exp(4_133_100 / 6_378_137)) - np.pi / 2)
    ground = 10 * np.cos(np.radians(latitude))
    assert flood.plane.width_m == pytest.approx(ground * 1.0011, rel=1e-4)
    assert flood.plane.height_m == pytest.approx(ground * 0.9966, rel=1e-4)
    assert figures.stages[0].area_m2 == pytest.approx(800 * flood.plane.width_m * flood.plane.height_m, rel=1e-3)
