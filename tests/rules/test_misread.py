"""Text in the wrong encoding is known; text that only looks foreign is not."""
from __future__ import annotations

import pytest

from kf_resources_plugin.rules.misread import misread


@pytest.mark.parametrize("text", ["开封市祥符区", "厂房", "P1 一期工程", "水浇地", "龙亭区（示范区）"])
@pytest.mark.parametrize(("stored", "read"), [
    ("gbk", "latin-1"), ("gb18030", "cp1252"), ("gbk", "utf-8"), ("utf-8", "latin-1"), ("utf-8", "cp1252"),
])
def test_chinese_in_the_wrong_encoding(text: str, stored: str, read: str) -> None:
    # cp1252 has no sign for five bytes: decoders write the replacement character there
    assert misread(text.encode(stored).decode(read, "replace"))


def test_replacement_characters_stored_and_read_again() -> None:
    assert misread("\ufffd\ufffd".encode().decode("gbk"))


@pytest.mark.parametrize("text", [
    "", "0101", "B123-4", "开封市", "Ａ１", "水田 ", "Müller", "Größe", "Orléans", "Škoda", "naïve façade", "50 m²",
    "½", "Ærøskøbing", "São Tomé", "10 °C ± 2", "Ζεύς", "地块①", "m² · 亩",
])
def test_what_is_read_rightly(text: str) -> None:
    assert not misread(text)
