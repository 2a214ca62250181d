"""Long work in threads: several cores where NumPy and GEOS let go of Python, and a user who can cancel meanwhile."""
from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from typing import TYPE_CHECKING, Callable, TypeVar

from .wkb import runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from ..rules.progress import Progress
    from .wkb import Wkbs

_Result = TypeVar("_Result")
_ASK_S = 0.1
_MOST_THREADS = 4  # more only wait for memory


def patiently(call: Callable[[], _Result], progress: Progress) -> _Result:
    """Return what ``call`` returns or raise what it raises, asking for a cancel while GEOS, which cannot stop, works.

    Raises Canceled at once when the user cancels; the thread goes on to its end then, and nobody looks at its result.
    ``call`` must not touch layers or anything else that changes meanwhile.
    """
    return begun(call, progress)()


def begun(call: Callable[[], _Result], progress: Progress) -> Callable[[], _Result]:
    """Begin a call beside what is done next; return what waits for its result as ``patiently`` does.

    Nobody has to ask for the result.
    """
    threads = ThreadPoolExecutor(1)
    asked = threads.submit(call)
    threads.shutdown(wait=False)
    return partial(_result_of, asked, progress)


def _result_of(asked: Future[_Result], progress: Progress) -> _Result:
    while not wait([asked], _ASK_S).done:
        progress.check()
    progress.check()
    return asked.result()


def side_by_side(calls: Iterable[Callable[[], _Result]], progress: Progress) -> Iterator[_Result]:
    """Yield what each call returns, in their order, or raise what it raises; several run at a time.

    What holds of ``patiently`` holds of every call; those not begun when the user cancels never begin. Progress is for
    the caller to set.
    """
    threads = ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1))
    try:
        for asked in [threads.submit(call) for call in calls]:
            yield _result_of(asked, progress)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def in_runs(work: Callable[[slice], _Result], wkbs: Sequence[bytes] | Wkbs, most: int,
            progress: Progress) -> Iterator[tuple[slice, _Result]]:
    """Yield runs of rows that hold so many bytes at most, and what NumPy makes of each, several at a time.

    What holds of ``side_by_side`` holds here, but a lone run is worked through at once: beside so little work a thread
    costs time.
    """
    spans = runs(wkbs, most)
    if len(spans) == 1 and sum(map(len, wkbs)) <= most:
        progress.check()
        yield spans[0], work(spans[0])
        return
    yield from zip(spans, side_by_side([partial(work, span) for span in spans], progress))
