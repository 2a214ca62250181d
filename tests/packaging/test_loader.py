"""QGIS's own plugin loader on the staged plugin: start, use, unload, reload, and nothing left behind."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.packaging.conftest import NAME, environment_with_profile, run_python

NOTHING = {"provider": [], "actions": [], "menus": [], "toolbars": [], "modules": [], "windows": []}
ALGORITHMS = ["kf:controllinemap", "kf:demodata", "kf:farmlandoccupation", "kf:report"]


@pytest.fixture(params=["zh-Hans", "en_US"], scope="module")
def locale(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def seen(staged: Path, tmp_path_factory: pytest.TempPathFactory, locale: str) -> dict[str, Any]:
    """Return what ``load_cycle.py`` saw of the plugin at each step of its life."""
    folder = tmp_path_factory.mktemp("profile")
    output = folder / "seen.json"
    done = run_python(Path(__file__).with_name("load_cycle.py"), staged.parent, output, locale,
                      environment=environment_with_profile(staged, folder))
    assert done.returncode == 0, done.stderr[-3000:]
    seen = json.loads(output.read_text(encoding="utf-8"))
    assert isinstance(seen, dict)
    return seen


def left(snapshot: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in snapshot.items() if key != "translated"}


def test_life_of_the_plugin(seen: dict[str, Any], staged: Path, locale: str) -> None:
    name = "开封自然资源" if locale == "zh-Hans" else "Kaifeng Resources"
    assert NAME in seen["known"]
    assert left(seen["before"]) == NOTHING
    assert seen["loaded"]
    assert seen["started"]
    assert Path(seen["file"]).parent == staged, "the plugin was not loaded from the stage"

    running = seen["running"]
    assert running["provider"][0] == name
    assert set(ALGORITHMS) <= set(running["provider"][1:])
    assert running["menus"] == [name]
    assert running["toolbars"] == [name]
    # one entry for each algorithm but the demo data, which has a button of its own
    entries = [algorithm.partition(":")[2] for algorithm in running["provider"][1:] if algorithm != "kf:demodata"]
    assert running["actions"] == sorted(f"kfAction{entry}" for entry in (
        "ControlLinesDock", "DataDock", "FarmlandDock", "FloodplainDock", "Help", "HeritageDock", "LoadDemo",
        "OpenLayout", "StockLandDock", *entries))
    assert running["translated"] == name
    assert seen["libraries"] == [], "large libraries wait for the run that needs them: they hold up the start of QGIS"
    assert "KfHelpWindow" in seen["used"]["windows"]
    assert f"{NAME}.gui.widgets.enum_wrapper" in seen["used"]["modules"]

    assert seen["unloaded"]
    assert left(seen["after"]) == NOTHING
    assert seen["after"]["translated"] == "Kaifeng Resources"

    assert seen["reloaded"]
    assert seen["again"] == {**running, "modules": seen["again"]["modules"]}
    assert left(seen["end"]) == NOTHING


def test_qgis_process_needs_no_desktop(seen: dict[str, Any]) -> None:
    assert seen["processing_only"]
    without = seen["without_desktop"]
    assert set(ALGORITHMS) <= set(without["provider"][1:])
    assert without["menus"] == []
    assert not [module for module in without["modules"] if module.startswith(f"{NAME}.gui")]
