"""The spatial index of a GeoPackage table written in one go: SQLite's R-tree, whose pages are filled in arrays.

SQLite keeps a tree of boxes in three plain tables (https://www.sqlite.org/rtree.html, "Implementation details"):
``_node`` holds pages of a depth (root only), a number of cells, and cells of a 64-bit id and four 32-bit limits, all
big endian; ``_rowid`` says which page a row is in, ``_parent`` which page a page is in. Rows inserted one by one would
take longer than everything else that is written.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .hilbert_tree import hilbert_codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..rules.areas import Floats, Ints

_CELL = np.dtype([("id", ">i8"), ("xmin", ">f4"), ("xmax", ">f4"), ("ymin", ">f4"), ("ymax", ">f4")])
_HEAD = 4  # bytes before the cells
ROOT = 1


@dataclass(frozen=True)
class RTreePages:
    """Pages of an R-tree: number and content, the page of every row, and the page of every page but the root."""

    nodes: list[tuple[int, bytes]]
    rows: list[tuple[int, int]]
    parents: list[tuple[int, int]]


def rtree_pages(ids: Ints, bounds: Floats, page_size: int) -> RTreePages:
    """Return the pages for rows (n,) with bounds (n, 4) xmin, ymin, xmax, ymax, pages of so many bytes."""
    capacity = (page_size - _HEAD) // _CELL.itemsize
    order = np.argsort(hilbert_codes(bounds), kind="stable")
    cells = _cells(ids[order], bounds[order])
    pages = RTreePages([], [], [])
    depth, number = 0, ROOT + 1
    while len(cells) > capacity:
        count = -(-len(cells) // capacity)
        numbers = number + np.arange(count, dtype=np.int64)
        page_of_cell = np.repeat(numbers, capacity)[:len(cells)]
        ascending = np.argsort(cells["id"])  # SQLite appends such rows, and would have to find a place for others
        (pages.parents if depth else pages.rows).extend(
            zip(cells["id"][ascending].tolist(), page_of_cell[ascending].tolist()))
        pages.nodes.extend(zip(numbers.tolist(), _filled(cells, capacity, page_size, 0)))
        cells = _above(cells, numbers, capacity)
        depth, number = depth + 1, number + count
    (pages.parents if depth else pages.rows).extend((child, ROOT) for child in cells["id"].tolist())
    pages.nodes.extend(zip([ROOT], _filled(cells, max(len(cells), 1), page_size, depth)))
    return pages


def _cells(ids: Ints, bounds: Floats) -> np.ndarray:
    """Return cells whose limits are rounded outwards, as SQLite rounds them."""
    cells = np.empty(len(ids), dtype=_CELL)
    cells["id"] = ids
    for column, name in enumerate(("xmin", "ymin", "xmax", "ymax")):
        exact = bounds[:, column]
        near = exact.astype(np.float32)
        outwards, beyond = (-np.inf, near > exact) if column < 2 else (np.inf, near < exact)  # noqa: PLR2004
        cells[name] = np.where(beyond, np.nextafter(near, np.float32(outwards)), near)
    return cells


def _above(cells: np.ndarray, numbers: Ints, capacity: int) -> np.ndarray:
    """Return the cells that hold pages of cells."""
    starts = np.arange(0, len(cells), capacity)
    result = np.empty(len(numbers), dtype=_CELL)
    result["id"] = numbers
    for name, limit in (("xmin", np.minimum), ("ymin", np.minimum), ("xmax", np.maximum), ("ymax", np.maximum)):
        result[name] = limit.reduceat(cells[name].astype(np.float32), starts)
    return result


def _filled(cells: np.ndarray, capacity: int, page_size: int, depth: int) -> Iterator[bytes]:
    """Yield pages of so many cells; only the root has a depth."""
    data, width = cells.tobytes(), capacity * _CELL.itemsize
    for start in range(0, max(len(data), 1), width):
        content = data[start:start + width]
        head = depth.to_bytes(2, "big") + (len(content) // _CELL.itemsize).to_bytes(2, "big")
        yield (head + content).ljust(page_size, b"\0")
