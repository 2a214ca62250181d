"""Draw the demo city's stock land: stock_land.json and land_economics.csv. Run once, by hand.

    PYTHONPATH=. .venv/bin/python .ci/demo_stock.py resources/demo

Batches lie around the seats of the counties, clear of water, roads, projects and the old town. What became of their
lots comes by dice from a fixed seed; lots at thresholds are written by hand (``demo_stock_cases``). Everything is
invented.
"""
from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
import shapely.affinity
from demo_base import districts, drawn_areas
from demo_stock_cases import CASES, DISPOSAL_FAULTS, EXTRA_BUILT, NOT_EXPROPRIATED, SHIFTED, STATED
from demo_stock_parks import economics, parks
from demo_town_plan import WALL
from shapely.geometry import Polygon, box

from kf_resources_plugin.engine.demo.places import SEATS

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

SEED = 20_251_231
DAY = date(2025, 12, 31)  # up to which the city is known
BATCHES = {"410202": 3, "410203": 2, "410204": 1, "410205": 2, "410212": 3, "410221": 3, "410222": 2, "410223": 3,
           "410225": 3}
RINGS = (1_900.0, 2_600.0, 3_400.0, 4_300.0, 5_400.0, 6_600.0)
USES = (("工业用地", "出让", 0.45, 38.0), ("城镇住宅用地", "出让", 0.25, 150.0),
        ("商业服务业用地", "出让", 0.15, 110.0),
        ("公共管理与公共服务用地", "划拨", 0.15, 12.0))  # use, way, share, price in 10,000 CNY per mu
NOUNS = {"工业用地": "产业项目", "城镇住宅用地": "住宅小区", "商业服务业用地": "商业综合体",
         "公共管理与公共服务用地": "公共服务设施"}
M2_PER_MU = 10_000 / 15
Box = tuple[float, float, float, float]


def placed(corners: Box, size: tuple[float, float], at: tuple[float, float], turn: float) -> Polygon:
    """Return a rectangle of a batch, given from the batch's lower left corner, where it lies."""
    shape = shapely.affinity.translate(box(*corners), -0.5 * size[0], -0.5 * size[1])
    return shapely.affinity.translate(shapely.affinity.rotate(shape, turn, origin=(0, 0)), *at)


class Ground:
    """Where something can still be drawn."""

    def __init__(self, folder: Path) -> None:
        self.units = districts(folder / "kaifeng_districts.geojson")
        city = shapely.union_all([outline for _, outline in self.units.values()])
        taken: list[BaseGeometry] = [area.shape.buffer(15) for area in drawn_areas(city)]
        taken.append(Polygon([(530_000 + x, 3_850_000 + y) for x, y in WALL]).buffer(700))
        for name, rows in (("projects", "projects"), ("areas", "areas")):
            for row in json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))[rows]:
                if "at_km" in row:
                    reach = 0.75 * max(row["size_m"])
                    taken.append(shapely.Point(1e3 * np.array(row["at_km"])).buffer(reach))
                else:
                    taken.append(shapely.LineString(1e3 * np.array(row["line_km"])).buffer(row["width_m"]))
        self.taken = shapely.union_all(taken)

    def place(self, rng: Random, district: str, seat: tuple[float, float], size: tuple[float, float],
              ) -> tuple[tuple[float, float], float]:
        """Return middle and turn of a rectangle near a seat, and keep it free from then on."""
        outline = self.units[district][1].buffer(-60)
        for ring in RINGS:
            for _ in range(40):
                angle, turn = rng.uniform(0, 2 * np.pi), round(rng.uniform(-25, 25), 1)
                at = (round(1e3 * seat[0] + ring * float(np.cos(angle)), 0),
                      round(1e3 * seat[1] + ring * float(np.sin(angle)), 0))
                shape = placed((0, 0, *size), size, at, turn).buffer(40)
                if outline.contains(shape) and not self.taken.intersects(shape):
                    self.taken = self.taken.union(shape)
                    return at, turn
        raise ValueError(f"no room near the seat of {district}")


def dice(*keys: object) -> Random:
    """Return dice that fall the same for the same keys, so that a case written by hand moves nothing else."""
    return Random(" ".join(map(str, (SEED, *keys))))  # noqa: S311


def later(rng: Random, day: date, least: int, most: int) -> date:
    """Return a day some days later."""
    return day + timedelta(days=rng.randint(least, most))


def batches(ground: Ground) -> dict[str, list[dict[str, Any]]]:
    """Return all rows by their kind."""
    found: dict[str, list[dict[str, Any]]] = {"batches": [], "blocks": [], "lots": [], "built": []}
    for district, count in BATCHES.items():
        for number in range(count):
            rng = dice(district, number)
            columns = rng.choice((4, 5, 6))
            size = float(columns * rng.randint(105, 150)), float(rng.randint(240, 340))
            at, turn = ground.place(rng, district, SEATS[district], size)
            year = 2017 + (number * 7 + int(district[-2:])) % 9
            approved = date(year, rng.randint(1, 11), rng.randint(1, 28))
            batch = f"PC-{district}-{year}-{number + 1:02d}"
            found["batches"].append({
                "id": batch, "district": district, "name": f"{ground.units[district][0]}{year}年度第{number + 1}批次",
                "document": f"演示批次〔{year}〕{len(found['batches']) + 101}号", "approved": str(approved),
                "at_m": at, "turn_deg": turn, "size_m": size})
            cut = columns // 2
            for part, (first, last) in enumerate(((0, cut), (cut, columns))):
                blocks(rng, found, batch, (size[0] / columns, size[1] / 2), (first, last), part, approved)
    return found


