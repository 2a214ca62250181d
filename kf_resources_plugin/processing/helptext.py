"""Help pages: Markdown files turned into the HTML the algorithm dialog shows."""
from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from qgis.PyQt.QtGui import QTextDocument

if TYPE_CHECKING:
    from pathlib import Path

_NOTHING = "\u200b"  # a character without width


@cache
def help_html(path: Path) -> str:
    """Return the body of a Markdown page as one line of HTML (the dialog makes a paragraph of every line)."""
    # Qt gives a list item the weight of its first letters, so an item that begins bold would be bold throughout
    text = path.read_text(encoding="utf-8").replace("- **", f"- {_NOTHING}**")
    document = QTextDocument()
    document.setMarkdown(text)
    html = document.toHtml()
    body = html[html.index("<body"):html.rindex("</body>")]
    return " ".join(body[body.index(">") + 1:].split("\n"))
