"""What stands against the zone or the floods of its place, each conflict just there and just not; measures by name."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from kf_resources_plugin.rules.floodplain_conflicts import UnitFacts, conflicting, conflicts
from kf_resources_plugin.rules.floodplain_measures import MEASURES, measures
from kf_resources_plugin.rules.floodplain_zoning import ZONES, ZoningTableError
from kf_resources_plugin.rules.rule_rows import RuleBook
from tests.rules.books import delivered_book

BOOK = delivered_book("floodplain_zoning", date(2025, 1, 1))
KNOWN = conflicts(BOOK)


def changed(rule: str, **thresholds: Any) -> RuleBook:
    rows = [replace(row, thresholds={**row.thresholds, **thresholds}) if row.id == rule else row
            for row in BOOK.rows.values()]
    return RuleBook(rows, BOOK.date, "en")


def found(zone: str, code: str = "", hazard: float = np.nan, t_yr: float = np.nan, **share: float) -> list[str]:
    facts = UnitFacts({(kind,): np.array([value]) for kind, value in share.items()}, [code],
                      np.array([0], dtype=np.int64), np.array([hazard]), np.array([t_yr]))
    held = conflicting(KNOWN, facts, np.array([ZONES.index(zone)]))[0]
    return [item.rule_id.partition("_")[2] for item, there in zip(KNOWN, held.tolist()) if there]


@pytest.mark.parametrize(("unit", "expected"), [
    ({"zone": "S", "code": "0702"}, ["settlement"]), ({"zone": "SD", "settlements": 0.5}, ["settlement"]),
    ({"zone": "SD", "settlements": 0.49}, []), ({"zone": "N", "code": "0702"}, []),
    ({"zone": "J", "code": "0702", "hazard": 3}, ["settlement"]), ({"zone": "J", "code": "0702", "hazard": 2}, []),
    ({"zone": "S", "code": "0102"}, []), ({"zone": "S"}, []),
    ({"zone": "N", "permanent_farmland": 0.5, "t_yr": 5}, ["permanent_farmland"]),
    ({"zone": "N", "permanent_farmland": 0.5, "t_yr": 5.1}, []),
    ({"zone": "N", "permanent_farmland": 0.49, "t_yr": 2}, []), ({"zone": "N", "permanent_farmland": 1}, []),
    ({"zone": "N", "flood_passage": 0.5, "code": "0301"}, ["passage"]),
    ({"zone": "N", "flood_passage": 0.5, "code": "0102"}, []), ({"zone": "N", "code": "0301"}, []),
    ({"zone": "S", "flood_passage": 1, "code": "0702", "t_yr": 2, "permanent_farmland": 1},
     ["settlement", "permanent_farmland", "passage"]),
])
def test_conflicts(unit: dict[str, Any], expected: list[str]) -> None:
    assert found(**unit) == expected


def test_a_conflict_may_be_switched_off_or_be_wrong() -> None:
    assert len(conflicts(changed("zoning.conflict_passage", applies=False))) == len(KNOWN) - 1
    with pytest.raises(ZoningTableError, match="W"):
        conflicts(changed("zoning.conflict_settlement", against_zones=("W",)))


def test_every_measure_says_how_it_is_made() -> None:
    known = measures(BOOK)
    assert {name: item.aggregate for name, item in known.items()} == {
        "t_yr": "majority", "depth_m": "mean", "hazard": "majority", "height_m": "mean", "freeboard_m": "mean",
        "channel_m": "distance", "land_class": "largest"}
    assert tuple(known) == MEASURES
    assert measures(changed("zoning.measure_depth_m", aggregate="majority"))["depth_m"].aggregate == "majority"
    with pytest.raises(ZoningTableError, match="mean"):
        measures(changed("zoning.measure_channel_m", aggregate="mean"))
