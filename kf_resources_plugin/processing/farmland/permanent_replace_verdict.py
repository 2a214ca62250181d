"""Quantity, quality and layout of a replacement against what was lost, criterion by criterion."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ...i18n import tr
from ...rules.rounding import decimals_apart
from ...rules.text import some

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.permanent_eligible import Worth
    from ...engine.permanent_replace import Layout
    from ...rules.findings import Finding
    from ...rules.rule_rows import RuleBook

PROPOSED = ("quantity", "grade", "slope")
"""Criteria that a proposal is made to meet; the others are judged only."""
_CLOSE = 1e-9
_DECIMALS = 2
_SHOWN = 10  # reasons


@dataclass(frozen=True)
class VerdictRow:
    """One criterion; required and actual are None where they are not known, passed then too, and where nothing is lost.

    The area required is that of all lost permanent farmland; between it and what is cultivated of it passed is None.
    unit: m2, grade, class, kg or share. decides: whether the whole verdict rests on it. reasons: in words, what of the
    chosen land does not count and why.
    """

    criterion: str
    rule_id: str
    required: float | None
    actual: float | None
    unit: str
    passed: bool | None
    decides: bool
    reasons: str = ""

    @property
    def printed(self) -> tuple[str | None, str | None]:
        """Return what is required and what there is as texts, with as many decimals as show why it is not met."""
        scale, sign = (100, "%") if self.unit == "share" else (1, "")
        required, actual = (None if value is None else scale * value for value in (self.required, self.actual))
        places = _DECIMALS
        if self.passed is False and required is not None and actual is not None:
            places = decimals_apart(actual, [required], _DECIMALS)

        def text(value: float | None) -> str | None:
            return None if value is None else f"{value:.{places}f}{sign}"

        return text(required), text(actual)


def verdict_of(lost: Worth, no_longer: int, worth: Worth, layout: Layout, book: RuleBook, *,
               with_slope: bool) -> list[VerdictRow]:
    """Return the criteria in the order they are printed; without slope classes nothing rests on them.

    lost: the cultivated land; no_longer: lost permanent farmland that is not, hundredths of m². Whether that has to be
    replaced too the documents at hand do not say. Where nothing is lost none of the criteria is judged. Where the
    user's own capacities lack some of the land, capacity is known only if it is the same by the national ones alone.
    """
    whole = lost.net + no_longer

    def row(criterion: str, rule: str, required: float | None, actual: float | None, unit: str, *,
            least: bool, counts: bool = True) -> VerdictRow:
        passed = None
        if whole and required is not None and actual is not None:
            passed = actual >= required - _CLOSE if least else actual <= required + _CLOSE
        return VerdictRow(criterion, rule, required, actual, unit, passed,
                          counts and bool(book.threshold(rule, "decides")))

    def capacity(required: int | None, actual: int | None) -> VerdictRow:
        return row("capacity", "permanent.replace_capacity", _kg(required), _kg(actual), "kg", least=True)

    bears = capacity(lost.capacity, worth.capacity)
    # figures of two tables prove nothing, unless it is the same by those of one
    mixed = (lost.not_own or worth.not_own) and capacity(lost.national, worth.national).passed != bears.passed
    share = layout.near / worth.net if worth.net else None
    quantity = row("quantity", "permanent.replace_quantity", whole / 100, worth.net / 100, "m2", least=True)
    return [
        quantity if not lost.net <= worth.net < whole else replace(quantity, passed=None),
        row("grade", "permanent.replace_grade", _known(lost.grade), _known(worth.grade), "grade", least=False),
        row("slope", "permanent.replace_slope", _known(lost.slope), _known(worth.slope), "class", least=False,
            counts=with_slope),
        replace(bears, passed=None) if mixed else bears,
        row("near", "permanent.replace_near", float(book.threshold("permanent.replace_near", "least_share_of_total")),
            share, "share", least=True),
        row("block", "permanent.replace_block", float(book.threshold("permanent.replace_block", "least_block_m2")),
            None if layout.smallest is None else layout.smallest / 100, "m2", least=True),
    ]


def chosen_row(given: int, counted: int, found: Sequence[Finding], book: RuleBook, *, is_judged: bool) -> VerdictRow:
    """Return the criterion that all of a chosen set qualifies: a set passes whole or not at all.

    given, counted: hundredths of m² of the survey that were chosen, and that count of them; found: what is said of the
    set. Ids that choose nothing have no area, so that the errors decide.
    """
    rule = "permanent.replace_chosen"
    errors = sorted((finding for finding in found if finding.severity == "error"), key=lambda finding: (
        finding.rule_id, finding.subject_id, finding.other_id, finding.message))
    return VerdictRow("chosen", rule, given / 100, counted / 100, "m2", not errors if is_judged else None,
                      bool(book.threshold(rule, "decides")),
                      " ".join(some([finding.message for finding in errors], _SHOWN)))


def passed(rows: list[VerdictRow]) -> bool | None:
    """Tell whether all that decides is met, None where nothing is judged; what is not known is not proved."""
    return all(row.passed for row in rows if row.decides) if judged(rows) else None


def judged(rows: Sequence[VerdictRow]) -> bool:
    """Tell whether anything is lost that replacement is judged by."""
    return bool(rows[0].required)


def criterion_names() -> dict[str, str]:
    """Return the criteria in words."""
    return {"quantity": tr("Quantity: net area not less"), "grade": tr("Quality: mean grade not worse"),
            "slope": tr("Quality: mean slope class not worse"), "capacity": tr("Grain capacity (compared only)"),
            "near": tr("Layout: share beside existing permanent farmland"),
            "block": tr("Layout: smallest contiguous block"),
            "chosen": tr("Chosen land: all of it qualifies")}


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def _kg(value: int | None) -> float | None:
    return None if value is None else value / 100
