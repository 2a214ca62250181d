"""What projects take of each land class and each owner: the cells of the area table by land class, not yet rounded."""
from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.class_table_lines import Owner
from ..rules.farmland import piece_figures
from ..rules.text import clean, coded
from .land_survey import usable_deduction
from .occupation_figures import of_parcels, parts_of_parcels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..rules.class_table import ClassTableLayout
    from .land_survey import LandSurvey
    from .occupation import Measured, Pieces

OWNER_FIELDS = {"owner": "QSDWDM", "owner_name": "QSDWMC", "tenure": "QSXZ"}
"""Fields of ownership by the key under which ``LandFields.more`` names them."""


@dataclass(frozen=True)
class Owners:
    """Who owns the pieces of projects.

    owners: sorted, once each; owner_of: int64 (pieces,) position among them. renamed: of codes that come with several
    names all of them, the one used first; strange: values of QSXZ that mean no tenure, by the parcels' rows.
    """

    owners: list[Owner]
    owner_of: np.ndarray
    renamed: Mapping[str, list[str]]
    strange: Mapping[str, np.ndarray]


def owners_of_pieces(pieces: Pieces, survey: LandSurvey, layout: ClassTableLayout) -> Owners:
    """Return the owners of pieces; land outside the survey, and of parcels that name none, has one without a name.

    An owner is known by tenure and code, without a code by its name. Of several names of a code the one counts that
    most parcels have, the first by its letters where several do.
    """
    rows, row_of = np.unique(pieces.land, return_inverse=True)
    inside = rows[rows >= 0]
    codes, names, tenures = (_texts(survey, key, inside) for key in OWNER_FIELDS)
    spelt: dict[str, Counter[str]] = defaultdict(Counter)
    for code, name in zip(codes, names):
        if code and name:
            spelt[code][name] += 1
    ranked = {code: sorted(found, key=lambda name: (-found[name], name)) for code, found in spelt.items()}
    position = {value: layout.tenure_of(value) for value in set(tenures)}
    none = Owner(len(layout.tenures) - 1, "", "")
    listed = [none] * (len(rows) - len(inside)) + [
        Owner(position[tenure], code, ranked[code][0] if code in ranked else "" if code else name)
        for code, name, tenure in zip(codes, names, tenures)]
    distinct = sorted(set(listed))
    place = {owner: number for number, owner in enumerate(distinct)}
    strange = {value: inside[[tenure == value for tenure in tenures]] for value in sorted(set(tenures))
               if position[value] == none.tenure}
    of_row = np.array([place[owner] for owner in listed], dtype=np.int64)
    return Owners(distinct, of_row[row_of.reshape(-1)], {c: found for c, found in ranked.items() if len(found) > 1},
                  strange)


def _texts(survey: LandSurvey, key: str, rows: np.ndarray) -> list[str]:
    """Return a field of some parcels as clean text, '' where the survey has no such field."""
    field = survey.fields.more.get(key)
    if field is None:
        return [""] * len(rows)
    values, value_of = coded(survey.table.columns[field][rows], clean)
    return [str(value) for value in values[value_of]]


@dataclass(frozen=True)
class ClassCells:
    """The land of projects by owner and leaf of the layout, in hundredths of m².

    Rows are (project, owner, counted), sorted, arrays int64 (rows,), ``counted`` bool: an earlier project claims the
    others too. cells: int64 (rows, leaves), cultivated classes net of the deduction, which stands in its own leaf.
    permanent, permanent_gross: int64 (rows,), net cultivated land and all land within permanent farmland.
    kind: int8 (pieces,), net: int64 (pieces,).
    """

    project: np.ndarray
    owner: np.ndarray
    counted: np.ndarray
    cells: np.ndarray
    permanent: np.ndarray
    permanent_gross: np.ndarray
    kind: np.ndarray
    net: np.ndarray


def class_cells(pieces: Pieces, measured: Measured, survey: LandSurvey, owner_of: np.ndarray,
                layout: ClassTableLayout) -> ClassCells:
    """Sum measured pieces by project, owner and leaf; owner_of: int64 (pieces,)."""
    kind = of_parcels(survey.kind, pieces.land, -1)
    figures = piece_figures(measured.area, kind, of_parcels(usable_deduction(survey), pieces.land, 0.0),
                            np.full(len(kind), np.nan), parts_of_parcels(pieces, survey))
    leaf_of_code = np.array([layout.leaf_of(survey.system, code) for code in survey.codes.tolist()], dtype=np.int64)
    leaf = of_parcels(leaf_of_code[survey.code_of], pieces.land, layout.outside)
    keys = np.stack([pieces.project, owner_of, ~pieces.counted]).astype(np.int64)
    groups, row_of = np.unique(keys, axis=1, return_inverse=True)
    row_of = row_of.reshape(-1)
    cells = np.zeros((groups.shape[1], len(layout.leaves)), dtype=np.int64)
    np.add.at(cells, (row_of, leaf), figures.net)
    np.add.at(cells, (row_of, np.full(len(leaf), layout.ridge)), figures.deduction)
    permanent, gross = np.zeros((2, groups.shape[1]), dtype=np.int64)
    np.add.at(permanent, row_of, np.where(pieces.permanent & (kind >= 0), figures.net, 0))
    np.add.at(gross, row_of, np.where(pieces.permanent, figures.area, 0))
    return ClassCells(groups[0], groups[1], groups[2] == 0, cells, permanent, gross, kind, figures.net)
