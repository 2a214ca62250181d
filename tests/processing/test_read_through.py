"""What a layer reads besides its own file is no place for results either, nor is a file whose edits are unsaved."""
from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
    QgsVirtualLayerDefinition,
)
from qgis.PyQt.QtCore import QUrl

from kf_resources_plugin.processing.destinations import overwritten_inputs
from tests.builders import land_layer, layer_of, rectangle, rows_of, save

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsMapLayer

    from kf_resources_plugin.processing.base import KfAlgorithm

pytestmark = pytest.mark.usefixtures("kf_provider", "qgis_new_project")

X, Y = 38_527_000.0, 3_852_000.0


@pytest.fixture
def stable(kf_provider: Any) -> KfAlgorithm:
    made: KfAlgorithm = kf_provider.algorithm("stablefarmland").create()
    return made


def shown(layer: QgsMapLayer) -> Any:
    """Return the layer, put into the project."""
    QgsProject.instance().addMapLayer(layer)
    return layer


def land(name: str = "DLTB") -> QgsVectorLayer:
    """Return a survey of one parcel."""
    return land_layer([(rectangle(X, Y, 100, 100), {"BSM": "a", "DLBM": "0102", "ZLDWDM": "410222100201"})], name=name)


def survey(path: Path, name: str = "DLTB") -> QgsVectorLayer:
    """Return a survey of one parcel, saved to a file and put into the project."""
    layer: QgsVectorLayer = shown(save(land(name), path))
    layer.setName(name)
    return layer


def virtual(definition: str | QgsVirtualLayerDefinition, name: str = "gengdi") -> QgsVectorLayer:
    layer = QgsVectorLayer(definition if isinstance(definition, str) else definition.toString(), name, "virtual")
    assert layer.isValid()
    return layer


def defined(query: str, **sources: tuple[str, ...]) -> QgsVirtualLayerDefinition:
    definition = QgsVirtualLayerDefinition()
    for name, source in sources.items():
        definition.addSource(name, *source)
    definition.setQuery(query)
    return definition


def found(algorithm: KfAlgorithm, **parameters: Any) -> list[str]:
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    return overwritten_inputs(algorithm, parameters, context)


def joined_to(layer: QgsVectorLayer, table: QgsVectorLayer) -> None:
    join = QgsVectorLayerJoinInfo()
    join.setJoinFieldName("BSM")
    join.setTargetFieldName("BSM")
    join.setJoinLayerId(table.id())
    join.setJoinLayer(table)
    assert layer.addJoin(join)


@pytest.mark.parametrize("query", [
    'select * from "{name}"', 'select * from "{id}" where DLBM like \'01%\'', "select * from dltb",
    "with t as (select BSM from DLTB) select o.* from other o left join t on o.BSM = t.BSM",
    "select * from other where BSM in (select BSM from DLTB)"])
def test_a_virtual_layer_reads_the_layers_its_query_names(stable: KfAlgorithm, tmp_path: Path, query: str) -> None:
    path = tmp_path / "survey.gpkg"
    layer = survey(path)
    survey(tmp_path / "other.gpkg", "other")
    land = virtual(f"?query={query.format(name=layer.name(), id=layer.id())}")
    [message] = found(stable, LAND=land, STABLE=str(path))
    assert "input “gengdi (DLTB)”" in message
    assert str(path) in message
    assert not found(stable, LAND=land, STABLE=str(tmp_path / "new.gpkg"))


def test_a_virtual_layer_reads_what_it_declares(stable: KfAlgorithm, tmp_path: Path) -> None:
    path = tmp_path / "调查 2023.gpkg"
    layer = survey(path)
    by_id = virtual(defined("select * from t", t=(layer.id(),)))
    QgsProject.instance().removeMapLayer(survey(tmp_path / "gone.gpkg"))
    embedded = virtual(defined("select * from t", t=(f"{path}|layername=DLTB", "ogr", "UTF-8")))
    for land in (by_id, embedded):
        [message] = found(stable, LAND=land, STABLE=str(path))
        assert "input “gengdi (" in message
    # a table of its own in the same file loses nothing
    assert not found(stable, LAND=embedded, STABLE=f"ogr:dbname='{path}' table=\"stable\" (geom)")


