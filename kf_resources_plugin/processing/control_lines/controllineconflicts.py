"""kf:controllineconflicts: control lines against each other – overlaps, holes, narrow gaps, farmland, expansion."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import QgsProcessing, QgsProcessingParameterMultipleLayers

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import conflict_document, conflict_outputs
from .conflict_job import ConflictJob
from .conflict_outputs import (
    EXPANSION_FIELDS,
    HOLE_FIELDS,
    OVERLAP_FIELDS,
    SUMMARY_FIELDS,
    UNIT_SUMMARY_FIELDS,
)


class ControlLineConflicts(JobAlgorithm):
    """Overlays all lines pairwise, lists what they leave open, and measures the growth of the urban boundary."""

    NAME = "controllineconflicts"
    TOPIC = "control_lines"
    JOB = ConflictJob
    OUTPUTS: ClassVar = conflict_outputs
    DOCUMENT: ClassVar = conflict_document
    ROLES: ClassVar = {"PERMANENT_FARMLAND": "permanent_farmland", "ECOLOGICAL_REDLINE": "ecological_redline",
                       "URBAN_BOUNDARY": "urban_boundary", "UNITS": "admin_units", "LAND": "land",
                       "LAND_BASE": "land_base"}
    STYLES: ClassVar = {"OVERLAPS": "line_overlaps", "HOLES": "line_holes"}
    FIELDS: ClassVar = {"OVERLAPS": OVERLAP_FIELDS, "HOLES": HOLE_FIELDS, "SUMMARY": SUMMARY_FIELDS,
                        "UNIT_SUMMARY": UNIT_SUMMARY_FIELDS, "EXPANSION": EXPANSION_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Conflicts of control lines")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("control lines,three lines,conflict,overlap,hole,sliver,gap,redline,urban boundary,expansion factor")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        polygon, table = QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVector
        common.add_all(self, [
            common.polygons("PERMANENT_FARMLAND", tr("Permanent basic farmland"), optional=True),
            common.polygons("ECOLOGICAL_REDLINE", tr("Ecological redline"), optional=True),
            common.polygons("URBAN_BOUNDARY", tr("Urban development boundary"), optional=True),
            QgsProcessingParameterMultipleLayers("OTHERS", tr("Further lines"), polygon, optional=True),
            *common.unit_parameters(),
            common.polygons("LAND", tr("Land survey parcels (DLTB), for farmland and holes"), optional=True),
            common.advanced(common.field("LAND_CLASS_FIELD", tr("Land class field (DLBM)"), "LAND", "DLBM")),
            common.advanced(common.table_file(
                "CLASS_MAP", tr("Class map: table of value and DLBM (CSV, XLSX or JSON)"))),
            common.advanced(common.choice("CLASS_SYSTEM", tr("Class system of LAND"), common.CLASS_SYSTEMS, "auto")),
            common.polygons("LAND_BASE", tr("Land survey parcels of the base year (2020), for the expansion factor"),
                            optional=True),
            common.advanced(common.field("LAND_BASE_CLASS_FIELD", tr("Land class field of the base year (DLBM)"),
                                         "LAND_BASE", "DLBM")),
            common.advanced(common.field("LAND_BASE_UNIT_FIELD", tr("Location unit code field of the base year "
                                                                    "(ZLDWDM)"), "LAND_BASE", "ZLDWDM")),
            common.advanced(common.table_file("LAND_BASE_CLASS_MAP", tr("Class map of the base year: table of value "
                                                                        "and DLBM (CSV, XLSX or JSON)"))),
            common.amount("BASE_URBAN_M2", tr("Urban construction land of the base year (m²), instead of its survey")),
            *common.method_parameters(basis=False),
            *common.findings_outputs(created=True),
            common.sink("OVERLAPS", tr("Overlaps of lines"), polygon),
            common.sink("HOLES", tr("Holes and narrow gaps"), polygon),
            common.sink("SUMMARY", tr("Overlaps by pair"), table),
            common.sink("UNIT_SUMMARY", tr("Overlaps, holes and gaps by unit"), table),
            common.sink("EXPANSION", tr("Expansion of the urban boundary by unit"), table),
        ], {
            "OVERLAP_M2": tr("Overlap of lines that exclude each other, each place once (m²)"),
            "OVERLAP_SUM_M2": tr("Sum over pairs, a place in several pairs counted in each (m²)"),
            "CONFLICTS": tr("Overlaps that are conflicts"),
            "SELF_OVERLAP_M2": tr("Overlap of polygons of one line (m²)"),
            "HOLE_COUNT": tr("Holes"),
            "SLIVERS": tr("Narrow gaps and thin overlaps"),
            "NOT_CULTIVATED_M2": tr("Permanent basic farmland that is not cultivated (m²)"),
            "URBAN_M2": tr("Urban development boundary (m²)"),
            "EXPANSION_FACTOR": tr("Expansion factor of the urban boundary"),
        })
