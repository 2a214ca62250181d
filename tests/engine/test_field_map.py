"""Which field of a layer is meant by a standard one: said by the user and kept with the layer, else by its name."""
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from qgis.core import QgsProject, QgsVectorLayer

from kf_resources_plugin.engine.field_map import FieldMatch, mapped_field, read_field, write_field
from kf_resources_plugin.engine.schema import load_schema
from tests.builders import layer_of, rectangle, save

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qgis_app")


def layer(*names: str) -> QgsVectorLayer:
    return layer_of([(rectangle(0, 0, 1, 1), {})], dict.fromkeys(names, "text"), name="x")


def found(names: str, standard: str) -> FieldMatch:
    return mapped_field(layer(*names.split()), standard, load_schema("dltb"))


@pytest.mark.parametrize(("names", "standard", "expected"), [
    ("DLBM", "DLBM", ("DLBM", "exact")), ("dlbm", "DLBM", ("dlbm", "case")), ("DLDM", "DLBM", ("DLDM", "alias")),
    ("地类编码", "DLBM", ("地类编码", "alias")), ("坐落单位代", "ZLDWDM", ("坐落单位代", "cut")),
    ("other", "DLBM", ("", "")),
])
def test_names_tell_fields_and_how_they_do(names: str, standard: str, expected: tuple[str, str]) -> None:
    assert found(names, standard) == FieldMatch(*expected)


def test_what_the_user_says_counts_before_names_until_it_is_taken_back() -> None:
    parcels = layer("DLBM", "CLASS")
    write_field(parcels, "DLBM", "CLASS")
    assert (parcels.customProperty("kf/field/DLBM"), read_field(parcels, "DLBM")) == ("CLASS", "CLASS")
    assert mapped_field(parcels, "DLBM", load_schema("dltb")) == FieldMatch("CLASS", "said")
    write_field(parcels, "DLBM", "")
    assert (parcels.customPropertyKeys(), read_field(parcels, "DLBM")) == ([], "")
    assert mapped_field(parcels, "DLBM", load_schema("dltb")) == FieldMatch("DLBM", "exact")


def test_a_field_that_is_gone_gives_way_and_is_named() -> None:
    parcels = layer("dlbm")
    write_field(parcels, "DLBM", "CLASS")
    assert mapped_field(parcels, "DLBM", load_schema("dltb")) == FieldMatch("dlbm", "case", "CLASS")
    assert mapped_field(parcels, "KCXS", load_schema("dltb")) == FieldMatch("", "")


def test_what_the_user_said_is_kept_in_the_project_and_with_a_copy(qgis_new_project: QgsProject,
                                                                   tmp_path: Path) -> None:
    stored = save(layer("CLASS"), tmp_path / "a.gpkg")
    write_field(stored, "DLBM", "CLASS")
    assert read_field(stored.clone(), "DLBM") == "CLASS"
    qgis_new_project.addMapLayer(stored)
    assert qgis_new_project.write(str(tmp_path / "a.qgz"))
    opened = QgsProject()
    assert opened.read(str(tmp_path / "a.qgz"))
    [again] = opened.mapLayers().values()
    assert mapped_field(again, "DLBM", None) == FieldMatch("CLASS", "said")
    opened.clear()
