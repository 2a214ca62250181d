"""Projects cut by the polygons of a role and judged, counted on shapes of unit cells of 100 m²."""
from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.review_hits import Epoch, Hit, Tolerance, hits_of
from kf_resources_plugin.engine.review_parts import ControlLayer, RoleParts, cut_by_role
from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.rules.compliance import INSIDE, OUTSIDE, ReviewRule, Selector
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.shapes import KERNELS, Cells, areas, of_cells, table_of

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.usefixtures("qgis_app")

BOOK = load_rule_book(date(2025, 6, 1), "en")
ANY, RED, BLUE = Selector("role"), Selector("role", ("zone",), ("red",)), Selector("role", ("zone",), ("blue",))
SCALE, ORIGIN = 10.0, 500_000.0
WIDE = Tolerance(1.0, 0.1, 0.5)

cells = st.frozensets(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=16)
zoned = st.lists(st.tuples(cells, st.sampled_from(["red", "blue", ""])), max_size=5)


def shape(of: Cells) -> Any:
    return of_cells(of, scale=SCALE, origin=ORIGIN)


def measured(wkbs: Any) -> np.ndarray:
    return np.array(areas(wkbs), dtype=np.float64)


def layer_of_zones(zones: Sequence[tuple[Cells, str]]) -> ControlLayer:
    words = [word for _, word in zones]
    chosen = {ANY: np.ones(len(zones), dtype=bool),
              RED: np.array([word == "red" for word in words], dtype=bool),
              BLUE: np.array([word == "blue" for word in words], dtype=bool)}
    return ControlLayer("role", ("layer",), table_of([shape(of) for of, _ in zones]),
                        np.array(words, dtype=object), chosen)


def cut(projects: Sequence[Cells], zones: Sequence[tuple[Cells, str]], kernel: str) -> RoleParts:
    table = table_of([shape(of) for of in projects])
    return cut_by_role(table, measured(table.wkb), layer_of_zones(zones), measured, BOOK, pick_kernel(kernel),
                       NoProgress())


def union(zones: Sequence[tuple[Cells, str]], *words: str) -> Cells:
    return frozenset().union(*(of for of, word in zones if not words or word in words))


@settings(deadline=None, max_examples=40)
@given(st.lists(cells, min_size=1, max_size=4), zoned, st.sampled_from(KERNELS))
def test_every_place_of_a_project_counts_once_for_each_selector(
        projects: list[Cells], zones: list[tuple[Cells, str]], kernel: str) -> None:
    parts = cut(projects, zones, kernel)
    for number, project in enumerate(projects):
        mine = parts.project == number
        assert parts.area[mine].sum() == len(project) * 100_00  # 100 m² a cell, in hundredths, and not one less
        assert parts.area[mine & parts.inside].sum() == len(project & union(zones)) * 100_00
        for selector, word in ((RED, "red"), (BLUE, "blue")):
            assert parts.area[mine & parts.chosen[selector]].sum() == len(project & union(zones, word)) * 100_00
            touched = any(of & project for of, other in zones if other == word)
            assert parts.labels(number, selector) == ((word,) if touched else ())
    assert not parts.over.any()


@settings(deadline=None, max_examples=30)
@given(st.lists(cells, min_size=1, max_size=3), zoned, st.randoms(use_true_random=False))
def test_the_order_of_polygons_decides_nothing(projects: list[Cells], zones: list[tuple[Cells, str]],
                                               random: Any) -> None:
    shuffled = random.sample(zones, len(zones))
    one, other = (cut(projects, some, "shapely") for some in (zones, shuffled))
    for column in ("project", "inside", "area", "wkb"):
        assert getattr(one, column).tolist() == getattr(other, column).tolist()
    for selector in (ANY, RED, BLUE):
        assert one.chosen[selector].tolist() == other.chosen[selector].tolist()
        assert [one.labels(row, selector) for row in range(len(projects))] == [
            other.labels(row, selector) for row in range(len(projects))]


