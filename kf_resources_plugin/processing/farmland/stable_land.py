"""Cultivated parcels of a survey cut by masks, units and whatever else is asked for, and which parts are stable."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.counted_once import counted_once
from ...engine.errors import PlannerError
from ...engine.land_split import UNITS, LandPieces, split_land
from ...engine.land_survey import survey_findings
from ...engine.partition import self_overlaps
from ...engine.stable_farmland import Stability, stability
from ...rules.stable_farmland import grounds, mask_kinds
from ..land_findings import declared_areas, deduction_field, land_closure, land_overlaps, unit_overlaps, without_unit
from ..mask_inputs import MaskInputs
from .stable_findings import not_applied

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.admin_units import Unit
    from ...engine.counted_once import CountedOnce
    from ...engine.kernel import Kernel
    from ...engine.land_survey import LandSurvey
    from ...engine.occupation import AreasOf
    from ...engine.reading import PolygonTable
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from ..land_findings import UnitLayer


@dataclass(frozen=True)
class StableLand:
    """The cultivated parcels of a survey and others asked for, their pieces, and which are stable.

    once: all parcels of the survey, no land claimed twice; rows: int64, those of them that ``survey`` has. The pieces'
    zones are the masks by kind, ``UNITS`` and what else was asked for.
    """

    once: CountedOnce
    rows: np.ndarray
    survey: LandSurvey
    pieces: LandPieces
    found: Stability
    units: UnitLayer | None

    @property
    def unit_polygons(self) -> list[Unit] | None:
        """Return the unit of each polygon of UNITS, None without UNITS."""
        return None if self.units is None else self.units[1]


class StableInputs(MaskInputs):
    """Inputs of an algorithm that tells stable cultivated land from other."""

    def stable_problems(self, *surveys: str) -> list[str]:
        """Return what is wrong with surveys (LAND when none is named), UNITS, MASKS and files."""
        found = [*self.layer_problems(*(surveys or ("LAND",)), "UNITS"), *self.field_problems(*surveys),
                 *self.file_problems(self.book, self.class_map)]
        try:
            kinds = mask_kinds(grounds(self.book()))
        except PlannerError:
            return found  # the rules themselves are among the problems
        return [*found, *self.mask_problems(kinds)]

    def stable_masks(self, crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
                     progress: Progress) -> dict[str, PolygonTable]:
        """Return the masks that grounds look at, by kind. Raises PlannerError."""
        return self.masks(mask_kinds(grounds(book)), crs, kernel, book, progress)

    def stable_land(self, survey: LandSurvey, masks: Mapping[str, PolygonTable], units: UnitLayer | None,
                    more: Mapping[str, PolygonTable], kernel: Kernel, book: RuleBook, areas: AreasOf,
                    progress: Progress, also: np.ndarray | None = None) -> StableLand:
        """Return what is stable of a whole survey, repaired, that was read with ``STABILITY_FIELDS``.

        ``more`` are further zones; ``also``, int64 (rows,), are parcels to be cut though they are not cultivated.
        Raises PlannerError and Canceled.
        """
        once = counted_once(survey, areas, book, kernel, progress.part(0.0, 0.4), all_land=True)
        cultivated = np.flatnonzero(survey.kind >= 0)
        rows = cultivated if also is None else np.union1d(cultivated, also)
        farmland = once.survey.take(rows)
        zones = {**masks, **more, **({} if units is None else {UNITS: units[0]})}
        pieces = split_land(farmland, zones, areas, book, kernel, progress.part(0.4, 1.0),
                            basis=self.given["AREA_BASIS"])
        found = stability(farmland, pieces.land, {kind: pieces.inside(kind) for kind in masks}, grounds(book))
        return StableLand(once, rows, farmland, pieces, found, units)


def stable_land_findings(land: StableLand, kernel: Kernel, book: RuleBook, areas: AreasOf,
                         progress: Progress, *, basis: str, again: bool = False) -> list[Finding]:
    """Return what is wrong with a survey, with its cultivated parcels and their units, and what was not applied.

    again: another survey with the same units and masks was told of before, so that only what is this one's own counts.
    """
    pieces, survey = land.pieces, land.survey
    unit = pieces.zone.get(UNITS, np.full(len(pieces.land), -1, dtype=np.int64))
    rows, looked_at = np.unique(pieces.land), np.zeros(len(land.once.given.kind), dtype=bool)
    looked_at[land.rows] = True
    return [
        *survey_findings(land.once.given, book),
        *land_overlaps(land.once.given, [pair for pair in land.once.overlaps if looked_at[list(pair[:2])].any()], book,
                       areas, once=True),
        *land_closure(survey, pieces, book),
        *deduction_field(survey, int(pieces.net[land.found.farmland].sum()), book),
        *without_unit(survey, pieces.land, unit, pieces.area, land.units, book),
        *(unit_overlaps(land.units, list(zip(*self_overlaps(land.units[0], kernel, progress))), book, areas)
          if land.units is not None and not again else ()),
        *(declared_areas(survey, rows, pieces.computed[rows], book) if basis == "tbmj" else ()),
        *not_applied(survey, land.found, pieces.land, pieces.net, book, again=again),
    ]
