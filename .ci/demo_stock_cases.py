"""What the demo's stock land shows beside what the dice give: lots on either side of every threshold, and faults.

The day of the demo is 2025-12-31. Areas in m², money in 10,000 CNY.
"""
from __future__ import annotations

from typing import Any

# lot: what is otherwise; ``built`` are shares of the lot with the days by which they stood
CASES: dict[str, dict[str, Any]] = {
    # not started: a year and a day, a year, a year less a day after the day agreed; a leap day
    "GD-410204-2021-01-A-4": {"supplied": "2023-10-13", "agreed": "2024-12-30", "started": None},
    "GD-410225-2022-02-B-4": {"supplied": "2024-02-04", "agreed": "2024-12-31", "started": None},
    "GD-410221-2020-01-A-6": {"supplied": "2023-11-14", "agreed": "2025-01-01", "started": None},
    "GD-410225-2022-02-A-1": {"supplied": "2023-12-28", "agreed": "2024-02-29", "started": None},
    # days as offices write them; the government's cause, and one that nobody told
    "GD-410203-2020-01-B-5": {"supplied": "2022-01-15", "agreed": "2022年7月10日", "started": None},
    "GD-410203-2018-02-B-1": {"supplied": "2022-02-22", "agreed": "二〇二二年十一月二十四日", "started": None,
        "cause": "是"},
    "GD-410205-2020-02-B-5": {"supplied": "2023-01-09", "agreed": "2023/11/8", "started": None, "cause": None},
    "GD-410221-2018-02-A-1": {"supplied": "2023-02-02", "agreed": "20231202", "started": None},
    # a day that stands for none; what cannot be judged: half a day, no day; no price, so no fee
    "GD-410212-2020-01-A-4": {"supplied": "2021-08-19", "agreed": "2022-04-27", "started": "1900-01-01"},
    "GD-410223-2020-02-A-4": {"supplied": "2022-04-17", "agreed": "2023年1月", "started": None},
    "GD-410223-2018-03-B-2": {"supplied": "2023-12-14", "agreed": None, "started": None},
    "GD-410221-2020-01-A-5": {"supplied": "2022-04-30", "agreed": "2023-03-27", "started": None, "price": None},
    # suspended: below a third of the area, at a third and a quarter of the money, below a quarter of the money
    "GD-410222-2019-02-B-2": {"supplied": "2022-08-03", "agreed": "2023-02-26", "started": "2023-02-12",
        "suspended": "2023-11-20", "developed": 3_333.0, "to_develop": 10_000.0, "invested": 400.0, "total": 1_000.0,
        "built": [(0.33, "2023-09-03")]},
    "GD-410223-2018-03-B-4": {"supplied": "2022-11-22", "agreed": "2023-08-11", "started": "2023-11-09",
        "suspended": "2024-12-01", "developed": 4_000.0, "to_develop": 12_000.0, "invested": 250.0, "total": 1_000.0,
        "built": [(0.33, "2024-11-29")]},
    "GD-410203-2018-02-B-4": {"supplied": "2022-04-28", "agreed": "2023-01-22", "started": "2023-04-25",
        "suspended": "2024年12月15日", "developed": 5_000.0, "to_develop": 12_000.0, "invested": 249.0,
        "total": 1_000.0, "built": [(0.42, "2024-08-04")]},
    # suspended for less than a year; nobody told how much was done; a day that stands for none
    "GD-410212-2020-01-B-4": {"supplied": "2023-10-02", "agreed": "2024-07-15", "started": "2024-07-30",
        "suspended": "2025-01-01", "developed": 2_000.0, "to_develop": 9_000.0, "invested": 300.0, "total": 2_000.0,
        "built": [(0.22, "2024-12-20")]},
    "GD-410205-2022-01-B-4": {"supplied": "2024-01-09", "agreed": "2024-06-07", "started": "2024-10-24",
        "suspended": "2024-12-20", "developed": None, "to_develop": None, "invested": None, "total": None,
        "built": [(0.3, "2024-12-15")]},
    "GD-410221-2018-02-B-4": {"supplied": "2023-02-26", "agreed": "2023-07-28", "started": "2023-07-14",
        "suspended": "9999-12-31", "invested": 900.0, "total": 3_000.0, "built": [(0.62, "2024-10-12")]},
    # begun before it was supplied
    "GD-410202-2017-02-B-5": {"supplied": "2022-05-14", "agreed": "2023-05-06", "started": "2022-03-13",
        "built": [(0.36, "2024-03-26"), (0.64, "2025-05-18")]},
}
# built outside a batch, on land not supplied, on land not expropriated; boxes in metres from the batch's corner
EXTRA_BUILT: list[dict[str, Any]] = [
    {"batch": "PC-410223-2018-03", "lot": None, "box": (556.0, 20.0, 586.0, 120.0), "since": "2025-06-01"},
    {"batch": "PC-410205-2022-01", "lot": None, "box": (130.0, 10.0, 210.0, 110.0), "since": "2024-08-01"},
    {"batch": "PC-410212-2025-03", "lot": None, "box": (100.0, 40.0, 180.0, 120.0), "since": "2025-11-01"}]
NOT_EXPROPRIATED = frozenset({"ZS-410202-2019-01-B"})
# metres by which an expropriation or a supply is drawn off its place, east and further north
SHIFTED: dict[str, tuple[float, float]] = {
    "ZS-410222-2019-02-B": (0.0, 15.0), "GD-410225-2020-03-B-6": (0.0, 10.0), "GD-410221-2018-02-A-6": (4.0, 0.0)}
# what is stated of an area by what it is
STATED: dict[str, float] = {"ZS-410205-2020-02-A": 1.06, "GD-410212-2018-02-A-1": 0.93}
# records that count for nothing: one entered twice (by number), one larger than its lot, one of a lot nobody knows
DISPOSAL_FAULTS: list[dict[str, Any]] = [
    {"repeats": 150},
    {"parcel": "ZS-410205-2022-01-A", "district": "410205", "day": "2025-11-20", "class": "expropriated_not_supplied",
     "area": 880_000.0, "route": "供应", "document": "演示处置〔2025〕901号"},
    {"parcel": "GD-410225-2016-09-A-1", "district": "410225", "day": "2025-06-18", "class": "supplied_not_used",
     "area": 12_500.0, "route": "动工", "document": "演示处置〔2025〕902号"}]
