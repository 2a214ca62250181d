"""The figures of a duty hang neither on the order of rows nor on the library that cuts.

By hand over shared borders, an overlap and nameless parcels; and over crooked surveys with overlapping zones.
"""
from __future__ import annotations

import sys
from random import Random
from typing import TYPE_CHECKING, Any

import processing
import pytest
import shapely
from qgis.core import QgsApplication, QgsVectorLayer
from shapely import affinity

from kf_resources_plugin.engine.roles import write_role
from tests.builders import land_layer, layer_of, rows_of
from tests.processing.places import X, Y, box
from tests.processing.test_stablefarmland import MORE, parcel

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("kf_provider")


def figures(duty: str, basis: str, step: int) -> dict[str, Any]:
    rows = [(box(0, 0, 100, 100), parcel("A", TBMJ=9990.0)), (box(100, 0, 100, 100), parcel("B", TBMJ=10_050.0)),
            (box(200, 0, 100, 100), parcel(None, KCXS=0.0)), (box(250, 0, 100, 100), parcel(None, "0103", KCXS=0.2)),
            (box(0, 100, 100, 100), parcel("C", "0201", TBMJ=9990.0, TBXHDM="JKHF")),
            (box(100, 100, 100, 100), parcel(None, "1104", TBXHDM="JKHF")),
            (box(150, 100, 100, 100), parcel(None, "0201", TBXHDM="JKHF")),
            (box(250, 100, 100, 100), parcel(None, "0404"))]
    permanent = [(box(0, 0, 100, 100), {}), (box(90, 0, 200, 100), {})]
    given: dict[str, Any] = {"LAND": land_layer(rows[::step], **MORE), "AREA_BASIS": basis, "RULES_DATE": "2025-06-01",
                             "CLASS_SYSTEM": "survey_2019", "FINDINGS": "memory:"}
    if duty in ("permanentfarmlandcheck", "farmlandtargets"):
        given["PERMANENT_FARMLAND"] = layer_of(permanent[::step], {}, name="permanent")
    result = processing.run(f"kf:{duty}", given)
    return {name: value for name, value in result.items() if isinstance(value, (int, float))}


@pytest.mark.parametrize("duty", ["stablefarmland", "permanentfarmlandcheck", "farmlandtargets", "reservepotential"])
@pytest.mark.parametrize("basis", ["computed", "tbmj"])
def test_reversed_rows_give_the_same_figures(duty: str, basis: str) -> None:
    told = figures(duty, basis, 1)
    assert any(told.values())
    assert figures(duty, basis, -1) == told


def test_of_two_units_of_one_shape_the_first_code_has_the_land() -> None:
    units = [(box(-10, -10, 520, 120), {"XZQDM": code}) for code in ("410222", "410223")]
    told = []
    for step in (1, -1):
        result = processing.run("kf:stablefarmland", {
            "LAND": land_layer([(box(0, 0, 100, 100), parcel("A", GDPDJB="1"))], **MORE), "SUMMARY": "memory:",
            "UNITS": layer_of(units[::step], {"XZQDM": "text"}, name="units"), "RULES_DATE": "2025-06-01"})
        told.append(rows_of(result["SUMMARY"], "unit_code", "farmland_m2"))
    assert told[0] == told[1]
    assert [code for code, farmland in told[0] if farmland] == ["410222"]


# -- crooked surveys ----------------------------------------------------------------------------------------------


CODES = ("0101", "0102", "0103", "0201", "0301", "0404", "0701", "1006", "1104")
UNITS = ("4102221002010000000", "4102211002010000000", "4102031001010000000", None)
DUTIES = {"farmlandchange": "CHANGES", "stablefarmland": "STABLE", "permanentfarmlandcheck": "PARTS",
          "permanentfarmlandreplace": "CANDIDATES", "reservepotential": "CANDIDATES", "farmlandtargets": "SCORE"}
"""Each with the layer that must not be empty."""
BY_ROWS = {"fid", "patch_id", "block_id", "message", "remedy", "finding_id"}
"""Fields that number rows, or quote such numbers; those named …_fid do, too."""


def survey(seed: int, turn: Random | None) -> QgsVectorLayer:
    """Return 25 crooked parcels that share borders and six rectangles over them, in an order of their own."""
    chance = Random(seed)  # noqa: S311 (a layout)
    corner = {(i, j): (i * 60 + chance.uniform(-12, 12), j * 60 + chance.uniform(-12, 12))
              for i in range(6) for j in range(6)}
    shapes = [shapely.Polygon([corner[i, j], corner[i + 1, j], corner[i + 1, j + 1], corner[i, j + 1]])
              for i in range(5) for j in range(5)]
    for _ in range(6):
        x, y = chance.uniform(0, 240), chance.uniform(0, 240)
        shapes.append(shapely.box(x, y, x + chance.uniform(5, 70), y + chance.uniform(5, 70)))
    rows = [(placed(shape), {
        "BSM": f"P{number:03d}", "DLBM": chance.choice(CODES), "ZLDWDM": chance.choice(UNITS),
        "GDPDJB": chance.choice(["1", "2", "4", "5", None]), "KCXS": chance.choice([0.0, 0.05, 0.1234, None]),
        "GDDB": chance.choice([5, 6, 7, None]), "TBMJ": shape.area * chance.choice([1, 0.99, 1.02]),
    }) for number, shape in enumerate(shapes)]
    return land_layer(shuffled(rows, turn), name=f"survey {seed}", **MORE)


