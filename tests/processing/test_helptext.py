"""Help pages: Markdown to what the algorithm dialog shows."""
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from qgis.PyQt.QtGui import QFont, QTextDocument

from kf_resources_plugin import paths
from kf_resources_plugin.processing.helptext import help_html

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qgis_app")

PAGE = """## What it does

Counts *farmland* of 1 < 2 projects & more.

- **Land**: parcels of `DLTB`
- plain, then **bold**
  - **deeper**: too

1. first
2. second

| class | m² |
|---|---|
| 0101 | 8 766.00 |
"""


def page(tmp_path: Path, text: str = PAGE) -> Path:
    path = tmp_path / "帮助.md"
    path.write_text(text, encoding="utf-8")
    return path


def shown(html: str) -> QTextDocument:
    document = QTextDocument()
    document.setHtml(html)
    return document


def weights(document: QTextDocument) -> dict[str, bool]:
    """Return (text → bold) of all fragments outside headings, blanks and marks without width left out."""
    found = {}
    block = document.begin()
    while block.isValid():
        fragments = block.begin()
        while not fragments.atEnd():
            fragment = fragments.fragment()
            text = fragment.text().replace("\u200b", "").strip()
            if text and not block.blockFormat().headingLevel():
                found[text] = fragment.charFormat().fontWeight() >= QFont.Weight.Bold
            fragments += 1
        block = block.next()
    return found


def test_the_page_is_one_line(tmp_path: Path) -> None:
    """The dialog turns every line break into a paragraph."""
    html = help_html(page(tmp_path))
    assert "\n" not in html
    assert "<body" not in html
    assert "</html>" not in html


def test_the_text_is_all_there(tmp_path: Path) -> None:
    text = shown(help_html(page(tmp_path))).toPlainText()
    for words in ("What it does", "Counts farmland of 1 < 2 projects & more.", "Land: parcels of DLTB", "first",
                  "8 766.00"):
        assert words in text.replace("\u200b", "")
    assert "**" not in text
    assert "##" not in text


def test_only_the_words_marked_bold_are_bold(tmp_path: Path) -> None:
    """Qt would make a list item bold throughout when its first word is; the heads of a table are bold."""
    found = weights(shown(help_html(page(tmp_path))))
    assert {text for text, bold in found.items() if bold} == {"Land", "bold", "deeper", "class", "m²"}
    assert not found[": too"]


def test_words_of_one_line_are_not_run_together(tmp_path: Path) -> None:
    html = help_html(page(tmp_path, "A line that goes on\nin the next one.\n\nAnother.\n"))
    assert shown(html).toPlainText().split("\n") == ["A line that goes on in the next one.", "Another."]


def test_a_page_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        help_html(tmp_path / "absent.md")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_page_of_the_plugin_reads_well(language: str) -> None:
    pages = sorted(paths.resource("help", language).glob("*.md"))
    assert pages
    for path in pages:
        html = help_html(path)
        text = shown(html).toPlainText()
        assert "\n" not in html
        assert "**" not in text, path
        assert "](" not in text, path
        source = path.read_text(encoding="utf-8")
        headings = [line.lstrip("# ").strip() for line in source.splitlines() if line.startswith("#")]
        assert [heading for heading in headings if heading not in text] == [], path
