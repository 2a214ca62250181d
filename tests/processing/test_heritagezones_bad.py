"""Historic protection lines of bad data: every fault named, refused where nothing can be done, the rest drawn."""
from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsProcessingException

from tests.builders import layer_of, rectangle, rows_of
from tests.processing.heritage_sites import ROUND, TOWER, E, N, run, sites, told, zones

pytestmark = pytest.mark.usefixtures("kf_provider", "qgis_new_project")


def test_an_empty_register_gives_no_line_and_says_so() -> None:
    result = run(sites())
    assert rows_of(result["ZONES"]) == []
    assert rows_of(result["FINDINGS"], "rule_id", "severity") == [("input.empty_layer", "error")]


def test_bad_rows_are_named_and_the_rest_is_drawn() -> None:
    """No id, an id twice, no geometry, a bow tie, a type nobody knows."""
    bow = f"POLYGON(({E} {N + 500}, {E + 20} {N + 520}, {E + 20} {N + 500}, {E} {N + 520}, {E} {N + 500}))"
    result = run(sites((rectangle(E, N, 20, 20), {"name": "某寺"}), (rectangle(E + 200, N, 20, 20), {"site_id": "A"}),
                       (rectangle(E + 300, N, 20, 20), {"site_id": "A"}), (None, {"site_id": "B", "site_type": "塔"}),
                       (bow, {"site_id": "C", "site_type": "奇物"})))
    found = told(result)
    assert "(features 1)" in found["id_missing"]
    assert "“A” occurs 2 times" in found["id_twice"]
    assert "(B)" in found["no_geometry"]
    assert "奇物" in "".join(message for rule, message in rows_of(result["FINDINGS"], "rule_id", "message"))
    assert "geometry.repaired" in {row[0] for row in rows_of(result["FINDINGS"], "rule_id")}
    one = 20**2 + 4 * 20 * 10 + ROUND * 10**2
    assert zones(result)["#1", "protection"] == pytest.approx(one, abs=0.01)
    assert zones(result)["A", "protection"] == pytest.approx(2 * one, abs=0.01)
    assert ("C", "protection") in zones(result)


def test_drawn_lines_that_cannot_be_used_are_named() -> None:
    drawn = layer_of([(rectangle(E, N, 40, 40), {"site_id": "T1", "tier": "绿地"}),
                      (rectangle(E, N, 40, 40), {"site_id": "T1", "tier": "purple"}),
                      (rectangle(E, N, 50, 50), {"site_id": "T1"}),
                      (rectangle(E + 900, N, 40, 40), {"site_id": "X9", "tier": "burial"})],
                     {"site_id": "text", "tier": "text"}, crs="EPSG:4547", name="drawn")
    result = run(sites(TOWER), DRAWN=drawn)
    messages = " ".join(message for rule, message in rows_of(result["FINDINGS"], "rule_id", "message")
                        if rule == "zone.drawn_tier")
    assert [word for word in ("“绿地”", "“purple”", "“—”") if word not in messages] == []
    assert "(X9)" in told(result)["drawn_site"]
    assert zones(result)["X9", "burial"] == 1_600
    # a layer that holds one tier alone says which
    one = run(sites(TOWER), DRAWN=drawn, DRAWN_TIER="protection")
    assert zones(one)["T1", "protection"] == 2_500


@pytest.mark.parametrize(("more", "words"), [
    ({"SNAP": "blocks"}, "“Street blocks” was not given"), ({"SNAP": "roads"}, "“Road centre lines” was not given"),
    ({"CANAL_ZONES": True}, "Zones of the canal are to be drawn"), ({"TIERS": "protection,绿地"}, "“绿地”"),
    ({"SITE_ID_FIELD": "nothing"}, "has no field “nothing”"),
])
def test_settings_that_do_not_fit_are_refused(more: dict[str, Any], words: str) -> None:
    with pytest.raises(QgsProcessingException, match=words):
        run(sites(TOWER), **more)


@pytest.mark.parametrize(("crs", "words"), [("", "no coordinate reference system"), ("EPSG:2362", "Xian 1980")])
def test_layers_without_a_usable_crs_are_refused(crs: str, words: str) -> None:
    with pytest.raises(QgsProcessingException, match=words):
        run(sites(TOWER, crs=crs))


def test_lines_as_sites_are_refused() -> None:
    lines = layer_of([(f"LINESTRING({E} {N}, {E + 9} {N})", {})], {}, geometry="LineString", crs="EPSG:4547", name="线")
    with pytest.raises(QgsProcessingException, match="“线” holds no points"):
        run(lines)


def test_roads_that_enclose_nothing_are_told() -> None:
    road = layer_of([(f"LINESTRING({E - 99} {N - 5}, {E + 99} {N - 5})", {})], {}, geometry="LineString",
                    crs="EPSG:4547", name="roads")
    result = run(sites(TOWER), ROADS=road, SNAP="roads")
    assert "enclose no land" in told(result)["no_faces"]
    assert zones(result) == zones(run(sites(TOWER)))
