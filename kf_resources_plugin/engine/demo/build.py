"""Making the demo city: one pass over the parcels writes every layer of the GeoPackage.

A further layer is one more module with a class like ``layers.DemoLayer`` and one more entry in ``demo_layers``.
"""
from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .approvals import ApprovalsLayer, ExemptLayer, Grants
from .before import LandBeforeLayer
from .change import Past
from .city import make_city
from .efficiency import efficiency_layers
from .farmland import PermanentFarmlandLayer
from .land import LandLayer
from .layers import Raised
from .masks import mask_layers, reach_masks
from .package import Package, Table
from .projects import ProjectsLayer
from .reach_layers import reach_layers
from .redline import RedlineLayer
from .reserve import ReserveLayer
from .settlements import BuildingsLayer, PlatformsLayer, SettlementsLayer, Villages
from .stock_layers import stock_layers
from .targets import TargetsLayer
from .terrain import heights
from .terrain_file import TerrainFile, terrain_path
from .town_buildings import TownBuildingsLayer
from .town_heritage import heritage_layers
from .town_layers import town_layers
from .town_surface import SURFACE, surface, surface_path
from .units import unit_layers
from .urban import UrbanBoundaryLayer

if TYPE_CHECKING:
    from pathlib import Path

    from ...rules.progress import Progress
    from .layers import DemoLayer

EPSG = 4547
_BATCH = 8_000


@dataclass(frozen=True)
class Built:
    """What was written: GeoPackage, ground and surface, tables, rows and digest of each table, a digest over all."""

    path: Path
    terrain: Path
    surface: Path
    tables: tuple[Table, ...]
    rows: dict[str, int]
    digests: dict[str, str]
    digest: str


def demo_layers() -> list[DemoLayer]:
    """Return fresh layers in the order of the GeoPackage."""
    past, villages = Past(), Villages()
    grants = Grants(past)
    return [*unit_layers(), LandLayer(), PermanentFarmlandLayer(past), RedlineLayer(), UrbanBoundaryLayer(),
            ProjectsLayer(), ReserveLayer(), LandBeforeLayer(past), ApprovalsLayer(grants), ExemptLayer(past),
            TargetsLayer(), *mask_layers(), *reach_masks(), *reach_layers(), SettlementsLayer(villages),
            PlatformsLayer(villages), BuildingsLayer(villages), *town_layers(), TownBuildingsLayer(),
            *heritage_layers(), *stock_layers(past, grants),
            *efficiency_layers()]


def build_demo(path: Path, parcels: int, seed: int, progress: Progress, batch: int = _BATCH) -> Built:
    """Write the demo city of about ``parcels`` parcels to a new GeoPackage, its ground and the old town's surface to
    rasters beside it.

    ``batch`` parcels are held at a time; the rows do not depend on it. Raises PlannerError when a file cannot be
    written, Canceled when the user stops; the files then do not exist.
    """
    city = make_city(parcels, seed, progress.part(0.0, 0.15))
    layers = demo_layers()
    writing = progress.part(0.15, 0.9)
    with (TerrainFile(terrain_path(path), EPSG) as terrain, TerrainFile(surface_path(path), EPSG, SURFACE) as town,
          Package(path, EPSG) as package):
        for layer in layers:
            package.create(layer.table)
        for part in city.batches(batch):
            for layer in layers:
                progress.check()
                for rows in layer.take(part):
                    package.add(layer.table.name, rows)
            package.commit()
            writing.set(float(part.rows[-1] + 1) / len(city))
        for layer in layers:
            progress.check()
            for rows in layer.finish(city):
                package.add(layer.table.name, rows)
        mounds = [mound for layer in layers if isinstance(layer, Raised) for mound in layer.mounds(city)]
        ground = heights(seed, mounds, progress.part(0.9, 1.0))
        terrain.write(ground)
        progress.check()
        town.write(surface(seed, ground))
        progress.check()
        written = package.finish()
    progress.set(1.0)
    digests = {name: digest for name, (_, digest) in written.items()}
    listed = {**digests, "terrain": terrain.digest, "surface": town.digest}
    total = hashlib.sha256("".join(f"{name}:{digest}\n" for name, digest in listed.items()).encode()).hexdigest()
    return Built(path, terrain_path(path), surface_path(path), tuple(layer.table for layer in layers),
                 {name: count for name, (count, _) in written.items()},
                 digests, total)
