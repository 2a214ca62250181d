"""The flood stages as they are delivered, and rows of the user that cannot be."""
from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kf_resources_plugin.rules.floodplain_stages import Stage, StageError, stages
from kf_resources_plugin.rules.rule_rows import RuleBook
from tests.rules.books import delivered_book

BOOK = delivered_book("floodplain_stages", date(2025, 1, 1))


def changed(**periods: float) -> RuleBook:
    """Return the delivered rows with other return periods, by id without its prefix."""
    return RuleBook([replace(row, thresholds={**row.thresholds, "return_period_years": periods.get(
        row.id.split(".")[1], row.thresholds["return_period_years"])}) for row in BOOK.rows.values()], BOOK.date, "en")


def test_stages_rise_in_flow_and_return_period() -> None:
    # the stages of the lower Yellow River as commonly named; the periods of the first and last are ours
    assert [(stage.flow, stage.return_period) for stage in stages(BOOK)] == [
        (7200, 2), (8000, 5), (10000, 10), (12370, 20), (15700, 100), (22000, 1000)]
    assert [stage.flow for stage in stages(BOOK) if stage.bank_full] == [7200]
    assert stages(BOOK)[0].name("zh") == "平滩"
    assert stages(BOOK)[-1].name("en") == "design flood"


def test_a_row_that_does_not_rise_is_named() -> None:
    with pytest.raises(StageError, match=r"stage\.q8000"):
        stages(changed(q8000=2))
    with pytest.raises(StageError, match=r"stage\.q8000"):
        stages(changed(q7200=0))
    assert stages(changed(q22000=2000))[-1].return_period == 2000


def test_no_stage_is_more_than_a_default_of_ours() -> None:
    assert {row.status for row in BOOK.rows.values()} == {"house"}


@pytest.mark.parametrize(("flow", "text"), [(12370.0, "12370"), (7200, "7200"), (4500.5, "4500.5")])
def test_a_stage_is_written_as_a_plain_number(flow: float, text: str) -> None:
    assert Stage("", flow, 1.0, ("", ""), bank_full=False).id == text
