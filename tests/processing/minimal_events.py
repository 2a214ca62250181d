"""The files of events that algorithms of the ledger and of the register of stock land take, for tests over all."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.engine.ledgers import entry, new_ledger
from tests.engine.registers import two_years

if TYPE_CHECKING:
    from pathlib import Path


def ledger_inputs(name: str, path: Path) -> dict[str, Any]:
    """Return the parameters of a ledger algorithm, none for another one: a ledger to work on, or where to make one."""
    if name == "ledgercreate":
        return {"LEDGER": str(path)}
    if name == "ledgercommit":  # of the two demands the first passes, and leaves too little for the second
        return {"LEDGER": str(new_ledger(path, [entry("A", 250_00, 15_00, 900_00, unit="410225")]))}
    if name == "ledgerreverse":
        return {"LEDGER": str(new_ledger(path)), "EVENT_ID": 2}
    return {"LEDGER": str(new_ledger(path))} if name.startswith("ledger") or name == "writeoffslip" else {}


def register_inputs(name: str, path: Path) -> dict[str, Any]:
    """Return the parameters of an algorithm of the register of stock land, none for another one."""
    if not name.startswith("stockregister"):
        return {}
    if name != "stockregistercreate":
        two_years(path)
    return {"REGISTER": str(path), **({"EVENT_ID": 3} if name == "stockregisterreverse" else {})}
