"""The duties beside the main job on the demo city: each with all layers the project has for it, into one GeoPackage.

What an algorithm wants and gives stands in its definition: layers by their roles, sinks, report, styles, figures.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

if TYPE_CHECKING:
    from pathlib import Path

M2_PER_HA, M2_PER_MU = 10_000, 10_000 / 15
_STABLE = ("frequent_flood", "river_management", "polluted_land", "nature_reserve_core", "ecological_conversion")
# duty: roles of the area layers whose rules it knows
DUTIES: dict[str, tuple[str, ...]] = {
    "farmlandchange": _STABLE,
    "stablefarmland": _STABLE,
    "farmlandtargets": _STABLE,
    "permanentfarmlandcheck": (*_STABLE, "main_channel", "ecological_redline", "approvals"),
    "permanentfarmlandreplace": (*_STABLE, "main_channel", "ecological_redline", "approvals", "planned_construction",
                                 "urban_boundary", "farmland_reserve_zone"),
    "reservepotential": (*_STABLE, "main_channel", "ecological_redline", "approvals", "planned_construction",
                         "urban_boundary", "water_source"),
    "landclasstable": (),
}
Run = Callable[[str, dict[str, Any]], dict[str, Any]]


def run_duties(run: Run, layers: dict[str, Any], folder: Path) -> list[str]:
    """Run all duties; return what to print of them: a line per figure, a line per report."""
    lines: list[str] = []
    for name, masks in DUTIES.items():
        algorithm = _algorithm(name)
        inputs = {parameter: layers[role] for parameter, role in algorithm.ROLES.items() if role in layers}
        areas = {"MASKS": [layers[role] for role in masks]} if masks else {}
        results = run(algorithm.id(), {**inputs, **areas, **_destinations(algorithm, folder)})
        lines.append(f"\n{algorithm.displayName()} {algorithm.id()}")
        lines += [f"    {output.description()}: {_figure(output.name(), results[output.name()])}"
                  for output in algorithm.outputDefinitions()
                  if output.type() == "outputNumber" and results.get(output.name()) is not None]
        lines.append(f"    报告 report: {results['REPORT']}")
        lines += [f"    表 table: {results['XLSX']}"] if "XLSX" in results else []
    return lines


def add_duties(project: Any, folder: Path) -> None:
    """Put the results with shapes into folded groups at the end of the project, switched off and styled."""
    from qgis.core import QgsVectorLayer

    from kf_resources_plugin.cartography.styles import apply_aliases, apply_style

    for name in DUTIES:
        algorithm = _algorithm(name)
        if not algorithm.STYLES:
            continue
        group = project.layerTreeRoot().addGroup(algorithm.displayName())
        for output, style in algorithm.STYLES.items():
            title = algorithm.parameterDefinition(output).description()
            layer = QgsVectorLayer(f"{_package(folder)}|layername={_table(name, output)}", title, "ogr")
            apply_style(layer, style)
            apply_aliases(layer)
            group.addLayer(project.addMapLayer(layer, False)).setExpanded(False)
        group.setItemVisibilityChecked(False)
        group.setExpanded(False)


def _algorithm(name: str) -> Any:
    from qgis.core import QgsApplication

    return QgsApplication.processingRegistry().algorithmById(f"kf:{name}")


def _package(folder: Path) -> Path:
    return folder / "duties.gpkg"


def _table(name: str, output: str) -> str:
    return f"{name}_{output.lower()}"


def _destinations(algorithm: Any, folder: Path) -> dict[str, str]:
    """Return where the results of a duty go: tables of one GeoPackage, and files called as the duty is."""
    from qgis.core import QgsProcessing

    found = {}
    for definition in algorithm.destinationParameterDefinitions():
        if definition.type() == "fileDestination":
            found[definition.name()] = str(folder / f"{algorithm.name()}.{definition.defaultFileExtension()}")
        elif definition.type() == "sink":
            mapped = definition.dataType() != QgsProcessing.SourceType.TypeVector
            found[definition.name()] = (f"ogr:dbname='{_package(folder)}' "
                                        f"table=\"{_table(algorithm.name(), definition.name())}\""
                                        + (" (geom)" if mapped else ""))
    return found


def _figure(name: str, value: float) -> str:
    if not name.endswith("_M2"):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    if value < M2_PER_HA:
        return f"{value:,.2f}"
    return f"{value:,.2f} = {value / M2_PER_HA:,.4f} ha = {value / M2_PER_MU:,.2f} 亩"
