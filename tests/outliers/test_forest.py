"""The scores against scikit-learn's own, and what a contribution is."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.outliers import forest as woods
from analytics.outliers.method import FEATURES, SCORE_DECIMALS

WIDTH = len(FEATURES)


def made(rows: int, seed: int = 1, decimals: int = 3) -> woods.Matrix:
    """Skewed data with many zeros and repeated values, as the features have."""
    draw = np.random.default_rng(seed)
    data = draw.lognormal(size=(rows, WIDTH)) * (draw.random((rows, WIDTH)) < 0.5)
    return np.round(data, decimals).astype(np.float32)


@pytest.mark.parametrize(("rows", "decimals"), [(5000, 3), (5000, 0), (5000, 9), (300, 3), (12, 3), (2, 3)])
def test_scores_equal_scikit_learn(rows: int, decimals: int) -> None:
    data = made(rows, decimals=decimals)
    forest = woods.fit(data)
    expected = -forest.score_samples(data[:, woods.DRAWN])
    assert (woods.score(forest, data) == np.round(expected, SCORE_DECIMALS)).all()


def test_many_rows_are_scored_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    data = made(1001)
    forest = woods.fit(data)
    whole = woods.score(forest, data)
    monkeypatch.setattr(woods, "CHUNK", 7)
    assert (woods.score(forest, data) == whole).all()
    assert woods.score(forest, data[:0]).shape == (0,)


def test_rows_that_are_all_alike_score_alike() -> None:
    forest = woods.fit(np.zeros((40, WIDTH), np.float32))
    scores = woods.score(forest, np.zeros((3, WIDTH), np.float32))
    assert len(set(scores)) == 1 and np.isfinite(scores).all()


def test_one_row_is_no_forest() -> None:
    with pytest.raises(ValueError, match="two rows"):
        woods.fit(made(1))


def test_the_same_rows_give_the_same_forest() -> None:
    data = made(3000)
    first, second = (woods.score(woods.fit(data.copy()), data) for _ in range(2))
    assert (first == second).all()


def test_a_contribution_is_the_score_without_the_feature_taken_away() -> None:
    data = made(400)
    forest = woods.fit(data)
    scores, shares = woods.explained(forest, data)
    assert (scores == woods.score(forest, data)).all()
    for column in range(WIDTH):
        ordinary = data.copy()
        ordinary[:, column] = 0
        assert np.allclose(shares[:, column], scores - woods.score(forest, ordinary), atol=1e-6)
    assert (shares[data == 0] == 0).all() and (shares != 0).any()