def blocks(rng: Random, found: dict[str, list[dict[str, Any]]], batch: str, cell: tuple[float, float],
           span: tuple[int, int], part: int, approved: date) -> None:
    """Add one part of a batch with its lots."""
    day = later(rng, approved, 90, 420) + timedelta(days=part * rng.randint(60, 500))
    name = f"{batch}-{'AB'[part]}".replace("PC", "ZS")
    if day > DAY or name in NOT_EXPROPRIATED:
        return
    corners = round(span[0] * cell[0], 2), 0.0, round(span[1] * cell[0], 2), 2 * cell[1]
    found["blocks"].append({"id": name, "batch": batch, "box": corners, "expropriated": str(day)})
    for column in range(*span):
        for row in (0, 1):
            lot = f"{name}-{2 * (column - span[0]) + row + 1}".replace("ZS", "GD")
            place = (round(column * cell[0], 2), row * cell[1], round((column + 1) * cell[0], 2), (row + 1) * cell[1])
            lots(found, name, lot, place, day)


def lots(found: dict[str, list[dict[str, Any]]], block: str, lot: str, place: Box, day: date) -> None:
    """Add one lot with what was built on it; one that is not supplied yet is left out."""
    rng = dice(lot)
    supplied = later(rng, day, 60, 1_500)
    use, way, _, price = rng.choices(USES, [share for _, _, share, _ in USES])[0]
    area_mu = (place[2] - place[0]) * (place[3] - place[1]) / M2_PER_MU
    total = round(area_mu * rng.uniform(120, 420), 0)
    agreed = later(rng, supplied, 150, 365)
    fate = rng.random()
    started = None if fate < 0.15 else later(rng, agreed, 380, 800) if fate < 0.25 else later(rng, agreed, -90, 160)
    row: dict[str, Any] = {
        "id": lot, "block": block, "box": place, "use": use, "way": way, "supplied": str(supplied),
        "agreed": str(agreed), "started": None if started is None or started > DAY else str(started),
        "price": round(area_mu * price * rng.uniform(0.8, 1.3), 0), "total": total, "invested": 0.0, "cause": "否"}
    built = stages(rng, started)
    if supplied > DAY and lot not in CASES:
        return
    if lot in CASES:
        case = dict(CASES[lot])
        built = case.pop("built", [])
        row.update(case)
    done = sum(share for share, _ in built)
    if lot not in CASES:
        row["invested"] = round(total * min(1.0, done * rng.uniform(0.9, 1.1)), 0)
    found["lots"].append(row)
    at = place[1]
    for share, day_built in built:
        top = round(at + share * (place[3] - place[1]), 2) if share < 1 else place[3]
        found["built"].append({"batch": batch_of(lot), "lot": lot, "since": day_built,
                               "box": (place[0], at, place[2], min(top, place[3]))})
        at = min(top, place[3])


def batch_of(lot: str) -> str:
    """Return the batch that a lot is of."""
    return "PC" + lot[2:].rsplit("-", 2)[0]


def stages(rng: Random, started: date | None) -> list[tuple[float, str]]:
    """Return how much of a lot is built by which day."""
    if started is None:
        return []
    first, second = later(rng, started, 200, 500), later(rng, started, 550, 1_200)
    share = round(rng.uniform(0.35, 0.7), 2)
    return [(part, str(day)) for part, day in ((share, first), (1.0 - share, second)) if day <= DAY]


def listed(rows: dict[str, Any]) -> str:
    """Return JSON with one row a line."""
    parts = []
    for name, value in rows.items():
        lines = ",\n  ".join(json.dumps(row, ensure_ascii=False, separators=(",", ":"))
                             for row in value) if isinstance(value, list) else ""
        parts.append(f' "{name}": [\n  {lines}\n ]' if lines else f' "{name}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def build(folder: Path) -> None:
    """Write every row."""
    rng, ground = dice(), Ground(folder)
    rows = batches(ground)
    places = {row["id"]: row for row in rows["lots"]}
    missing = [lot for lot in CASES if lot not in places]
    if missing:
        raise ValueError(f"no such lots: {missing}")
    for row in [*rows["blocks"], *rows["lots"]]:
        dx, dy = SHIFTED.get(row["id"], (0.0, 0.0))
        row["box"] = (row["box"][0] + dx, row["box"][1], row["box"][2] + dx, round(row["box"][3] + dy, 2))
        row.update({"stated_factor": STATED[row["id"]]} if row["id"] in STATED else {})
    for lot in rows["lots"]:
        lot["name"] = f"{ground.units[lot['id'][3:9]][0]}{NOUNS[lot['use']]}{lot['id'][10:]}（演示）"
    rows["built"] += EXTRA_BUILT
    rows["disposal_faults"] = DISPOSAL_FAULTS
    rows["parks"], rows["enterprises"] = parks(rng, ground, SEATS)
    note = "Invented stock land for the demo; batches, documents, prices and days are fictitious. 演示数据，虚构。"
    text = listed({"note": note, "crs": "EPSG:4547", **rows})
    (folder / "stock_land.json").write_text(text, encoding="utf-8")
    (folder / "land_economics.csv").write_text(economics(rng, rows), encoding="utf-8")
    print({name: len(value) for name, value in rows.items()}, len(text) // 1024, "kB")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
