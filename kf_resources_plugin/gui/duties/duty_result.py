"""What a run of a duty left in its folder: figures of the run record, tables of the package, as a page shows them."""
from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsFeatureRequest,
    QgsProcessing,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterRasterDestination,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate

from ...cartography.styles import field_title
from ...compat import is_null
from ...engine.roles import role_title, roles
from ...i18n import tr
from ..docks.result_layers import destination, raster_path, table_uri
from ..models.amounts import area_text, mass_text, number_text, share_text, unit_text
from ..models.rows_model import AREA, FLAG, INTEGER, MASS, NUMBER, SHARE, TEXT, Column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qgis.core import QgsProcessingAlgorithm

    from .duty import Duty, Table

PACKAGE, RECORD = "results.gpkg", "run_record.json"
MOST_ROWS = 20_000
_UNIT_IN_TITLE = re.compile(r"\s*[(（](m²|ha|kg|0–1|平方米|公顷|千克|公斤)[)）]$")
_SUFFIXES = {"_m2": AREA, "_kg": MASS, "share": SHARE, "rate": SHARE, "rate_change": SHARE}
_SHARES = ("SHARE", "RATE", "TARGET")


@dataclass(frozen=True)
class DutyResult:
    """A run: its folder and its number outputs by name, None where one is unknown."""

    folder: Path
    numbers: Mapping[str, float | None]

    @property
    def package(self) -> Path:
        """Return the file with the tables."""
        return self.folder / PACKAGE

    @property
    def record(self) -> Path:
        """Return the run record."""
        return self.folder / RECORD

    def table(self, output: str) -> QgsVectorLayer:
        """Return an output as a layer, invalid where it is not there."""
        return QgsVectorLayer(table_uri(self.package, output.lower()), output, "ogr")

    def rows(self, output: str, where: str = "", order: str = "", most: int = MOST_ROWS) -> list[dict[str, Any]]:
        """Return rows of an output by field name, with their feature id as ``fid``; dates as texts."""
        layer = self.table(output)
        if not layer.isValid():
            return []
        request = QgsFeatureRequest().setLimit(most)
        request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
        if where:
            request.setFilterExpression(where)
        if order:
            request.addOrderBy(f'"{order}"')
        names = layer.fields().names()
        return [{**{name: _plain(value) for name, value in zip(names, feature.attributes())}, "fid": feature.id()}
                for feature in layer.getFeatures(request)]

    def count(self, output: str) -> int:
        """Return how many rows an output has."""
        return int(self.table(output).featureCount())


def read_result(folder: Path) -> DutyResult | None:
    """Return what a run left, None where it is not there (any more) or cannot be read."""
    try:
        figures = json.loads((folder / RECORD).read_text(encoding="utf-8"))["record"]["figures"]
        numbers = {name: value for name, value in figures.items() if value is None or isinstance(value, (int, float))}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):  # somebody else's file, or half of one
        return None
    return DutyResult(folder, numbers) if (folder / PACKAGE).is_file() else None


def destinations(algorithm: QgsProcessingAlgorithm, folder: Path, papers: Sequence[str]) -> dict[str, Any]:
    """Return where the outputs of a run go: tables into one package, beside it rasters, run record and ``papers``."""
    found: dict[str, Any] = {"RUN_RECORD": str(folder / RECORD)}
    for name in papers:
        definition = algorithm.parameterDefinition(name)
        ending = "" if isinstance(definition, QgsProcessingParameterFolderDestination) else (
            f".{definition.defaultFileExtension()}")
        found[name] = str(folder / f"{name.lower()}{ending}")
    for definition in algorithm.destinationParameterDefinitions():
        if isinstance(definition, QgsProcessingParameterRasterDestination):
            found[definition.name()] = str(raster_path(folder / PACKAGE, definition.name().lower()))
    for definition in sinks(algorithm):
        geometry = definition.dataType() != QgsProcessing.SourceType.TypeVector
        found[definition.name()] = destination(folder / PACKAGE, definition.name().lower(), geometry=geometry)
    return found


def sinks(algorithm: QgsProcessingAlgorithm) -> list[QgsProcessingParameterFeatureSink]:
    """Return the output layers of an algorithm."""
    return [definition for definition in algorithm.destinationParameterDefinitions()
            if isinstance(definition, QgsProcessingParameterFeatureSink)]


def plain_title(title: str) -> str:
    """Return a title without its unit, which is shown with the figure."""
    return _UNIT_IN_TITLE.sub("", title)


def columns(algorithm: Any, table: Table) -> list[Column]:
    """Return the columns of a tab."""
    kinds = dict(algorithm.FIELDS[table.output])
    return [_column(name, kinds[name], table) for name in table.columns]


def _column(name: str, kind: str, table: Table) -> Column:
    shown = TEXT
    if name in table.flags:
        shown = FLAG
    elif kind == "integer":
        shown = INTEGER
    elif kind == "real":
        shown = next((of_suffix for suffix, of_suffix in _SUFFIXES.items() if name.endswith(suffix)), NUMBER)
    words = {role: role_title(role) for role in roles()} if name in table.roles else {}
    # hectares and 亩 that an output has as they are keep their unit in the title
    title = field_title(name) if shown == NUMBER else plain_title(field_title(name))
    return Column(title, shown, name in table.alarms,
                  {**words, **{code: tr(text) for code, text in table.words.get(name, {}).items()}},
                  table.alarm_words.get(name, ()))


def cells(row: Mapping[str, Any], table: Table) -> list[Any]:
    """Return the cells of a row under ``columns``."""
    return [None if row.get(name) is None else bool(row[name]) if name in table.flags else row[name]
            for name in table.columns]


def headline(algorithm: QgsProcessingAlgorithm, duty: Duty, result: DutyResult,
             area_unit: str) -> list[tuple[str, str]]:
    """Return (what, figure with its unit) of the numbers that matter, and what would tell those that are not known."""
    titles = {output.name(): output.description() for output in algorithm.outputDefinitions()}
    values = [(name, result.numbers.get(name)) for name in duty.numbers]
    return [(plain_title(titles[name]), _unknown(duty.why_unknown.get(name, ()), result) if value is None
             else _figure(name, value, area_unit)) for name, value in values]


def _unknown(rules: Sequence[str], result: DutyResult) -> str:
    """Return that a number is not known, with the remedy of the first finding under one of the rules."""
    wanted = ", ".join(f"'{rule}'" for rule in rules)
    told = result.rows("FINDINGS", f'"rule_id" in ({wanted})', most=1) if rules else []
    return tr("unknown – {remedy}").format(remedy=told[0]["remedy"]) if told else tr("unknown")


def _figure(name: str, value: float, area_unit: str) -> str:
    if name.endswith("_M2"):
        return f"{area_text(value, area_unit)} {unit_text(area_unit)}"
    if name.endswith("_KG"):
        return f"{mass_text(value)} {unit_text('kg')}"
    return f"{share_text(value)} %" if name.endswith(_SHARES) else number_text(value)


def _plain(value: Any) -> Any:
    if is_null(value):
        return None
    return value.toString("yyyy-MM-dd") if isinstance(value, QDate) else value
