"""The stock of the demo city at the end of every year: for the rate of the next, five in a row, and for a register."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

if TYPE_CHECKING:
    from pathlib import Path

YEARS = range(2021, 2026)
DAY = f"{YEARS[-1]}-12-31"  # up to which the demo's stock land is known
_REGISTERS = ("APPROVALS", "EXPROPRIATIONS", "SUPPLIES", "UNITS")
Run = Callable[[str, dict[str, Any]], dict[str, Any]]


def last_year(run: Run, layers: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Run the years before the last; return what kf:disposalrate needs beside the disposals for the last."""
    stock = folder / "stock_years"
    stock.mkdir()
    history: dict[str, str] = {}
    for year in YEARS:
        given = {**_opening(run, layers, stock, year), **history, "YEAR": year}
        if year == YEARS[-1]:
            return given
        trend = str(stock / f"trend_{year}.gpkg")
        run("kf:disposalrate", {**given, "DISPOSALS": layers["disposals"], "TREND": trend})
        history = {"HISTORY": trend}
    raise ValueError("no years")


def _opening(run: Run, layers: dict[str, Any], folder: Path, year: int) -> dict[str, str]:
    """Return the state of stock land and the idle land on the eve of a year."""
    from qgis.core import QgsApplication

    eve = f"{year - 1}-12-31"
    roles = QgsApplication.processingRegistry().algorithmById("kf:stocklandstatus").ROLES
    built = layers["built_land"].clone()
    built.setSubsetString(f"\"JCRQ\" <= '{eve}'")
    found = {"STATUS": str(folder / f"status_{year}.gpkg"), "IDLE": str(folder / f"idle_{year}.gpkg")}
    run("kf:stocklandstatus", {**{name: layers[roles[name]] for name in _REGISTERS}, "BUILT": built, "DATE": eve,
                               "STATUS": found["STATUS"]})
    run("kf:idleland", {"SUPPLIES": layers["supplies"], "UNITS": layers["admin_units"], "DATE": eve,
                        "IDLE": found["IDLE"]})
    return found


def kept_register(run: Run, layers: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Keep a register over the last year and verify it; return what shows it as it stood when that year began."""
    register, eve = str(folder / "demo.kfstock.gpkg"), f"{YEARS[-1] - 1}-12-31"
    run("kf:stockregistercreate", {"REGISTER": register, "UNIT_CODE": "410200", "CRS": "EPSG:4547"})
    for day, status in ((eve, folder / "stock_years" / f"status_{YEARS[-1]}.gpkg"), (DAY, layers["stock_status"])):
        run("kf:stockregisterupdate", {"REGISTER": register, "STATUS": str(status) if day == eve else status,
                                       "DISPOSALS": layers["disposals"], "DATE": day})
    if not run("kf:stockregisterverify", {"REGISTER": register})["VALID"]:
        raise RuntimeError(f"the register {register} is not as it was written")
    return {"REGISTER": register, "DATE": eve}
