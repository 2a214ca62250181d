"""Why each unit has its zone, as a sentence in Chinese or English: the deciding rule, or scores and what made them."""
from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ...rules.floodplain_measures import CHANNEL, CLASS, DEPTH, FREEBOARD, HEIGHT, RETURN_PERIOD
from ...rules.floodplain_steps import fits
from ...rules.floodplain_zoning import CRITERIA, NOWHERE, ZONES, zone_names
from ...rules.text import listed

if TYPE_CHECKING:
    from ...rules.floodplain_zoning import Criterion
    from .zoning_job import ZoningResult

_TWO_DECIMALS = (DEPTH, HEIGHT, FREEBOARD)


class Reasons:
    """The sentences of one run in one language, 'zh' or 'en'."""

    def __init__(self, result: ZoningResult, language: str) -> None:
        self._result, self._language = result, language
        self._book = result.book.in_language(language)
        self._place = 0 if language == "zh" else 1
        self._zones = zone_names(self._book, language)
        self._texts: dict[tuple[object, ...], str] = {}
        self._parts: dict[tuple[int, int, object], str] = {}
        zoning, setting = result.zoning, result.setting
        self._gap = "" if language == "zh" else " "
        self._order = setting.rules.order.tolist()
        # plain lists: sentences are made unit by unit
        self._scores, self._allowed = zoning.scores.tolist(), zoning.verdict.allowed.tolist()
        self._points = [points.tolist() for points in zoning.points]
        self._weighed = [self._criteria_of(zone) for zone in range(len(ZONES))]
        self._values: dict[str, list[Any]] = {name: value.tolist() for name, value in result.facts.value.items()}
        self._values[CLASS] = [result.units.codes[place] for place in result.units.code_of.tolist()]
        self._excluders = [self._excluders_of(zone) for zone in range(len(ZONES))]

    def all(self) -> list[str]:
        """Return the sentence of each unit."""
        verdict = self._result.zoning.verdict
        return [self._sentence(row, zone, rule) for row, (zone, rule) in enumerate(zip(
            verdict.zone.tolist(), verdict.rule.tolist()))]

    def _criteria_of(self, zone: int) -> list[tuple[int, Criterion]]:
        """Return the criteria that have a weight for a zone, each with its place among all."""
        weights = self._result.setting.rules.weights[zone].weights
        return [(place, item) for item in self._result.setting.rules.criteria
                for place in [CRITERIA.index(item.name)] if item.zone == zone and weights[place] > 0]

    def _excluders_of(self, zone: int) -> list[str]:
        """Return for each unit what the first rule that excludes a zone is called, '' for none."""
        names = np.full(len(self._result.units), "", dtype=object)
        for place, rule in reversed(list(enumerate(self._result.setting.rules.hard))):
            if rule.zone == zone and not rule.includes:
                names[self._result.zoning.holds[:, place]] = rule.names[self._place]
        return list(names.tolist())

    def _sentence(self, row: int, zone: int, rule: int) -> str:
        if rule != NOWHERE:
            said = self._by_rule(row, zone, rule)
        elif zone != NOWHERE:
            said = self._by_score(row, zone)
        elif all(map(math.isnan, self._scores[row])):
            said = self._say("zoning.why_none")
        else:
            said = self._say("zoning.why_no_zone", others=self._others(row, zone))
        change = self._change(row, zone)
        return f"{said}{self._gap}{change}" if change else said

    def _say(self, rule_id: str, **values: str) -> str:
        key = (rule_id, *values.values())
        if key not in self._texts:
            self._texts[key] = self._book.message(rule_id, **values)
        return self._texts[key]

    def _by_rule(self, row: int, zone: int, rule: int) -> str:
        item, units = self._result.setting.rules.hard[rule], self._result.units
        share = self._result.facts.share.get(item.masks)
        code = units.codes[units.code_of[row]]
        if item.classes and code and fits(code, item.classes):
            detail = self._say("zoning.why_code", code=code)
        else:
            detail = "" if share is None else self._say("zoning.why_share", share=f"{share[row]:.0%}")
        return self._say("zoning.why_include", zone_name=self._zones[zone], name=item.names[self._place],
                         detail=detail)

    def _by_score(self, row: int, zone: int) -> str:
        others = self._others(row, zone)
        if sum(self._allowed[row]) == 1:
            return self._say("zoning.why_left", zone_name=self._zones[zone], others=others)
        parts, missing = [], []
        for place, item in self._weighed[zone]:
            point = self._points[zone][row][place]
            if math.isnan(point):
                missing.append(item.names[self._place])
            else:
                parts.append(self._part(zone, place, item, row, point))
        said = self._say("zoning.why_score", zone_name=self._zones[zone], others=others,
                         score=f"{self._scores[row][zone]:.2f}", parts=listed(parts, self._language))
        if not missing:
            return said
        return f"{said}{self._gap}{self._say('zoning.why_no_data', names=listed(missing, self._language))}"

    def _part(self, zone: int, place: int, item: Criterion, row: int, point: float) -> str:
        """Return what a value gives: units have few different ones."""
        key = (zone, place, self._values[item.measure][row])
        if key not in self._parts:
            self._parts[key] = self._say("zoning.why_part", name=item.names[self._place], points=f"{point:g}",
                                         value=self._value(item, row))
        return self._parts[key]

    def _others(self, row: int, zone: int) -> str:
        """Return what the other zones have: their scores, or what excludes them."""
        texts = []
        for other in self._order:
            score = self._scores[row][other]
            if other == zone:
                continue
            if not self._allowed[row][other]:
                texts.append(self._say("zoning.why_excluded", zone_name=self._zones[other],
                                       name=self._excluders[other][row]))
            elif not math.isnan(score):
                texts.append(self._say("zoning.why_other", zone_name=self._zones[other], score=f"{score:.2f}"))
        return self._say("zoning.why_brackets", text=listed(texts, self._language)) if texts else ""

    def _value(self, item: Criterion, row: int) -> str:
        value = self._values[item.measure][row]
        if item.measure == CLASS:
            return str(value)
        if item.measure == RETURN_PERIOD and self._result.facts.never[row]:
            return self._say("zoning.why_never")
        unit = self._result.setting.measures[item.measure].units[self._place]
        if item.measure == CHANNEL:
            number = f"> {self._result.setting.farthest_m:.0f}" if math.isinf(value) else f"{value:.0f}"
        else:
            number = f"{value:.2f}" if item.measure in _TWO_DECIMALS else f"{value:g}"
        return f"{number} {unit}".rstrip()

    def _change(self, row: int, zone: int) -> str:
        """Return how the zone was evened out, '' where it was not."""
        evened = self._result.zoning.evened
        if evened.sieved[row]:
            least = f"{self._result.setting.rules.limits.least_m2:g}"
            return self._say("zoning.why_sieved", before=self._zones[zone], zone_name=self._zones[evened.zone[row]],
                             area_m2=least)
        if evened.smoothed[row]:
            return self._say("zoning.why_smoothed", before=self._zones[zone],
                             zone_name=self._zones[evened.zone[row]])
        return ""


def zone_code(zone: int) -> str | None:
    """Return the code of a zone, None for none."""
    return None if zone == NOWHERE else ZONES[zone]
