"""kf:report — the report of one or more runs, as HTML and PDF, from their run records."""
from __future__ import annotations

import base64
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
)

from ...cartography.document import is_wide, render_html
from ...cartography.fonts import FontMissing, chinese_family
from ...cartography.map_layers import dressed_copies, layer_problems, sheet_crs
from ...cartography.pdf import pdf_bytes
from ...cartography.picture import draw_png, layers_extent, with_margin
from ...engine.errors import PlannerError
from ...engine.exceptions_file import SUFFIX, read_exceptions
from ...i18n import tr
from ..base import FeedbackProgress, KfAlgorithm
from ..sinks import Outputs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qgis.core import QgsMapLayer, QgsProcessingContext

    from ...engine.exceptions_file import FindingException

_WIDTH_PX, _HEIGHT_PX, _DPI = 1600, 1000, 200.0
_MOST_BYTES = 200_000_000
_DRAWN_SHARE = 0.2  # of the run
_PARTS = ("title", "question", "generated", "language", "notices", "data", "rules", "bridge", "tables", "findings",
          "record")


class Report(KfAlgorithm):
    """Prints reports from records; it renders text and maps, so it does not run in the background."""

    NAME = "report"
    TOPIC = "reporting"
    NO_THREADING = True

    def title(self) -> str:
        """Return the translated name."""
        return tr("Report from run records")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("report,HTML,PDF,print,run record,document")

    def define_parameters(self) -> None:
        """Add parameters and outputs."""
        self.addParameter(QgsProcessingParameterMultipleLayers(
            "RUN_RECORDS", tr("Run records (JSON)"), QgsProcessing.SourceType.TypeFile, optional=True))
        self.addParameter(QgsProcessingParameterFile(
            "EXCEPTIONS", tr("Findings accepted as exceptions"), optional=True,
            fileFilter=tr("Exceptions of a project (*{suffix})").format(suffix=SUFFIX)))
        self.addParameter(QgsProcessingParameterMultipleLayers(
            "LAYERS", tr("Layers of the map picture, topmost first"), QgsProcessing.SourceType.TypeMapLayer,
            optional=True))
        self.addParameter(QgsProcessingParameterString("CAPTION", tr("Caption of the map picture"), optional=True))
        self.addParameter(QgsProcessingParameterFileDestination(
            "REPORT", tr("Report"), tr("HTML files (*.html)"), optional=True, createByDefault=True))
        self.addParameter(QgsProcessingParameterFileDestination(
            "REPORT_PDF", tr("Report (PDF)"), tr("PDF files (*.pdf)"), optional=True, createByDefault=False))

    def problems(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Return everything that keeps the report from being made."""
        files = self._files(parameters, context)
        found = layer_problems(self.parameterAsLayerList(parameters, "LAYERS", context) or [])
        if not files:
            found.append(tr("Give at least one run record: the JSON file that an algorithm of this plugin writes as "
                            "RUN_RECORD."))
        for path in files:
            try:
                _read_record(path)
            except PlannerError as error:
                found.append(str(error))
        try:
            self._exceptions(parameters, context)
        except PlannerError as error:
            found.append(str(error))
        if parameters.get("REPORT_PDF"):
            try:
                chinese_family()
            except FontMissing as error:
                found.append(str(error))
        return found

    def compute(self, parameters: dict[str, Any], context: QgsProcessingContext,
            progress: FeedbackProgress) -> dict[str, Any]:
        """Read, draw and write; raises PlannerError."""
        exceptions = self._exceptions(parameters, context)
        documents = [_with_exceptions(_read_record(path), exceptions) for path in self._files(parameters, context)]
        layers = self.parameterAsLayerList(parameters, "LAYERS", context) or []
        if layers:
            caption = self.parameterAsString(parameters, "CAPTION", context)
            documents[0] = {**documents[0], "picture": _picture(layers, caption, context, progress)}
        progress.set(_DRAWN_SHARE)
        progress.check()
        html = render_html(*documents)
        with Outputs(self, parameters, context) as outputs:
            outputs.file("REPORT", html.encode("utf-8"))
            progress.check()
            if outputs.wants("REPORT_PDF"):
                outputs.file("REPORT_PDF", pdf_bytes(html, wide=is_wide(*documents),
                                                     progress=progress.part(_DRAWN_SHARE, 1.0)))
        return outputs.results

    def _files(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[Path]:
        return [Path(name) for name in self.parameterAsFileList(parameters, "RUN_RECORDS", context) or [] if name]

    def _exceptions(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, FindingException]:
        """Return the exceptions in force by finding id; raises PlannerError."""
        name = self.parameterAsFile(parameters, "EXCEPTIONS", context)
        if name and not Path(name).is_file():
            raise PlannerError(tr("There is no file {path}.").format(path=name))
        return read_exceptions(Path(name)) if name else {}


def _with_exceptions(document: dict[str, Any], exceptions: Mapping[str, FindingException]) -> dict[str, Any]:
    """Return a document with the exceptions of its findings; records of older runs hold no ids, and none is joined."""
    try:
        met = {key: exceptions[key] for key in document.get("finding_ids", ()) if key in exceptions}
        return {**document, "exceptions": [asdict(item) for item in met.values()],
                "findings": [{**item, "excepted": item.get("id") in met} for item in document["findings"]]}
    except (TypeError, AttributeError):
        return document  # damaged, as will be said when it is printed


def _read_record(path: Path) -> dict[str, Any]:
    """Return the document of a run record; raises PlannerError when the file is not one of ours.

    Nothing in it is opened: paths it names are only printed.
    """
    foreign = tr("{path} is not a run record of this plugin. Choose the JSON file that an algorithm wrote as "
                 "RUN_RECORD.").format(path=path)
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise PlannerError(foreign)
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PlannerError(tr("The run record {path} cannot be read: {reason}.").format(
            path=path, reason=error.strerror or error)) from error
    except (ValueError, RecursionError) as error:  # not JSON, or nested without end
        raise PlannerError(foreign) from error
    record, document = (content.get("record"), content.get("document")) if isinstance(content, dict) else (None, None)
    if not isinstance(record, dict) or not str(record.get("algorithm", "")).startswith("kf:"):
        raise PlannerError(foreign)
    if not isinstance(document, dict) or any(part not in document for part in _PARTS):
        raise PlannerError(foreign)
    return {"picture": None, **document}


def _picture(layers: list[QgsMapLayer], caption: str, context: QgsProcessingContext,
             progress: FeedbackProgress) -> dict[str, str]:
    """Draw copies of the layers; whose data they show stands on the picture, which may be taken out of the report."""
    crs = sheet_crs(layers, context.transformContext())
    extent = with_margin(layers_extent(layers, crs, context.transformContext()))
    copies = dressed_copies([(None, layer) for layer in layers])
    for copy in copies:
        copy.moveToThread(None)
    illustration = tr("For illustration only, not the legal boundary")
    rights = dict.fromkeys(text.strip() for layer in layers for text in layer.metadata().rights() if text.strip())
    png = draw_png(copies, extent, crs, (_WIDTH_PX, _HEIGHT_PX), _DPI, progress, note=" ".join(rights) or illustration,
                   transform_context=context.transformContext())
    return {"png_base64": base64.b64encode(png).decode("ascii"), "caption": caption or illustration}
