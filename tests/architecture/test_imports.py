"""Imports go one way, read from the syntax tree: rules ← engine ← cartography, survey ← processing ← gui ← plugin."""
from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGE = "kf_resources_plugin"
SHARED = {"paths", "i18n", "compat"}
MAY_IMPORT = {  # layer → layers of the package it may import besides itself
    "rules": set(),
    "paths": set(),
    "i18n": {"paths"},
    "compat": set(),
    "engine": {"rules"} | SHARED,
    "cartography": {"rules", "engine"} | SHARED,
    "survey": {"rules", "engine"} | SHARED,
    "processing": {"rules", "engine", "cartography", "survey"} | SHARED,
    "gui": {"rules", "engine", "cartography", "survey", "processing"} | SHARED,
    "plugin": {"processing", "gui"} | SHARED,
    "__init__": {"plugin"},
}
RULES_MAY_USE = {"__future__", "numpy"}  # and the standard library
# no input or output, not through a module …
NOT_IN_RULES = {
    "builtins", "codecs", "ctypes", "fileinput", "glob", "http", "importlib", "io", "logging", "mmap",
    "multiprocessing", "os", "pathlib", "runpy", "shutil", "socket", "sqlite3", "subprocess", "sys", "tempfile",
    "threading", "urllib",
}
# … not through a built-in function …
NOT_CALLED_IN_RULES = {"__import__", "breakpoint", "compile", "eval", "exec", "input", "open", "print"}
# … and not through NumPy
NOT_OF_NUMPY_IN_RULES = {
    "DataSource", "dump", "fromfile", "genfromtxt", "load", "loadtxt", "memmap", "save", "savetxt", "savez",
    "savez_compressed", "tofile",
}


def modules(package: Path) -> list[Path]:
    return sorted(package.rglob("*.py"))


@cache
def imports(path: Path, package: Path) -> list[tuple[int, str]]:
    """Return (line, dotted name) of everything a module imports; inside the package the name starts with PACKAGE."""
    return list(_imports(path, package))


def _imports(path: Path, package: Path) -> Iterator[tuple[int, str]]:
    parts = (PACKAGE, *path.relative_to(package).with_suffix("").parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # level 1 is the module's own folder, also for an __init__.py
            base = ".".join(parts[: len(parts) - node.level]) if node.level else ""
            stem = ".".join(name for name in (base, node.module or "") if name)
            yield from ((node.lineno, f"{stem}.{alias.name}") for alias in node.names)


def layer_of(dotted: str) -> str:
    return dotted.split(".")[1]


@pytest.fixture(scope="module")
def package(repository: Path) -> Path:
    return repository / PACKAGE


def test_layers_import_only_what_lies_below(package: Path) -> None:
    wrong = []
    for path in modules(package):
        own = path.relative_to(package).with_suffix("").parts[0]
        for line, name in imports(path, package):
            if name.startswith(f"{PACKAGE}.") and layer_of(name) not in MAY_IMPORT[own] | {own}:
                wrong.append(f"{path.relative_to(package)}:{line} ({own}) imports {name}")
    assert not wrong, "\n".join(wrong)


def test_rules_need_neither_qgis_nor_files(package: Path) -> None:
    import sys

    allowed = (set(sys.stdlib_module_names) | RULES_MAY_USE | {PACKAGE}) - NOT_IN_RULES
    wrong = [
        f"rules/{path.name}:{line} imports {name}"
        for path in modules(package / "rules") for line, name in imports(path, package)
        if name.split(".")[0] not in allowed
    ]
    wrong += [
        f"rules/{path.name}:{line} uses {name}"
        for path in modules(package / "rules") for line, name in inputs_and_outputs(path.read_text(encoding="utf-8"))
    ]
    assert not wrong, "\n".join(wrong)


def inputs_and_outputs(source: str) -> Iterator[tuple[int, str]]:
    """Yield (line, name) of what reads or writes without an import of its own, called or passed on."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name) and node.id in NOT_CALLED_IN_RULES:
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and node.attr in NOT_OF_NUMPY_IN_RULES:
            yield node.lineno, node.attr


@pytest.mark.parametrize(("source", "expected"), [
    ("rows = [row for row in open('areas.csv')]", ["open"]),
    ("with open(name) as file:\n    text = file.read()", ["open"]),
    ("reader = open\nreader('areas.csv')", ["open"]),
    ("print(area)", ["print"]),
    ("eval(formula)", ["eval"]),
    ("np.load('a.npy')", ["load"]),
    ("areas.tofile('a.bin')", ["tofile"]),
    ("np.open_ring(ring)\nledger.reopen()\nimprint = 3", []),
])
def test_files_are_seen_however_they_are_reached(source: str, expected: list[str]) -> None:
    assert [name for _, name in inputs_and_outputs(source)] == expected


def test_only_gui_imports_the_desktop(package: Path) -> None:
    wrong = []
    for path in modules(package):
        own = path.relative_to(package).with_suffix("").parts[0]
        for line, name in imports(path, package):
            desktop = name.startswith(("qgis.gui", "qgis.PyQt.QtWidgets", "qgis.utils", "processing."))
            if (desktop or name == "processing") and own not in {"gui", "plugin"}:
                wrong.append(f"{path.relative_to(package)}:{line} imports {name}")
            if name.split(".")[-1] == "iface":
                wrong.append(f"{path.relative_to(package)}:{line} imports iface instead of being given it")
    assert not wrong, "\n".join(wrong)


def test_qt_comes_through_qgis(package: Path) -> None:
    wrong = [
        f"{path.relative_to(package)}:{line} imports {name}"
        for path in modules(package) for line, name in imports(path, package)
        if name.split(".")[0] in {"PyQt5", "PyQt6", "PySide2", "PySide6"}
    ]
    assert not wrong, "\n".join(wrong)


def test_gui_runs_algorithms_by_id(package: Path) -> None:
    """The desktop gives the same numbers as the toolbox because it goes the same way: it knows no algorithm's class."""
    base = f"{PACKAGE}.processing.base."  # topics, say; not the algorithms
    wrong = [
        f"{path.relative_to(package)}:{line} imports {name}"
        for path in modules(package / "gui") for line, name in imports(path, package)
        if name.startswith(f"{PACKAGE}.processing.") and not name.startswith(base)
    ]
    assert not wrong, "\n".join(wrong)


def test_reader_of_imports_sees_relative_ones(tmp_path: Path) -> None:
    (tmp_path / "engine").mkdir()
    module = tmp_path / "engine" / "overlay.py"
    module.write_text("from ..gui import menu\nfrom . import wkb\nimport os.path\n", encoding="utf-8")
    assert [name for _, name in imports(module, tmp_path)] == [
        f"{PACKAGE}.gui.menu", f"{PACKAGE}.engine.wkb", "os.path"]
