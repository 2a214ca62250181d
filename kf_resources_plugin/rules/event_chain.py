"""Events chained by hash: their canonical text, what breaks the chain, and faults whose words are rows of rules.

What an event states besides number, kind, time, author and payload is its owner's, and so is what the events amount
to. Its hash covers everything it says and the hash before it; nothing that was written can change without breaking
the chain.
"""
from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

CREATE, REVERSE = "create", "reverse"  # the kinds that every file of events has
NO_HASH = "0" * 64
LEAST_HASH_DIGITS = 16  # so much of a head hash identifies it; paper may print no more


class EventFault(Exception):
    """Something is wrong with a file of events or a request to it.

    ``rule_id`` is the row of rules whose words say it, ``values`` fill its placeholders. TOPIC: how the ids begin of
    the faults that all such files may have.
    """

    TOPIC: ClassVar[str]

    def __init__(self, rule_id: str, **values: Any) -> None:
        super().__init__(f"{rule_id} {values}")
        self.rule_id = rule_id
        self.values: dict[str, Any] = values

    @classmethod
    def of(cls, name: str, **values: Any) -> EventFault:
        """Return a fault of this topic that all such files may have."""
        return cls(f"{cls.TOPIC}.{name}", **values)

    def again(self) -> EventFault:
        """Return the same fault to be raised anew: an exception keeps the frames it came through."""
        return type(self)(self.rule_id, **self.values)


@dataclass(frozen=True)
class ChainedEvent:
    """What every event says; ``at`` is ISO local time with its offset, ``payload`` holds no floats."""

    number: int
    kind: str
    at: str
    operator: str
    reason: str
    payload: dict[str, Any]
    previous_hash: str
    hash: str

    def further(self) -> dict[str, Any]:
        """Return what it states besides, as canonical JSON takes it."""
        raise NotImplementedError


_Event = TypeVar("_Event", bound=ChainedEvent)


def plain(value: Any) -> Any:
    """Return a value as canonical JSON takes it: dates as ISO text, floats as their shortest decimal, no surrogates.

    Not-a-number becomes None. Raises TypeError for what has no such form.
    """
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    raise TypeError(f"{type(value).__name__} cannot be written into an event")


def canonical(value: Any) -> str:
    """Return the one JSON text of a value: keys sorted, no spaces, no escapes but those JSON demands."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def statement(event: ChainedEvent) -> dict[str, Any]:
    """Return everything an event says, as the object whose canonical JSON is hashed."""
    return {
        **event.further(),
        "at": event.at,
        "event_no": event.number,
        "kind": event.kind,
        "operator": event.operator,
        "payload": event.payload,
        "previous_hash": event.previous_hash,
        "reason": event.reason,
    }


def event_hash(event: ChainedEvent) -> str:
    """Return the SHA-256 of an event's statement in UTF-8, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(statement(event)).encode("utf-8")).hexdigest()


def sealed(event: _Event) -> _Event:
    """Return an event with its hash."""
    return replace(event, hash=event_hash(event))


@dataclass
class Chain(Generic[_Event]):
    """The events followed so far; a subclass says what they amount to.

    reversed_by: number of the reversal by number of the event it reverses. REVERSIBLE: kinds that can be reversed.
    """

    FAULTS: ClassVar[type[EventFault]]
    REVERSIBLE: ClassVar[tuple[str, ...]]

    number: int = 0
    head_hash: str = NO_HASH
    reversed_by: dict[int, int] = field(default_factory=dict)
    by_number: dict[int, _Event] = field(default_factory=dict)

    @property
    def events(self) -> list[_Event]:
        """Return the events followed, in their order."""
        return list(self.by_number.values())

    def event(self, number: int) -> _Event:
        """Return an event; raises EventFault where there is none."""
        if number not in self.by_number:
            raise self.FAULTS.of("event_unknown", event_no=number, last=self.number)
        return self.by_number[number]

    def follow(self, event: _Event) -> list[EventFault]:
        """Take the next event in; return what is wrong with it: number, chain, hash, content, what it amounts to."""
        faults = self._chain_faults(event)
        self.number, self.head_hash = event.number, event.hash
        self.by_number[event.number] = event
        try:
            faults += self.take(event)
        except (KeyError, TypeError, ValueError, AttributeError) as error:  # whatever a hand can write into a payload
            faults.append(self.FAULTS.of("event_malformed", event_no=event.number, detail=str(error)))
        return faults

    def follow_all(self, events: Iterable[_Event]) -> list[EventFault]:
        """Take events in; return everything that is wrong with them, one fault a broken link."""
        return [fault for event in events for fault in self.follow(event)]

    def take(self, event: _Event) -> list[EventFault]:
        """Add what an event amounts to; return what cannot be. Raises KeyError … for a payload that is not ours."""
        raise NotImplementedError

    def reversal_fault(self, event: _Event) -> EventFault | None:
        """Return why an event cannot be reversed, None where it can as far as its kind and history go."""
        if event.kind not in self.REVERSIBLE:
            return self.FAULTS.of("reverse_kind", event_no=event.number)
        by = self.reversed_by.get(event.number)
        return None if by is None else self.FAULTS.of("reversed_already", event_no=event.number, by=by)

    def reversed_event(self, event: _Event) -> _Event:
        """Return the event that a reversal reverses; raises ValueError where it names none before it."""
        number = event.payload["reverses"]
        require(isinstance(number, int) and number < event.number and number in self.by_number, "reverses")
        return self.by_number[number]

    def anchor_faults(self, anchor: tuple[int, str]) -> list[EventFault]:
        """Return how the events contradict an event number and its hash that were kept outside of the file.

        The hash may be printed in groups, in either case and cut off after LEAST_HASH_DIGITS digits.
        """
        number, printed = anchor
        digits = "".join(printed.split()).lower()
        if len(digits) < LEAST_HASH_DIGITS or not set(digits) <= set("0123456789abcdef"):
            return [self.FAULTS.of("anchor_unreadable", hash=printed, digits=LEAST_HASH_DIGITS)]
        found = self.by_number.get(number)
        if found is None:
            return [self.FAULTS.of("anchor_missing", event_no=number, last=max(self.by_number, default=0))]
        if not found.hash.startswith(digits):
            return [self.FAULTS.of("anchor_differs", event_no=number)]
        return []

    def _chain_faults(self, event: _Event) -> list[EventFault]:
        """Return the first way in which an event does not continue the chain."""
        if event.number != self.number + 1:
            return [self.FAULTS.of("number_gap", event_no=event.number, expected=self.number + 1)]
        if event.previous_hash != self.head_hash:
            return [self.FAULTS.of("chain_broken", event_no=event.number)]
        try:
            fits = event_hash(event) == event.hash
        except (TypeError, ValueError):  # a number that JSON of ours never holds
            fits = False
        return [] if fits else [self.FAULTS.of("hash_differs", event_no=event.number)]


def require(holds: bool, what: str) -> None:
    """Raise ValueError unless something holds of a payload."""
    if not holds:
        raise ValueError(what)