def test_virtual_layers_and_joins_are_followed_to_the_end(stable: KfAlgorithm, tmp_path: Path) -> None:
    path, attributes = tmp_path / "survey.gpkg", tmp_path / "attributes.gpkg"
    layer = survey(path)
    joined_to(layer, survey(attributes, "attributes"))
    first = shown(virtual("?query=select * from DLTB", "first"))
    second = virtual("?query=select * from first", "second")
    nested = virtual(defined("select * from t", t=(first.source(), "virtual", "UTF-8")), "nested")
    for land in (first, second, nested):
        for file in (path, attributes):
            assert found(stable, LAND=land, STABLE=str(file)), (land.name(), file.name)


def test_a_joined_table_is_read_and_a_circle_of_joins_ends(stable: KfAlgorithm, tmp_path: Path) -> None:
    one, other, far = (survey(tmp_path / f"{name}.gpkg", name) for name in ("one", "other", "far"))
    joined_to(one, other)
    joined_to(other, far)
    far.addJoin(one.vectorJoins()[0])
    for name in ("other", "far"):
        [message] = found(stable, LAND=one, STABLE=str(tmp_path / f"{name}.gpkg"))
        assert f"input “one ({name})”" in message


def test_features_chosen_of_a_layer_are_read_from_it(stable: KfAlgorithm, tmp_path: Path) -> None:
    path = tmp_path / "survey.gpkg"
    layer = survey(path)
    for chosen in (QgsProcessingFeatureSourceDefinition(layer.id(), True),
                   QgsProcessingFeatureSourceDefinition(str(path), False, 2)):
        assert found(stable, LAND=chosen, STABLE=str(path))


def test_other_ways_to_a_file_are_followed(stable: KfAlgorithm, tmp_path: Path) -> None:
    path = tmp_path / "survey.gpkg"
    layer = survey(path)
    vrt = tmp_path / "v.vrt"
    vrt.write_text('<OGRVRTDataSource><OGRVRTLayer name="DLTB"><SrcDataSource relativeToVRT="1">survey.gpkg'
                   "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>", encoding="utf-8")
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(path, "survey.gpkg")
    text = tmp_path / "points.csv"
    text.write_text("BSM,x,y\na,1,2\n", encoding="utf-8")
    ways = [
        (QgsVectorLayer(str(vrt), "v", "ogr"), (vrt, path)),
        (QgsVectorLayer(f"/vsizip/{packed}/survey.gpkg", "z", "ogr"), (packed,)),
        (QgsVectorLayer(f"/vsizip/{{{packed}}}/survey.gpkg", "z", "ogr"), (packed,)),
        (QgsVectorLayer(f"{QUrl.fromLocalFile(str(text)).toString()}?type=csv&xField=x&yField=y", "p", "delimitedtext"),
         (text,)),
        (QgsVectorLayer(f"{path}|layername=DLTB", "g", "ogr"), (path,)),
    ]
    for land, files in ways:
        assert land.isValid(), land.source()
        for file in files:
            assert found(stable, LAND=land, REPORT=str(file)), (land.source(), file)
    vrt.write_text("no longer one", encoding="utf-8")
    assert found(stable, LAND=ways[0][0], REPORT=str(vrt))
    # the query of such a filter may read any table of the file
    layer.setSubsetString('SELECT * FROM "DLTB"')
    assert found(stable, LAND=layer, STABLE=f"ogr:dbname='{path}' table=\"other\" (geom)")


ONE = '<OGRVRTLayer name="survey"><SrcDataSource relativeToVRT="1">survey.shp</SrcDataSource></OGRVRTLayer>'


