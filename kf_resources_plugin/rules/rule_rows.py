"""Rules as data: one row per rule and version, and the rows in force on a day."""
from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from string import Template
from typing import TYPE_CHECKING, Any, Union

from .findings import Finding, finding_id
from .slope_words import slope_values
from .text import listed
from .units import hundredths

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Threshold = Union[float, int, str, bool, tuple[Any, ...]]

LANGUAGES = ("zh", "en")
STATUSES = ("statute", "house")

_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")  # or a month or year, as far as it is known
_NUMBERED = re.compile(r"〔([0-9]{4})〕")
_PLACEHOLDER = re.compile(r"\$\{([a-z][a-z0-9_]*)\}")


class RuleNotInForce(KeyError):
    """No row of this id is in force on the day of the run."""

    def __init__(self, rule_id: str, day: date) -> None:
        super().__init__(f"{rule_id} has no row in force on {day.isoformat()}")
        self.rule_id = rule_id
        self.day = day


@dataclass(frozen=True)
class RuleRow:
    """One version of one rule.

    ``status`` is ``statute`` (stated by the named document) or ``house`` (a default of this tool where the law leaves
    it open). ``article`` and the effective dates are None where the source at hand does not state them; both dates are
    inclusive. Units are in the names of the thresholds. ``user_file`` names the user's rule file that changed the row.
    Rows of checks have titles, by which lists name them.
    """

    id: str
    topic: str
    document: str | None
    number: str | None
    document_date: str | None
    article: str | None
    effective_from: date | None
    effective_to: date | None
    severity: str
    status: str
    thresholds: Mapping[str, Threshold]
    message_zh: str
    message_en: str
    remedy_zh: str
    remedy_en: str
    source: str
    document_en: str | None = None
    user_file: str = ""
    title_zh: str = ""
    title_en: str = ""

    def in_force(self, day: date) -> bool:
        """Tell whether the row applies on a day; an unrecorded date sets no limit."""
        started = self.effective_from is None or self.effective_from <= day
        return started and (self.effective_to is None or day <= self.effective_to)

    def before_document(self, day: date) -> bool:
        """Tell whether a day without recorded limits lies before the row's document, as its date or number tells."""
        written = _DAY.fullmatch(self.document_date or "")
        numbered = _NUMBERED.search(self.number or "")
        known = written.group() if written else numbered.group(1) if numbered else ""
        return self.effective_from is None and known > day.isoformat()[:len(known)]

    def clause(self, language: str) -> str:
        """Return what a verdict cites: document, number, date and article, or that it is a default of this tool."""
        cited = self._citation(language)
        if self.user_file:
            own = f"按用户规则文件 {self.user_file} 设定" if language == "zh" else f"set by rule file {self.user_file}"
        elif self.status == "house":
            own = "本工具默认值，非法定" if language == "zh" else "default of this tool, not statutory"
        else:
            return cited
        if not cited:
            return own
        return f"{own}（参照{cited}）" if language == "zh" else f"{own} (after {cited})"

    def document_name(self, language: str) -> str:
        """Return the title of the document, '' where the row rests on none."""
        return self.document or "" if language == "zh" else self.document_en or self.document or ""

    def _citation(self, language: str) -> str:
        if not self.document:  # a number alone where the title was not seen
            unread = "，条款未记录" if language == "zh" else ", article not recorded"
            return f"{self.number}{unread}" if self.number else ""
        details = [part for part in (self.number, self.document_date) if part]
        if language == "zh":
            name = f"《{self.document_name(language)}》" + (f"（{'，'.join(details)}）" if details else "")
            return name + (f"第{self.article}条" if self.article else "，条款未记录")
        name = self.document_name(language) + (f" ({', '.join(details)})" if details else "")
        return name + (f", art. {self.article}" if self.article else ", article not recorded")

    def told(self, language: str) -> dict[str, Any]:
        """Return what fills the texts of the row: its thresholds, and words for the slope classes among them."""
        return {**self.thresholds, **slope_values(self.thresholds, language)}

    @property
    def names(self) -> tuple[str, str]:
        """Return what the rule calls the land it looks for in 'zh' and 'en': its thresholds name_zh and name_en."""
        chinese, english = (_fill(str(self.thresholds[f"name_{language}"]), self.told(language), language)
                            for language in LANGUAGES)
        return chinese, english

    def title(self, language: str) -> str:
        """Return what the rule is called in lists, '' where it has no title."""
        return self.title_zh if language == "zh" else self.title_en

    def message(self, language: str) -> str:
        """Return the message with its placeholders."""
        return self.message_zh if language == "zh" else self.message_en

    def remedy(self, language: str) -> str:
        """Return what the user can do, with its placeholders."""
        return self.remedy_zh if language == "zh" else self.remedy_en


