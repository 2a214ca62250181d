"""The pages of the heritage dock, in the order a planner comes to them."""
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .duty import Duty

HERITAGE_DUTIES: tuple[Duty, ...] = ()
