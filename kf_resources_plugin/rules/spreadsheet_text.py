"""Texts in CSV files that spreadsheets open: what one would calculate gets an apostrophe, and loses it again."""
from __future__ import annotations

_FORMULA = ("=", "+", "-", "@")
_GUARD = "'"


def harmless(text: str) -> str:
    """Return a text so that a spreadsheet shows it: what it would calculate gets an apostrophe in front."""
    return _GUARD + text if text.lstrip(_GUARD).startswith(_FORMULA) else text


def unguarded(text: str) -> str:
    """Return the text that ``harmless`` was given."""
    return text[1:] if text.startswith(_GUARD) and text.lstrip(_GUARD).startswith(_FORMULA) else text
