"""Report documents: one HTML page that is the report file and the source of the PDF."""
from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError

from .. import paths
from ..engine.errors import PlannerError
from ..i18n import tr
from ..rules.units import format_area
from .fonts import chinese_families
from .table_widths import fitted, headed, is_unbroken

_PICTURE_WIDTH, _PICTURE_HEIGHT = 640, 840  # in 1/96 inch
_PNG_HEAD = 24


class NotAReport(PlannerError):
    """A document lacks what a report is made of."""


def labels() -> dict[str, str]:
    """Return the template's own headings in the language of the user."""
    return {
        "question": tr("Question"),
        "notices": tr("Please note"),
        "data": tr("Data"),
        "rules": tr("Rules applied"),
        "bridge": tr("From geometry to the printed figure"),
        "results": tr("Results"),
        "charts": tr("Charts"),
        "picture": tr("Map"),
        "findings": tr("Findings"),
        "exceptions": tr("Findings accepted as exceptions"),
        "exception": tr("accepted as an exception"),
        "reason": tr("Reason"),
        "name": tr("Name"),
        "date": tr("Date"),
        "record": tr("Run record"),
        "generated": tr("Generated"),
        "role": tr("Role"),
        "layer": tr("Layer"),
        "source": tr("Source"),
        "crs": tr("Coordinate system"),
        "rows": tr("Rows"),
        "dates": tr("Dates"),
        "digest": tr("Digest"),
        "rule": tr("Rule"),
        "clause": tr("Document and clause"),
        "status": tr("Status"),
        "text": tr("Content"),
        "statute": tr("Statute"),
        "house": tr("Default of this tool"),
        "step": tr("Step"),
        "area_m2": tr("Area (m²)"),
        "note": tr("Note"),
        "total": tr("Total"),
        "severity": tr("Severity"),
        "error": tr("Error"),
        "warning": tr("Warning"),
        "info": tr("Information"),
        "subject": tr("Subject"),
        "message": tr("Message"),
        "remedy": tr("What to do"),
        "key": tr("Item"),
        "value": tr("Value"),
        "none": tr("None."),
    }


def render_html(*documents: Mapping[str, Any]) -> str:
    """Return the report on one or more documents (see ``resources/report/report.html.j2``) as an HTML page.

    Every text is escaped. Raises NotAReport when a document lacks a part or its picture is not a PNG in base64.
    """
    for document in documents:
        for picture in (document.get("picture"), *(document.get("charts") or ())):
            if picture:
                _check_picture(picture)
    try:
        return render_page("report.html.j2", documents=documents, labels=labels(), language=documents[0]["language"],
                           wide=is_wide(*documents))
    except (UndefinedError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotAReport(tr("The document is not a report of this plugin, or is damaged: {detail}").format(
            detail=error)) from error


def is_wide(*documents: Mapping[str, Any]) -> bool:
    """Tell whether a report is to be printed on A3 lengthwise: one of its documents asks for that by ``wide``."""
    return any(document.get("wide") for document in documents)


def render_page(template: str, **values: Any) -> str:
    """Return a page from a template of ``resources/report``; every text of ``values`` is escaped."""
    return _environment().get_template(template).render(families=chinese_families()[:3], **values)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Return the templates, compiled once: a review prints a page for each of a thousand projects."""
    environment = Environment(loader=FileSystemLoader(str(paths.resource("report"))), autoescape=True,
                              undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["plain"] = _plain
    environment.filters["area"] = _area
    environment.filters["print_width"] = _print_width
    environment.tests["unbroken"] = is_unbroken
    environment.filters["fitted"] = fitted
    environment.filters["headed"] = headed
    return environment


def _plain(value: Any) -> str:
    """Return a value of the run record as one line of text."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key} = {_plain(part)}" for key, part in value.items())
    if isinstance(value, (list, tuple)):
        return "; ".join(_plain(part) for part in value)
    return "" if value is None else str(value)


def _area(value: Any) -> str:
    """Return an area in m² as text; what is text already was formatted by the algorithm."""
    return value if isinstance(value, str) else format_area(value, "m2")


def _print_width(png_base64: str) -> int:
    """Return how wide (in 1/96 inch) a PNG is printed so that it fits the page's width and height."""
    # a PNG begins with 8 bytes of signature, 8 of chunk head, then width and height as 4 bytes each
    width, height = struct.unpack(">II", base64.b64decode(png_base64)[16:24])
    return max(1, min(_PICTURE_WIDTH, _PICTURE_HEIGHT * int(width) // max(int(height), 1)))


def _check_picture(picture: Mapping[str, Any]) -> None:
    try:
        content = base64.b64decode(picture["png_base64"], validate=True)
    except (binascii.Error, KeyError, TypeError, ValueError) as error:
        raise NotAReport(tr("The picture of the report is damaged.")) from error
    if not content.startswith(b"\x89PNG\r\n\x1a\n") or len(content) < _PNG_HEAD:
        raise NotAReport(tr("The picture of the report is damaged."))
