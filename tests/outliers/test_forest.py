"""The compiled walk against scikit-learn, and what a contribution is."""

from __future__ import annotations

import logging
import sys

import numpy as np
import pytest

from analytics.outliers import forest as woods
from analytics.outliers.method import FEATURES

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
    expected = -forest.model.score_samples(data[:, woods.DRAWN])
    assert forest.scorer == "kernel"
    assert np.abs(woods.exact_score(forest, data) - expected).max() < 1e-12


def test_values_on_and_beside_a_threshold_go_the_same_way() -> None:
    forest = woods.fit(made(2000))
    limits = np.unique(np.concatenate([e.tree_.threshold for e in forest.model.estimators_])).astype(np.float32)
    around = np.concatenate([limits, np.nextafter(limits, np.float32(9e9)), np.nextafter(limits, np.float32(-9e9))])
    data = np.repeat(around[:, None], WIDTH, axis=1)
    expected = -forest.model.score_samples(data[:, woods.DRAWN])
    assert np.abs(woods.exact_score(forest, data) - expected).max() < 1e-12


def test_rows_that_are_all_alike_score_alike() -> None:
    forest = woods.fit(np.zeros((40, WIDTH), np.float32))
    scores = woods.exact_score(forest, np.zeros((3, WIDTH), np.float32))
    assert len(set(scores)) == 1 and np.isfinite(scores).all()


def test_one_row_is_no_forest() -> None:
    with pytest.raises(ValueError, match="two rows"):
        woods.fit(made(1))


def test_threads_do_not_change_a_bit() -> None:
    data = made(1001)
    layout = woods.fit(data).layout
    sums = [layout.path_sums(data, threads) for threads in (1, 2, 5)]
    assert all((sums[0] == other).all() for other in sums[1:])
    assert layout.path_sums(data[:0], 3).shape == (0,)


def test_the_same_rows_give_the_same_forest() -> None:
    data = made(3000)
    first, second = (woods.score(woods.fit(data.copy()), data) for _ in range(2))
    assert (first == second).all()


def test_without_the_compiled_walk_scikit_learn_scores_and_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    data = made(500)
    fast = woods.fit(data)
    monkeypatch.setitem(sys.modules, "analytics.outliers.kernel", None)
    with caplog.at_level(logging.WARNING):
        slow = woods.fit(data)
    assert slow.scorer == "scikit-learn" and "not available" in caplog.text
    assert (woods.score(slow, data) == woods.score(fast, data)).all()
    scores = woods.score(fast, data)
    assert (woods.contributions(slow, data, scores) == woods.contributions(fast, data, scores)).all()


def test_a_contribution_is_the_score_without_the_feature_taken_away() -> None:
    data = made(400)
    forest = woods.fit(data)
    scores = woods.score(forest, data)
    shares = woods.contributions(forest, data, scores)
    for column in range(WIDTH):
        ordinary = data.copy()
        ordinary[:, column] = 0
        assert np.allclose(shares[:, column], scores - woods.score(forest, ordinary), atol=1e-6)
    assert (shares[data == 0] == 0).all() and (shares != 0).any()
