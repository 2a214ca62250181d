"""Flood stages of the Yellow River: flows at Huayuankou with their return periods, as rows of the rule book."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .rule_rows import RuleBook

TOPIC = "floodplain_stages"


class StageError(ValueError):
    """The user's rows of stages cannot be used; ``rule_id`` is the row whose flow or return period does not rise."""

    def __init__(self, rule_id: str) -> None:
        super().__init__(rule_id)
        self.rule_id = rule_id


@dataclass(frozen=True)
class Stage:
    """A flow at Huayuankou in m³/s, and its return period in years."""

    rule_id: str
    flow: float
    return_period: float
    names: tuple[str, str]
    bank_full: bool

    @property
    def id(self) -> str:
        """Return how the stage is written in fields and bands: its flow as a plain number, ``12370``."""
        return f"{self.flow:.10g}"

    def name(self, language: str) -> str:
        """Return what the stage is called in 'zh' or 'en'."""
        return self.names[0 if language == "zh" else 1]


def stages(book: RuleBook) -> tuple[Stage, ...]:
    """Return the stages in rising order of flow; raises StageError where return periods do not rise with them."""
    rows = [row.id for row in book.rows.values() if row.topic == TOPIC]
    found = sorted((_stage(rule_id, book) for rule_id in rows), key=lambda stage: stage.flow)
    for lower, higher in zip(found, found[1:]):
        if not lower.flow < higher.flow or not 0 < lower.return_period < higher.return_period:
            raise StageError(higher.rule_id)
    return tuple(found)


def _stage(rule_id: str, book: RuleBook) -> Stage:
    names = (str(book.threshold(rule_id, "name_zh")), str(book.threshold(rule_id, "name_en")))
    return Stage(rule_id, float(book.threshold(rule_id, "flow_m3_per_s")),
                 float(book.threshold(rule_id, "return_period_years")), names,
                 bool(book.threshold(rule_id, "bank_full")))
