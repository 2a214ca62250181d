"""What the enterprises of the demo city's parks are like: industry, use, buildings; dice of their own for each."""
from __future__ import annotations

from random import Random
from typing import Any

SEED = 20_251_231
CATALOGUE = (("鼓励类", 0.3), ("允许类", 0.52), ("限制类", 0.08), ("淘汰类", 0.06), (None, 0.04))
USES = {"制造业开发区": "工业用地", "服务业开发区": "商业服务业用地"}
LEAVING = ("商业服务业用地", "城镇住宅用地")  # what the plan wants instead
RENEWED = ("老工业区", "城中村")
THIN, USUAL = (0.2, 0.29), (0.31, 0.44)  # built part of a lot; less than the least floor area ratio of any, 0.45
FIRST, LAST = 1985, 2022
COLUMNS = ("CYML", "TDYT", "GHYT", "GXLX", "JDMJ", "XZMJ", "WFMJ", "JCND")


def condition(firm: dict[str, Any], park: str) -> dict[str, Any]:
    """Return what is told of an enterprise in a park of a kind; areas in m², of no more than it has."""
    rng = Random(f"{SEED} firm {firm['id']}")  # noqa: S311
    left, low, right, high = firm["box"]
    area = (right - left) * (high - low)
    use = USES[park]
    footprint = round(area * rng.uniform(*(THIN if rng.random() < 0.12 else USUAL)), 2)
    idle, unsafe = (round(footprint * rng.uniform(0.6, 1.0), 2) if rng.random() < share else 0.0
                    for share in (0.1, 0.05))
    return {
        "CYML": rng.choices([word for word, _ in CATALOGUE], [share for _, share in CATALOGUE])[0], "TDYT": use,
        "GHYT": rng.choice(LEAVING) if rng.random() < 0.08 else use,
        "GXLX": rng.choice(RENEWED) if rng.random() < 0.07 else "否", "JDMJ": footprint, "XZMJ": idle, "WFMJ": unsafe,
        "JCND": str(rng.randint(FIRST, LAST))}
