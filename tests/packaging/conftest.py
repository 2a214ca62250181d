"""The plugin as a user has it, put together once for all tests of it."""
from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

NAME = "kf_resources_plugin"


def load_tool(repository: Path, name: str) -> ModuleType:
    """Return a script of .ci as a module."""
    spec = spec_from_file_location(f"kf_{name}", repository / ".ci" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def stage_tool(repository: Path) -> ModuleType:
    """Return .ci/stage.py."""
    return load_tool(repository, "stage")


@pytest.fixture(scope="session")
def zip_tool(repository: Path) -> ModuleType:
    """Return .ci/check_zip.py."""
    return load_tool(repository, "check_zip")


@pytest.fixture(scope="session")
def staged(stage_tool: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the plugin's folder as it is installed, below a folder with Chinese characters and a space."""
    folder = tmp_path_factory.mktemp("插件 目录") / NAME
    stage_tool.stage(folder)
    return folder


@pytest.fixture
def qgis_environment(staged: Path, tmp_path: Path) -> dict[str, str]:
    """Return an environment with a fresh QGIS profile of its own in which the staged plugin is switched on."""
    return environment_with_profile(staged, tmp_path)


def environment_with_profile(staged: Path, folder: Path) -> dict[str, str]:
    """Make a QGIS profile below ``folder`` with the staged plugin switched on; return the environment that uses it."""
    profile = folder / "profiles/default/QGIS"
    profile.mkdir(parents=True)
    (profile / "QGIS3.ini").write_text(f"[PythonPlugins]\n{NAME}=true\n", encoding="utf-8")
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **inherited, "QGIS_CUSTOM_CONFIG_PATH": str(folder), "QGIS_PLUGINPATH": str(staged.parent),
        "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8",
        # compiled once for all processes, and never into the staged plugin
        "PYTHONPYCACHEPREFIX": str(staged.parent.with_name("bytecode")),
    }


def run_python(script: Path, *arguments: object, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a script in a process of its own and return what it said; the test fails when it hangs."""
    return subprocess.run(
        [sys.executable, str(script), *map(str, arguments)], env=environment, capture_output=True, text=True,
        check=False, timeout=300)
