"""The page that shows the rows: tests/benchmarks/README.md, made again from results.json after every run."""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.plan import ALGORITHM, BY_NAME, EQUAL_AREAS, OURS, REFERENCE
from tests.benchmarks.verdicts import difference, growth, ratio, verdicts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.results import Group, Row

PAGE = Path(__file__).parent / "README.md"
_HEAD = PAGE.with_name("head.md")
_GROWTH = """From one size to the next on the same processor, on the dates above: time ∝ parcels^exponent; “over n log
n” is the time divided by what n log n predicts from the smaller size, so at most 1 is no faster growth."""
_MARKS = {True: "met", False: "**missed**", None: "open"}


def page(groups: list[Group]) -> str:
    """Return the whole page."""
    parts = [_HEAD.read_text(encoding="utf-8"), "## Goals", "", goals(groups), "", "## Rows", ""]
    for group in groups:
        parts += [f"### {group.job}, {group.size} parcels", "",
                  f"{group.date}, {group.machine}", "", rows(group), ""]
    parts += ["## Growth", "", _GROWTH, "", growths(groups)]
    return "\n".join(parts).rstrip() + "\n"


def markdown(head: Sequence[str], lines: Sequence[Sequence[str]], align: str) -> str:
    """Return a table; ``align`` has l or r for each column."""
    rule = ["---" if side == "l" else "---:" for side in align]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (head, rule, *lines))


def goals(groups: list[Group]) -> str:
    """Return what was wanted and what was found."""
    found = verdicts(groups)
    lines = [[str(one.size), one.job, one.wanted, one.found, _MARKS[one.met]] for one in found]
    return markdown(["parcels", "job", "wanted", "found", ""], lines, "rlllr")


def rows(group: Group) -> str:
    """Return all sides of a group; ratios say how many times as fast ours is at the row's number of parcels."""
    head = ["parcels", "side", "runs", "seconds (median)", "of all cores", f"{ALGORITHM[group.job]} is … times as fast",
            "engine is … times as fast", "peak memory MB", "pieces", "area m²", "area differs by", "note"]
    lines = []
    for row in sorted(group.rows, key=lambda one: -one.parcels):
        ours = BY_NAME[row.side].kind == OURS
        against = [None if ours else ratio(group, mine, row) for mine in (ALGORITHM[group.job], REFERENCE)]
        lines.append([str(row.parcels), row.side, str(row.runs or ""), _seconds(row),
                      f"{row.cpu_s:.2f}" if row.cpu_s else "",
                      *("" if one is None else str(one) for one in against),
                      *(_measures(group, row) if row.measured else ["", "", "", ""]), _note(row)])
    return markdown(head, lines, "rlrrrrrrrrrl")


def _seconds(row: Row) -> str:
    if row.measured:
        return f"{row.seconds:.2f}"
    return f"> {row.seconds:.0f}" if row.seconds else ""


def _measures(group: Group, row: Row) -> list[str]:
    off = difference(group, row)
    said = "other measure" if off is None else "0" if off == 0.0 else f"{off:.0e}"
    if off is not None and off > EQUAL_AREAS:
        said = f"**{said}**"
    return [f"{row.peak_mb:.0f}", str(row.pieces), f"{row.area:.2f}", said]


def _note(row: Row) -> str:
    parts = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in row.parts.items())
    return "; ".join(said for said in (parts, row.note.replace("|", "/")) if said)


def growths(groups: list[Group]) -> str:
    """Return how time grows from size to size, for every side of ours."""
    lines = []
    for job, algorithm in ALGORITHM.items():
        for side in (algorithm, REFERENCE):
            lines += [[job, side, f"{small} → {large}", f"{exponent:.2f}", f"{over:.2f}"]
                      for small, large, exponent, over in growth(groups, job, side)]
    return markdown(["job", "side", "parcels", "exponent", "time over n log n"], lines, "lllrr")
