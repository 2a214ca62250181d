"""The account by county, against sums worked by hand, and its closure."""
from __future__ import annotations

from datetime import date

from kf_resources_plugin.rules.farmland_account import AccountRow, account
from kf_resources_plugin.rules.farmland_balance import THREE_INDEX, Demand, Entry, Terms, try_out

DAY = date(2024, 6, 1)


def test_counties_that_lend_and_borrow() -> None:
    # 410221 wants 300 and holds 100; 410225 lends 150 of its 150, so 50 are short and nothing is taken; 410225's own
    # project wants 40 and takes it
    demands = [Demand("P1", "410221001", DAY, (300, 0, 0)), Demand("P2", "410225", DAY, (40, 0, 0))]
    entries = [Entry("A", "410221", DAY, (100, 0, 0)), Entry("B", "410225", DAY, (150, 0, 7))]
    trial = try_out(demands, entries, "city", lambda _row: Terms(THREE_INDEX, grade_decides=False))
    rows = account(demands, entries, trial)
    # P2 comes after P1 by id and finds 410225's own entry untouched: 150 - 40 = 110
    assert rows[0] == AccountRow("410221", 0, before=100, demanded=300, taken=0, short=50, given=0, after=100)
    assert rows[3] == AccountRow("410225", 0, before=150, demanded=40, taken=40, short=0, given=40, after=110)
    assert rows[5] == AccountRow("410225", 2, before=7, demanded=0, taken=0, short=0, given=0, after=7)


def test_a_county_that_neither_holds_nor_demands_anything_has_no_row() -> None:
    demands = [Demand("P1", "", DAY, (0, 0, 0)), Demand("P2", "410222", DAY, (5, 0, 0))]
    entries = [Entry("A", "410221", DAY, (0, 0, 0))]
    trial = try_out(demands, entries, "county", lambda _row: Terms(THREE_INDEX, grade_decides=False))
    assert {row.unit_code for row in account(demands, entries, trial)} == {"410222"}


def test_every_row_closes() -> None:
    demands = [Demand("P1", "410221", DAY, (300, 20, 10)), Demand("P2", "", DAY, (1, 1, None))]
    entries = [Entry("A", "410221", DAY, (100, 30, 5)), Entry("B", "410225", DAY, (250, 0, 7))]
    trial = try_out(demands, entries, "city", lambda _row: Terms(THREE_INDEX, grade_decides=False))
    rows = account(demands, entries, trial)
    assert trial.verdicts[0].passed
    assert all(row.before == row.given + row.after for row in rows)
    for indicator in range(3):
        of_one = [row for row in rows if row.indicator == indicator]
        assert sum(row.taken for row in of_one) == sum(row.given for row in of_one)
    assert sum(row.given for row in rows) == 300 + 20 + 10
