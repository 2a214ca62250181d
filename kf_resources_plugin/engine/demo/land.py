"""The land survey layer (DLTB) of the demo city."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...rules.codes import SURVEY
from ..rule_store import load_class_systems
from ..schema import load_schema
from .classes import CULTIVATED
from .lattice import STRIPS
from .mixes import drawn
from .noise import smooth, uniform
from .package import GENERATED, Rows, Table, columns_of
from .places import load_names
from .polygons import simple_polygons

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from .city import Batch, City
    from .keys import Floats, Ints

YEAR = 2024
STATE_OWNED = ("1001", "1003", "1004", "1005", "1101", "1106", "1109", "0701", "09")
_LAYER_CODE = "1024"  # ours: the standard's list of layer codes was not at hand
_GRADE, _GRADE_WAVE, _CROP, _FALLOW = 61, 62, 63, 64

# What grows on cultivated land, and which gardens and young woods can become cultivated land again.
_CROPS = (("LS", 0.86), ("LYFL", 0.07), ("FLS", 0.055), ("XG", 0.005), ("WG", 0.01))
_NEWLY_FALLOW = 0.5  # of what lies fallow, for the first year
_RESTORABLE = (("JKHF", 0.35), ("GCHF", 0.15), ("", 0.5))
_OUTSIDE_SETTLEMENTS = ("1001", "1003", "1101", "1107A", "1109")
_CITY_DISTRICTS = ("410202", "410203", "410204", "410205")

TABLE = Table(
    "land", "land", "地类图斑", "Land survey parcels",
GENERATED, "polygon", columns_of(load_schema("dltb")))


@dataclass(frozen=True, eq=False)
class Survey:
    """Parcels of one year to be described: each by a row of the city, with its class, number, area in m² and ring."""

    city: City
    year: int
    rows: Ints
    code: NDArray[np.str_]
    serial: Ints
    area: Floats
    key: Ints
    offset: Ints


def grades(survey: Survey) -> Ints:
    """Return the grade (1 best to 15) of cultivated land around each parcel: 5 to 10, alike for neighbours."""
    city, rows = survey.city, survey.rows
    wave = smooth(city.seed, _GRADE_WAVE, city.pieces.x[rows], city.pieces.y[rows], 11_000.0)
    scatter = uniform(city.seed, _GRADE, city.pieces.parcel[rows], city.pieces.face[rows])
    return np.clip(np.rint(7.0 + 3.0 * wave + 1.6 * (scatter - 0.5)), 5, 10).astype(np.int64)


def state_owned(city: City, rows: Ints) -> NDArray[np.bool_]:
    """Return which parcels of today's survey are the state's."""
    return np.isin(city.code[rows], STATE_OWNED) | city.built[rows]


def identifiers(survey: Survey) -> list[str]:
    """Return BSM: 6 digits county, 4 layer, 8 serial."""
    codes = [code for code, _ in survey.city.line.districts]
    return [f"{codes[district]}{_LAYER_CODE}{serial:08d}" for district, serial in zip(
        survey.city.district[survey.rows].tolist(), survey.serial.tolist())]


def land_rows(survey: Survey) -> Rows:
    """Return the DLTB rows of some parcels."""
    city, rows, code = survey.city, survey.rows, survey.code
    cultivated = np.isin(code, CULTIVATED)
    area = survey.area.tolist()
    systems = load_class_systems()
    names = {info.code: info.name_zh for value in np.unique(code).tolist()
             for info in [systems.info(SURVEY, value)] if info}
    villages = load_names().villages
    place = [villages[number] for number in city.village[rows].tolist()]
    state = np.isin(code, STATE_OWNED) | city.built[rows]
    in_city = np.array([village.code.startswith(_CITY_DISTRICTS) for village in place])
    unit = [village.code + "0000000" for village in place]
    unit_name = [village.township + village.name for village in place]
    counties = dict(city.line.districts)
    columns = {
        "BSM": identifiers(survey),
        "YSDM": load_schema("dltb").element_code,
        "TBYBH": [f"{serial:08d}" for serial in survey.serial.tolist()],
        "TBBH": [f"{serial:08d}" for serial in survey.serial.tolist()],
        "DLBM": code.tolist(),
        "DLMC": [names[value] for value in code.tolist()],
        "QSXZ": np.where(state, "20", "30").tolist(),
        "QSDWDM": [name[:6] + "0" * 13 if owned else name for name, owned in zip(unit, state.tolist())],
        "QSDWMC": [counties[name[:6]] + "人民政府" if owned else label for name, label, owned in zip(
            unit, unit_name, state.tolist())],
        "ZLDWDM": unit,
        "ZLDWMC": unit_name,
        "TBMJ": area,
        "KCMJ": 0.0,
        "TBDLMJ": area,
        "GDPDJB": ["1" if yes else None for yes in cultivated.tolist()],
        "XZDWKD": _widths(code),
        "TBXHDM": None, "TBXHMC": None,
        "GDDB": [grade if yes else None for yes, grade in zip(cultivated.tolist(), grades(survey).tolist())],
        "SJNF": survey.year, "MSSM": "00", "BZ": "演示数据",
        "CZCSXM": _settlements(code, city.built[rows] & ~np.isin(code, _OUTSIDE_SETTLEMENTS), in_city),
        **_planting(survey, cultivated),
    }
    return Rows(columns, simple_polygons(survey.key, survey.offset))


def _widths(code: NDArray[np.str_]) -> list[float | None]:
    width = {name: metres for name, metres, _ in STRIPS}
    return [width.get(value) for value in code.tolist()]


def _settlements(code: NDArray[np.str_], built: NDArray[np.bool_],
                 in_city: NDArray[np.bool_]) -> list[str | None]:
    """Return the settlement code: city around the four city districts, towns at county seats, else villages."""
    town = np.where(in_city, "201", "202")
    village = np.isin(code, ("0702", "05H1", "08H1", "08H2", "0508", "0809", "0810", "1201"))
    result = np.select([built, village, code == "0601", code == "0602", code == "09"],
                       [town, "203", "203A", "204", "205"], "")
    return [value or None for value in result.tolist()]


def _planting(survey: Survey, cultivated: NDArray[np.bool_]) -> dict:
    """Return what grows on cultivated land, and which orchards and woods can be restored to it."""
    field = load_schema("dltb").field("ZZSXDM")
    meaning = {} if field is None else field.domain
    seed, pieces, rows = survey.city.seed, survey.city.pieces, survey.rows
    draw = uniform(seed, _CROP, pieces.parcel[rows], pieces.face[rows])
    crop = drawn(_CROPS, draw)
    if survey.year < YEAR:
        newly = (crop == "WG") & (uniform(seed, _FALLOW, pieces.parcel[rows], pieces.face[rows]) < _NEWLY_FALLOW)
        crop = np.where(newly, "LS", crop)
    garden = np.isin(survey.code, ("0201", "0204", "0307"))
    restorable = np.where(garden, drawn(_RESTORABLE, draw), "")
    chosen = np.where(cultivated, crop, restorable).tolist()
    return {"ZZSXDM": [value or None for value in chosen],
            "ZZSXMC": [meaning[value][0] if value else None for value in chosen]}


class LandLayer:
    """One row per parcel."""

    table = TABLE

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Yield the parcels of a batch."""
        city, rows = batch.city, batch.rows
        yield land_rows(Survey(city, YEAR, rows, city.code[rows], city.serial[rows], batch.area, batch.key,
                               batch.offset))

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield nothing more."""
        yield from ()
