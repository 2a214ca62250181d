"""Weights from pairwise comparisons (AHP): the principal eigenvector of the matrix and how consistent it is.

T. L. Saaty, The Analytic Hierarchy Process (1980): consistency index (λ − n) / (n − 1), and its ratio to the mean index
of random matrices of the same order.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .areas import Floats

_RECIPROCAL = 0.02  # how far a × its reciprocal may be off 1: 0.33 beside 3 is meant as 1/3
_ALWAYS_CONSISTENT = 2  # order up to which no comparison can contradict another


class MatrixError(ValueError):
    """A matrix of comparisons cannot be used; ``reason`` is positive, diagonal, reciprocal or order."""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(f"{reason} {place}".strip())
        self.reason, self.place = reason, place


@dataclass(frozen=True)
class PairwiseWeights:
    """Weights (n,) that sum to 1 and the consistency index of their comparisons, 0 where none contradicts another."""

    weights: Floats
    index: float

    def ratio(self, random_indices: Sequence[float]) -> float:
        """Return the consistency ratio; ``random_indices`` by order from 1 on. Raises MatrixError beyond them."""
        order = len(self.weights)
        if order > len(random_indices):
            raise MatrixError("order", str(order))
        return 0.0 if order <= _ALWAYS_CONSISTENT else self.index / random_indices[order - 1]


def pairwise_weights(matrix: Floats) -> PairwiseWeights:
    """Return the weights of a square matrix whose [i, j] says how much i outweighs j; raises MatrixError.

    [j, i] must be its reciprocal; where it was rounded, the one above the diagonal counts for both.
    """
    order = len(matrix)
    if not (np.isfinite(matrix) & (matrix > 0)).all():
        raise MatrixError("positive")
    if (np.diag(matrix) != 1).any():
        raise MatrixError("diagonal")
    off = np.argwhere(np.abs(matrix * matrix.T - 1.0) > _RECIPROCAL)
    if len(off):
        first, second = (off[0] + 1).tolist()
        raise MatrixError("reciprocal", f"{first}, {second}")
    upper = np.triu(matrix, 1)
    exact = upper + np.eye(order) + np.where(upper.T > 0, 1.0 / np.where(upper.T > 0, upper.T, 1.0), 0.0)
    values, vectors = np.linalg.eig(exact)
    largest = int(np.argmax(values.real))
    weights = np.abs(vectors[:, largest].real)
    index = (float(values[largest].real) - order) / (order - 1) if order > 1 else 0.0
    return PairwiseWeights(weights / weights.sum(), max(index, 0.0))
