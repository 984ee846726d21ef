"""The isolation forest: fitted by scikit-learn with a fixed seed, scored by the compiled walk. Larger = stranger."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import IsolationForest

from analytics.outliers.method import FEATURES, FIT_ROWS, SCORE_DECIMALS, SEED, SUBSAMPLE, TREES, WEIGHTS
from analytics.settings import settings

log = logging.getLogger(__name__)

CHUNK = 262_144
# Column of the data behind each column the forest draws from.
DRAWN = np.repeat(np.arange(len(FEATURES)), [WEIGHTS.get(name, 1) for name in FEATURES])

Matrix = NDArray[np.float32]
Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Forest:
    """A fitted forest and what scores with it: `layout` is None where the compiled walk is not to be had."""

    model: Any
    layout: Any

    @property
    def scorer(self) -> str:
        return "kernel" if self.layout is not None else "scikit-learn"


def fit(data: Matrix) -> Forest:
    """Fit on `data` (rows × FEATURES, at least 2 rows, in a stable order), or on evenly spaced rows of it.

    Same rows in the same order give the same forest. Raises ValueError on fewer than 2 rows.
    """
    if len(data) < 2:
        raise ValueError("a forest needs at least two rows")
    rows = np.linspace(0, len(data) - 1, min(len(data), FIT_ROWS)).astype(int)
    model = IsolationForest(n_estimators=TREES, max_samples=min(SUBSAMPLE, len(rows)), random_state=SEED, n_jobs=1)
    model.fit(data[np.ix_(rows, DRAWN)])
    return Forest(model, _layout(model))


def _layout(model: IsolationForest) -> Any:
    try:
        from analytics.outliers.kernel import lay_out
    except ImportError as error:
        log.warning("compiled scoring is not available (%s): scikit-learn scores, about four times slower", error)
        return None
    trees = [estimator.tree_ for estimator in model.estimators_]
    lengths = [_node_lengths(tree) for tree in trees]
    return lay_out(trees, [DRAWN[columns] for columns in model.estimators_features_], lengths)


def _node_lengths(tree: Any) -> Vector:
    """Path length of every node: its depth, plus what its rows would have needed to be told apart."""
    lengths: Vector = tree.compute_node_depths() - 1.0 + average_path(tree.n_node_samples)
    return lengths


def average_path(rows: Any) -> Vector:
    """Mean path length of an unsuccessful search among so many rows (Liu, Ting, Zhou 2008)."""
    n = np.asarray(rows, float)
    safe = np.maximum(n, 3.0)
    many = 2 * (np.log(safe - 1) + np.euler_gamma) - 2 * (safe - 1) / safe
    return np.where(n > 2, many, np.where(n == 2, 1.0, 0.0))


def exact_score(forest: Forest, data: Matrix) -> Vector:
    """Scores in (0, 1], larger = stranger, equal to -score_samples of scikit-learn."""
    if forest.layout is None:
        found: Vector = -forest.model.score_samples(data[:, DRAWN])
        return found
    norm = len(forest.model.estimators_) * average_path([forest.model.max_samples_])[0]
    scores: Vector = np.exp2(-forest.layout.path_sums(data, settings().threads) / norm)
    return scores


def score(forest: Forest, data: Matrix) -> Vector:
    """Scores rounded to six decimals: the same on every machine."""
    return np.round(exact_score(forest, data), SCORE_DECIMALS)


def contributions(forest: Forest, data: Matrix, scores: Vector) -> Matrix:
    """For every row and feature: the score, minus the score with that feature at its peers' median (0)."""
    out = np.zeros(data.shape, np.float32)
    for column in range(data.shape[1]):
        rows = np.flatnonzero(data[:, column])
        for low in range(0, len(rows), CHUNK):
            some = rows[low : low + CHUNK]
            ordinary = data[some]
            ordinary[:, column] = 0
            out[some, column] = np.round(scores[some] - score(forest, ordinary), SCORE_DECIMALS)
    return out
