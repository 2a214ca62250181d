"""The lines of an area table by land class: owners and the sums above them."""
from __future__ import annotations

import numpy as np

from kf_resources_plugin.rules.class_table_lines import Owner, form_lines, owner_groups

STATE, COLLECTIVE = 0, 1
OWNERS = [
    Owner(STATE, "4102220000000000000", "通许县人民政府"),
    Owner(COLLECTIVE, "4102221002010000000", "甲村"),
    Owner(COLLECTIVE, "4102221002020000000", "乙村"),
    Owner(COLLECTIVE, "4102221012010000000", "丙村"),
    Owner(COLLECTIVE, "4102251002010000001", "丁村一组"),
    Owner(COLLECTIVE, "4102251002010000002", "丁村二组"),
]


def test_sums_stand_where_there_are_two_owners_or_more() -> None:
    lines = [(line.level, line.tenure, line.code, line.owners) for line in form_lines(OWNERS)]
    assert lines == [
        ("tenure", STATE, "", (0,)),
        ("unit", STATE, "4102220000000000000", (0,)),
        ("tenure", COLLECTIVE, "", (1, 2, 3, 4, 5)),
        ("county", COLLECTIVE, "410222", (1, 2, 3)),
        ("township", COLLECTIVE, "410222100", (1, 2)),
        ("unit", COLLECTIVE, "4102221002010000000", (1,)),
        ("unit", COLLECTIVE, "4102221002020000000", (2,)),
        ("unit", COLLECTIVE, "4102221012010000000", (3,)),  # the only one of its township
        ("county", COLLECTIVE, "410225", (4, 5)),
        ("township", COLLECTIVE, "410225100", (4, 5)),
        ("village", COLLECTIVE, "410225100201", (4, 5)),
        ("unit", COLLECTIVE, "4102251002010000001", (4,)),
        ("unit", COLLECTIVE, "4102251002010000002", (5,)),
        ("total", None, "", (0, 1, 2, 3, 4, 5)),
    ]


def test_owners_without_a_code_stand_under_their_tenure() -> None:
    nameless = [Owner(2, "", ""), Owner(2, "", "某集团")]
    assert [(line.level, line.owners) for line in form_lines(nameless)] == [
        ("tenure", (0, 1)), ("unit", (0,)), ("unit", (1,)), ("total", (0, 1))]
    assert [line.level for line in form_lines([])] == ["total"]


def test_groups_of_rows_follow_their_owners() -> None:
    tenure, county, township, village, owner = owner_groups(OWNERS, np.array([0, 5, 4, 2, 2]))
    assert tenure.tolist() == [0, 1, 1, 1, 1]
    assert county[1] == county[2] != county[3]
    assert county[0] == county[3], "by code; it is nested below the tenure"
    assert township[1] == township[2]
    assert village[1] == village[2]
    assert owner.tolist() == [0, 5, 4, 2, 2]
