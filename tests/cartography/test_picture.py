"""Pictures of layers show the colours of their styles, on white, from any thread."""
from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle
from qgis.PyQt.QtGui import QColor, QImage

from kf_resources_plugin.cartography import picture, styles
from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.rules.progress import Canceled, NoProgress
from tests.builders import layer_of
from tests.cartography import builders as town

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

CRS = QgsCoordinateReferenceSystem(town.CRS)
PADDY, IRRIGATED, RIVER = (248, 208, 114), (252, 234, 158), (163, 214, 245)  # TD/T 1055-2019 map convention


def styled_land() -> QgsVectorLayer:
    layer = town.land()
    styles.apply_style(layer, "land", "zh")
    layer.setLabelsEnabled(False)
    return layer


def colour_at(image: QImage, x: float, y: float) -> tuple[int, int, int]:
    rgb = image.pixelColor(int(image.width() * x), int(image.height() * y)).getRgb()
    return rgb[0], rgb[1], rgb[2]


def test_picture_shows_the_classes_where_they_lie(qgis_app: Any) -> None:
    layer = styled_land()
    png = town.png_of(layer, picture.with_margin(layer.extent()), CRS, 880, 280)
    image = QImage.fromData(png, "PNG")
    assert (image.width(), image.height()) == (880, 280)
    # the town is 4 km by 1 km with 160 m of margin on each side: parcel n has its middle at (n + 0.5 + 0.16) / 4.32
    places = [(n + 0.66) / 4.32 for n in range(3)]
    assert [colour_at(image, x, 0.4) for x in places] == [PADDY, IRRIGATED, RIVER]
    assert colour_at(image, 0.01, 0.05) == (255, 255, 255)


def without_thread(layer: QgsVectorLayer) -> QgsVectorLayer:
    copy = layer.clone()
    copy.moveToThread(None)
    return copy


def drawn(layer: QgsVectorLayer, progress: Any, note: str = "") -> bytes:
    return picture.draw_png([without_thread(layer)], layer.extent(), CRS, (400, 100), 96, progress, note=note)


def test_copies_are_drawn_for_another_thread(qgis_app: Any) -> None:
    layer = styled_land()
    with ThreadPoolExecutor(1) as pool:
        png = pool.submit(drawn, layer, NoProgress()).result(timeout=60)
    assert colour_at(QImage.fromData(png, "PNG"), 0.1, 0.5) == PADDY
    assert png == drawn(layer, NoProgress()), "the thread of the run makes no difference"


def test_the_note_stands_along_the_lower_edge(qgis_app: Any) -> None:
    layer = styled_land()
    plain, noted = (QImage.fromData(drawn(layer, NoProgress(), note), "PNG")
                    for note in ("", "示意，非法定界线 " * 20))
    changed = [y for y in range(plain.height())
               if any(plain.pixel(x, y) != noted.pixel(x, y) for x in range(plain.width()))]
    assert changed == list(range(changed[0], plain.height())), "a band down to the edge"
    assert changed[0] >= plain.height() * 0.6, "at most a quarter of the picture and its margins"
    dark = [x for x in range(noted.width()) for y in changed if QColor(noted.pixel(x, y)).lightness() < 100]
    assert len(dark) > 100, "letters are printed"


def test_drawing_stops_when_the_user_cancels(qgis_app: Any) -> None:
    side = 200
    layer = layer_of([(town.at(20.0 * (n % side), 5.0 * (n // side), 20, 5), {"DLBM": "0101"})
                      for n in range(side * side)], {"DLBM": "text"})
    styles.apply_style(layer, "land", "zh")

    class Pressed(NoProgress):
        def check(self) -> None:
            raise Canceled

    started = time.monotonic()
    with pytest.raises(Canceled):
        drawn(layer, Pressed())
    assert time.monotonic() - started < 1.0


def test_extent_joins_layers_in_other_systems(qgis_app: Any) -> None:
    # 114° E is the central meridian of EPSG:4547: x = 500 000 there
    geographic = layer_of([("POLYGON((114 34.78, 114.01 34.78, 114.01 34.79, 114 34.79, 114 34.78))", {})],
                          {"BSM": "text"}, crs="EPSG:4490")
    extent = picture.layers_extent([town.land(), geographic], CRS)
    assert extent.xMinimum() == pytest.approx(500_000.0, abs=0.01)
    assert extent.xMaximum() == pytest.approx(504_000.0, abs=0.01)
    assert picture.layers_extent([layer_of([], {"BSM": "text"})], CRS).isNull()


def test_extent_outside_the_system_names_the_layer(qgis_app: Any) -> None:
    # metres in a layer that claims degrees
    wrong = layer_of([(town.at(0, 0, 10, 10), {})], {"BSM": "text"}, crs="EPSG:4326", name="错位")
    with pytest.raises(PlannerError, match="错位"):
        picture.layers_extent([wrong], CRS)


@pytest.mark.parametrize(("extent", "size"), [
    (QgsRectangle(), (100, 100)),
    (QgsRectangle(0, 0, 1, 1), (100_000, 100_000)),
    (QgsRectangle(0, 0, 1, 1), (0, 10)),
])
def test_nothing_to_draw_is_said(qgis_app: Any, extent: QgsRectangle, size: tuple[int, int]) -> None:
    with pytest.raises(PlannerError):
        town.png_of(town.land(), extent, CRS, *size)
