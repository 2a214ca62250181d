"""Map themes: what a map of a topic shows, as data in ``resources/layouts/themes.json``."""
from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from .. import paths
from ..i18n import language as user_language

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Theme:
    """A map of a topic.

    roles: from top to bottom of the map; areas: those whose areas the table gives, in its order; template: the one of
    ours that suits it; pages: the role whose every feature has a page unless units are given, '' for none; margin: the
    share of a page's extent that stays free around it, None for the usual one.
    """

    name: str
    titles: Mapping[str, str]
    roles: tuple[str, ...]
    areas: tuple[str, ...]
    template: str
    pages: str
    margin: float | None

    def title(self, language: str | None = None) -> str:
        """Return what the map is called in 'zh' or 'en' (the user's when omitted)."""
        return self.titles[language or user_language()]


@lru_cache(maxsize=1)
def themes() -> Mapping[str, Theme]:
    """Return all themes by name."""
    document = json.loads(paths.resource("layouts", "themes.json").read_text(encoding="utf-8"))
    return {row["theme"]: Theme(
        name=row["theme"], titles=row["title"], roles=tuple(row["roles"]), areas=tuple(row["areas"]),
        template=row["template"], pages=row.get("pages", ""), margin=row.get("margin"),
    ) for row in document["themes"]}
