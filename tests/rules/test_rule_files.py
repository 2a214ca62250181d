"""The data files of rules, classes, grades and schemas: valid, complete, traceable, worded alike in both languages."""
from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kf_resources_plugin.rules.rule_rows import placeholders

REPOSITORY = Path(__file__).resolve().parents[2]
FOLDERS = tuple(REPOSITORY / "resources" / name for name in ("rules", "schemas", "forms"))
FILES = [path for folder in FOLDERS for path in sorted(folder.glob("*.json")) if not path.name.endswith(".schema.json")]
KNOWN_ARTICLES = json.loads((Path(__file__).parent / "known_articles.json").read_text(encoding="utf-8"))

DIGITS = "零一二三四五六七八九"


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def rule_rows() -> list[Any]:
    documents = [read(path) for path in FILES]
    rows = [row for document in documents if document["$schema"] == "rules.schema.json" for row in document["rows"]]
    return [pytest.param(row, id=row["id"]) for row in rows]


def chinese_number(number: int) -> str:
    """Return 1 … 199 as articles are numbered in statutes."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = "一百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (DIGITS[ones] if ones else "")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_follows_the_schema_it_names(path: Path) -> None:
    document = read(path)
    schema = read(path.parent / document["$schema"])
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(document)] == []


def test_every_rule_that_the_code_names_is_there() -> None:
    known = {param.values[0]["id"] for param in rule_rows()}
    topics = "|".join(sorted({name.split(".")[0] for name in known}))
    named = re.compile(rf"(?:{topics})\.[a-z0-9_]+")
    missing = {}
    for path in sorted((REPOSITORY / "kf_resources_plugin").rglob("*.py")):
        constants = (node.value for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                     if isinstance(node, ast.Constant) and isinstance(node.value, str))
        unknown = {text for text in constants if named.fullmatch(text)} - known
        if unknown:
            missing[path.name] = sorted(unknown)
    assert missing == {}


def test_every_threshold_decides_or_is_told() -> None:
    # a value that nothing reads could be edited without effect
    told = {f"{row.values[0]['id']}.{key}" for row in rule_rows() for key in row.values[0]["thresholds"]
            if key in placeholders("".join(row.values[0][text] for text in ("message_zh", "message_en", "remedy_zh")))}
    package = "".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "kf_resources_plugin").rglob("*.py"))
    unread = [f"{row.values[0]['id']}.{key}" for row in rule_rows() for key in row.values[0]["thresholds"]
              if f"{row.values[0]['id']}.{key}" not in told and f'"{key}"' not in package]
    assert unread == []


@pytest.mark.parametrize("row", rule_rows())
def test_both_languages_take_the_same_values(row: dict[str, Any]) -> None:
    for text in ("message", "remedy"):
        # a value that is a word of its own comes in both languages, as ${units_zh} and ${units_en}
        chinese, english = ({re.sub(f"_{language}$", "", name) for name in placeholders(row[f"{text}_{language}"])}
                            for language in ("zh", "en"))
        assert chinese == english
    assert bool(row["remedy_zh"]) == bool(row["remedy_en"])
    for key in ("message_zh", "message_en", "remedy_zh", "remedy_en"):
        assert row[key].count("$") == len(re.findall(r"\$\{[a-z][a-z0-9_]*\}", row[key]))


@pytest.mark.parametrize("row", rule_rows())
def test_what_asks_for_action_says_which(row: dict[str, Any]) -> None:
    if row["severity"] in {"error", "warning"}:
        assert row["remedy_zh"]


@pytest.mark.parametrize("row", rule_rows())
def test_an_article_is_traced_to_a_line_of_its_source(row: dict[str, Any]) -> None:
    if row["article"] is None:
        return
    known = {entry["document_date"] for entry in KNOWN_ARTICLES
             if (entry["document"], entry["article"]) == (row["document"], row["article"])}
    assert row["document_date"] in known, f"article {row['article']} of {row['document']} is in no known source"


@pytest.mark.parametrize("entry", KNOWN_ARTICLES, ids=lambda entry: f"{entry['document']} {entry['article']}")
def test_a_known_article_quotes_the_article_it_names(entry: dict[str, str]) -> None:
    assert entry["line"].startswith(f"第{chinese_number(int(entry['article']))}条 ")
    assert entry["source"]


@pytest.mark.parametrize("row", rule_rows())
def test_a_source_says_nothing_twice(row: dict[str, Any]) -> None:
    said = (row["source"] or "").lower().split("; ")
    assert len(said) == len(set(said))


def test_numbers_are_written_as_in_statutes() -> None:
    written = [chinese_number(number) for number in (5, 10, 12, 20, 35, 66, 100, 104, 121)]
    assert written == ["五", "十", "十二", "二十", "三十五", "六十六", "一百", "一百零四", "一百二十一"]


@pytest.mark.parametrize("row", rule_rows())
def test_thresholds_that_measure_name_their_unit(row: dict[str, Any]) -> None:
    without_unit = {"decimals", "names", "ridge_class", "first", "last", "most_listed", "most_ratio"}
    for key, value in row["thresholds"].items():
        if not isinstance(value, (str, bool, list)) and key not in without_unit:
            units = ("m|days|storeys|m2|m2_per_parcel|m_per_s|m2_per_s|m3_per_s|years|degrees|chars|coefficient|"
                     "share_of_total|rows|cny|flags|files|mb")
            assert re.search(rf"_({units})$", key), key


def test_classes_are_unique_and_lie_in_a_group() -> None:
    for path in FILES:
        document = read(path)
        if document["$schema"] != "classes.schema.json":
            continue
        codes = [row["code"] for row in document["classes"]]
        groups = {row["code"] for row in document["groups"]}
        assert len(codes) == len(set(codes)), path.name
        assert {row["group"] for row in document["classes"]} <= groups, path.name
        assert {row["base"] for row in document["classes"] if "base" in row} <= set(codes), path.name


def test_grain_capacity_falls_by_1500_kg_per_grade() -> None:
    # land ministry, news.china.com 31922339: grade 1 about 1500 kg per mu and year, grade 15 about 100 kg
    rows = read(FOLDERS[0] / "grades.json")["capacities"]
    assert [row["grade"] for row in rows] == list(range(1, 16))
    assert rows[0]["kg_per_ha"] / 15 == 1500
    assert rows[14]["kg_per_ha"] / 15 == 100
    assert {before["kg_per_ha"] - after["kg_per_ha"] for before, after in zip(rows, rows[1:])} == {1500}


def test_fields_of_a_schema_are_unique_with_their_aliases() -> None:
    for path in FILES:
        document = read(path)
        if document["$schema"] != "schema.schema.json":
            continue
        names = [name.upper() for field in document["fields"] for name in (field["name"], *field.get("aliases", ()))]
        assert len(names) == len(set(names)), path.name


def test_a_reserve_table_may_be_headed_as_the_table_to_import() -> None:
    def words(name: str) -> dict[str, set[str]]:
        fields = read(FOLDERS[1] / f"{name}.json")["fields"]
        return {re.sub("_(m2|kg)$", "", field["name"]): {field["zh"], *field.get("aliases", ())} for field in fields}

    trial, imported = words("reserve"), words("reserve_entries")
    assert {key: imported[key] - trial[key] for key in trial if imported[key] - trial[key]} == {}
