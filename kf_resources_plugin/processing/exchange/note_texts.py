"""What was noticed in a coordinate file, in the planner's words: the place in the file, findings, a refusal."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...rules.parcel_notes import Note
    from ...rules.rule_rows import RuleBook


def at(lines: Sequence[int], count: int = 1) -> str:
    """Return how texts begin that tell of lines: the first few and how many there are."""
    if not lines:
        return tr("The file")
    listed = ", ".join(map(str, lines))
    if count > len(lines):
        return tr("Lines {lines} and {more} more").format(lines=listed, more=count - len(lines))
    return tr("Lines {lines}").format(lines=listed) if len(lines) > 1 else tr("Line {line}").format(line=listed)


def refusal(name: str, faults: Sequence[Note], book: RuleBook) -> str:
    """Return the message of a run that a file ended: every fault with its line and what to do."""
    told = [" ".join([book.message(fault.rule_id, at=at(fault.lines), **fault.values),
                      book.remedy(fault.rule_id, at=at(fault.lines), **fault.values)]) for fault in faults]
    return "\n".join([tr("{file} cannot be imported:").format(file=name), *told])
