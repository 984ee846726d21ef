"""The isolation forest: scikit-learn's, with a fixed seed. Larger = stranger.

Features are rounded and mostly 0, so of a county's 1.6 million rows some thousands differ: only those are scored.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import IsolationForest

from analytics.outliers.method import FEATURES, FIT_ROWS, SCORE_DECIMALS, SEED, SUBSAMPLE, TREES, WEIGHTS

CHUNK = 262_144
# Column of the data behind each column the forest draws from.
DRAWN = np.repeat(np.arange(len(FEATURES)), [WEIGHTS.get(name, 1) for name in FEATURES])

Matrix = NDArray[np.float32]
Vector = NDArray[np.float64]


def fit(data: Matrix) -> IsolationForest:
    """Fit on `data` (rows × FEATURES, at least 2 rows, in a stable order), or on evenly spaced rows of it.

    Same rows in the same order give the same forest. Raises ValueError on fewer than 2 rows.
    """
    if len(data) < 2:
        raise ValueError("a forest needs at least two rows")
    rows = np.linspace(0, len(data) - 1, min(len(data), FIT_ROWS)).astype(int)
    model = IsolationForest(n_estimators=TREES, max_samples=min(SUBSAMPLE, len(rows)), random_state=SEED, n_jobs=1)
    return model.fit(data[np.ix_(rows, DRAWN)])


def score(forest: IsolationForest, data: Matrix) -> Vector:
    """Scores in (0, 1], rounded to six decimals: the same on every machine."""
    kinds, which = _kinds(data)
    parts = [-forest.score_samples(kinds[low : low + CHUNK, DRAWN]) for low in range(0, len(kinds), CHUNK)]
    scores: Vector = np.round(np.concatenate(parts), SCORE_DECIMALS)[which] if parts else np.zeros(0)
    return scores


def explained(forest: IsolationForest, data: Matrix) -> tuple[Vector, Matrix]:
    """The score of every row, and each feature's contribution to it: the score, minus the score with that feature
    at its peers' median (0)."""
    kinds, which = _kinds(data)
    row, column = np.nonzero(kinds)
    ordinary = kinds[row]
    ordinary[np.arange(len(row)), column] = 0
    scores = score(forest, np.concatenate([kinds, ordinary]))
    shares = np.zeros(kinds.shape, np.float32)
    shares[row, column] = np.round(scores[row] - scores[len(kinds) :], SCORE_DECIMALS)
    return scores[which], shares[which]


def _kinds(data: Matrix) -> tuple[Matrix, NDArray[Any]]:
    """The rows that differ, and for every row which of them it is."""
    rows = np.ascontiguousarray(data, np.float32)
    whole = rows.view(np.dtype((np.void, rows.dtype.itemsize * rows.shape[1]))).ravel()
    _, first, which = np.unique(whole, return_index=True, return_inverse=True)
    return rows[first], which
