"""Fixtures for all tests. Nothing here imports QGIS until a test asks: tests of rules run without it."""
from __future__ import annotations

import gc
import os
import subprocess
import sys
from functools import partialmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.desktop import DesktopInterface

REPOSITORY = Path(__file__).resolve().parent.parent

# Debian's pyproj looks for the data of PROJ below the interpreter's folder, which in .venv is not where they are.
DEBIAN_PROJ_DATA = Path("/usr/share/proj")
if DEBIAN_PROJ_DATA.is_dir():
    os.environ.setdefault("PROJ_DATA", str(DEBIAN_PROJ_DATA))

# Before its first value Hypothesis reads the source of every module; on a busy machine that takes half a minute.
settings.register_profile("busy", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


# A disk that others write to has kept a test waiting for ten seconds; what never comes fails after this all the same.
LONGEST_MS = 60_000

# Files that take ten seconds and more begin first: at the end one of them would run alone beside an idle processor.
LONGEST_FIRST = (
    "processing/test_every_run.py", "packaging/test_check_zip.py", "packaging/test_qgis_process.py",
    "engine/test_ledger_property.py", "gui/test_farmland_ledger.py", "processing/test_demo_duties.py",
    "packaging/test_loader.py", "gui/test_farmland_dock_life.py", "processing/test_bad_layers.py",
    "cartography/test_demo_project.py", "processing/test_demodata.py", "gui/test_duties.py", "gui/test_duty_page.py",
    "architecture/test_code.py", "rules/test_rule_files.py", "rules/test_areal_scale.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; with ``--no-loadscope-reorder`` they are given to the processes in this order."""
    places = {REPOSITORY / "tests" / name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


@pytest.fixture(autouse=True)
def _project_is_left_empty() -> Iterator[None]:
    """Take out of the open project what a test put there: the next one expects none of it."""
    yield
    if "qgis.core" in sys.modules:
        from qgis.core import QgsProject

        if QgsProject.instance().mapLayers():
            QgsProject.instance().clear()


@pytest.fixture(scope="session", autouse=True)
def _layers_end_before_qgis(request: pytest.FixtureRequest) -> Iterator[None]:
    """Delete the layers Python still holds before QGIS goes, for a file layer that outlives it crashes Python.

    QGIS keeps the frames of every run that failed, and with them the layers of the tests that made it fail.
    """
    if not request.config.pluginmanager.hasplugin("pytest_qgis"):
        yield
        return
    request.getfixturevalue("qgis_app")  # so that this ends first
    yield
    from qgis.core import QgsMapLayer
    from qgis.PyQt import sip

    for layer in [held for held in gc.get_objects() if isinstance(held, QgsMapLayer)]:
        if not sip.isdeleted(layer) and sip.ispyowned(layer):
            sip.delete(layer)


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the folder of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def tracked_files(repository: Path) -> list[str]:
    """Return the files git keeps; tests that need them are skipped where there is no git or no checkout."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    try:
        listed = subprocess.run(command, cwd=repository, capture_output=True, check=True).stdout.decode("utf-8")
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("no git checkout")
    return [name for name in listed.split("\0") if name and (repository / name).is_file()]


@pytest.fixture(scope="session")
def kf_provider(qgis_processing: None) -> Iterator[Any]:
    """Return the plugin's provider, registered with QGIS for the whole session."""
    from qgis.core import QgsApplication

    from kf_resources_plugin.processing.provider import KfProvider

    provider = KfProvider()
    assert QgsApplication.processingRegistry().addProvider(provider)
    yield provider
    QgsApplication.processingRegistry().removeProvider(provider)


def set_locale(name: str) -> None:
    """Set the user's locale in the settings of the tests."""
    from qgis.core import QgsSettings

    QgsSettings().setValue("locale/overrideFlag", True)
    QgsSettings().setValue("locale/userLocale", name)


@pytest.fixture(scope="session", autouse=True)
def _english_unless_asked(request: pytest.FixtureRequest) -> None:
    """Begin in English whatever the machine speaks, and whatever an interrupted run left in the settings."""
    if request.config.pluginmanager.hasplugin("pytest_qgis"):
        request.getfixturevalue("qgis_app")
        set_locale("en_US")


@pytest.fixture
def chinese_locale() -> Iterator[None]:
    """Set the user's locale to the one QGIS itself calls Chinese, ``zh-Hans``."""
    set_locale("zh-Hans")
    yield
    set_locale("en_US")


@pytest.fixture
def qtbot(qapp: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Stand for the user as pytest-qt does, but wait as long as a busy machine takes, and answer what asks.

    ``answer_next`` is that of ``Answers``, whose faults are those of the test.
    """
    from pytestqt.qtbot import QtBot

    from tests.gui.answers import Answers

    class PatientBot(QtBot):  # type: ignore[misc]
        waitUntil = partialmethod(QtBot.waitUntil, timeout=LONGEST_MS)  # noqa: N815
        waitSignal = partialmethod(QtBot.waitSignal, timeout=LONGEST_MS)  # noqa: N815
        waitSignals = partialmethod(QtBot.waitSignals, timeout=LONGEST_MS)  # noqa: N815
        answer_next = Answers()

    bot = PatientBot(request)
    yield bot
    bot.answer_next.end()
    assert bot.answer_next.faults == []


@pytest.fixture
def desktop(qtbot: Any) -> DesktopInterface:
    """Return a strict stand-in for QGIS's ``iface`` over a real main window."""
    from tests.desktop import DesktopInterface

    interface = DesktopInterface()
    qtbot.addWidget(interface.mainWindow())
    return interface

