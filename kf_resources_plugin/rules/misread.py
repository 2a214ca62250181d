"""Text that was read in the wrong encoding."""
from __future__ import annotations

_REPLACEMENT = "\ufffd"  # what a decoder writes for bytes that are no character of its encoding
_REPLACEMENT_IN_GBK = "锟斤"  # the same sign, stored as UTF-8 and read as GBK
_LEVEL_1 = range(0xB0, 0xD8)  # first bytes of the 3755 common characters of GB/T 2312-1980


def misread(text: str) -> bool:
    """Tell whether a text is what Chinese looks like in the wrong encoding.

    Signs are the replacement character, and Latin letters whose bytes are UTF-8 or common characters of GB/T 2312. A
    European name passes: its accented letters are single, those of Chinese come in pairs.
    """
    if text.isascii():
        return False
    if _REPLACEMENT in text or _REPLACEMENT_IN_GBK in text:
        return True
    return any(_is_chinese(text, latin) for latin in ("latin-1", "cp1252"))


def _is_chinese(text: str, latin: str) -> bool:
    try:
        raw = text.encode(latin)
    except UnicodeEncodeError:
        return False
    for encoding in ("utf-8", "gb2312"):
        try:
            decoded = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(_is_common(sign) for sign in decoded):
            return True
    return False


def _is_common(sign: str) -> bool:
    try:
        coded = sign.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return coded[0] in _LEVEL_1
