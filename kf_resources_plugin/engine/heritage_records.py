"""The register of heritage sites and the lines of each: by id, by tier, whatever the order of layers and rows."""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from ..i18n import tr
from ..rules.heritage_check import settled_tier, site_key
from .errors import PlannerError
from .subtraction import unite
from .wkb import as_wkb_array

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..rules.heritage_tiers import Tier
    from ..rules.progress import Progress
    from .kernel import Kernel

_Result = TypeVar("_Result")
NO_TIER = ""
"""The tier of a line that does not say which it is."""


@dataclass(frozen=True)
class Entry:
    """One row of the register; texts are clean, ``published`` is as read. wkb: its polygon, point: x, y; if any."""

    site_id: str
    name: str
    level: str
    site_type: str
    unit_code: str
    published: Any
    fid: int
    wkb: bytes = b""
    point: tuple[float, float] | None = None

    @property
    def key(self) -> str:
        """Return what the id is compared by."""
        return site_key(self.site_id)


@dataclass(frozen=True)
class Line:
    """One feature of a layer of lines, its polygon valid, ``b""`` for none.

    tier: a code, NO_TIER where it says none or one that is not known; said: what it says. declared, published: as
    read, None where the layer has no such field. fields: the keys of the fields that the layer has; area_field: what it
    calls that of the declared area, '' for none.
    """

    site_id: str
    name: str
    tier: str
    said: str
    wkb: bytes
    fid: int
    layer: str
    declared: Any
    provisional: bool
    method: str
    published: Any
    document: str
    fields: frozenset[str]
    area_field: str

    @property
    def key(self) -> str:
        """Return what the id is compared by."""
        return site_key(self.site_id)


@dataclass(frozen=True)
class Site:
    """A site with its entries in the register and its lines; several of either are a fault that others tell.

    shapes: what the lines of each tier cover together, tiers from the site outwards. whole: what all of them cover.
    """

    key: str
    site_id: str
    name: str
    entries: Sequence[Entry]
    lines: Sequence[Line]
    shapes: dict[str, bytes] = field(default_factory=dict)
    whole: bytes = b""

    @property
    def entry(self) -> Entry | None:
        """Return the first of its entries, None where the register does not know it."""
        return self.entries[0] if self.entries else None

    @property
    def said(self) -> str:
        """Return what the register says of its level and type."""
        return "" if self.entry is None else " ".join(filter(None, (self.entry.level, self.entry.site_type)))

    def of_tier(self, tier: str) -> list[Line]:
        """Return the lines of a tier."""
        return [line for line in self.lines if line.tier == tier]


def sites_of(entries: Iterable[Entry], lines: Iterable[Line], tiers: dict[str, Tier], kernel: Kernel,
             progress: Progress) -> list[Site]:
    """Return the sites that have an id, sorted by it. Raises PlannerError where GEOS cannot unite their lines."""
    registered: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.key, entry.site_id, entry.name, entry.level, entry.fid)):
        registered.setdefault(entry.key, []).append(entry)
    drawn: dict[str, list[Line]] = {}
    for line in lines:
        drawn.setdefault(line.key, []).append(line)
    keys = sorted({*registered, *drawn} - {""})
    rank = {tier: place for place, tier in enumerate(tiers)}
    return [_site(key, registered.get(key, []), _settled(drawn.get(key, []), rank), kernel,
                  progress.part(place / len(keys), (place + 1) / len(keys))) for place, key in enumerate(keys)]


def _settled(lines: list[Line], rank: dict[str, int]) -> list[Line]:
    """Return the lines of a site with the tiers they are of, from the site outwards; without a tier last."""
    held = {line.tier for line in lines}
    settled = (replace(line, tier=settled_tier(line.tier, held)) for line in lines)
    return sorted(settled, key=lambda line: (rank.get(line.tier, len(rank)), line.wkb, line.site_id, line.name,
                                             line.layer, line.fid))


def _site(key: str, entries: list[Entry], lines: list[Line], kernel: Kernel, progress: Progress) -> Site:
    progress.check()
    name = next(filter(None, [*(entry.name for entry in entries), *(line.name for line in lines)]), "")
    site_id = entries[0].site_id if entries else lines[0].site_id
    shapes: dict[str, bytes] = {}
    for line in lines:
        if line.wkb and line.tier not in shapes:
            shapes[line.tier] = _united(site_id, [one.wkb for one in lines if one.wkb and one.tier == line.tier],
                                        kernel, progress)
    return Site(key, site_id, name, entries, lines, shapes, _united(site_id, list(shapes.values()), kernel, progress))


def _united(site_id: str, wkbs: list[bytes], kernel: Kernel, progress: Progress) -> bytes:
    return for_site(site_id, lambda: unite(kernel, as_wkb_array(wkbs), progress))


def for_site(site_id: str, work: Callable[[], _Result]) -> _Result:
    """Return what ``work`` on the lines of a site gives; where GEOS cannot do it, raise PlannerError that names it."""
    try:
        return work()
    except ValueError as error:
        raise PlannerError(tr("The lines of site “{site}” cannot be united or cut ({reason}). Check their geometry and "
                              "run again.").format(site=site_id, reason=error)) from error
