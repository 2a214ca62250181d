"""What is to be said of flood depths: levels that cannot be right, dikes that are open or overtopped."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.line_reading import LineTable
from ...rules.dike_gaps import dike_gaps
from ...rules.line_cells import touched_cells
from ..reading_findings import first_fids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.flood_depth import Flood, FloodFigures
    from ...engine.flood_levels import GivenLevels, PlacedLevels
    from ...engine.flood_plane import FloodPlane
    from ...engine.point_reading import PointTable
    from ...rules.findings import Finding
    from ...rules.floodplain_stages import Stage
    from ...rules.rule_rows import RuleBook
    from ...rules.water_profile import Profile
    from .flood_depth_inputs import Dikes

_LEVELS = "water_levels"


def table_findings(given: GivenLevels, levels: PlacedLevels, table: PointTable | LineTable,
                   book: RuleBook) -> list[Finding]:
    """Return which rows of LEVELS could not be used, and which lie far from the channel."""
    found = []
    if len(given.unread):
        found.append(book.finding("flood.unread_levels", role=_LEVELS, layer=table.name, count=len(given.unread),
                                  place="unread", fids=first_fids(table, given.unread)))
    sections = isinstance(table, LineTable)
    without = np.flatnonzero(np.isinf(levels.distance))
    if len(without):
        found.append(book.finding("flood.section_without_channel", role=_LEVELS, layer=table.name,
                                  count=len(without), place="without", fids=first_fids(table, without)))
    with np.errstate(invalid="ignore"):
        far = np.flatnonzero(np.isfinite(levels.distance) & (
            levels.distance > float(book.threshold("flood.far_level", "max_distance_m"))))
    if len(far) and not sections:
        found.append(book.finding("flood.far_level", role=_LEVELS, layer=table.name, count=len(far), place="far",
                                  distance=f"{levels.distance[far].max():.0f}", fids=first_fids(table, far)))
    return found


def profile_findings(levels: PlacedLevels, profiles: Sequence[Profile], stages: Sequence[Stage], plane: FloodPlane,
                     book: RuleBook) -> list[Finding]:
    """Return what is wrong with the levels of each stage along the channel, each at its place."""
    def at(rule: str, stage: Stage, along: float, **values: Any) -> Finding:
        return book.finding(rule, role=_LEVELS, subject_id=stage.id, stage=stage.id, chainage=f"{along:.0f}",
                            point=plane.on_line(levels.channel, along), **values)

    found = []
    for place, (stage, profile) in enumerate(zip(stages, profiles)):
        if len(profile.along) == 1:
            found.append(book.finding("flood.few_levels", role=_LEVELS, subject_id=stage.id, stage=stage.id, count=1))
        found += [at("flood.levels_differ", stage, along, difference=f"{spread:.2f}")
                  for along, spread in _differing(levels, place, book)]
        found += [at("flood.level_rises", stage, float(profile.along[row]), level=f"{profile.level[row]:.2f}",
                     before=f"{profile.along[row - 1]:.0f}", level_before=f"{profile.level[row - 1]:.2f}")
                  for row in profile.rises(float(book.threshold("flood.level_rises", "tolerance_m")))]
        if place:
            crossed = profile.below(profiles[place - 1], float(book.threshold("flood.stages_cross", "tolerance_m")))
            found += [at("flood.stages_cross", stage, along, lower=stages[place - 1].id) for along in crossed.tolist()]
    return found


def _differing(levels: PlacedLevels, stage: int, book: RuleBook) -> list[tuple[float, float]]:
    """Return the places along the channel where levels of one stage differ by more than the tolerance, and how much."""
    found = []
    along, level = levels.along[stage], levels.level[stage]
    for place in np.unique(along).tolist():
        spread = float(np.ptp(level[along == place]))
        if spread > float(book.threshold("flood.levels_differ", "tolerance_m")):
            found.append((place, spread))
    return found


def extent_findings(levels: PlacedLevels, profiles: Sequence[Profile], plane: FloodPlane, sloping: bool,
                    book: RuleBook) -> list[Finding]:
    """Return how far the channel goes on beyond the levels of all stages, and how they go on there."""
    x, y = plane.places(*levels.channel)
    length = float(np.hypot(np.diff(x), np.diff(y)).sum())
    first, last = min(item.along[0] for item in profiles), max(item.along[-1] for item in profiles)
    beyond = max(0.0, float(first)) + max(0.0, length - float(last))
    if round(beyond) == 0:
        return []
    chinese, english = ("按最外两处水位的比降外延", "the slope of the outermost two goes on") if sloping else (
        "水位保持不变", "the level stays that of the outermost")
    return [book.finding("flood.beyond_levels", role=_LEVELS, place="beyond", length=f"{beyond:.0f}",
                         manner_zh=chinese, manner_en=english)]


def figure_findings(flood: Flood, figures: FloodFigures, stages: Sequence[Stage], book: RuleBook) -> list[Finding]:
    """Return what the depths themselves show of the data."""
    known = len(flood.channel) - figures.channel_without_terrain
    found = []
    if figures.channel_without_terrain:
        found.append(book.finding("flood.channel_without_terrain", role="dem", place="channel",
                                  count=figures.channel_without_terrain, known=known))
    for place, (stage, figure) in enumerate(zip(stages, figures.stages)):
        if not figure.cells:
            found.append(book.finding("flood.nothing_flooded", role="dem", subject_id=stage.id, stage=stage.id))
        elif figure.channel_dry:
            found.append(book.finding("flood.channel_dry", role="dem", subject_id=stage.id, stage=stage.id,
                                      count=figure.channel_dry, known=known))
        if figure.less_than_lower:
            found.append(book.finding("flood.less_than_lower", role="dem", subject_id=stage.id, stage=stage.id,
                                      count=figure.less_than_lower, lower=stages[place - 1].id))
    if figures.steps:
        found.append(book.finding("flood.surface_step", role="river_channel", subject_id=stages[-1].id,
                                  stage=stages[-1].id, count=figures.steps, difference=f"{figures.step_m:.2f}",
                                  point=flood.plane.middle(figures.step_cell), place="step"))
    return found


def dike_findings(flood: Flood, figures: FloodFigures, stages: Sequence[Stage], dikes: Dikes | None,
                  book: RuleBook) -> list[Finding]:
    """Return which dikes are overtopped, from which stage on, which have no crest, and where they are open."""
    if dikes is None:
        return [book.finding("flood.no_dikes", role="dikes", place="none")]
    found = _overtopped(flood, figures, stages, dikes, book)
    if len(dikes.without_crest):
        found.append(book.finding("flood.crest_from_terrain", role="dikes", layer=dikes.table.name, place="crest",
                                  count=len(dikes.without_crest),
                                  fids=first_fids(dikes.table, dikes.without_crest)))
    least, most = (float(book.threshold("flood.dike_gap", key)) for key in ("least_gap_m", "max_gap_m"))
    plane = flood.plane
    for gap in dike_gaps(dikes.lines, least, most):
        (x, y), (other_x, other_y) = gap.ends
        between = touched_cells(np.array([x, other_x]) / plane.width_m, np.array([y, other_y]) / plane.height_m,
                                plane.grid.width, plane.grid.height)
        rule = "flood.dike_gap" if len(np.setdiff1d(between, flood.crests.cells)) else "flood.dike_gap_closed"
        column, row = (x + other_x) / 2 / plane.width_m, (y + other_y) / 2 / plane.height_m
        place = plane.grid.place(np.array([column]), np.array([row]))
        one, other = (int(dikes.row[number]) for number in gap.lines)
        found.append(book.finding(
            rule, role="dikes", subject_id=dikes.names[one], other_id=dikes.names[other], layer=dikes.table.name,
            gap=f"{gap.width:.2f}", source_fid=int(dikes.table.fids[one]), other_fid=int(dikes.table.fids[other]),
            point=(float(place[0][0]), float(place[1][0]))))
    return found


def _overtopped(flood: Flood, figures: FloodFigures, stages: Sequence[Stage], dikes: Dikes,
                book: RuleBook) -> list[Finding]:
    """Return a finding for each dike that water passes over, with the first stage that does."""
    found, told = [], set()
    for stage, figure in zip(stages, figures.stages):
        for dike, (count, depth, cell) in sorted(figure.overtopped.items()):
            if dike not in told:
                told.add(dike)
                found.append(book.finding(
                    "flood.overtopped", role="dikes", subject_id=dikes.names[dike], dike=dikes.names[dike],
                    stage=stage.id, count=count, depth=f"{depth:.2f}", source_fid=int(dikes.table.fids[dike]),
                    point=flood.plane.middle(cell), place=dikes.names[dike]))
    return found