@pytest.mark.parametrize(("name", "xml"), [
    ("union.vrt", f'<OGRVRTUnionLayer name="u">{ONE}{ONE}</OGRVRTUnionLayer>'),
    ("warped.vrt", f"<OGRVRTWarpedLayer>{ONE}<TargetSRS>EPSG:4526</TargetSRS></OGRVRTWarpedLayer>"),
    ("of_no_such_name.xml", ONE),
    ("of_another.vrt", ONE.replace("survey.shp", "inner.vrt")),
])
def test_the_survey_that_a_vrt_reads_is_left_as_it_was(tmp_path: Path, name: str, xml: str) -> None:
    path = tmp_path / "survey.shp"
    save(land(), path, driver="ESRI Shapefile")
    for file, layers in (("inner.vrt", f'<OGRVRTUnionLayer name="survey">{ONE}</OGRVRTUnionLayer>'), (name, xml)):
        (tmp_path / file).write_text(f"<OGRVRTDataSource>{layers}</OGRVRTDataSource>", encoding="utf-8")
    layer = QgsVectorLayer(str(tmp_path / name), "DLTB", "ogr")
    assert layer.isValid()
    before = path.read_bytes(), path.with_suffix(".dbf").read_bytes()
    with pytest.raises(QgsProcessingException, match=r"would overwrite the file of input “DLTB”"):
        processing.run("kf:stablefarmland", {"LAND": layer, "STABLE": str(path)})
    assert (path.read_bytes(), path.with_suffix(".dbf").read_bytes()) == before


def test_a_table_opened_by_its_number_is_that_table(stable: KfAlgorithm, tmp_path: Path) -> None:
    path = tmp_path / "survey.gpkg"
    for table in ("first", "second"):
        save(land(table), path)
    layer = QgsVectorLayer(f"{path}|layerid=1", "L", "ogr")
    for table, is_read in (("second", True), ("first", False)):
        assert bool(found(stable, LAND=layer, STABLE=f"ogr:dbname='{path}' table=\"{table}\" (geom)")) is is_read


def test_the_survey_behind_a_virtual_layer_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "survey.gpkg"
    survey(path)
    before = path.read_bytes()
    with pytest.raises(QgsProcessingException, match="would overwrite the file of input"):
        processing.run("kf:stablefarmland", {
            "LAND": virtual("?query=select * from DLTB"), "STABLE": str(path), "CLASS_SYSTEM": "survey_2019"})
    assert path.read_bytes() == before


def earlier_result(path: Path) -> QgsVectorLayer:
    """Return the loaded result of an earlier run, its edits begun."""
    layer: QgsVectorLayer = shown(save(layer_of(
        [(rectangle(X, Y, 1, 1), {"reason": "a"})], {"reason": "text"}, name="stable"), path))
    layer.setName("上次结果")
    assert layer.startEditing()
    return layer


def test_a_result_with_unsaved_edits_is_not_replaced(stable: KfAlgorithm, tmp_path: Path) -> None:
    path = tmp_path / "out.gpkg"
    land = survey(tmp_path / "survey.gpkg")
    layer = earlier_result(path)
    assert not found(stable, LAND=land, STABLE=str(path)), "nothing is edited yet"
    feature = next(layer.getFeatures())
    assert layer.changeAttributeValue(feature.id(), layer.fields().indexOf("reason"), "verified in the field")
    [message] = found(stable, LAND=land, STABLE=str(path))
    for part in ("Output “Cultivated land, stable or not”", str(path), "“上次结果”", "Save or discard",
                 "choose another file"):
        assert part in message
    assert found(stable, LAND=land, STABLE=f"ogr:dbname='{path}' table=\"stable\" (geom)")
    assert not found(stable, LAND=land, STABLE=f"ogr:dbname='{path}' table=\"fresh\" (geom)")
    with pytest.raises(QgsProcessingException, match="上次结果"):
        processing.run("kf:stablefarmland", {"LAND": land, "STABLE": str(path), "CLASS_SYSTEM": "survey_2019"})
    assert layer.commitChanges()
    assert ("verified in the field",) in rows_of(QgsVectorLayer(str(path), "x", "ogr"), "reason")
    assert not found(stable, LAND=land, STABLE=str(path)), "they are saved"


def test_a_layer_that_is_a_long_text_and_no_file_is_in_nobodys_way(stable: KfAlgorithm, tmp_path: Path) -> None:
    """GDAL opens GeoJSON as a text; as a name of a file it would be too long for any file system."""
    corners = ", ".join(f"[114.{place:04}, 34.5]" for place in range(600))
    text = f'{{"type": "Polygon", "coordinates": [[[114.0, 34.6], {corners}, [114.0, 34.6]]]}}'
    layer = shown(QgsVectorLayer(text, "text", "ogr"))
    assert layer.isValid()
    assert overwritten_inputs(stable, {"LAND": layer, "STABLE": str(tmp_path / "r.gpkg")}, QgsProcessingContext()) == []
