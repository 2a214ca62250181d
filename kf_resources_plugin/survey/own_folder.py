"""A folder of ours for copies of a package; what a process that was killed left of earlier ones is removed."""
from __future__ import annotations

import os
import re
import shutil
import stat
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX = "kf_return_"
_NAME = re.compile(_PREFIX + "[a-z0-9_]{8}")
"""How tempfile names a folder with this prefix."""
_DAY_S = 86_400
"""As old is what no run works in any more."""


@contextmanager
def own_folder() -> Iterator[Path]:
    """Make a folder that goes when it is left; raises OSError."""
    _clear_left()
    with TemporaryDirectory(prefix=_PREFIX) as folder:
        yield Path(folder)


def _clear_left() -> None:
    """Remove folders of ours that are a day old; a link, or what belongs to somebody else, is left alone."""
    before = time.time() - _DAY_S
    for folder in Path(gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            status = folder.lstat()
            ours = not hasattr(os, "getuid") or status.st_uid == os.getuid()
            if ours and _NAME.fullmatch(folder.name) and stat.S_ISDIR(status.st_mode) and status.st_mtime < before:
                shutil.rmtree(folder, ignore_errors=True)
