"""Undoing projections, against QGIS's own transformations within one datum."""
from __future__ import annotations

import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsPointXY,
)

from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.engine.lonlat import lonlat_function, transverse_mercator

CONTEXT = QgsCoordinateTransformContext()

PLACES = {
    "EPSG:4526": ("EPSG:4490", 114.30, 34.80),  # with zone prefix
    "EPSG:4547": ("EPSG:4490", 114.30, 34.80),
    "EPSG:2383": ("EPSG:4610", 114.30, 34.80),  # Xian 1980: another ellipsoid
    "EPSG:32650": ("EPSG:4326", 115.00, 34.00),  # UTM
    "EPSG:32756": ("EPSG:4326", 153.02, -27.47),  # UTM, south
    "EPSG:3857": ("EPSG:4326", 114.30, 34.80),
    "EPSG:6677": ("EPSG:6668", 139.70, 35.60),  # latitude of origin and scale
    "EPSG:2249": ("EPSG:4269", -71.10, 42.37),  # Massachusetts, US survey feet
    "EPSG:28992": ("EPSG:4289", 5.20, 52.10),  # oblique stereographic
}


@pytest.mark.parametrize("authid", PLACES)
def test_only_the_projection_is_undone(qgis_app: object, authid: str) -> None:
    geographic, longitude, latitude = PLACES[authid]
    crs = QgsCoordinateReferenceSystem(authid)
    own = QgsCoordinateTransform(QgsCoordinateReferenceSystem(geographic), crs, CONTEXT)
    points = [own.transform(QgsPointXY(longitude + step, latitude)) for step in (0.0, 0.01)]
    to_lonlat, degrees = lonlat_function(crs, CONTEXT)
    found = to_lonlat(np.array([p.x() for p in points]), np.array([p.y() for p in points]))
    assert not degrees
    assert found[0] == pytest.approx([longitude, longitude + 0.01], abs=1e-9)
    assert found[1] == pytest.approx([latitude, latitude], abs=1e-9)
    assert [len(part) for part in to_lonlat(np.zeros(0), np.zeros(0))] == [0, 0]


def test_degrees_stay_degrees(qgis_app: object) -> None:
    to_lonlat, degrees = lonlat_function(QgsCoordinateReferenceSystem("EPSG:4490"), CONTEXT)
    assert degrees
    assert to_lonlat(np.array([114.3]), np.array([34.8])) == (np.array([114.3]), np.array([34.8]))


def test_custom_crs(qgis_app: object) -> None:
    # a local plane on the meridian of Kaifeng
    text = "+proj=tmerc +lat_0=0 +lon_0=114.35 +k=1 +x_0=500000 +y_0=-3000000 +ellps=GRS80 +units=m +no_defs"
    numbers = transverse_mercator(QgsCoordinateReferenceSystem.fromProj(text))
    assert numbers is not None
    assert (numbers["central_meridian"], numbers["false_northing"]) == (114.35, -3000000.0)
    # axes to the south and west are not among the numbers, so PROJ has to undo them
    turned = QgsCoordinateReferenceSystem.fromProj(f"{text} +axis=wsu")
    assert transverse_mercator(turned) is None


@pytest.mark.parametrize("text", ['LOCAL_CS["site plan",UNIT["metre",1]]', "EPSG:4978"])
def test_a_crs_without_longitude_is_refused(qgis_app: object, text: str) -> None:
    crs = QgsCoordinateReferenceSystem(text) if text.startswith("EPSG") else QgsCoordinateReferenceSystem.fromWkt(text)
    with pytest.raises(PlannerError, match="no longitude"):
        lonlat_function(crs, CONTEXT)


def test_coordinates_no_projection_made_are_refused(qgis_app: object) -> None:
    to_lonlat, _ = lonlat_function(QgsCoordinateReferenceSystem("EPSG:28992"), CONTEXT)
    with pytest.raises(PlannerError, match="EPSG:28992"):
        to_lonlat(np.array([np.inf]), np.array([np.nan]))
