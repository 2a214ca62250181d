"""Judges the layers of a project for the Data panel, and remembers what it found until something changes.

A project may have a hundred layers, and an edit touches one: only that one is judged again, and those that are judged
beside it.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ...engine.layer_problems import Surroundings, layer_problems
from ...engine.roles import ToldRole, guessed_role, players, told_role
from ...engine.rule_store import load_rule_book
from ...i18n import language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Callable

    from qgis.core import QgsMapLayer, QgsProject

    from ...engine.layer_facts import LayerFacts
    from ...engine.layer_problems import Problem


@dataclass(frozen=True)
class Judged:
    """A layer, its role and the one it would have if the user had said nothing, its facts and problems."""

    layer: QgsMapLayer
    told: ToldRole
    guessed: ToldRole
    facts: LayerFacts | None
    problems: tuple[Problem, ...]


class LayerJudge:
    """``facts`` returns what is known of a layer's data by id."""

    def __init__(self, project: QgsProject, facts: Callable[[str], LayerFacts | None]) -> None:
        self._project, self._facts = project, facts
        self._told: dict[str, tuple[ToldRole, ToldRole]] = {}
        self._judged: dict[str, tuple[Any, Judged]] = {}

    def spoil(self, layer_id: str) -> None:
        """Judge a layer anew when asked next."""
        self._told.pop(layer_id, None)
        self._judged.pop(layer_id, None)

    def judge(self, layers: Sequence[QgsMapLayer], asked: Mapping[str, frozenset[str]]) -> list[Judged]:
        """Return what is to be said of each layer; ``asked`` as Surroundings have it."""
        for layer in layers:
            if layer.id() not in self._told:
                self._told[layer.id()] = (told_role(layer), guessed_role(layer))
        playing = players((layer, self._told[layer.id()][0]) for layer in layers)
        around = Surroundings(playing, asked, self._project.transformContext(),
                              load_rule_book(date.today(), language()))
        land = playing.get("land")
        beside = (land.name(), land.crs().toWkt()) if land is not None else None, around.book.date
        return [self._judge(layer, around, beside) for layer in layers]

    def _judge(self, layer: QgsMapLayer, around: Surroundings, beside: tuple[Any, ...]) -> Judged:
        told, guessed = self._told[layer.id()]
        facts, player = self._facts(layer.id()), around.players.get(told.role)
        seen = (facts, around.asked.get(told.role), None if player is None else player.name(),
                player is layer, beside)
        known = self._judged.get(layer.id())
        if known is None or known[0] != seen:
            known = seen, Judged(layer, told, guessed, facts, tuple(layer_problems(layer, told, facts, around)))
            self._judged[layer.id()] = known
        return known[1]
