"""A long report printed in parts: nothing lost or doubled where one begins, and cancelled between them."""
from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from kf_resources_plugin.cartography import document, pdf
from kf_resources_plugin.cartography.pdf import pdf_bytes
from kf_resources_plugin.rules.progress import Canceled, NoProgress
from tests.cartography import builders as town
from tests.cartography.test_document import form, report

if TYPE_CHECKING:
    from pathlib import Path


def forms(count: int) -> list[dict[str, Any]]:
    """Return tables of ten rows with a note, together longer than what is laid out at once."""
    return [{**form(10), "title": f"第{number:03}号项目", "note": f"第{number:03}号说明",
             "rows": [{"owner": f"甲{number:03}-{row}", "paddy": "0.1234", "dry": "填" * 120} for row in range(10)]}
            for number in range(count)]


def test_a_report_in_parts_goes_on_where_the_part_before_ends(qgis_app: Any, tmp_path: Path,
                                                              monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "parts.pdf"
    html = document.render_html(report(tables=forms(60), picture=None))
    printed = []
    for size in (10**9, 5_000):
        monkeypatch.setattr(pdf, "_PART", size)
        assert (len(pdf._parts_of(html)) > 10) == (size == 5_000)
        path.write_bytes(pdf_bytes(html))
        pages = [town.pdf_text(path, page) for page in range(1, town.pdf_pages(path) + 1)]
        printed.append([re.findall(r"第\d{3}号项目|第\d{3}号说明|甲\d{3}-\d", text) for text in pages])
        assert [entry for page in printed[-1] for entry in page] == [entry for number in range(60) for entry in (
            f"第{number:03}号项目", *(f"甲{number:03}-{row}" for row in range(10)), f"第{number:03}号说明")]
        for number, text in enumerate(pages, start=1):
            assert f"Page {number} of {len(pages)}" in text
    whole, parts = printed
    assert len(whole) > 10
    assert parts == whole


def test_a_heading_without_text_is_never_parted_from_what_follows() -> None:
    html = "<body><h1>A</h1><p>" + "x" * 100_000 + "</p><h2>B</h2><h3>C</h3><p>c</p><h3>D</h3></body>"
    first, second = pdf._parts_of(html)
    assert first.endswith("x</p></body>")
    assert second == "<body><h2>B</h2><h3>C</h3><p>c</p><h3>D</h3></body>"
    assert pdf._parts_of("<p>no body</p>") == ["<p>no body</p>"]


class Cancelled(NoProgress):
    """Cancels when so much is done."""

    def __init__(self, share: float) -> None:
        self._limit, self._share = share, 0.0

    def part(self, start: float, end: float) -> Cancelled:
        return self

    def set(self, share: float) -> None:
        self._share = share

    def check(self) -> None:
        if self._share >= self._limit:
            raise Canceled


def test_printing_is_cancelled_between_parts_and_pages(qgis_app: Any) -> None:
    html = document.render_html(report(tables=forms(20), picture=None))
    for share in (0.0, 0.5):
        with pytest.raises(Canceled):
            pdf_bytes(html, progress=Cancelled(share))
