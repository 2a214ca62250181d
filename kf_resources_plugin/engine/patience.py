"""Waiting for GEOS, which cannot be stopped, so that the user can cancel all the same."""
from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Callable, TypeVar

if TYPE_CHECKING:
    from ..rules.progress import Progress

_Result = TypeVar("_Result")
_ASK_S = 0.1


def patiently(call: Callable[[], _Result], progress: Progress) -> _Result:
    """Return what ``call`` returns or raise what it raises, asking for a cancel while it runs in a thread of its own.

    Raises Canceled at once when the user cancels; the thread goes on to its end then, and nobody looks at its result.
    ``call`` must not touch layers or anything else that changes meanwhile.
    """
    thread = ThreadPoolExecutor(1)
    try:
        asked = thread.submit(call)
        while not wait([asked], _ASK_S).done:
            progress.check()
        return asked.result()
    finally:
        thread.shutdown(wait=False)
