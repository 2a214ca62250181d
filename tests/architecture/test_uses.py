"""Nothing is shipped that nothing uses."""
from __future__ import annotations

import ast
import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# called by name from outside the package: by Python, QGIS or Qt
CALLED_FROM_OUTSIDE = {
    "__enter__", "__exit__", "__init__", "__iter__", "__len__", "__new__", "__post_init__", "classFactory", "initGui",
    "initProcessing", "unload", "createInstance", "groupId", "tags", "shortHelpString", "initAlgorithm",
    "prepareAlgorithm", "processAlgorithm", "checkParameterValues", "loadAlgorithms", "reportError", "createWidget",
    "beginRender", "cadCanvasReleaseEvent", "endRender", "eventFilter", "supportsTechnique", "filePath",
    "createEditor", "setEditorData", "setModelData", "func",
}


def defined(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield (line, name) of functions, methods, classes and of constants of the module."""
    for node in ast.walk(tree):
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            yield node.lineno, node.name
        elif isinstance(node, ast.Module):
            for statement in node.body:
                targets = statement.targets if isinstance(statement, ast.Assign) else [
                    statement.target] if isinstance(statement, ast.AnnAssign) else []
                yield from ((statement.lineno, name.id) for name in ast.walk(ast.Tuple(targets, ast.Store()))
                            if isinstance(name, ast.Name))


def unused(texts: dict[str, str]) -> list[str]:
    """Return what is defined in some sources and named nowhere else in them."""
    counts = Counter(word for text in texts.values() for word in re.findall(r"\w+", text))
    return [f"{path}:{line} {name}" for path, text in texts.items() for line, name in defined(ast.parse(text))
            if counts[name] == 1 and name not in CALLED_FROM_OUTSIDE]


def test_nothing_is_kept_that_nothing_uses(repository: Path) -> None:
    """What only a test calls is not part of the plugin; git keeps it for the day it is wanted."""
    sources = sorted((repository / "kf_resources_plugin").rglob("*.py"))
    assert unused({str(path): path.read_text(encoding="utf-8") for path in sources}) == []


def test_reader_of_uses_sees_functions_methods_and_constants() -> None:
    one = "LEFT, RIGHT = 1, 2\nSIZE: int = 3\nclass Tree:\n    def grow(self) -> None:\n        print(LEFT)\n"
    assert unused({"a.py": one}) == ["a.py:1 RIGHT", "a.py:2 SIZE", "a.py:3 Tree", "a.py:4 grow"]
    assert unused({"a.py": one, "b.py": "Tree(RIGHT, SIZE).grow()"}) == []
