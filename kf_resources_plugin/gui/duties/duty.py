"""What a page of a dock is made of: one algorithm, and which of its parameters and results matter most."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from qgis.core import QgsApplication

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Callable

    from .duty_page import DutyPage
    from .duty_result import DutyResult


class Chart(Protocol):
    """Draws a result; the drawing takes what ``ChartView.set_drawing`` says."""

    def drawing(self, result: DutyResult, area_unit: str) -> tuple[Callable[..., bytes], int] | None:
        """Return what draws the result, and its height; None when there is nothing to draw."""


class Tool(Protocol):
    """A button of a page, below its settings or below a table of its results."""

    @property
    def title(self) -> str:
        """Return what it says, an English source."""

    @property
    def tip(self) -> str:
        """Return what it does, an English source."""

    def use(self, page: DutyPage) -> None:
        """Do what the button says, for a page."""


@dataclass(frozen=True)
class Card:
    """What a page tells of one feature of an output: its ``heading``, a field whose codes are called as in ``words``,
    a field with a text (``text_en`` where the user reads no Chinese), and ``figures``, fields with their titles.

    ``prompt``: what the button says that lets the user click on the map; all words are English sources.
    """

    output: str
    prompt: str
    heading: str
    words: Mapping[str, str]
    text: str
    text_en: str
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A tab: an output and the fields shown of it, in that order. Headings are the fields' names in the style table.

    ``flags`` are fields that hold 0 or 1, ``alarms`` fields in which an amount above zero, or a flag that is 0, is red;
    ``words`` and ``alarm_words`` are by field: what codes are called (English sources), and which are red; ``roles``
    are fields that hold roles of layers. ``order`` is the field the rows come ordered by, ``where`` an expression for
    the rows that are shown. ``tool`` is a button below the table that does something with its current row.
    """

    output: str
    columns: tuple[str, ...]
    flags: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    alarm_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    roles: tuple[str, ...] = ()
    order: str = ""
    where: str = ""
    tool: Tool | None = None


@dataclass(frozen=True)
class Duty:
    """A page. Every input that is not named here stands among the advanced settings, but for ``hidden`` ones.

    name: of the state in the project and of the folders of results; title: English source; layers, fields, settings:
    parameters in the order they are shown; areas: the roles of what ``area_layers``, one of ``layers``, takes;
    ``area_roles``: the parameter that says what they are, '' for none; numbers: outputs of the headline;
    why_unknown: by number the rules whose findings say what would tell it where it is not known; shown: outputs that
    are put on the map, from top to bottom, below the findings; papers: outputs that are files or folders to hand in,
    written beside the layers of every run; tools: buttons below the settings; card: what is told of one feature of the
    result; hidden: inputs that buttons of the page fill in; any_role: the one of ``layers`` that may play any role: to
    choose a layer for it says nothing of its role, and findings are about its features; copies: outputs that are a copy
    of an input, and which: they are drawn as it is.
    """

    name: str
    title: str
    icon: str
    algorithm: str
    layers: tuple[str, ...]
    numbers: tuple[str, ...]
    tables: tuple[Table, ...]
    shown: tuple[str, ...]
    fields: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    area_layers: str = "MASKS"
    area_roles: str = "MASK_RULES"
    papers: tuple[str, ...] = ()
    why_unknown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    chart: Chart | None = None
    tools: tuple[Tool, ...] = ()
    card: Card | None = None
    copies: Mapping[str, str] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    any_role: str = ""

    def definition(self) -> Any:
        """Return an instance of the algorithm, whose definitions live as long as it; None where it is not there.

        The registry's own goes when its provider is refreshed.
        """
        return QgsApplication.processingRegistry().createAlgorithmById(self.algorithm)
