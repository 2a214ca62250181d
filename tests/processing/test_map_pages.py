"""Files of an atlas are named for their units; what is not on the map is said; nothing of the user's is overwritten."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis import processing
from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer

from tests.builders import layer_of, save
from tests.cartography import builders as town

if TYPE_CHECKING:
    from pathlib import Path

MAP = "kf:controllinemap"


def run(**parameters: Any) -> tuple[dict[str, Any], str]:
    """Return the results of a map and what it said."""
    feedback = QgsProcessingFeedback()
    return processing.run(MAP, {"DPI": 50, **parameters}, feedback=feedback), feedback.textLog()


def units(*names: str | None) -> QgsVectorLayer:
    """Return units side by side."""
    return layer_of([(town.at(100.0 * place, 0, 100, 100), {"XZQMC": name}) for place, name in enumerate(names)],
                    {"XZQMC": "text"}, crs=town.CRS, name="区县")


def test_files_bear_the_number_and_the_name_of_their_unit(kf_provider: Any, tmp_path: Path) -> None:
    names = ("龙亭区", "A/B\\C:<b>区</b>", "龙亭区", None, " ", "..", "很长的名称" * 60)
    result, _ = run(LAND=town.land(), UNITS=units(*names), OUTPUT=str(tmp_path / "图.pdf"), SEPARATE=True)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert result["OUTPUT"] == str(tmp_path / "图_1_龙亭区.pdf")
    assert files[:6] == ["图_1_龙亭区.pdf", "图_2_A_B_C__b_区__b_.pdf", "图_3_龙亭区-2.pdf", "图_4_4.pdf", "图_5_5.pdf",
                         "图_6__.pdf"]
    assert files[6].startswith("图_7_很长的名称很长的名称")
    assert len(files[6].encode()) < 255


def test_numbers_sort_as_the_pages_do(kf_provider: Any, tmp_path: Path) -> None:
    run(LAND=town.land(), UNITS=units(*"abcdefghij"), OUTPUT_IMAGE=str(tmp_path / "m.png"))
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == [f"m_{number:02}_{name}.png" for number, name in enumerate("abcdefghij", start=1)]


@pytest.mark.parametrize("taken", ["m_1_龙亭区.gpkg", "m_2_祥符区_legend.gpkg"])
def test_no_page_goes_over_a_layer(kf_provider: Any, tmp_path: Path, taken: str) -> None:
    land = save(town.land(), tmp_path / taken)
    before = (tmp_path / taken).read_bytes()
    with pytest.raises(QgsProcessingException, match="would overwrite"):
        run(LAND=land, UNITS=units("龙亭区", "祥符区"), OUTPUT_IMAGE=str(tmp_path / "m.gpkg"))
    assert (tmp_path / taken).read_bytes() == before


def test_what_is_not_on_the_map_is_said(kf_provider: Any, tmp_path: Path) -> None:
    empty = layer_of([], {"a": "text"}, crs=town.CRS, name="空层")
    far = layer_of([(town.at(90_000, 0, 100, 100), {})], {"a": "text"}, crs=town.CRS, name="远层")
    extent = f"{town.X0},{town.X0 + 4000},{town.Y0},{town.Y0 + 1000} [{town.CRS}]"
    _, said = run(LAND=town.land(), LAYERS=[empty, far], EXTENT=extent, OUTPUT=str(tmp_path / "m.pdf"))
    assert "Layer “空层” is empty" in said
    assert "Layer “远层” is not on the map" in said
    assert "DLTB" not in said


def test_a_layer_on_one_page_of_an_atlas_is_on_the_map(kf_provider: Any, tmp_path: Path) -> None:
    _, said = run(LAND=town.land(), ECOLOGICAL_REDLINE=town.redline(), UNITS=town.units(),
                  OUTPUT=str(tmp_path / "m.pdf"))
    assert "is not on the map" not in said


def test_a_table_cannot_be_drawn(kf_provider: Any, tmp_path: Path) -> None:
    table = QgsVectorLayer("None?field=a:string", "台账", "memory")
    with pytest.raises(QgsProcessingException, match="“台账” is a table without shapes"):
        run(LAND=town.land(), LAYERS=[table], OUTPUT=str(tmp_path / "m.pdf"))


def test_a_file_name_that_is_too_long_is_told(kf_provider: Any, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="could not be written: the file cannot be written"):
        run(LAND=town.land(), OUTPUT=str(tmp_path / f"{'长' * 100}.pdf"))
