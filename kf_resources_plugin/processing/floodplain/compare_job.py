"""From the parameters of kf:floodplaincompare to its parts: two scenarios read, laid over each other, and noticed."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.closure import closure_tolerance
from ...engine.kernel import pick_kernel
from ...engine.partition import self_overlaps
from ...engine.schema import resolve_field
from ...engine.zone_comparison import Scenario, ZoneParts, compare_zones
from ...rules.floodplain_zoning import NOWHERE, ZONES, zone_names
from ...rules.text import clean, some
from ..inputs_job import ChartedJob
from ..land_inputs import LandInputs
from ..run_result import RunResult

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.kernel import Kernel
    from ...engine.occupation import AreasOf
    from ...engine.reading import PolygonTable
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

ROLES = {"ZONES_A": "floodplain_zones", "ZONES_B": "floodplain_zones_other"}
_FIELDS = {"id": "unit_id", "reason": "reason"}


@dataclass(frozen=True)
class CompareResult(RunResult):
    """Everything a run found out, before anything is written."""

    first: Scenario
    second: Scenario
    parts: ZoneParts
    families: list[str]


class CompareJob(ChartedJob[LandInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = LandInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        inputs = self._inputs
        fields = [text for name in ROLES for text in inputs.missing_field(
            name, f"{name}_FIELD", None, "zone", required=True)]
        return [*inputs.layer_problems(*ROLES), *fields, *inputs.file_problems(inputs.book)]

    def run(self, progress: Progress) -> CompareResult:
        """Read, cut and measure; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        first = self._scenario("ZONES_A", None, kernel, book, progress.part(0.0, 0.2))
        second = self._scenario("ZONES_B", first.table.crs, kernel, book, progress.part(0.2, 0.4))
        areas = inputs.areas(first.table.crs, book, progress)
        parts = compare_zones(first, second, areas, kernel, progress.part(0.4, 0.9))
        found = [*_one_sided(first, second, parts, book), *_closure(first, second, parts, book),
                 *_failed(first, second, parts, book)]
        for scenario, role, part in zip((first, second), ROLES.values(), (
                progress.part(0.9, 0.95), progress.part(0.95, 1.0))):
            found += [*_unzoned(scenario, role, areas, book), *_overlaps(scenario, role, areas, kernel, book, part)]
        progress.set(1.0)
        return CompareResult(**inputs.outcome(found, book, kernel, progress), first=first, second=second,
                             parts=parts, families=self._families)

    def _scenario(self, name: str, crs: QgsCoordinateReferenceSystem | None, kernel: Kernel, book: RuleBook,
                  progress: Progress) -> Scenario:
        """Return a layer of zones, in its own CRS where none is given; unknown zones are told. Raises PlannerError."""
        inputs = self._inputs
        field = inputs.field(name, f"{name}_FIELD", None, "zone") or "zone"
        more = {key: own for key, wanted in _FIELDS.items() for own in [self._own(name, wanted)] if own}
        table = inputs.polygons(name, ROLES[name], sorted({field, *more.values()}),
                                crs or inputs.layers[name].features.crs, kernel, book, progress)
        zone, unknown = _zones(table.columns[field], book)
        if len(unknown):
            inputs.findings.append(book.finding(
                "zoning.compare_unknown", role=ROLES[name], place=field, layer=table.name, field=field,
                count=len(unknown), values=some(sorted({clean(table.columns[field][row]) for row in unknown}))))
        ids = _texts(table, more.get("id"))
        named = [text or f"#{fid}" for text, fid in zip(ids, table.fids.tolist())]
        return Scenario(inputs.given[f"NAME_{name[-1]}"] or inputs.label(name), table, np.array(named, dtype=object),
                        np.array(_texts(table, more.get("reason")), dtype=object), zone)

    def _own(self, name: str, wanted: str) -> str | None:
        """Return what a layer calls a field of our zones, None where it has none."""
        fields = self._inputs.fields(name)
        return None if fields is None else resolve_field(fields, wanted, None)


