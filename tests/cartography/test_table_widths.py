"""Widths of printed columns: words of heads and figures stay whole, long texts get what is left."""
from __future__ import annotations

from typing import Any

from kf_resources_plugin.cartography.table_widths import fitted, headed


def table(heads: list[str], *rows: list[str], shares: dict[int, int] | None = None) -> dict[str, Any]:
    columns = [{"key": str(place), "label": head, "unit": "", "align": "left",
                **({"share": shares[place]} if shares and place in shares else {})} for place, head in enumerate(heads)]
    return {"columns": columns, "rows": [{str(place): text for place, text in enumerate(row)} for row in rows],
            "total": None}


def test_a_narrow_table_is_left_to_what_it_holds() -> None:
    assert fitted(table(["a"] * 7, ["1"] * 7)) == ("", [None] * 7)


def test_stated_shares_are_kept() -> None:
    assert fitted(table(["a"] * 8, ["1"] * 8, shares={0: 30})) == ("wide", [30, *[None] * 7])


def test_columns_that_hold_the_same_are_of_the_same_width() -> None:
    kind, shares = fitted(table(["a"] * 10, ["1.5"] * 10))
    assert (kind, shares) == ("wide", [10] * 10)


def test_a_long_text_gets_what_the_others_leave() -> None:
    # letters: nine columns need 8 each and 4.5 pt ÷ (0.55 × 7.5 pt) = 1.09 for padding; 493 pt are 119.5 letters in all
    kind, shares = fitted(table(["12345678"] * 9 + ["Reason"], ["12345678"] * 9 + ["why " * 40]))
    assert kind == "wide"
    nine = (8 * 1.06 + 4.5 / (0.55 * 7.5)) / (493 / (0.55 * 7.5))  # heads are bold
    assert all(abs(share - 100 * nine) <= 1 for share in shares[:9] if share is not None)
    assert sum(share or 0 for share in shares) == 100


def test_long_words_in_many_heads_are_set_smaller_but_whole() -> None:
    # 13 × 13 bold letters are 179 of the 105 that 13 columns leave at 7.5 pt: smaller type, equal columns
    kind, shares = fitted(table(["expropriated,"] * 13, ["1.0"] * 13))
    assert kind == "wider"
    assert max(share or 0 for share in shares) - min(share or 0 for share in shares) <= 1
    # the word 'undetermined' asks for twelve letters, a name of a county for five Chinese signs
    _, shares = fitted(table(["County", *["Undetermined"] * 7], ["顺河回族区", *["0.0"] * 7]))
    name, word = shares[0] or 0, shares[1] or 0
    assert 0.7 < name / word < 0.85, "5 × 1.82 = 9.1 letters beside 12, padding 1.1 each"


def test_a_unit_stands_in_the_brackets_of_its_script() -> None:
    assert [headed({"label": label, "unit": unit}) for label, unit in (
        ("Area", "ha"), ("面积", "公顷"), ("Score", ""))] == ["Area (ha)", "面积（公顷）", "Score"]
