"""Land classes of the survey, the national standard and the planning guide, and which of them a layer speaks.

A class code means nothing without its system: 1001 is a railway in the survey and an industrial site in a plan.
Everything here is therefore keyed by (system, code).
"""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from .text import clean, coded, numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .text import Column

SURVEY = "survey_2019"
STANDARD = "gbt_21010_2017"
PLANNING = "land_sea_use_2023"

KINDS = ("paddy", "irrigated", "dry")

# Names differ between deliveries only by such endings: 工业 and 工业用地, 橡胶园 and 橡胶园地.
_NAME_ENDING = re.compile(r"(用地|用海|地)$")


@dataclass(frozen=True)
class ClassInfo:
    """One land class.

    ``base`` is the code without its suffix (K restorable to cultivated land, A third-level subclass); ``major`` is
    N agricultural, J construction, W unused, None where the system does not say; ``kind`` is paddy, irrigated or dry
    for cultivated land, otherwise None; ``rgb`` is the colour of the survey's or the plan's map convention.
    """

    system: str
    code: str
    base: str
    name_zh: str
    name_en: str
    major: str | None
    group: str
    kind: str | None
    is_farmland: bool
    rgb: tuple[int, int, int] | None

    def name(self, language: str) -> str:
        """Return the name in 'zh' or 'en'."""
        return self.name_zh if language == "zh" else self.name_en


@dataclass(frozen=True)
class ClassColumns:
    """What a list of codes means, column by column: all arrays have the length of the list.

    ``kind`` holds positions in ``KINDS``, −1 for land that is not cultivated or whose kind is not known; ``major``
    holds 'N', 'J', 'W' or ''.
    """

    known: npt.NDArray[np.bool_]
    farmland: npt.NDArray[np.bool_]
    kind: npt.NDArray[np.int8]
    major: npt.NDArray[np.str_]


class ClassSystemUnclear(ValueError):
    """The codes of a layer fit several class systems that read them differently, or none.

    ``candidates`` are the ids of the systems that fit, empty when none knows a single code; ``codes`` are the codes
    that decide the matter.
    """

    def __init__(self, candidates: Sequence[str], codes: Sequence[str]) -> None:
        super().__init__(f"codes {', '.join(codes)} fit: {', '.join(candidates) or 'no class system'}")
        self.candidates = tuple(candidates)
        self.codes = tuple(codes)


def clean_code(value: Any) -> str:
    """Return a class code in its standard form: no padding or blanks, half-width, capital letters."""
    return re.sub(r"\s", "", clean(value)).upper()


def coded_classes(column: Column) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.int64]]:
    """Return the distinct class codes of a column, sorted, and the position of every row in them."""
    return coded(column, clean_code)


