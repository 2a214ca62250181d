"""Fixtures for what the desktop shows."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsApplication

from tests.gui.provider import SmallProvider

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qgis.core import QgsProcessingAlgorithm


@pytest.fixture
def small(qgis_processing: None, algorithm_dialogs: None) -> Iterator[QgsProcessingAlgorithm]:
    """Return the algorithm ``kftest:small`` from a registered provider."""
    provider = SmallProvider()
    assert QgsApplication.processingRegistry().addProvider(provider)
    yield QgsApplication.processingRegistry().createAlgorithmById("kftest:small")
    QgsApplication.processingRegistry().removeProvider(provider)


@pytest.fixture
def algorithm_dialogs(qgis_iface: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Processing open its dialogs: pytest-qgis answers ``iface.browserModel()`` with something Qt refuses."""
    monkeypatch.setattr(qgis_iface, "browserModel", lambda: None, raising=False)
