"""GeoPandas: read with pyogrio, overlay, write with pyogrio."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas

if TYPE_CHECKING:
    from pathlib import Path


def prepare(options: tuple[str, ...]) -> None:
    """Nothing but the import above."""


def run(options: tuple[str, ...], source: Path, layer: str, target: Path) -> dict[str, Any]:
    """Cut the survey by the other layer."""
    land = geopandas.read_file(source, layer="land", use_arrow=True)
    control = geopandas.read_file(source, layer=layer, use_arrow=True)
    pieces = geopandas.overlay(control, land, how="intersection", keep_geom_type=True)
    pieces.to_file(target, layer="pieces", use_arrow=True)
    return {}
