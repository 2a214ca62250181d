"""qgis_process loads the staged plugin without a desktop, lists its algorithms and fails honestly."""
from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from kf_resources_plugin.processing.provider import ALGORITHMS
from tests.processing.minimal import minimal_inputs

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsProcessingProvider


@pytest.fixture(scope="module")
def program() -> str:
    # Debian 12's qgis_process is a wrapper that passes an option the program does not know
    found = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
    assert found, "qgis_process is not on the PATH"
    return found


def ask(program: str, *arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, check=False,
                          timeout=300)


def test_lists_every_algorithm(
    program: str, qgis_environment: dict[str, str], kf_provider: QgsProcessingProvider
) -> None:
    told = ask(program, "--json", "list", environment=qgis_environment)
    assert told.returncode == 0, told.stderr
    listed = json.loads(told.stdout[told.stdout.index("{"):])["providers"]["kf"]["algorithms"]
    assert {f"kf:{name.removeprefix('kf:')}" for name in listed} == {a.id() for a in kf_provider.algorithms()}


def test_speaks_the_language_of_qgis(program: str, qgis_environment: dict[str, str], tmp_path: Path) -> None:
    settings = tmp_path / "profiles/default/QGIS/QGIS3.ini"
    settings.write_text(settings.read_text(encoding="utf-8") + "\n[locale]\noverrideFlag=true\nuserLocale=zh-Hans\n",
                        encoding="utf-8")
    told = ask(program, "help", "kf:farmlandoccupation", environment=qgis_environment)
    assert told.returncode == 0, told.stderr
    assert "地类图斑" in told.stdout


@pytest.mark.parametrize("name", [algorithm.NAME for algorithm in ALGORITHMS])
def test_the_inputs_are_enough(program: str, qgis_environment: dict[str, str], kf_provider: QgsProcessingProvider,
                               tmp_path: Path, name: str) -> None:
    inputs = minimal_inputs(name, tmp_path / "输入 1")
    values = [f"{key}={item}" for key, value in inputs.items()
              for item in (value if isinstance(value, list) else [value])]
    told = ask(program, "--json", "run", f"kf:{name}", "--", *values, environment=qgis_environment)
    assert told.returncode == 0, told.stderr
    assert "Traceback" not in told.stderr
    results = json.loads(told.stdout)["results"]
    numbers = {output.name() for output in kf_provider.algorithm(name).outputDefinitions()
               if output.type() == "outputNumber"}
    assert numbers <= set(results)


def test_missing_input_fails_with_a_message(program: str, qgis_environment: dict[str, str], tmp_path: Path) -> None:
    output = tmp_path / "pieces.gpkg"
    told = ask(program, "run", "kf:farmlandoccupation", "--", f"LAND={tmp_path / 'none.gpkg'}", f"PIECES={output}",
               environment=qgis_environment)
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    assert not output.exists()
