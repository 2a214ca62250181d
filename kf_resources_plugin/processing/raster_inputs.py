"""The raster inputs of a run beside its layers: looked at on the main thread, refused in the planner's words."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProviderRegistry

from ..engine.crs import crs_problems
from ..engine.errors import PlannerError
from ..engine.lonlat import crs_label
from ..engine.raster_grid import one_crs
from ..engine.raster_reading import hidden_of, look_at, raster_record
from ..i18n import tr
from .input_layers import day_of_file, described_source, lost_file, rights_of
from .inputs import Inputs
from .refusals import spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext, QgsRasterLayer

    from ..engine.raster_reading import RasterFile
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook

_FILES = "gdal"


@dataclass(frozen=True)
class InputRaster:
    """One raster layer as it was when the run was prepared; ``problem`` says why it cannot be used, '' when it can.

    file: None where it cannot. source, modified and rights as of ``InputLayer``.
    """

    label: str
    file: RasterFile | None
    problem: str
    source: str
    modified: str
    rights: tuple[str, ...]


class RasterInputs(Inputs):
    """The inputs of a run, raster layers among them."""

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> None:
        """Look at the layers; raises PlannerError for one that QGIS cannot read."""
        super().__init__(algorithm, parameters, context)
        self.rasters: dict[str, InputRaster] = {}
        for definition in algorithm.parameterDefinitions():
            layer = algorithm.parameterAsRasterLayer(parameters, definition.name(), context) \
                if definition.type() == "raster" else None
            if layer is not None:
                self.rasters[definition.name()] = _described(layer)

    def has(self, name: str) -> bool:
        """Tell whether a layer parameter was given."""
        return name in self.rasters or super().has(name)

    def label(self, name: str) -> str:
        """Return what the planner calls a layer."""
        return self.rasters[name].label if name in self.rasters else super().label(name)

    def raster_problems(self, *names: str) -> list[str]:
        """Return what makes rasters unusable: their files, or their coordinate systems."""
        book = self.trusted_book()
        return [message for name in names if name in self.rasters for message in self._raster_messages(name, book)]

    def _raster_messages(self, name: str, book: RuleBook) -> list[str]:
        raster = self.rasters[name]
        if raster.file is None:
            return [raster.problem]
        found = crs_problems(raster.label, raster.file.grid.crs, raster.file.grid.bounds, book)
        return [spoken(item) for item in found if item.severity == "error"]

    def band_problems(self, name: str, band_parameter: str) -> list[str]:
        """Return a message when a raster has not the band that was chosen."""
        file, chosen = self._file(name), self.given[band_parameter]
        if file is None or chosen is None or 1 <= chosen <= len(file.bands):
            return []
        return [tr("Raster “{layer}” has no band {band}; it has {count}. Choose the band in “{parameter}”.").format(
            layer=file.label, band=chosen, count=len(file.bands), parameter=self._titles[band_parameter])]

    def grid_problems(self, name: str, *others: str) -> list[str]:
        """Return a message for every other raster whose cells are not those of the raster ``name``, one by one."""
        file = self._file(name)
        if file is None:
            return []
        return [_grid_message(other, file) for other in map(self._file, others)
                if other is not None and not file.grid.covers(other.grid)]

    def _file(self, name: str) -> RasterFile | None:
        return self.rasters[name].file if name in self.rasters else None

    def raster(self, name: str, role: str, bands: Sequence[int], book: RuleBook, progress: Progress) -> RasterFile:
        """Return a raster that the run reads; record, and what is noticed of its CRS, are kept.

        bands: those that are read. Raises PlannerError and Canceled.
        """
        raster = self.rasters[name]
        if raster.file is None:
            raise PlannerError(raster.problem)
        noticed = crs_problems(raster.label, raster.file.grid.crs, raster.file.grid.bounds, book)
        errors = [item for item in noticed if item.severity == "error"]
        if errors:
            raise PlannerError("\n".join(map(spoken, errors)))
        self.findings.extend(noticed)
        self.records.append(raster_record(role, raster.file, raster.source, bands, progress))
        self.modified[role] = raster.modified
        self.notices += [text for text in raster.rights if text not in self.notices]
        return raster.file

    def settings(self, progress: Progress) -> dict[str, Any]:
        """Return every parameter for the run record, rasters by their names. Raises PlannerError."""
        shown = {**super().settings(progress), **{name: raster.label for name, raster in self.rasters.items()}}
        return {name: shown[name] for name in self._titles if name in shown}


def _described(layer: QgsRasterLayer) -> InputRaster:
    """Return what a raster layer is; a service, or what QGIS itself computes, has no cells of its own to read."""
    address = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = Path(address["path"]) if address.get("path") else None
    label, gone = layer.name(), lost_file(path)
    file, problem = None, ""
    if layer.providerType() != _FILES:
        problem = tr("Raster “{layer}” is no file: it comes from “{provider}”. Save it as a GeoTIFF file first (Export "
                     "› Save As…, raw data) and choose that.").format(layer=label, provider=layer.providerType())
    elif gone:
        problem = tr("The file of layer “{layer}” is no longer there: {path}. Put it back, or point the layer to where "
                     "it is.").format(layer=label, path=gone)
    else:
        try:
            file = look_at(layer.source(), label, layer.crs(), hidden_of(layer))
        except PlannerError as error:
            problem = str(error)
    return InputRaster(label, file, problem, described_source(layer, address), day_of_file(path), rights_of(layer))


def _grid_message(other: RasterFile, file: RasterFile) -> str:
    """Return that two rasters lie on different cells, and how to bring one onto those of the other."""
    if not one_crs(other.grid.crs, file.grid.crs):
        difference = tr("it is in {crs}, not in {wanted}").format(
            crs=crs_label(other.grid.crs), wanted=crs_label(file.grid.crs))
    elif (other.grid.width, other.grid.height) != (file.grid.width, file.grid.height):
        difference = tr("it has {columns} × {rows} cells, not {wanted_columns} × {wanted_rows}").format(
            columns=other.grid.width, rows=other.grid.height, wanted_columns=file.grid.width,
            wanted_rows=file.grid.height)
    else:
        difference = tr("its cells lie elsewhere or have another size")
    return tr("Raster “{layer}” does not lie on the cells of “{other}”: {difference}. Bring it onto them first "
              "(gdal:warpreproject with the extent, cell size and coordinate system of “{other}”).").format(
        layer=other.label, other=file.label, difference=difference)