def placeholders(text: str) -> set[str]:
    """Return the names in ``${name}`` of a message or remedy."""
    return set(_PLACEHOLDER.findall(text))


def rows_in_force(rows: Iterable[RuleRow], day: date) -> dict[str, RuleRow]:
    """Return the row of each id that applies on a day: the user's before ours, of several the one that began last.

    What a document of a later day says was nobody's law on that day: such a row is a default of this tool.
    """
    def rank(row: RuleRow) -> tuple[bool, date]:
        return bool(row.user_file), row.effective_from or date.min

    chosen: dict[str, RuleRow] = {}
    for row in rows:
        rival = chosen.get(row.id)
        if row.in_force(day) and (rival is None or rank(row) >= rank(rival)):
            chosen[row.id] = row
    return {key: replace(row, status="house") if row.before_document(day) else row for key, row in chosen.items()}


class RuleBook:
    """The rules of one run: the rows in force on its day, in the language of its findings."""

    def __init__(self, rows: Iterable[RuleRow], day: date, language: str) -> None:
        """Take all versions of all rows, those of the user's file included."""
        if language not in LANGUAGES:
            raise ValueError(f"language must be one of {LANGUAGES}, not {language!r}")
        self._versions = tuple(rows)
        self.rows: Mapping[str, RuleRow] = rows_in_force(self._versions, day)
        self.date = day
        self.language = language
        self.overridden = tuple(sorted(key for key, row in self.rows.items() if row.user_file))

    def on(self, day: date) -> RuleBook:
        """Return the rules in force on another day, for cases decided under the rules of their own date."""
        return RuleBook(self._versions, day, self.language)

    def in_language(self, language: str) -> RuleBook:
        """Return the rules of the same day with their texts in 'zh' or 'en'."""
        return RuleBook(self._versions, self.date, language)

    def shipped(self) -> RuleBook:
        """Return the rules of the same day without the changes of the user's file."""
        return RuleBook((row for row in self._versions if not row.user_file), self.date, self.language)

    def versions(self, topic: str) -> list[RuleRow]:
        """Return the rows of a topic, also those that are in force on other days."""
        return [row for row in self._versions if row.topic == topic]

    def where(self, rule_id: str, key: str, value: Threshold) -> RuleBook:
        """Return the rules of the day nearest to this one on which a threshold has a value; raises RuleNotInForce."""
        days = [min(max(self.date, row.effective_from or date.min), row.effective_to or date.max)
                for row in self._versions if row.id == rule_id and row.thresholds.get(key) == value]
        for day in sorted(days, key=lambda day: (abs((day - self.date).days), day)):
            book = self.on(day)
            if book.row(rule_id).thresholds.get(key) == value:
                return book
        raise RuleNotInForce(rule_id, self.date)

    def row(self, rule_id: str) -> RuleRow:
        """Return the row in force; raises RuleNotInForce (a KeyError)."""
        try:
            return self.rows[rule_id]
        except KeyError:
            raise RuleNotInForce(rule_id, self.date) from None

    def threshold(self, rule_id: str, key: str) -> Any:
        """Return one threshold, in the unit its name ends with; raises KeyError when the row has no such key."""
        return self.row(rule_id).thresholds[key]

    def title(self, rule_id: str) -> str:
        """Return the title of a rule in the language of the run, its id where it has none or is not in force."""
        return self.rows[rule_id].title(self.language) or rule_id if rule_id in self.rows else rule_id

    def clause(self, rule_id: str) -> str:
        """Return the clause of the row in force, in the language of the run."""
        return self.row(rule_id).clause(self.language)

    def message(self, rule_id: str, **values: Any) -> str:
        """Return the filled message without making a finding: for refusals before a run starts."""
        row = self.row(rule_id)
        return _fill(row.message(self.language), {**row.told(self.language), **values}, self.language)

    def remedy(self, rule_id: str, **values: Any) -> str:
        """Return the filled remedy."""
        row = self.row(rule_id)
        return _fill(row.remedy(self.language), {**row.told(self.language), **values}, self.language)

    def refusal(self, rule_id: str, **values: Any) -> str:
        """Return the filled message with what the user can do about it."""
        return f"{self.message(rule_id, **values)} {self.remedy(rule_id, **values)}".strip()

    def finding(
        self,
        rule_id: str,
        *,
        subject_id: str = "",
        subject_name: str = "",
        other_id: str = "",
        role: str = "",
        area_m2: float | None = None,
        share: float | None = None,
        source_fid: int | None = None,
        other_fid: int | None = None,
        wkb: bytes = b"",
        point: tuple[float, float] | None = None,
        place: str = "",
        severity: str | None = None,
        **values: Any,
    ) -> Finding:
        """Return a finding under a rule.

        ``values``, the thresholds of the row and the other arguments fill ``${name}`` in message and remedy;
        ``${subject}`` is the subject's name with its id, ``${fid}`` its feature id. ``place`` distinguishes findings
        about the same subject and other; without it field and point are taken, and where there is no subject id
        either, role and feature id. ``severity`` replaces that of the row; ``area_m2`` is rounded to 0.01 m².
        """
        area_m2 = None if area_m2 is None else float(hundredths(area_m2)) / 100
        row = self.row(rule_id)
        filled: dict[str, Any] = {
            **row.told(self.language),
            "subject": _named(subject_id, subject_name, self.language),
            "subject_id": subject_id,
            "subject_name": subject_name,
            "other_id": other_id,
            "area_m2": area_m2,
            "share": share,
            "fid": source_fid,
            "other_fid": other_fid,
            **values,
        }
        return Finding(
            finding_id=finding_id(rule_id, subject_id, other_id, place or _place(
                subject_id, role, source_fid, point, str(values.get("field") or ""))),
            rule_id=rule_id,
            rule_status=row.status,
            severity=severity or row.severity,
            subject_id=subject_id,
            subject_name=subject_name,
            other_id=other_id,
            role=role,
            area_m2=area_m2,
            share=share,
            clause=row.clause(self.language),
            rule_date=self.date,
            message=_fill(row.message(self.language), filled, self.language),
            remedy=_fill(row.remedy(self.language), filled, self.language),
            source_fid=source_fid,
            other_fid=other_fid,
            wkb=wkb,
            point=point,
        )


def _named(subject_id: str, subject_name: str, language: str) -> str:
    if not subject_name or not subject_id or subject_name == subject_id:
        return subject_name or subject_id
    return f"{subject_name}（{subject_id}）" if language == "zh" else f"{subject_name} ({subject_id})"


def _place(
    subject_id: str, role: str, source_fid: int | None, point: tuple[float, float] | None, field: str
) -> str:
    if point is not None:
        return f"{field} {point[0]:.6f} {point[1]:.6f}".lstrip()
    if subject_id or source_fid is None:
        return field
    return f"{field} {role}#{source_fid}".lstrip()


def _fill(text: str, values: Mapping[str, Any], language: str) -> str:
    return Template(text).safe_substitute({key: _shown(key, value, language) for key, value in values.items()})


def _shown(key: str, value: Any, language: str) -> str:
    if value is None or (isinstance(value, (list, tuple, set, frozenset)) and not value):
        return "—"
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value) if isinstance(value, (set, frozenset)) else value
        return listed((_shown(key, item, language) for item in items), language)
    if isinstance(value, float):
        if key.endswith("_m2"):
            return f"{value:.2f}"
        return f"{value:.2%}" if key == "share" else f"{value:.10g}"
    return str(value)