def _texts(table: PolygonTable, field: str | None) -> list[str]:
    return [""] * len(table) if field is None else [clean(value) for value in table.columns[field].tolist()]


def _zones(column: np.ndarray, book: RuleBook) -> tuple[np.ndarray, list[int]]:
    """Return the zones of a column by code or name, −1 for none, and the rows whose zone is not known."""
    known = {code: place for place, code in enumerate(ZONES)}
    for language in ("zh", "en"):
        for place, name in enumerate(zone_names(book, language)):
            known |= {name.upper(): place, f"{name}区".upper(): place}
    words = [clean(value).upper() for value in column.tolist()]
    zone = np.array([known.get(word, NOWHERE) for word in words], dtype=np.int64)
    return zone, [row for row, word in enumerate(words) if word and word not in known]


def _one_sided(first: Scenario, second: Scenario, parts: ZoneParts, book: RuleBook) -> list[Finding]:
    found = []
    for scenario, role, alone in ((first, ROLES["ZONES_A"], parts.row_b < 0), (second, ROLES["ZONES_B"],
                                                                               parts.row_a < 0)):
        area = int(parts.area[alone].sum())
        if area:
            found.append(book.finding("zoning.compare_one_sided", role=role, place=role, layer=scenario.name,
                                      area_m2=area / 100))
    return found


def _unzoned(scenario: Scenario, role: str, areas: AreasOf, book: RuleBook) -> list[Finding]:
    """Return how much of a scenario has no zone: it stands in rows of its own, and is no change unless it gets one."""
    rows = np.flatnonzero(scenario.zone == NOWHERE)
    if not len(rows):
        return []
    return [book.finding("zoning.compare_unzoned", role=role, place=role, layer=scenario.name, count=len(rows),
                         area_m2=float(areas(scenario.table.wkb[rows]).sum()))]


def _closure(first: Scenario, second: Scenario, parts: ZoneParts, book: RuleBook) -> list[Finding]:
    """Return which scenario the parts miss by more than rounding."""
    found = []
    for scenario, role, whole, residual, rows in zip(
            (first, second), ROLES.values(), parts.whole, parts.residual, (parts.row_a, parts.row_b)):
        tolerance = float(closure_tolerance(np.array([(rows >= 0).sum()]), np.array([whole]), book)[0])
        if abs(residual) > tolerance:
            found.append(book.finding("closure.residual", subject_name=scenario.name, role=role, area_m2=residual,
                                      residual_m2=residual, tolerance_m2=tolerance))
    return found


def _failed(first: Scenario, second: Scenario, parts: ZoneParts, book: RuleBook) -> list[Finding]:
    found = []
    for row, other, reason in parts.failed:
        scenario, role, mine = (first, ROLES["ZONES_A"], row) if row >= 0 else (second, ROLES["ZONES_B"], other)
        found.append(book.finding(
            "geometry.overlay_failed", subject_id=str(scenario.ids[mine]), role=role, reason=reason,
            layer=scenario.table.name, source_fid=int(scenario.table.fids[mine]), wkb=scenario.table.wkb[mine]))
    return found


def _overlaps(scenario: Scenario, role: str, areas: AreasOf, kernel: Kernel, book: RuleBook,
              progress: Progress) -> list[Finding]:
    """Return where polygons of a scenario overlap, the largest first as many as are listed."""
    first, second, shared = self_overlaps(scenario.table, kernel, progress)
    if not len(first):
        return []
    size = areas(shared)
    order = np.argsort(-size, kind="stable")[:int(book.threshold("findings.more", "most_listed"))].tolist()
    hair = float(book.threshold("closure.sliver", "max_area_m2"))
    return [book.finding("zoning.compare_overlap", subject_id=str(scenario.ids[first[place]]), role=role,
                         other_id=str(scenario.ids[second[place]]), area_m2=float(size[place]), wkb=shared[place],
                         layer=scenario.name, source_fid=int(scenario.table.fids[first[place]]))
            for place in order if size[place] > hair]
