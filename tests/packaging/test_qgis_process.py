"""qgis_process loads the staged plugin without a desktop, lists its algorithms and fails honestly."""
from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kf_resources_plugin.processing.provider import ALGORITHMS
from tests.packaging.conftest import environment_with_profile, run_python
from tests.processing.minimal import minimal_inputs

if TYPE_CHECKING:
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


def texts(name: str, folder: Path) -> dict[str, str | list[str]]:
    """Return the least inputs of an algorithm as qgis_process gets them."""
    return {key: [*map(str, value)] if isinstance(value, list) else str(value)
            for key, value in minimal_inputs(name, folder).items()}


def numbers_of(kf_provider: QgsProcessingProvider, name: str) -> set[str]:
    return {output.name() for output in kf_provider.algorithm(name).outputDefinitions()
            if output.type() == "outputNumber"}


@pytest.mark.parametrize("name", ["farmlandoccupation", "flooddepth", "controllinemap"])
def test_a_vector_a_raster_and_a_map_come_out(program: str, qgis_environment: dict[str, str],
                                              kf_provider: QgsProcessingProvider, tmp_path: Path, name: str) -> None:
    """One of each: every start of the program takes seconds, and all algorithms run without a desktop below."""
    values = [f"{key}={item}" for key, value in texts(name, tmp_path / "输入 1").items()
              for item in ([value] if isinstance(value, str) else value)]
    told = ask(program, "--json", "run", f"kf:{name}", "--", *values, environment=qgis_environment)
    assert told.returncode == 0, told.stderr
    assert "Traceback" not in told.stderr
    assert numbers_of(kf_provider, name) <= set(json.loads(told.stdout)["results"])


@pytest.fixture(scope="module")
def headless(staged: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bool, list[str], str]]:
    """Return how every algorithm ran without a desktop, all in one process."""
    folder = tmp_path_factory.mktemp("headless")
    inputs, output = folder / "inputs.json", folder / "told.json"
    inputs.write_text(json.dumps({algorithm.NAME: texts(algorithm.NAME, folder / "输入 1" / algorithm.NAME)
                                  for algorithm in ALGORITHMS}), encoding="utf-8")
    done = run_python(Path(__file__).with_name("headless_runs.py"), staged.parent, inputs, output,
                      environment=environment_with_profile(staged, folder))
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Traceback" not in done.stderr
    told: dict[str, tuple[bool, list[str], str]] = json.loads(output.read_text(encoding="utf-8"))
    return told


@pytest.mark.parametrize("name", [algorithm.NAME for algorithm in ALGORITHMS])
def test_the_inputs_are_enough_without_a_desktop(headless: dict[str, tuple[bool, list[str], str]],
                                                 kf_provider: QgsProcessingProvider, name: str) -> None:
    well, results, log = headless[name]
    assert well, log
    assert "Traceback" not in log
    assert numbers_of(kf_provider, name) <= set(results)


def test_missing_input_fails_with_a_message(program: str, qgis_environment: dict[str, str], tmp_path: Path) -> None:
    output = tmp_path / "pieces.gpkg"
    told = ask(program, "run", "kf:farmlandoccupation", "--", f"LAND={tmp_path / 'none.gpkg'}", f"PIECES={output}",
               environment=qgis_environment)
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    assert not output.exists()
