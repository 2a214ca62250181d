"""The demo city's parks with their enterprises, and what these make of their land in three years: invented."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from demo_stock_firms import condition

if TYPE_CHECKING:
    from random import Random

    from demo_stock import Ground

PARKS = (("410202", "制造业开发区", "高端装备产业园"), ("410202", "服务业开发区", "商务服务集聚区"),
         ("410203", "服务业开发区", "文化创意集聚区"), ("410204", "制造业开发区", "汽车配件产业园"),
         ("410205", "制造业开发区", "精细化工园"), ("410212", "制造业开发区", "先进制造业开发区"),
         ("410221", "制造业开发区", "农产品加工园"), ("410222", "制造业开发区", "食品产业园"),
         ("410223", "制造业开发区", "纺织服装园"), ("410225", "制造业开发区", "家居产业园"),
         ("410225", "制造业开发区", "新能源产业园"))
TRADES = ("装备制造", "食品加工", "新材料")
YEARS = (2023, 2024, 2025)
M2_PER_MU = 10_000 / 15
# 10,000 CNY per mu in the first year: tax, value added, revenue, investment so far, of the year; floor area ratio
USUAL = {"SS": 12.0, "ZJZ": 60.0, "YYSR": 290.0, "GDTZ": 210.0, "XZTZ": 16.0}
RATIO = 0.9
AGREED = {"BZTZQD": 130.0, "BZMJSS": 6.0, "HTRJL": 0.6}
COLUMNS = ("parcel_id", "ND", "SS", "ZJZ", "GDTZ", "XZTZ", "JZMJ", "YYSR")


def parks(rng: Random, ground: Ground, seats: dict[str, tuple[float, float]],
          ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rows of parks and of enterprises; one lot in eight of a park stands empty."""
    found: list[dict[str, Any]] = []
    firms: list[dict[str, Any]] = []
    for number, (district, kind, name) in enumerate(PARKS, 1):
        cell = float(rng.randint(150, 230)), float(rng.randint(160, 240))
        size = 4 * cell[0], 2 * cell[1]
        at, turn = ground.place(rng, district, seats[district], size)
        park = f"KFQ-{district}-{number:02d}"
        found.append({"id": park, "district": district, "name": f"{ground.units[district][0]}{name}（演示）",
                      "kind": kind, "at_m": at, "turn_deg": turn, "size_m": size})
        empty = rng.randrange(8)
        for place in (place for place in range(8) if place != empty):
            x, y = cell[0] * (place % 4), cell[1] * (place // 4)
            trade = TRADES[(number + place) % 3]
            firm = {
                "id": f"{park}-{place + 1:02d}", "park": park, "name": f"演示企业{len(firms) + 1:03d}号", "kind": trade,
                "box": (round(x + 6, 2), round(y + 6, 2), round(x + cell[0] - 6, 2), round(y + cell[1] - 6, 2)),
                "clean": "否" if rng.random() < 0.08 else "是",
                **{key: round(value * rng.uniform(0.8, 1.2), 2) for key, value in AGREED.items()}}
            firms.append({**firm, **condition(firm, kind)})
    return found, firms


def economics(rng: Random, rows: dict[str, list[dict[str, Any]]]) -> str:
    """Return the table as CSV: enterprises by year, then parks as the sums of theirs."""
    lines, sums = [",".join(COLUMNS)], {}
    for number, firm in enumerate(rows["enterprises"]):
        left, low, right, high = firm["box"]
        mu = (right - left) * (high - low) / M2_PER_MU
        level, ratio, growth = 0.35 + 1.6 * rng.random() ** 1.5, RATIO * rng.uniform(0.5, 1.6), rng.uniform(0.94, 1.16)
        invested = mu * USUAL["GDTZ"] * level ** 0.5 * rng.uniform(0.7, 1.3)
        for step, year in enumerate(YEARS):
            value = {key: round(mu * USUAL[key] * level * growth ** step * rng.uniform(0.85, 1.15), 2)
                     for key in ("SS", "ZJZ", "YYSR", "XZTZ")}
            invested += value["XZTZ"]
            value.update(GDTZ=round(invested, 2), JZMJ=round(mu * M2_PER_MU * ratio, 2))
            total = sums.setdefault((firm["park"], year), dict.fromkeys(value, 0.0))
            for key, amount in value.items():
                total[key] += amount
            if number % 29 == 7:  # some do not tell
                value["SS"] = ""
            lines.append(_line(firm["id"], year, value))
    lines += [_line(park, year, value) for (park, year), value in sorted(sums.items())]
    return "\n".join(lines) + "\n"


def _line(subject: str, year: int, value: dict[str, Any]) -> str:
    return ",".join([subject, str(year), *(
        f"{value[key]:.2f}" if isinstance(value[key], float) else "" for key in COLUMNS[2:])])
