"""The rows of a table by standard field, read strictly: what is unusable is told row by row, nothing is left out."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..engine.dates import read_date
from ..engine.errors import PlannerError
from ..engine.schema import load_schema
from ..i18n import tr
from ..rules.misread import misread
from ..rules.text import clean, numbers
from ..rules.units import LARGEST_AMOUNT, hundredths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ..engine.reading import PolygonTable
    from ..rules.progress import Progress
    from .inputs import Inputs

_SHOWN_FAULTS = 20


def missing_fields(inputs: Inputs, name: str, schema_name: str, required: Sequence[str]) -> list[str]:
    """Return a message when a table that was given lacks required fields of its schema."""
    fields, schema = inputs.fields(name), load_schema(schema_name)
    missing = [] if fields is None else [
        wanted for wanted in required if inputs.resolve(fields, wanted, schema) is None]
    if fields is None or not missing:
        return []
    known = {field.name: field.zh for field in schema.fields}
    return [tr("Table “{layer}” has no field {missing}. Its fields are: {fields}. Rename its fields, for instance "
               "with “Refactor fields”.").format(
                   layer=inputs.label(name), missing=", ".join(f"{field} ({known[field]})" for field in missing),
                   fields=", ".join(fields.names()))]


class TableRows:
    """The rows of one table by standard field, and what is wrong with them."""

    def __init__(self, inputs: Inputs, name: str, schema_name: str, progress: Progress, role: str = "",
                 own: Mapping[str, str | None] | None = None) -> None:
        """Read the table of a parameter whose role is the parameter's name unless given; raises PlannerError.

        own: the table's name of each field of the schema, where other heads than those of the schema are understood.
        """
        schema, fields = load_schema(schema_name), inputs.fields(name)
        if fields is None:
            raise PlannerError(tr("Layer “{layer}” could not be opened.").format(layer=inputs.label(name)))
        self.own = dict(own) if own is not None else {
            field: inputs.resolve(fields, field, schema) for field in schema.names()}
        self.table: PolygonTable = inputs.read_table(
            name, role or name.lower(), sorted({own for own in self.own.values() if own}), progress)
        self._faults: list[str] = []
        self._texts: dict[str, list[str]] = {}

    def fid(self, row: int) -> int:
        """Return the feature id of a row."""
        return int(self.table.fids[row])

    def column(self, field: str) -> Sequence[Any] | np.ndarray:
        """Return a column as it was read, None in every row where the table has no such field."""
        own = self.own[field]
        return self.table.columns[own] if own else [None] * len(self.table)

    def texts(self, field: str) -> list[str]:
        """Return a column as clean text, '' where the table has none."""
        if field not in self._texts:
            texts = self._texts[field] = [clean(value) for value in self.column(field)]
            for row, text in enumerate(texts):
                if misread(text):
                    self.fault(row, tr("field “{field}”: “{value}” was read in the wrong encoding; save the table as "
                                       "UTF-8, or set the encoding of the layer").format(
                                           field=self.own[field], value=text))
        return self._texts[field]

    def blank(self) -> list[int]:
        """Return the rows in which no field that is read says anything."""
        columns = [self.texts(field) for field, own in self.own.items() if own]
        return [row for row, cells in enumerate(zip(*columns)) if not any(cells)]

    def day(self, row: int, field: str) -> date | None:
        """Return a date; one that cannot be read is a fault."""
        value = self.column(field)[row]
        day = read_date(value)
        if day is None and clean(value):
            self.fault(row, tr("field “{field}”: “{value}” is no date. Write it as 2024-05-20").format(
                field=self.own[field], value=clean(value)))
        return day

    def amounts(self, field: str) -> list[int | None]:
        """Return a column of m² or kg in hundredths, None for NULL; what is no amount is a fault."""
        values, bad = self.numbers(field)
        for row in bad.tolist():
            self.fault(row, tr("field “{field}”: “{value}” is no number").format(
                field=self.own[field], value=clean(self.column(field)[row])))
        for row in np.flatnonzero(values < 0).tolist():
            self.fault(row, tr("field “{field}” is negative ({value})").format(
                field=self.own[field], value=f"{values[row]:.10g}"))
        fine = np.where(np.abs(values) < LARGEST_AMOUNT, values, 0.0)
        for row in np.flatnonzero(np.abs(values) >= LARGEST_AMOUNT).tolist():
            self.fault(row, tr("field “{field}” is too large ({value})").format(
                field=self.own[field], value=f"{values[row]:.10g}"))
        whole = hundredths(fine).tolist()
        return [None if np.isnan(value) else int(amount) for value, amount in zip(values, whole)]

    def numbers(self, field: str) -> tuple[np.ndarray, np.ndarray]:
        """Return a column as ``rules.text.numbers`` does."""
        return numbers(np.asarray(self.column(field), dtype=object))

    def fault(self, row: int, what: str) -> None:
        """Note what makes a row unusable."""
        self._faults.append(tr("row {fid} {what}.").format(fid=self.fid(row), what=what))

    def refuse_faults(self) -> None:
        """Raise PlannerError when a row cannot be used: a figure that is left out would be missing in every sum."""
        if self._faults:
            more = len(self._faults) - _SHOWN_FAULTS
            shown = self._faults[:_SHOWN_FAULTS]
            if more > 0:
                shown.append(tr("… and {count} more.").format(count=more))
            raise PlannerError(tr("Table “{layer}” cannot be used:").format(layer=self.table.name) + "\n"
                               + "\n".join(shown) + "\n" + tr("Correct these rows and run again."))
