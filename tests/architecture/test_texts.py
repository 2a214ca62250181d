"""Everything a user reads is in the translation file, in one context, and translated."""
from __future__ import annotations

import ast
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

CONTEXT = "KfResources"
PLACEHOLDER = re.compile(r"\{\w*\}|%\d|%n")


@pytest.fixture(scope="module")
def messages(repository: Path) -> dict[tuple[str, str], str | None]:
    """Return (context, source) → translation, None when unfinished."""
    found: dict[tuple[str, str], str | None] = {}
    root = ET.parse(repository / "i18n/kf_resources_zh_CN.ts").getroot()
    for context in root.iter("context"):
        for message in context.iter("message"):
            node = message.find("translation")
            finished = node is not None and node.get("type") is None
            key = (context.findtext("name", ""), message.findtext("source", ""))
            assert key not in found, f"twice: {key}"
            found[key] = (node.text or "") if finished and node is not None else None
    return found


def texts_in_code(package: Path) -> set[str]:
    """Return the literals given to ``tr`` and QT_TRANSLATE_NOOP, found without pylupdate5."""
    texts = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            position = {"tr": 0, "QT_TRANSLATE_NOOP": 1}.get(node.func.id)
            if position is not None:
                literal = node.args[position]
                if isinstance(literal, ast.Constant) and isinstance(literal.value, str):
                    texts.add(literal.value)
    return texts


def test_contexts_are_ours(messages: dict[tuple[str, str], str | None], repository: Path) -> None:
    """Python texts share one context; a .ui file has the one of its form class, which starts with Kf."""
    forms = {
        ET.parse(path).getroot().findtext("class", "") for path in (repository / "kf_resources_plugin").rglob("*.ui")
    }
    assert all(form.startswith("Kf") for form in forms)
    assert {context for context, _ in messages} == {CONTEXT} | forms


def test_file_holds_exactly_the_texts_of_the_code(
    messages: dict[tuple[str, str], str | None], repository: Path
) -> None:
    filed = {source for context, source in messages if context == CONTEXT}
    used = texts_in_code(repository / "kf_resources_plugin")
    assert filed == used, f"run make i18n; missing {used - filed}, not used {filed - used}"


def test_everything_is_translated(messages: dict[tuple[str, str], str | None]) -> None:
    assert not [source for (_, source), translation in messages.items() if not translation]


def test_placeholders_survive_translation(messages: dict[tuple[str, str], str | None]) -> None:
    assert not [
        source for (_, source), translation in messages.items()
        if translation and sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(translation))
    ]
