"""The write-ahead log of a database that came back: whether it was copied whole.

SQLite reads such a log up to where it is broken and says nothing: the last edits of a team would be lost unseen.
"""
from __future__ import annotations

import struct

LOG_HEAD = 32
"""Bytes of the head of a log (SQLite, Database File Format, 4.1)."""
_FRAME_HEAD = 24
_MAGIC = frozenset({0x377F0682, 0x377F0683})


def is_whole_log(head: bytes, size: int) -> bool:
    """Tell whether a log of ``size`` bytes is empty, or begins as one and holds whole pages only."""
    if not size:
        return True
    if len(head) < LOG_HEAD:
        return False
    magic, _, page = struct.unpack_from(">III", head)
    return magic in _MAGIC and page > 0 and (size - LOG_HEAD) % (_FRAME_HEAD + page) == 0
