"""The duties beside the main job on the demo city: each with all layers the project has for it, into one GeoPackage.

What an algorithm wants and gives stands in its definition: layers by their roles, sinks, report, styles, figures.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, NamedTuple, Union

from demo_stock_years import DAY, kept_register, last_year

if TYPE_CHECKING:
    from pathlib import Path

M2_PER_HA, M2_PER_MU = 10_000, 10_000 / 15
_STABLE = ("frequent_flood", "river_management", "polluted_land", "nature_reserve_core", "ecological_conversion")
_ZONING = ("main_channel", "training_range", "nature_reserve_core", "ecological_redline", "dike_protection",
           "dike_safety", "flood_passage", "platforms", "resettlement_areas", "polluted_land", "settlements")


class Text(NamedTuple):
    """A text that is itself: a day, amounts."""

    text: str


Run = Callable[[str, dict[str, Any]], dict[str, Any]]
Given = Union["tuple[str, ...]", str, "dict[str, str]", int, Text]
# duty: what is given beside the layers of its own roles; (roles) are layers, a role is a layer, {duty: output} is what
# an earlier duty found, a number is itself; or what is to be run before, which tells it
DUTIES: dict[str, dict[str, Given] | Callable[[Run, dict[str, Any], Path], dict[str, Any]]] = {
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
    "dikezones": {},
    "flooddepth": {},
    "floodhazard": {"BAND": 4},  # the stage of twenty years, as flooddepth writes the stages of the rules
    "floodexposure": {"TARGETS": "settlements"},
    "floodplainzoning": {"ZONING_UNITS": "land", "HAZARD": {"floodhazard": "HAZARD"}, "MASKS": _ZONING},
    "floodplaincompliance": {"MASKS": ("floodplain", "flood_passage", "frequent_flood", "main_channel", "dike_safety")},
    # the lines as they were given, before they are drawn anew
    "heritagecheck": {},
    "heritageregister": {"LISTS": ("heritage_sites", "heritage_list")},
    "heritagezones": {},
    "heritageimpact": {"TIER_LAYERS": ("burial_areas",)},
    "heightcontrol": {},
    "stocklandstatus": {"DATE": Text(DAY)},
    "idleland": {"DATE": Text(DAY)},
    "disposalrate": last_year,
    "stockregisterstate": kept_register,
    "landefficiency": {},
    "lowefficiencyland": {},
    "landswapbalance": {"DATE": Text(DAY)},
    "landreserveplan": {"STATUS": {"stocklandstatus": "STATUS"}, "AREA_LIMITS": Text("4000000, 4000000, 4000000"),
                        "FIRST_YEAR": 2026},
}
_PAPERS = {"XLSX": "表 table", "NOTICES": "通知书、认定书草稿 drafts of notices",
           "REPORTS": "各项目报告 reports by project"}
_FEEDS_ITSELF = "floodplain"  # its duties take the results of others; other results stand beside what they came of


def run_duties(run: Run, layers: dict[str, Any], folder: Path) -> list[str]:
    """Run all duties, each with what those before it found; return what to print: a line per figure, per report."""
    lines: list[str] = []
    layers = dict(layers)
    for name, several in DUTIES.items():
        algorithm = _algorithm(name)
        inputs = {parameter: layers[role] for parameter, role in algorithm.ROLES.items() if role in layers}
        given = several(run, layers, folder) if callable(several) else {
            parameter: _given(what, layers, folder) for parameter, what in several.items()}
        results = run(algorithm.id(), {**inputs, **given, **_destinations(algorithm, folder)})
        layers.update({role: _in_role(result_layer(name, output, folder), role)
                       for output, role in algorithm.RESULT_ROLES.items()})
        lines.append(f"\n{algorithm.displayName()} {algorithm.id()}")
        lines += [f"    {output.description()}: {_figure(output.name(), results[output.name()])}"
                  for output in algorithm.outputDefinitions()
                  if output.type() == "outputNumber" and results.get(output.name()) is not None]
        lines.append(f"    报告 report: {results['REPORT']}")
        lines += [f"    {title}: {results[output]}" for output, title in _PAPERS.items() if output in results]
    return lines


def _given(what: Given, layers: dict[str, Any], folder: Path) -> Any:
    if isinstance(what, Text):
        return what.text
    if isinstance(what, tuple):
        return [layers[role] for role in what]
    if isinstance(what, dict):
        [(name, output)] = what.items()
        return result_layer(name, output, folder)
    return layers[what] if isinstance(what, str) else what


def _in_role(layer: Any, role: str) -> Any:
    from kf_resources_plugin.engine.roles import write_role

    write_role(layer, role)
    return layer


def result_layer(name: str, output: str, folder: Path) -> Any:
    """Return an output of a duty as a layer, named as the dialog names it."""
    from qgis.core import QgsRasterLayer, QgsVectorLayer

    algorithm = _algorithm(name)
    title = algorithm.parameterDefinition(output).description()
    if output in algorithm.RASTERS:
        return QgsRasterLayer(str(_raster(folder, name, output)), title)
    return QgsVectorLayer(f"{_package(folder)}|layername={_table(name, output)}", title, "ogr")


def add_duties(project: Any, folder: Path) -> None:
    """Put the results with shapes into folded groups at the end of the project, switched off and styled."""
    from kf_resources_plugin.cartography.styles import apply_aliases, apply_style
    from kf_resources_plugin.engine.roles import RESULT_PROPERTY

    for name in DUTIES:
        algorithm = _algorithm(name)
        if not algorithm.STYLES:
            continue
        group = project.layerTreeRoot().addGroup(algorithm.displayName())
        for output, style in algorithm.STYLES.items():
            layer = result_layer(name, output, folder)
            apply_style(layer, style)
            if output not in algorithm.RASTERS:
                apply_aliases(layer)
            if algorithm.groupId() != _FEEDS_ITSELF:
                layer.setCustomProperty(RESULT_PROPERTY, name)
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


def _raster(folder: Path, name: str, output: str) -> Path:
    return folder / f"{_table(name, output)}.tif"


def _destinations(algorithm: Any, folder: Path) -> dict[str, str]:
    """Return where the results of a duty go: tables of one GeoPackage, and files called as the duty is."""
    from qgis.core import QgsProcessing

    found = {}
    # the report has the name of its duty; a further file of its kind is called after its output
    for definition in sorted(algorithm.destinationParameterDefinitions(), key=lambda each: each.name() != "REPORT"):
        if definition.type() == "fileDestination":
            path = folder / f"{algorithm.name()}.{definition.defaultFileExtension()}"
            if str(path) in found.values():
                path = path.with_stem(f"{path.stem}_{definition.name().lower()}")
            found[definition.name()] = str(path)
        elif definition.type() == "folderDestination":
            found[definition.name()] = str(folder / f"{algorithm.name()}_{definition.name().lower()}")
        elif definition.type() == "rasterDestination":
            found[definition.name()] = str(_raster(folder, algorithm.name(), definition.name()))
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