class ClassSystems:
    """All class systems, built from their JSON documents."""

    def __init__(self, documents: Iterable[Mapping[str, Any]]) -> None:
        """Take the documents of ``resources/rules/classes_*.json``, the preferred reading of equal classes first."""
        self._titles: dict[str, tuple[str, str]] = {}
        self._classes: dict[str, dict[str, ClassInfo]] = {}
        self._names: dict[str, dict[str, set[str]]] = {}
        self._groups: dict[str, dict[str, tuple[str, str]]] = {}
        self._years: dict[str, int] = {}
        for document in sorted(documents, key=lambda document: document["rank"]):
            self._add(document)

    def _add(self, document: Mapping[str, Any]) -> None:
        system = document["system"]
        self._titles[system] = (document["title_zh"], document["title_en"])
        self._groups[system] = {row["code"]: (row["name_zh"], row["name_en"]) for row in document["groups"]}
        self._classes[system] = {row["code"]: _class_info(system, row) for row in document["classes"]}
        self._names[system] = {
            row["code"]: {_short(name) for name in (row["name_zh"], *row.get("aliases", ()))}
            for row in document["classes"]
        }
        if document.get("first_year") is not None:
            self._years[system] = document["first_year"]

    @property
    def systems(self) -> tuple[str, ...]:
        """Return the ids of the systems."""
        return tuple(self._classes)

    def title(self, system: str, language: str) -> str:
        """Return what the system is called; raises KeyError for an unknown system."""
        return self._titles[system][0 if language == "zh" else 1]

    def classes(self, system: str) -> Mapping[str, ClassInfo]:
        """Return the classes of a system by code, in the order of the system."""
        return self._classes[system]

    def groups(self, system: str, language: str) -> dict[str, str]:
        """Return the first-level classes of a system, named in 'zh' or 'en', by their two digits."""
        return {code: names[0 if language == "zh" else 1] for code, names in self._groups[system].items()}

    def info(self, system: str, code: str) -> ClassInfo | None:
        """Return a class, None when the system has no such code; the code may be padded, full-width or lower-case."""
        return self._classes[system].get(clean_code(code))

    def columns(self, system: str, codes: Sequence[str]) -> ClassColumns:
        """Return what distinct codes mean; spread over rows with the positions of ``coded_classes``."""
        found = [self.info(system, code) for code in codes]
        return ClassColumns(
            known=np.array([info is not None for info in found], dtype=bool),
            farmland=np.array([info is not None and info.is_farmland for info in found], dtype=bool),
            kind=np.array([KINDS.index(info.kind) if info and info.kind else -1 for info in found], dtype=np.int8),
            major=np.array([(info and info.major) or "" for info in found], dtype="<U1"),
        )

    def name_fits(self, system: str, code: str, name: str) -> bool:
        """Tell whether the system gives the code this name; true too without a name and for an unknown code."""
        names = self._names[system].get(clean_code(code))
        return not name or names is None or _short(name) in names

    def decide_system(self, codes: Column, names: Column | None = None, years: Column | None = None) -> str:
        """Return the system that a layer's classes are written in.

        ``codes``, ``names`` (DLMC) and ``years`` (SJNF) are columns of equal length; names and years may be None. The
        decision: (1) the systems that agree with most pairs of code and name; (2) of these, the ones that know most of
        the codes; (3) the survey, where it is among them and the layer carries a survey year; (4) if the systems left
        give every code present the same name and the same kind of farmland, the reading is the same in all of them and
        the first is returned (a layer of nothing but 0101, 0102, 0103 is such a case). Codes that no system knows
        decide nothing. A layer without any code is read as the survey. Raises ClassSystemUnclear.
        """
        pairs = _distinct_pairs(codes, names)
        present = sorted({code for code, _ in pairs})
        if not present:
            return self.systems[0]
        agreeing = {s: sum(_short(name) in self._names[s].get(code, ()) for code, name in pairs) for s in self.systems}
        candidates = _highest(agreeing, self.systems)
        known = {s: sum(code in self._classes[s] for code in present) for s in candidates}
        if not any(known.values()):
            raise ClassSystemUnclear((), present)
        candidates = _highest(known, candidates)
        for system in candidates:
            if system in self._years and _has_year(years, self._years[system]):
                return system
        disputed = [code for code in present if not self._agree(candidates, code)]
        if disputed:
            raise ClassSystemUnclear(candidates, disputed)
        return candidates[0]

    def _agree(self, systems: Sequence[str], code: str) -> bool:
        """Tell whether the systems mean the same by a code; a code unknown to all is no disagreement."""
        readings = set()
        for system in systems:
            info = self._classes[system].get(code)
            readings.add(info and (_short(info.name_zh), info.kind))
        return len(readings) == 1


def _class_info(system: str, row: Mapping[str, Any]) -> ClassInfo:
    rgb = row.get("rgb")
    kind = row.get("kind")
    return ClassInfo(
        system=system,
        code=row["code"],
        base=row.get("base", row["code"]),
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        major=row.get("major"),
        group=row["group"],
        kind=kind,
        is_farmland=kind is not None or row.get("farmland", False),
        rgb=None if rgb is None else (rgb[0], rgb[1], rgb[2]),
    )


def _short(name: str) -> str:
    return _NAME_ENDING.sub("", name)


def _distinct_pairs(codes: Column, names: Column | None) -> set[tuple[str, str]]:
    """Return the distinct pairs of code and name ('' without one); rows without a code are left out."""
    code_values, code_rows = coded_classes(codes)
    if names is None:
        return {(code, "") for code in code_values if code}
    name_values, name_rows = coded(names)
    joint = np.unique(code_rows * len(name_values) + name_rows)
    pairs = ((code_values[key // len(name_values)], name_values[key % len(name_values)]) for key in joint)
    return {(code, name) for code, name in pairs if code}


def _highest(scores: Mapping[str, int], systems: Sequence[str]) -> list[str]:
    best = max(scores[system] for system in systems)
    return [system for system in systems if scores[system] == best]


def _has_year(years: Column | None, first: int) -> bool:
    if years is None:
        return False
    values, _ = numbers(years)
    return bool(np.any(values >= first))
