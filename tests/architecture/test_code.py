"""Sizes and habits of the code, read from the syntax tree."""
from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_LINES, FUNCTION_LINES = 400, 60
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
BLANKET = {"Exception", "BaseException"}
VERSION_NAMES = {"QGIS_VERSION", "QGIS_VERSION_INT", "versionInt", "version_info", "QT_VERSION", "QT_VERSION_STR",
                 "PYQT_VERSION", "qVersion"}
# A test of which QGIS this is belongs into compat.py; naming the version (in a run record, say) is no test of it.
COMPARISONS = (ast.Compare, ast.IfExp, ast.If)


@pytest.fixture(scope="module")
def sources(repository: Path) -> list[Path]:
    return sorted((repository / "kf_resources_plugin").rglob("*.py"))


@pytest.fixture(scope="module")
def all_sources(repository: Path, sources: list[Path]) -> list[Path]:
    return [*sources, *sorted((repository / "tests").rglob("*.py")), *sorted((repository / ".ci").rglob("*.py"))]


def nodes(paths: list[Path]) -> Iterator[tuple[Path, ast.AST]]:
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            yield path, node


def places(found: list[tuple[Path, ast.AST, str]]) -> str:
    return "\n".join(f"{path}:{getattr(node, 'lineno', 1)} {what}" for path, node, what in found)


def test_files_are_short(all_sources: list[Path]) -> None:
    long = {str(path): count for path in all_sources
            if (count := path.read_text(encoding="utf-8").count("\n")) > FILE_LINES}
    assert not long


def test_functions_are_short_and_annotated(all_sources: list[Path]) -> None:
    found = []
    for path, node in nodes(all_sources):
        if isinstance(node, FUNCTIONS):
            if (node.end_lineno or node.lineno) - node.lineno + 1 > FUNCTION_LINES:
                found.append((path, node, f"{node.name} is longer than {FUNCTION_LINES} lines"))
            if node.returns is None:
                found.append((path, node, f"{node.name} does not say what it returns"))
    assert not found, places(found)


def test_public_names_of_the_package_are_explained(sources: list[Path]) -> None:
    found = []
    for path, scope in nodes(sources):
        # what stands inside a function or a private class is nobody else's business
        if isinstance(scope, ast.Module) or (isinstance(scope, ast.ClassDef) and not scope.name.startswith("_")):
            found += [
                (path, node, f"{node.name} has no docstring") for node in scope.body
                if isinstance(node, (*FUNCTIONS, ast.ClassDef)) and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ]
    assert not found, places(found)


def test_package_has_no_assert_and_one_blanket_except(sources: list[Path]) -> None:
    """The one is in the base of all algorithms, where any error becomes a sentence and an entry of the log."""
    [base] = [path for path in sources if path.parts[-2:] == ("processing", "base.py")]
    [last_resort] = [node for _, node in nodes([base]) if isinstance(node, FUNCTIONS) and node.name == "_guarded"]
    [allowed] = [node.lineno for node in ast.walk(last_resort)
                 if isinstance(node, ast.ExceptHandler) and _catches_everything(node)]
    found = []
    for path, node in nodes(sources):
        if _catches_everything(node) and (path, getattr(node, "lineno", 0)) != (base, allowed):
            found.append((path, node, "catches everything"))
        elif isinstance(node, ast.Assert):
            found.append((path, node, "assert in shipped code"))
    assert not found, places(found)


def _catches_everything(node: ast.AST) -> bool:
    return isinstance(node, ast.ExceptHandler) and (
        node.type is None or (isinstance(node.type, ast.Name) and node.type.id in BLANKET))


def test_gui_thread_is_never_pumped_by_hand(sources: list[Path]) -> None:
    found = [(path, node, "processEvents") for path, node in nodes(sources)
             if isinstance(node, ast.Attribute) and node.attr == "processEvents"]
    assert not found, places(found)


def test_tasks_are_begun_in_one_place(sources: list[Path]) -> None:
    """One that is begun while QGIS ends another may never run; ``begin_task`` sees to it."""
    found = [(path, node, node.attr) for path, node in nodes(sources)
             if isinstance(node, ast.Attribute) and node.attr == "addTask" and path.name != "tasks.py"]
    assert not found, places(found)


def test_versions_are_tested_in_compat_only(sources: list[Path]) -> None:
    found = []
    for path, node in nodes(sources):
        if path.name != "compat.py" and isinstance(node, COMPARISONS):
            tested = node if isinstance(node, ast.Compare) else node.test
            named = {child.attr for child in ast.walk(tested) if isinstance(child, ast.Attribute)}
            if named & VERSION_NAMES:
                found.append((path, node, "tests a version"))
    assert not found, places(found)


def test_texts_for_translation_are_plain_literals(sources: list[Path]) -> None:
    """``tr(f"…")`` and ``tr("…".format())`` can never match a translation."""
    found = []
    for path, node in nodes(sources):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr":
            argument = node.args[0]
            if isinstance(argument, (ast.JoinedStr, ast.BinOp, ast.Call)):
                found.append((path, node, "text is put together before it is translated"))
    assert not found, places(found)


def test_no_marks_of_unfinished_work(all_sources: list[Path], repository: Path) -> None:
    mark = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = [str(path.relative_to(repository)) for path in all_sources
             if path.name != "test_code.py" and mark.search(path.read_text(encoding="utf-8"))]
    assert not found
