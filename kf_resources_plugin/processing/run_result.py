"""What every run knows beside its figures: what it read, under which rules, and what it noticed."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.run_record import InputRecord
    from ..rules.findings import Finding
    from ..rules.rule_rows import RuleBook


@dataclass(frozen=True)
class RunResult:
    """Base of what a run found out, before anything is written; ``Inputs.outcome`` gives its fields."""

    findings: list[Finding]
    records: list[InputRecord]
    book: RuleBook
    kernel: str
    settings: dict[str, Any]
    notices: list[str]
    modified: Mapping[str, str]
