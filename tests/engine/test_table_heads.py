"""Heads over several lines, worked out on the head of an official form."""
from __future__ import annotations

from kf_resources_plugin.engine.table_heads import HeadCell, head_cells


def test_neighbours_share_their_outer_headings() -> None:
    assert head_cells([("总计",), ("农用地", "合计"), ("农用地", "耕地", "水田"), ("农用地", "耕地", "旱地")]) == [
        HeadCell(0, 0, "总计", lines=3), HeadCell(0, 1, "农用地", places=3),
        HeadCell(1, 1, "合计", lines=2), HeadCell(1, 2, "耕地", places=2),
        HeadCell(2, 2, "水田"), HeadCell(2, 3, "旱地")]


def test_equal_headings_under_others_are_not_joined() -> None:
    # 小计 of 耕地 beside 小计 of 园地, and two columns of one name side by side
    cells = head_cells([("耕地", "小计"), ("园地", "小计"), ("备注",), ("备注",)])
    assert [(cell.text, cell.place, cell.places) for cell in cells] == [
        ("耕地", 0, 1), ("园地", 1, 1), ("备注", 2, 1), ("备注", 3, 1), ("小计", 0, 1), ("小计", 1, 1)]
    deeper = head_cells([("甲", "合计", "上"), ("乙", "合计", "下")])
    assert [cell.places for cell in deeper] == [1] * 6, "under different headings"
    assert head_cells([]) == []
