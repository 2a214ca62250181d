"""A run never says that it succeeded with rows missing, and tells what else a format does not keep."""
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingContext, QgsProcessingParameterFeatureSink

from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.processing.sinks import Outputs
from kf_resources_plugin.rules.progress import Canceled, NoProgress
from tests.builders import CRS
from tests.engine.test_findings_layer import FOUND
from tests.processing.test_sinks import FIELDS, Writer, run, wkbs

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qgis_processing")


class Log(NoProgress):
    """What a run warns of."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def warn(self, text: str) -> None:
        self.warnings.append(text)


def test_rows_that_a_file_does_not_hold_fail_the_run(tmp_path: Path) -> None:
    wanted = {"SUMMARY": str(tmp_path / "s.fgb"), "PIECES": str(tmp_path / "p.gpkg")}
    with pytest.raises(PlannerError, match=r"“Summary” .*s\.fgb.* FlatGeobuf file"):  # GDAL ends or leaves out
        run(wanted)
    assert list(tmp_path.iterdir()) == []
    run({**wanted, "SUMMARY": str(tmp_path / "s.csv")})
    with pytest.raises(PlannerError, match="FlatGeobuf file"):  # with a shape some rows would be there
        run_findings(tmp_path / "f.fgb")
    assert run_findings(tmp_path / "f.gpkg") == []


@pytest.mark.parametrize("suffix", ["tab", "mif"])
def test_a_driver_that_would_crash_is_given_no_row_without_a_shape(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(PlannerError, match="hold no rows without a shape"):
        run_findings(tmp_path / f"f.{suffix}")
    assert list(tmp_path.iterdir()) == []
    run({"PIECES": str(tmp_path / f"p.{suffix}"), "SUMMARY": str(tmp_path / f"s.{suffix}")})


def run_findings(path: Path) -> list[str]:
    """Write a finding with a shape and one without; return what the run warned of."""
    algorithm = Writer()
    algorithm.initAlgorithm()
    algorithm.addParameter(QgsProcessingParameterFeatureSink("FINDINGS", "Findings"))
    log = Log()
    with Outputs(algorithm, {"FINDINGS": str(path)}, QgsProcessingContext()) as outputs:
        outputs.findings([FOUND, replace(FOUND, wkb=b"", message="长" * 90)], QgsCoordinateReferenceSystem(CRS), log)
    return log.warnings


def test_a_shapefile_tells_what_it_cuts(tmp_path: Path) -> None:
    warnings = run_findings(tmp_path / "发现.shp")
    assert len(warnings) == 1, "one for the output"
    assert "“Findings”" in warnings[0]
    assert str(tmp_path / "发现.shp") in warnings[0]
    for told in ("rule_status → rule_statu", "subject_name → subject_na", "message in 1 rows", "GeoPackage"):
        assert told in warnings[0]
    assert "finding_id" not in warnings[0], "ten characters fit"
    assert "remedy" not in warnings[0]


@pytest.mark.parametrize("suffix", ["gpkg", "geojson", "sqlite", "gml"])
def test_a_format_that_keeps_everything_is_no_matter_for_a_warning(tmp_path: Path, suffix: str) -> None:
    assert run_findings(tmp_path / f"f.{suffix}") == []
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".gfs"], "reading back leaves nothing"


def test_a_failed_run_warns_of_nothing_but_its_failure(tmp_path: Path) -> None:
    algorithm, log = Writer(), Log()
    algorithm.initAlgorithm()

    def broken_off() -> None:
        with Outputs(algorithm, {"PIECES": str(tmp_path / "p.csv")}, QgsProcessingContext()) as outputs:
            outputs.layer("PIECES", FIELDS, {"name": ["a"], "area": [1.0]}, log, None, wkbs(1))
            raise Canceled

    with pytest.raises(Canceled):
        broken_off()
    assert log.warnings == []
