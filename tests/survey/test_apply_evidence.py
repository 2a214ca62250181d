"""Evidence added to the layer of the office: places that are nowhere do not stop the rest."""
from __future__ import annotations

import pytest
from qgis.core import QgsCoordinateTransformContext

from kf_resources_plugin.survey.apply_evidence import add_evidence
from tests.builders import layer_of
from tests.survey.packages import X, Y

pytestmark = pytest.mark.usefixtures("qgis_app")
FIELDS = {"photo": "text", "subject": "text", "evidence_id": "text", "parcel_uid": "text"}


def test_a_point_that_lies_nowhere_keeps_what_was_seen() -> None:
    """A device without a fix, or a package made to do harm: the coordinates have no degrees."""
    came = layer_of([("POINT(1e300 -1e300)", {"evidence_id": "far"}), (f"POINT({X} {Y})", {"evidence_id": "here"})],
                    FIELDS, geometry="Point")
    office = layer_of([], FIELDS, geometry="Point", crs="EPSG:4490")
    assert add_evidence(office, came, "", QgsCoordinateTransformContext(), "evidence") == 2
    assert {row["evidence_id"]: row.hasGeometry() for row in office.getFeatures()} == {"far": False, "here": True}
    office.undoStack().undo()
    assert office.featureCount() == 0
