"""The duties beside the main job on the demo city: each with all layers the project has for it, into one GeoPackage.

What an algorithm wants and gives stands in its definition: layers by their roles, sinks, report, styles, figures.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

if TYPE_CHECKING:
    from pathlib import Path

M2_PER_HA, M2_PER_MU = 10_000, 10_000 / 15
_STABLE = ("frequent_flood", "river_management", "polluted_land", "nature_reserve_core", "ecological_conversion")
# duty: the parameter that takes several layers, and the roles of those it knows
DUTIES: dict[str, dict[str, tuple[str, ...]]] = {
    "farmlandchange": {"MASKS": _STABLE},
    "stablefarmland": {"MASKS": _STABLE},
    "farmlandtargets": {"MASKS": _STABLE},
    "permanentfarmlandcheck": {"MASKS": (*_STABLE, "main_channel", "ecological_redline", "approvals")},
    "permanentfarmlandreplace": {"MASKS": (
        *_STABLE, "main_channel", "ecological_redline", "approvals", "planned_construction", "urban_boundary",
        "farmland_reserve_zone")},
    "reservepotential": {"MASKS": (*_STABLE, "main_channel", "ecological_redline", "approvals",
                                   "planned_construction", "urban_boundary", "water_source")},
    "controllineconflicts": {"OTHERS": ("nature_reserve_core", "water_source")},
    "compliancereview": {"CONTROLS": (
        "permanent_farmland", "ecological_redline", "urban_boundary", "nature_reserve_core", "water_source",
        "main_channel", "river_management", "farmland_reserve_zone")},
    "landclasstable": {},
}
_PAPERS = {"XLSX": "表 table", "REPORTS": "各项目报告 reports by project"}
Run = Callable[[str, dict[str, Any]], dict[str, Any]]


def run_duties(run: Run, layers: dict[str, Any], folder: Path) -> list[str]:
    """Run all duties; return what to print of them: a line per figure, a line per report."""
    lines: list[str] = []
    for name, several in DUTIES.items():
        algorithm = _algorithm(name)
        inputs = {parameter: layers[role] for parameter, role in algorithm.ROLES.items() if role in layers}
        areas = {parameter: [layers[role] for role in roles] for parameter, roles in several.items()}
        results = run(algorithm.id(), {**inputs, **areas, **_destinations(algorithm, folder)})
        lines.append(f"\n{algorithm.displayName()} {algorithm.id()}")
        lines += [f"    {output.description()}: {_figure(output.name(), results[output.name()])}"
                  for output in algorithm.outputDefinitions()
                  if output.type() == "outputNumber" and results.get(output.name()) is not None]
        lines.append(f"    报告 report: {results['REPORT']}")
        lines += [f"    {title}: {results[output]}" for output, title in _PAPERS.items() if output in results]
    return lines


def result_layer(name: str, output: str, folder: Path) -> Any:
    """Return an output of a duty as a layer, named as the dialog names it."""
    from qgis.core import QgsVectorLayer

    title = _algorithm(name).parameterDefinition(output).description()
    return QgsVectorLayer(f"{_package(folder)}|layername={_table(name, output)}", title, "ogr")


def add_duties(project: Any, folder: Path) -> None:
    """Put the results with shapes into folded groups at the end of the project, switched off and styled."""
    from kf_resources_plugin.cartography.styles import apply_aliases, apply_style

    for name in DUTIES:
        algorithm = _algorithm(name)
        if not algorithm.STYLES:
            continue
        group = project.layerTreeRoot().addGroup(algorithm.displayName())
        for output, style in algorithm.STYLES.items():
            layer = result_layer(name, output, folder)
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
        elif definition.type() == "folderDestination":
            found[definition.name()] = str(folder / f"{algorithm.name()}_{definition.name().lower()}")
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
