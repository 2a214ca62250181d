"""The photo evidence of a package that came back: its points, the parcels they belong to, and the photos themselves."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..engine.schema import load_schema
from .package_project import EVIDENCE
from .returned_photos import take_photo
from .returned_shapes import OddShape
from .row_values import INTEGER, REAL, TEXT, Odd

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from ..engine.schema import Schema
    from ..rules.progress import Progress
    from ..rules.three_way import Row
    from .present_rows import PresentRow
    from .returned_package import ReturnedPackage
    from .returned_photos import Photo

_HELD = {"text": TEXT, "date": TEXT, "integer": INTEGER, "decimal": REAL}


@dataclass(frozen=True)
class EvidenceRow:
    """A point of evidence: values by field of the schema with the photo's new name, its parcel and that one's feature
    in the layer ('' and None for none), and its shape as WKB.
    """

    values: Mapping[str, Any]
    subject: str
    fid: int | None
    shape: bytes


@dataclass(frozen=True)
class Evidence:
    """All points; photos by the names the package calls them; how many values no field of theirs can hold."""

    rows: Sequence[EvidenceRow]
    photos: Mapping[str, Photo]
    odd: int

    def taken(self) -> int:
        """Return how many photos were taken over."""
        return len({photo.name for photo in self.photos.values() if not photo.fault})


def schema_kinds(schema: Schema) -> dict[str, str]:
    """Return what the fields of a schema hold, by name."""
    return {field.name: _HELD[field.type] for field in schema.fields}


def read_evidence(package: ReturnedPackage, subjects: Mapping[str, str], here: Mapping[str, PresentRow],
                  most_photo_mb: float, place: Callable[[str], Path] | None, progress: Progress) -> Evidence:
    """Return the evidence; ``place`` tells where a photo goes, None leaves them where they are.

    Raises Refused, Canceled and OSError.
    """
    kinds = schema_kinds(load_schema(EVIDENCE))
    rows = package.data.plain(EVIDENCE, kinds, progress)
    photos: dict[str, Photo] = {}
    for row in rows:
        called = row.values["photo"]
        if isinstance(called, str) and called not in photos:
            photos[called] = take_photo(package.files, called, most_photo_mb, place, progress)
    listed = [_listed(row, photos, subjects, here) for row in rows]
    return Evidence(listed, photos, sum(isinstance(value, Odd) for row in rows for value in row.values.values()))


def _listed(row: Row, photos: Mapping[str, Photo], subjects: Mapping[str, str],
            here: Mapping[str, PresentRow]) -> EvidenceRow:
    values = {name: None if isinstance(value, Odd) else value for name, value in row.values.items()}
    photo = photos.get(str(values["photo"]))
    values["photo"] = photo.name or None if photo is not None else None
    parcel = str(values["parcel_uid"] or "")
    return EvidenceRow(values, subjects.get(parcel, ""), here[parcel].fid if parcel in here else None,
                       b"" if isinstance(row.shape, OddShape) else row.shape)
