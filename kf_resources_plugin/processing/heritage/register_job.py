"""From the parameters of kf:heritageregister to one register: entries read, pairs found, decisions applied, merged."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.heritage_entries import EntryReader
from ...engine.heritage_lists import AREAS
from ...engine.heritage_places import Places, places_of_list, point_wkbs
from ...engine.hilbert_tree import HilbertTree
from ...engine.kernel import pick_kernel
from ...engine.metric_plane import metric_plane
from ...engine.target_units import area_of_targets
from ...rules.heritage_entries import keyed
from ...rules.heritage_merge import Settled, Site, settled, sites
from ...rules.heritage_pairs import NEAR, Candidates
from ...rules.heritage_words import LEVEL, words
from ..inputs_job import InputsJob
from ..run_result import RunResult
from .register_findings import register_findings
from .register_inputs import ROLE, RegisterInputs, unit_counties

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.admin_units import Unit
    from ...engine.heritage_lists import SiteList
    from ...engine.kernel import Kernel
    from ...engine.reading import PolygonTable
    from ...rules.areas import Floats, Ints
    from ...rules.findings import Finding
    from ...rules.heritage_entries import Entry
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook


@dataclass(frozen=True)
class Located:
    """Entries in the order of their keys. x, y: (entries,) in the CRS of the run, NaN for none; shapes: of polygons."""

    entries: list[Entry]
    x: Floats
    y: Floats
    shapes: list[bytes]


@dataclass(frozen=True)
class RegisterResult(RunResult):
    """Everything a run found out, before anything is written. read: entries by list; sites in the order of their ids.

    unit_names: of counties by code, as UNITS has them.
    """

    crs: QgsCoordinateReferenceSystem
    lists: dict[str, int]
    located: Located
    settled: Settled
    sites: list[Site]
    unit_names: Mapping[str, str]


class RegisterJob(InputsJob[RegisterInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = RegisterInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return self._inputs.problems()

    def run(self, progress: Progress) -> RegisterResult:
        """Read, compare and merge; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        crs = inputs.crs()
        units = inputs.all_units(crs, kernel, book, progress.part(0.0, 0.1))
        lists = inputs.lists(crs, kernel, book, progress.part(0.1, 0.5))
        located, found = self._located(lists, crs, units, kernel, book, progress.part(0.5, 0.7))
        decided = inputs.decisions()
        candidates, near = self._candidates(located, crs, book, progress)
        pairs = candidates.pairs(near, progress.part(0.7, 0.9))
        settlement = settled(located.entries, pairs, decided.decisions)
        rank = {code: place for place, code in enumerate(words(book, LEVEL))}
        merged, shared = sites(located.entries, settlement.groups, rank)
        found += register_findings(located.entries, merged, shared, settlement, decided, candidates, book)
        progress.set(1.0)
        return RegisterResult(
            **inputs.outcome(found, book, kernel, progress), crs=crs,
            lists={each.name: len(each.fids) for each in sorted(lists, key=lambda each: each.name)}, located=located,
            settled=settlement, sites=merged,
            unit_names={unit.code: unit.name for unit in (units[1] if units else ())})

    def _located(self, lists: Sequence[SiteList], crs: QgsCoordinateReferenceSystem,
                 units: tuple[PolygonTable, list[Unit]] | None, kernel: Kernel, book: RuleBook,
                 progress: Progress) -> tuple[Located, list[Finding]]:
        """Return the entries of all lists with their places, and what is wrong with them."""
        reader = EntryReader(self._inputs.unit_names(units, book), self._inputs.list_levels(), ROLE, book)
        entries, findings = [], []
        where: dict[tuple[str, int], tuple[float, float, bytes]] = {}
        for given in lists:
            progress.check()
            places, wrong = places_of_list(given, crs, self._inputs.transforms, ROLE, book, progress)
            here = None if units is None else _units_of(places, units, kernel, progress)
            read = reader.read(given, places, here)
            findings += [*wrong, *read.findings]
            entries += read.entries
            areas = given.wkb.tolist() if given.shape == AREAS else [b""] * len(given.fids)
            where.update({(given.name, given.fids[row]): (float(places.x[row]), float(places.y[row]), areas[row])
                          for row in read.rows})
        ordered = keyed(entries)
        found = [where[entry.list_name, entry.fid] for entry in ordered]
        x, y = (np.array([place[axis] for place in found], dtype=np.float64) for axis in (0, 1))
        return Located(ordered, x, y, [place[2] for place in found]), findings

    def _candidates(self, located: Located, crs: QgsCoordinateReferenceSystem, book: RuleBook,
                    progress: Progress) -> tuple[Candidates, tuple[Ints, Ints]]:
        """Return what finds pairs, and the positions of entries whose places may be near each other, first < second."""
        known = ~np.isnan(located.x)
        plane = metric_plane(crs, located.x[known], located.y[known], self._inputs.transforms)
        x, y = np.full(len(known), np.nan), np.full(len(known), np.nan)
        x[known], y[known] = plane.to_plane(located.x[known], located.y[known])
        if plane.own:
            x, y = x / plane.units_per_metre, y / plane.units_per_metre
        most = float(book.threshold(NEAR, "max_distance_m"))
        one, other = HilbertTree(np.column_stack([x, y, x, y])).pairs(
            np.column_stack([x - most, y - most, x + most, y + most]), progress)
        return Candidates(located.entries, x, y, book), (one[one < other], other[one < other])


def _units_of(places: Places, units: tuple[PolygonTable, list[Unit]], kernel: Kernel,
              progress: Progress) -> list[str]:
    """Return the county in which each place lies, '' for none."""
    row = area_of_targets(point_wkbs(places.x, places.y), units[0], kernel, progress)
    counties = [*unit_counties(units), ""]
    return [counties[place] for place in row.tolist()]
