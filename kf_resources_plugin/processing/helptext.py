"""Help pages: Markdown files turned into the HTML the algorithm dialog shows."""
from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from qgis.PyQt.QtGui import QTextDocument

if TYPE_CHECKING:
    from pathlib import Path


@cache
def help_html(path: Path) -> str:
    """Return the body of a Markdown page as one line of HTML (the dialog makes a paragraph of every line)."""
    document = QTextDocument()
    document.setMarkdown(path.read_text(encoding="utf-8"))
    html = document.toHtml()
    body = html[html.index("<body"):html.rindex("</body>")]
    return " ".join(body[body.index(">") + 1:].split("\n"))
