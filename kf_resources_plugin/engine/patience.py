"""Long work in threads: several cores where NumPy and GEOS let go of Python, and a user who can cancel meanwhile."""
from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Callable, TypeVar

from ..rules.progress import Canceled, OnlyAsked
from .wkb import runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from ..rules.progress import Progress
    from .wkb import Wkbs

_Result = TypeVar("_Result")
_ASK_S = 0.1
_LONGEST_END_S = 1.0  # for a call to notice that its end has come
_MOST_THREADS = 4  # more only wait for memory
_AHEAD = 4  # calls for each thread that are begun or wait for it: none is idle while a long one ends


def patiently(call: Callable[[], _Result], progress: Progress) -> _Result:
    """Return what ``call`` returns or raise what it raises, asking for a cancel while GEOS, which cannot stop, works.

    Raises Canceled at once when the user cancels; the thread goes on to its end then, and nobody looks at its result.
    ``call`` must not touch layers or anything else that changes meanwhile.
    """
    return next(side_by_side([call], progress))


@contextmanager
def begun(call: Callable[[Progress], _Result], progress: Progress) -> Iterator[Callable[[], _Result]]:
    """Begin a call beside what the block does; yield what waits for its result, in the block, as ``patiently`` does.

    ``call`` takes the progress to ask whether to go on: it raises Canceled too when the block ends, so that a run that
    is refused meanwhile leaves no file open.
    """
    watched = _UntilEnd(progress)
    threads = ThreadPoolExecutor(1)
    asked = threads.submit(call, watched)
    threads.shutdown(wait=False)
    try:
        yield partial(_result_of, asked, progress)
    finally:
        watched.ended.set()
        wait([asked], _LONGEST_END_S)


class _UntilEnd(OnlyAsked):
    """The progress of a call that nobody waits for any more once it has ended."""

    def __init__(self, progress: Progress) -> None:
        super().__init__(progress)
        self.ended = Event()

    def check(self) -> None:
        """Raise Canceled when the user has cancelled or the end has come."""
        if self.ended.is_set():
            raise Canceled
        super().check()


def _result_of(asked: Future[_Result], progress: Progress) -> _Result:
    while not wait([asked], _ASK_S).done:
        progress.check()
    progress.check()
    return asked.result()


def side_by_side(calls: Iterable[Callable[[], _Result]], progress: Progress) -> Iterator[_Result]:
    """Yield what each call returns, in their order, or raise what it raises; several run at a time.

    What holds of ``patiently`` holds of every call; those not begun when the user cancels never begin. Calls are taken
    from a generator only when it is nearly their turn, for what they are given may be large. Progress is for the caller
    to set.
    """
    count = min(_MOST_THREADS, os.cpu_count() or 1)
    threads = ThreadPoolExecutor(count)
    waiting: deque[Future[_Result]] = deque()
    try:
        for call in calls:
            waiting.append(threads.submit(call))
            if len(waiting) > _AHEAD * count:
                yield _result_of(waiting.popleft(), progress)
        while waiting:
            yield _result_of(waiting.popleft(), progress)
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
        found = work(spans[0])
        progress.check()
        yield spans[0], found
        return
    yield from zip(spans, side_by_side([partial(work, span) for span in spans], progress))
