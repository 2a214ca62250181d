"""Long work in threads: several cores where NumPy and GEOS let go of Python, and a user who can cancel meanwhile."""
from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Callable, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..rules.progress import Progress

_Result = TypeVar("_Result")
_ASK_S = 0.1
_MOST_THREADS = 4  # more only wait for memory


def patiently(call: Callable[[], _Result], progress: Progress) -> _Result:
    """Return what ``call`` returns or raise what it raises, asking for a cancel while GEOS, which cannot stop, works.

    Raises Canceled at once when the user cancels; the thread goes on to its end then, and nobody looks at its result.
    ``call`` must not touch layers or anything else that changes meanwhile.
    """
    return next(side_by_side([call], progress))


def side_by_side(calls: Iterable[Callable[[], _Result]], progress: Progress) -> Iterator[_Result]:
    """Yield what each call returns, in their order, or raise what it raises; several run at a time.

    What holds of ``patiently`` holds of every call; those not begun when the user cancels never begin. Progress is for
    the caller to set.
    """
    threads = ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1))
    try:
        for asked in [threads.submit(call) for call in calls]:
            while not wait([asked], _ASK_S).done:
                progress.check()
            progress.check()
            yield asked.result()
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
