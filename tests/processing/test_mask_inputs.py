"""Layers of areas that rules ask for: known by role, by name, or by what the planner says; read into one table each."""
from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProcessingContext, QgsProject

from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.roles import NO_ROLE, write_role
from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.processing import parameters as common
from kf_resources_plugin.processing.base import KfAlgorithm
from kf_resources_plugin.processing.mask_inputs import MaskInputs
from kf_resources_plugin.rules.progress import NoProgress
from tests.builders import layer_of, rectangle, save

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("qgis_app")

KINDS = ("ecological_redline", "main_channel")
X, Y = 38_527_000.0, 3_852_000.0


class Masked(KfAlgorithm):
    """An algorithm that only takes masks."""

    NAME = "masked"

    def define_parameters(self) -> None:
        common.add_all(self, [*common.land_parameters(), *common.mask_parameters(), *common.rules_parameters()], {})


@pytest.fixture
def context() -> QgsProcessingContext:
    made = QgsProcessingContext()
    made.setProject(QgsProject.instance())
    return made


def mask(name: str, role: str = "", crs: str = "EPSG:4526", x: float = X) -> QgsVectorLayer:
    layer = layer_of([(rectangle(x, Y, 100, 100), {})], {"note": "text"}, crs=crs, name=name)
    if role:
        write_role(layer, role)
    return layer


def inputs(masks: Sequence[Any], context: QgsProcessingContext, **more: Any) -> MaskInputs:
    for layer in masks:
        if not isinstance(layer, str):
            QgsProject.instance().addMapLayer(layer)
    return MaskInputs(Masked().create(), {"MASKS": list(masks), **more}, context)


def tables(found: MaskInputs) -> dict[str, tuple[str, int]]:
    read = found.masks(KINDS, next(iter(found.layers.values())).features.crs, pick_kernel(),
                       load_rule_book(date(2026, 1, 1), "en"), NoProgress())
    return {kind: (table.name, len(table)) for kind, table in read.items()}


@pytest.mark.usefixtures("qgis_new_project")
def test_the_role_then_the_name_tells_the_kind(context: QgsProcessingContext) -> None:
    given = inputs([mask("主槽"), mask("a", "ecological_redline"), mask("b", "ecological_redline", x=X + 500)], context)
    assert given.mask_problems(KINDS) == []
    assert tables(given) == {"ecological_redline": ("a, b", 2), "main_channel": ("主槽", 1)}
    assert [(record.role, record.rows) for record in given.records] == [
        ("main_channel", 1), ("ecological_redline", 1), ("ecological_redline", 1)]
    assert given.settings(NoProgress())["MASKS"] == ["主槽", "a", "b"]


@pytest.mark.usefixtures("qgis_new_project")
def test_the_planner_has_the_last_word(context: QgsProcessingContext) -> None:
    given = inputs([mask("主槽"), mask("c", "land")], context, MASK_RULES='{"主槽": "none", "c": "main_channel"}')
    assert given.mask_problems(KINDS) == []
    assert tables(given) == {"main_channel": ("c", 1)}


@pytest.mark.usefixtures("qgis_new_project")
@pytest.mark.parametrize("word", [
    "ecological_redline", "生态保护红线", " 生态保护红线\u3000", "Ecological redline", "ecological REDLINE"])
def test_a_role_is_told_by_its_key_or_its_title(context: QgsProcessingContext, word: str) -> None:
    given = inputs([mask("x")], context, MASK_RULES=json.dumps({"x": word}))
    assert given.mask_problems(KINDS) == []
    assert tables(given) == {"ecological_redline": ("x", 1)}


@pytest.mark.usefixtures("qgis_new_project")
def test_a_word_that_is_no_role_is_answered_with_keys_and_titles(context: QgsProcessingContext) -> None:
    [message] = inputs([mask("x")], context, MASK_RULES='{"x": "红线"}').mask_problems(KINDS)
    assert "shows “红线”" in message
    assert "ecological_redline (Ecological redline); main_channel (Main river channel)" in message


@pytest.mark.usefixtures("qgis_new_project")
def test_a_layer_the_user_took_out_of_its_role_is_left_out(context: QgsProcessingContext) -> None:
    given = inputs([mask("主槽", NO_ROLE), mask("d", "main_channel")], context)
    assert given.mask_problems(KINDS) == []
    assert tables(given) == {"main_channel": ("d", 1)}


@pytest.mark.usefixtures("qgis_new_project")
def test_every_problem_is_named_at_once(context: QgsProcessingContext) -> None:
    given = inputs([mask("x"), mask("y", "roads"), mask("z", "main_channel", crs="")], context,
                   MASK_RULES='{"gone": "main_channel"}')
    found = given.mask_problems(KINDS)
    assert len(found) == 4
    for name, text in zip(("gone", "“x”", "“y”", "“z”"), found):
        assert name in text


@pytest.mark.parametrize("text", ["main_channel", "[1]", '{"a": 1}'])
def test_mask_rules_that_are_no_object_of_names(text: str, context: QgsProcessingContext) -> None:
    found = inputs([], context, MASK_RULES=text).mask_problems(KINDS)
    assert len(found) == 1
    assert text in found[0]


def test_a_file_is_known_by_its_table(tmp_path: Path, context: QgsProcessingContext) -> None:
    stored = save(mask("main_channel"), tmp_path / "masks.gpkg")
    given = inputs([stored.source()], context)
    assert given.mask_problems(KINDS) == []
    assert list(tables(given)) == ["main_channel"]


def test_no_masks_are_no_problem(context: QgsProcessingContext) -> None:
    given = MaskInputs(Masked().create(), {}, context)
    assert given.mask_problems(KINDS) == []
