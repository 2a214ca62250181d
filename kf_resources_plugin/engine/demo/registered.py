"""Registered parcels of the demo city: most of the state's construction land, some of it in part only."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...rules.codes import SURVEY
from ..roles import role_title
from ..rule_store import load_class_systems
from .approvals import districts_of, rings_of
from .chords import halves
from .land import state_owned
from .noise import uniform
from .package import GENERATED, Column, Rows, Table
from .polygons import simple_polygons
from .surfaces import polygon_surfaces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .city import Batch, City

_STREAM = 91
# shares of the parcels, ours: registered whole, and in one half only; the rest has no user
_WHOLE, _IN_PART = 0.93, 0.04
ROLE = "registered_parcels"


class RegisteredParcelsLayer:
    """One row per registered parcel."""

    table = Table(
        ROLE, ROLE, role_title(ROLE, "zh"), role_title(ROLE, "en"),
        GENERATED + " 登记情况为虚构。 What is registered is invented.", "polygon",
        (Column("ZDDM", "text", 30, 0, "宗地代码"), Column("QLR", "text", 60, 0, "权利人"),
         Column("MJ", "decimal", 15, 2, "面积"), Column("XZQDM", "text", 12, 0, "行政区代码"),
         Column("BZ", "text", 255, 0, "备注")))

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Yield the registered parcels among a batch of parcels of the survey."""
        city, rows = batch.city, batch.rows
        systems = load_class_systems()
        codes, of_row = np.unique(city.code[rows], return_inverse=True)
        infos = [systems.info(SURVEY, code) for code in codes.tolist()]
        built = np.array([info is not None and info.major == "J" for info in infos], dtype=bool)[of_row]
        draw = uniform(city.seed, _STREAM, city.pieces.parcel[rows], city.pieces.face[rows])
        local = np.flatnonzero(built & state_owned(city, rows) & (draw < _WHOLE + _IN_PART))
        if not len(local):
            return
        key, offset = rings_of(batch, local)
        wkbs = simple_polygons(key, offset)
        parts = halves(key, offset)
        for place, wkb in zip(parts.row.tolist(), simple_polygons(parts.key, parts.offset)[::2]):
            if draw[local[place]] >= _WHOLE:
                wkbs[place] = wkb
        districts, serials = districts_of(city, rows[local]), city.serial[rows[local]].tolist()
        yield Rows({
            "ZDDM": [f"{district}JB{serial:08d}" for district, serial in zip(districts, serials)],
            "QLR": [f"演示权利人{serial}" for serial in serials], "MJ": polygon_surfaces(wkbs), "XZQDM": districts,
            "BZ": "演示数据"}, wkbs)

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield nothing more."""
        yield from ()
