"""Errors whose text is meant for the planner."""
from __future__ import annotations


class PlannerError(Exception):
    """A run cannot go on; the message says which layer, field or feature, and what to do."""