def hits(parts: RoleParts, *rules: ReviewRule, classes: Sequence[frozenset[str]] = (frozenset(),),
         tolerance: Tolerance = WIDE, width_m: float = 1.0) -> list[Hit]:
    def widths(wkbs: Any, found: np.ndarray) -> np.ndarray:
        return np.full(len(found), width_m)

    epochs = [Epoch(np.ones(len(classes), dtype=bool), rules)]
    return list(hits_of(parts, epochs, classes, tolerance, widths, pick_kernel(), NoProgress()))


rule = partial(ReviewRule, "compliance.x", names=("甲", "a"), severity="error", selector=ANY, test=INSIDE)


def row(length: int, start: int = 0) -> Cells:
    return frozenset((start + x, 0) for x in range(length))


def test_a_rule_of_outside_finds_what_its_polygons_leave_over() -> None:
    parts = cut([row(6)], [(row(2), "red"), (row(2, 1), "red"), (row(1, 5), "blue")], "shapely")
    inside, outside = rule(selector=RED), rule(selector=RED, test=OUTSIDE)
    assert [(hit.area, hit.labels) for hit in hits(parts, inside, outside)] == [(300_00, ("red",)), (300_00, ())]


def test_only_projects_of_the_class_and_the_epoch_are_hit() -> None:
    parts = cut([row(3), row(3, 4)], [(row(7), "red")], "shapely")
    classes = [frozenset({"urban"}), frozenset({"mining"})]
    found = hits(parts, rule(classes=("!urban",)), classes=classes)
    assert [hit.project for hit in found] == [1]
    early = Epoch(np.array([True, False]), (rule(),))
    assert [hit.project for hit in hits_of(parts, [early], classes, WIDE, lambda wkbs, found: np.ones(len(found)),
                                           pick_kernel(), NoProgress())] == [0]


def test_an_exempt_class_is_hit_and_does_not_count() -> None:
    parts = cut([row(3)], [(row(2), "red")], "shapely")
    (found,) = hits(parts, rule(exempt=("energy",)), classes=[frozenset({"energy"})])
    assert (found.exempted_by, found.counts, found.area) == ("energy", False, 200_00)


def test_thin_parts_touch_unless_they_are_most_of_the_project() -> None:
    parts = cut([row(6)], [(row(2), "red")], "shapely")  # a third of the project
    assert [hit.touch for hit in hits(parts, rule(), width_m=0.05)] == [True]
    assert [hit.touch for hit in hits(parts, rule(), width_m=0.1)] == [False]
    assert [hit.touch for hit in hits(parts, rule(), tolerance=Tolerance(200.1, 0.1, 0.5))] == [True]
    assert [hit.touch for hit in hits(parts, rule(), tolerance=Tolerance(200.0, 0.1, 0.5))] == [False]
    most = cut([row(4)], [(row(2), "red")], "shapely")  # half of it
    assert [hit.touch for hit in hits(most, rule(), width_m=0.05)] == [False]


def test_strips_side_by_side_are_judged_together() -> None:
    parts = cut([row(6)], [(row(1), "red"), (row(1, 1), "blue")], "shapely")
    seen = []

    def widths(wkbs: Any, found: np.ndarray) -> np.ndarray:
        seen.append(areas(wkbs))
        return np.where(found > 150.0, 1.0, 0.05)  # each strip is too thin, both together are not

    epochs = [Epoch(np.ones(1, dtype=bool), (rule(),))]
    (found,) = hits_of(parts, epochs, [frozenset()], WIDE, widths, pick_kernel(), NoProgress())
    assert not found.touch
    assert seen[-1] == [200.0]


def test_a_role_without_polygons_leaves_projects_whole() -> None:
    parts = cut([row(3)], [], "shapely")
    assert parts.area.tolist() == [300_00]
    assert not parts.inside.any()
    assert [hit.area for hit in hits(parts, rule(), rule(test=OUTSIDE))] == [300_00]
