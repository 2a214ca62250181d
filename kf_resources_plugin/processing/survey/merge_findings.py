"""What is to be said of a package that came back: edits somebody has to look at, photos, and where it came from."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsGeometry, QgsWkbTypes

from ...rules.three_way import ACCEPTED, UNCHANGED
from ...survey.edit_list import value_text
from ...survey.returned_shapes import flat_wkb
from ...survey.row_values import short

if TYPE_CHECKING:
    from ...rules.findings import Finding
    from ...rules.rule_rows import RuleBook
    from ...survey.edit_list import ListedEdit, ListedEdits
    from ...survey.returned_evidence import Evidence
    from ...survey.returned_package import PackagedLayer, ReturnedPackage

_EVIDENCE = "survey_evidence"


def merge_findings(edits: ListedEdits, evidence: Evidence, package: ReturnedPackage, layer: PackagedLayer, role: str,
                   book: RuleBook) -> list[Finding]:
    """Return the findings of a comparison."""
    classes = [row.verdict for row in edits.rows]
    found = [book.finding("survey.compared", role=role, place=layer.table, table=layer.table, made=package.made,
                          count=len(classes), unchanged=classes.count(UNCHANGED), accepted=classes.count(ACCEPTED))]
    if not package.kept:
        found.append(book.finding("survey.origin_from_package", role=role, place=layer.table))
    found += [_of_edit(listed, role, book) for listed in edits.edits if listed.edit.verdict != ACCEPTED]
    found += [book.finding(f"survey.{photo.fault}", role=_EVIDENCE, place=photo.called, file=short(photo.called))
              for photo in evidence.photos.values() if photo.fault]
    if evidence.odd:
        found.append(book.finding("survey.evidence_values", role=_EVIDENCE, place="values", count=evidence.odd))
    return found


def reason_text(listed: ListedEdit, book: RuleBook) -> str:
    """Return why an edit is not simply accepted, '' for one that is."""
    code, _ = listed.reason
    return book.message(f"survey.{code}", subject=listed.subject, **_values(listed)) if code else ""


def _of_edit(listed: ListedEdit, role: str, book: RuleBook) -> Finding:
    code, _ = listed.reason
    shape = QgsGeometry()
    shape.fromWkb(listed.shape)
    kind = QgsWkbTypes.geometryType(shape.wkbType())
    point = None
    if kind == QgsWkbTypes.GeometryType.PointGeometry and not shape.isEmpty():
        middle = shape.centroid().asPoint()
        point = (middle.x(), middle.y())
    polygon = kind == QgsWkbTypes.GeometryType.PolygonGeometry
    return book.finding(f"survey.{code}", subject_id=listed.subject, role=role, source_fid=listed.fid,
                        wkb=flat_wkb(shape) if polygon else b"", point=point, place=listed.edit_id, **_values(listed))


def _values(listed: ListedEdit) -> dict[str, Any]:
    edit = listed.edit
    returned = edit.returned if edit.row is None else edit.row.part(edit.fault)
    values = {"origin": edit.origin, "present": edit.present, "returned": returned}
    return {"field": edit.field or edit.fault, "words": listed.reason[1],
            **{name: None if (text := value_text(value)) is None else short(text) for name, value in values.items()}}
