"""One small demo city for all tests of this folder."""
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from kf_resources_plugin.engine.demo.build import Built

PARCELS, SEED = 3_000, 5


@pytest.fixture(scope="session")
def built(qgis_app: object, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return a demo city of about 3 000 parcels."""
    from kf_resources_plugin.engine.demo.build import build_demo
    from kf_resources_plugin.rules.progress import NoProgress

    return build_demo(tmp_path_factory.mktemp("demo") / "city.gpkg", PARCELS, SEED, NoProgress())


@pytest.fixture(scope="session")
def package(built: Built) -> Path:
    """Return its GeoPackage."""
    return built.path
