"""The plugin in Chinese, for tests that look at what a planner reads."""
from __future__ import annotations

import gc
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def compiled_texts(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Chinese texts as the stage compiles them."""
    target = tmp_path_factory.mktemp("i18n") / "kf_resources_zh_CN.qm"
    subprocess.run(["lrelease", "-silent", repository / "i18n" / "kf_resources_zh_CN.ts", "-qm", target], check=True)
    return target


@pytest.fixture
def chinese_texts(chinese_locale: None, compiled_texts: Path) -> Iterator[None]:
    """Let tr() answer in Chinese for one test."""
    from qgis.PyQt.QtCore import QCoreApplication, QTranslator

    translator = QTranslator()
    assert translator.load(str(compiled_texts))
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


@pytest.fixture(autouse=True, scope="module")
def _layers_of_failed_runs_are_gone() -> Iterator[None]:
    """Collect what tests of failures left in cycles: an error keeps the frames, and so the file layers, of its run.

    Collected after QGIS has ended, such a layer would crash Python.
    """
    yield
    gc.collect()
