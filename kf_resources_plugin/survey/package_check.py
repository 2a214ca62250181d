"""The check of a field package before it leaves: read from its files alone, as the field apps will read them."""
from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from osgeo import gdal
from qgis.PyQt.QtXml import QDomDocument

from .package_paths import absolute_places
from .package_project import BASE_MAP, DATA
from .packed_rows import UID

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from qgis.PyQt.QtXml import QDomElement

_BYTES_PER_MB = 1_000_000
_WITHOUT_SHAPES = "attributes"  # GeoPackage's word for tables without shapes
_LISTED = 3  # paths a message names


@dataclass(frozen=True)
class Fault:
    """What is wrong: id of the rule and what its message names."""

    rule: str
    values: Mapping[str, Any]


def package_faults(folder: Path, project: str, editable: Collection[str], domains: Mapping[str, Collection[str]],
                   most_mb: float) -> list[Fault]:
    """Return what keeps a package from leaving.

    project: name of its file. editable: tables whose rows must be named. domains: by table the fields that must have
    a drop-down. most_mb: most megabytes (10⁶ bytes) it may have.
    """
    with zipfile.ZipFile(folder / project) as packed:
        xml = packed.read(next(name for name in packed.namelist() if name.endswith(".qgs"))).decode("utf-8")
    return [*_paths(folder, project, xml), *_tables(folder / DATA, editable), *_drop_downs(xml, domains),
            *_size(folder, most_mb)]


def package_mb(folder: Path) -> float:
    """Return the size of all files of a package in megabytes (10⁶ bytes)."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / _BYTES_PER_MB


def _paths(folder: Path, project: str, xml: str) -> Iterator[Fault]:
    outside = absolute_places(xml, {_title(layer) for layer in _map_layers(xml)})
    if outside:
        yield Fault("survey.path_outside", {"project": project, "count": len(outside),
                                            "paths": "; ".join(outside[:_LISTED])})
    for layer in _map_layers(xml):
        source = layer.firstChildElement("datasource").text()
        file = source.partition("|")[0]
        if file.removeprefix("./") not in {DATA, BASE_MAP} or not (folder / file).is_file():
            yield Fault("survey.source_outside", {"layer": _title(layer), "source": source})


def _map_layers(xml: str) -> Iterator[QDomElement]:
    """Yield the layers of a project; those that a layer tree or a theme names again are not meant."""
    document = QDomDocument()
    document.setContent(xml)
    layer = document.documentElement().firstChildElement("projectlayers").firstChildElement("maplayer")
    while not layer.isNull():
        yield layer
        layer = layer.nextSiblingElement("maplayer")


def _title(layer: QDomElement) -> str:
    return str(layer.firstChildElement("layername").text())


def _tables(data: Path, editable: Collection[str]) -> Iterator[Fault]:
    with closing(sqlite3.connect(f"file:{data}?mode=ro", uri=True)) as connection:
        systems = {row[0] for row in connection.execute(
            "SELECT srs_id FROM gpkg_spatial_ref_sys WHERE srs_id > 0 AND definition <> 'undefined'")}
        for table, kind, system in connection.execute(
                "SELECT table_name, data_type, srs_id FROM gpkg_contents").fetchall():
            quoted = '"' + table.replace('"', '""') + '"'
            columns = connection.execute(f"PRAGMA table_info({quoted})").fetchall()
            if not any(column[5] for column in columns):
                yield Fault("survey.key_missing", {"table": table})
            if kind != _WITHOUT_SHAPES and system not in systems:
                yield Fault("survey.crs_missing", {"table": table})
            if table in editable:
                ids = _ids(data, table)
                faulty = len(ids) - len(set(ids) - {""})
                if faulty:
                    yield Fault("survey.names_repeated", {"table": table, "count": faulty})


def _ids(data: Path, table: str) -> list[str]:
    """Return the names of the features of a table, '' for none."""
    # by OGR and not by QGIS, whose provider would write into the file
    file = gdal.OpenEx(str(data), gdal.OF_VECTOR | gdal.OF_READONLY)
    layer = file.GetLayerByName(table)
    return [feature.GetField(UID) or "" for feature in layer]


def _drop_downs(xml: str, domains: Mapping[str, Collection[str]]) -> Iterator[Fault]:
    layers = {layer.firstChildElement("id").text() for layer in _map_layers(xml)}
    for layer in _map_layers(xml):
        table = layer.firstChildElement("datasource").text().partition("layername=")[2].partition("|")[0]
        listed, field = set(), layer.firstChildElement("fieldConfiguration").firstChildElement("field")
        while not field.isNull():
            if _has_choices(field.firstChildElement("editWidget"), layers):
                listed.add(field.attribute("name"))
            field = field.nextSiblingElement("field")
        yield from (Fault("survey.domain_missing", {"layer": _title(layer), "field": name})
                    for name in domains.get(table, ()) if name not in listed)


def _has_choices(widget: QDomElement, layers: Collection[str]) -> bool:
    """Tell whether a field has a drop-down of codes, or of the rows of a layer that is in the project."""
    if widget.attribute("type") != "ValueRelation":
        return bool(widget.attribute("type") == "ValueMap")
    option = widget.firstChildElement("config").firstChildElement("Option").firstChildElement("Option")
    while not option.isNull():
        if option.attribute("name") == "Layer":
            return option.attribute("value") in layers
        option = option.nextSiblingElement("Option")
    return False


def _size(folder: Path, most_mb: float) -> Iterator[Fault]:
    size = package_mb(folder)
    if size > most_mb:
        yield Fault("survey.too_large", {"size_mb": f"{size:.1f}", "most_mb": f"{most_mb:g}"})
