"""What every algorithm owes its users, looped over all of them."""
from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProcessingParameterDefinition

from kf_resources_plugin.processing.base import TOPIC_TITLES
from kf_resources_plugin.processing.provider import ALGORITHMS
from tests.processing import catalogue

if TYPE_CHECKING:
    from kf_resources_plugin.processing.base import KfAlgorithm

HELP_SECTIONS = {"zh_CN": ("做什么", "依据", "输入", "输出", "算例"),
                 "en": ("What it does", "Rules it applies", "Inputs", "Outputs", "Example")}
# these must be optional, or QGIS 3.22 rejects their omission even though they have a default
OPTIONAL_TYPES = {"field", "crs", "file", "matrix", "multilayer"}


@pytest.fixture(params=ALGORITHMS, ids=lambda algorithm: algorithm.NAME)
def algorithm(request: pytest.FixtureRequest) -> KfAlgorithm:
    """Return a fresh instance of each algorithm, its parameters defined."""
    created: KfAlgorithm = request.param().create()
    return created


def test_identity(algorithm: KfAlgorithm) -> None:
    assert re.fullmatch(r"[a-z]+", algorithm.name())
    assert algorithm.groupId() in TOPIC_TITLES
    assert algorithm.displayName()
    assert algorithm.name() in algorithm.tags()
    assert Path(algorithm.svgIconPath()).is_file()
    assert not algorithm.icon().isNull()
    module = type(algorithm).__module__
    assert module.endswith(f".{algorithm.name()}"), "one file is one algorithm, named like it"


@pytest.mark.parametrize("folder", HELP_SECTIONS)
def test_help_is_whole_in_both_languages(algorithm: KfAlgorithm, folder: str) -> None:
    page = algorithm.help_file().parent.parent / folder / f"{algorithm.name()}.md"
    content = page.read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", content, re.M)
    assert [h for h in HELP_SECTIONS[folder] if h not in headings] == []
    example = content.split(f"## {HELP_SECTIONS[folder][-1]}")[1]
    assert len(re.findall(r"\d", example)) >= 6, "the example works with figures"


def test_help_reaches_the_dialog_on_one_line(algorithm: KfAlgorithm) -> None:
    shown = algorithm.shortHelpString()
    assert "<h2" in shown
    assert "\n" not in shown
    # Qt would make a whole list item bold when it begins so
    assert not re.search(r"<li style=\" font-weight:[67]00", shown)


def test_parameters_can_be_omitted_in_3_22(algorithm: KfAlgorithm) -> None:
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    for parameter in algorithm.parameterDefinitions():
        if parameter.type() in OPTIONAL_TYPES or parameter.isDestination():
            assert parameter.flags() & optional, parameter.name()
        assert re.fullmatch(r"[A-Z][A-Z0-9_]*", parameter.name())


def test_only_the_first_output_is_created_by_default(algorithm: KfAlgorithm) -> None:
    destinations = [p for p in algorithm.parameterDefinitions() if p.isDestination()]
    assert [p.createByDefault() for p in destinations] == [True] + [False] * (len(destinations) - 1)


def test_choices_are_fixed_words_with_translated_labels(algorithm: KfAlgorithm) -> None:
    for parameter in algorithm.parameterDefinitions():
        if parameter.type() == "enum":
            assert parameter.usesStaticStrings(), parameter.name()
            labels = parameter.metadata()["kf_labels"]
            assert set(labels) == set(parameter.options())
            wrapper = parameter.metadata()["widget_wrapper"]["class"]
            module, name = wrapper.rsplit(".", 1)
            assert hasattr(__import__(module, fromlist=[name]), name)


@pytest.mark.usefixtures("chinese_texts")
def test_titles_and_descriptions_are_translated(algorithm: KfAlgorithm) -> None:
    fresh = type(algorithm)().create()
    shown = [fresh.displayName(), fresh.group(), *(p.description() for p in fresh.parameterDefinitions()),
             *(o.description() for o in fresh.outputDefinitions())]
    assert [text for text in shown if not re.search(r"[\u4e00-\u9fff]", text)] == []
    assert "做什么" in fresh.shortHelpString()


def test_the_catalogue_is_what_models_and_scripts_know(kf_provider: Any) -> None:
    stored = json.loads(catalogue.FILE.read_text(encoding="utf-8"))
    current = json.loads(catalogue.text(kf_provider))
    changelog = catalogue.CHANGELOG.read_text(encoding="utf-8")
    assert catalogue.unnamed(stored, current, changelog) == [], "name under [Unreleased] in CHANGELOG.md"
    assert stored == current, "run python -m tests.processing.catalogue"
    assert [key for key in current if f"`{key}`" not in changelog] == []


STORED = {"kf:a": {"group": "g", "title": "t", "parameters": {"LAND": {"type": "source"}},
                   "outputs": {"PIECES": {"type": "outputVector", "fields": [{"name": "net_m2", "kind": "real"}]}}}}


def changed(**parts: Any) -> dict[str, Any]:
    return {"kf:a": {**STORED["kf:a"], **parts}}


@pytest.mark.parametrize(("current", "name"), [
    ({}, "kf:a"),
    ({**STORED, "kf:b": STORED["kf:a"]}, "kf:b"),
    (changed(title="u"), "title"),
    (changed(parameters={"LAND": {"type": "vector"}}), "LAND"),
    (changed(parameters={}), "LAND"),
    (changed(parameters={**STORED["kf:a"]["parameters"], "UNITS": {"type": "source"}}), "UNITS"),
    (changed(outputs={"PIECES": {"type": "outputVector", "fields": [{"name": "net_m2", "kind": "text"}]}}), "net_m2"),
    (changed(outputs={"PIECES": {"type": "outputFile", "fields": [{"name": "net_m2", "kind": "real"}]}}), "PIECES"),
])
def test_a_change_of_the_catalogue_has_to_be_named_under_unreleased(current: dict[str, Any], name: str) -> None:
    key = "kf:b" if name == "kf:b" else "kf:a"
    said = f"- `{key}`: `{name}` is another."
    released = f"## [Unreleased]\n\n## [0.1.0]\n{said}\n"
    assert catalogue.unnamed(STORED, current, released) == [f"{key}: {name}"]
    assert catalogue.unnamed(STORED, current, f"## [Unreleased]\n{said}\n\n## [0.1.0]\n") == []
    assert catalogue.unnamed(STORED, STORED, released) == []