def zones(seed: int, count: int, turn: Random | None, role: str = "") -> QgsVectorLayer:
    """Return turned rectangles that overlap one another."""
    chance = Random(seed)  # noqa: S311 (a layout)
    rows = []
    for number in range(count):
        x, y = chance.uniform(-20, 240), chance.uniform(-20, 240)
        rectangle = shapely.box(x, y, x + chance.uniform(20, 120), y + chance.uniform(20, 120))
        rows.append((placed(affinity.rotate(rectangle, chance.uniform(0, 90))), {"BSM": f"Z{number}"}))
    layer = layer_of(shuffled(rows, turn), {"BSM": "text"}, name=f"zones {seed}")
    if role:
        write_role(layer, role)
    return layer


DRAWN = {"410200": (-15, -10, 300, 280), "410222": (-20, -20, 140, 250), "410221": (118, -5, 110, 230),
         "410222100": (15, 12, 75, 90), "410222101": (60, 90, 70, 95), "410221100201": (150, 40, 33, 47)}
"""Units of four levels: x, y, width, height; counties overlap, townships reach beyond their county."""


def units(seed: int, turn: Random | None) -> QgsVectorLayer:
    """Return ``DRAWN`` turned a little."""
    chance = Random(seed)  # noqa: S311 (a layout)
    rows = [(placed(affinity.rotate(shapely.box(x, y, x + width, y + height), chance.uniform(-8, 8))), {"XZQDM": code})
            for code, (x, y, width, height) in DRAWN.items()]
    return layer_of(shuffled(rows, turn), {"XZQDM": "text"}, name=f"units {seed}")


def placed(shape: shapely.Geometry) -> str:
    return str(affinity.translate(shape, X, Y).wkt)


def shuffled(rows: list[Any], turn: Random | None) -> list[Any]:
    return rows if turn is None else turn.sample(rows, len(rows))


def run(duty: str, basis: str, seed: int, turn: Random | None) -> dict[str, Any]:
    """Run a duty over a crooked survey and all layers that it takes."""
    given: dict[str, Any] = {"RULES_DATE": "2025-06-01", "CLASS_SYSTEM": "survey_2019", "UNITS": units(seed, turn),
                             **dict.fromkeys(layers_of(duty), "memory:")}
    if duty == "farmlandchange":
        given.update(LAND_BEFORE=survey(seed + 50, turn), LAND_AFTER=survey(seed, turn), APPROVALS=zones(400, 3, turn))
    else:
        given.update(LAND=survey(seed, turn), AREA_BASIS=basis)
    if duty == "farmlandtargets":
        given.update(LAND_BEFORE=survey(seed + 50, turn), APPROVED=zones(400 + seed, 3, turn))
    if duty == "permanentfarmlandreplace":
        given.update(LOST=zones(200 + seed, 2, turn))
    if duty not in ("stablefarmland", "reservepotential"):
        given.update(PERMANENT_FARMLAND=zones(100 + seed, 4, turn))
    if duty not in ("permanentfarmlandcheck", "reservepotential"):
        given.update(MASKS=[zones(500 + seed + place, 3, turn, role) for place, role in enumerate(
            ("ecological_conversion", "river_management", "steep_land"))])
    return dict(processing.run(f"kf:{duty}", given))


def everything(duty: str, basis: str, seed: int, turn: Random | None) -> dict[str, Any]:
    """Return the numbers of a duty and the rows of its layers, sorted, with area and without what numbers rows."""
    return {name: sorted(rows(value)) if isinstance(value, QgsVectorLayer) else value
            for name, value in run(duty, basis, seed, turn).items()
            if isinstance(value, (QgsVectorLayer, int, float)) and not name.startswith("RESIDUAL")}


def layers_of(duty: str) -> list[str]:
    algorithm = QgsApplication.processingRegistry().algorithmById(f"kf:{duty}")
    return [output.name() for output in algorithm.outputDefinitions() if output.type() == "outputVector"]


def rows(layer: QgsVectorLayer) -> Iterator[str]:
    names = [name for name in layer.fields().names() if name not in BY_ROWS and not name.endswith("_fid")]
    for feature in layer.getFeatures():
        shape = feature.geometry()
        measure = "" if shape.isNull() else f"{shape.area():.3f} {shape.constGet().partCount()}"
        yield f"{[feature[name] for name in names]} {measure}"


@pytest.mark.parametrize("duty", DUTIES)
@pytest.mark.parametrize(("basis", "seed"), [("computed", 0), ("computed", 4), ("tbmj", 5)])
def test_another_library_and_order_give_the_same_rows(duty: str, basis: str, seed: int,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    told = everything(duty, basis, seed, None)
    assert told[DUTIES[duty]]
    with monkeypatch.context() as without_shapely:
        without_shapely.setitem(sys.modules, "kf_resources_plugin.engine.kernel_shapely", None)
        assert everything(duty, basis, seed, None) == told
    assert everything(duty, basis, seed, Random(seed + 1)) == told  # noqa: S311 (an order)
