"""The walk through a fitted isolation forest, compiled: the same path lengths as scikit-learn, several times faster.

Every tree is laid out as a complete binary tree in heap order (children of i at 2i+1 and 2i+2). A branch that ends
early is continued by nodes that lead to copies of its leaf, so every row takes the same number of steps and no step
needs a branch. Rows advance level by level, a block at a time: their loads do not wait for one another.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

BLOCK = 64  # rows that walk together: small enough to stay in the first cache


@dataclass(frozen=True)
class Layout:
    """A forest in flat arrays: feature and threshold are (trees, 2^depth - 1), leaf is (trees, 2^depth)."""

    depth: int
    feature: NDArray[np.int32]
    threshold: NDArray[np.float32]
    leaf: NDArray[np.float64]

    def path_sums(self, data: NDArray[np.float32], threads: int) -> NDArray[np.float64]:
        """Sum over the trees of every row's path length. Own threads: numba's may not be entered from several."""
        data = np.ascontiguousarray(data, np.float32)
        sums = np.zeros(len(data))
        edges = np.linspace(0, len(data), max(threads, 1) + 1).astype(int)
        walk = _compiled()

        def part(low: int, high: int) -> None:
            walk(data[low:high], self.depth, self.feature, self.threshold, self.leaf, sums[low:high])

        with ThreadPoolExecutor(max(threads, 1)) as pool:
            list(pool.map(part, edges[:-1], edges[1:]))
        return sums


def lay_out(trees: list[Any], columns: list[Any], leaf_lengths: list[NDArray[np.float64]]) -> Layout:
    """scikit-learn's trees as complete trees.

    `trees`: their tree_ objects; `columns`: for each tree the columns its features stand for; `leaf_lengths`: for
    each tree the path length of every node, used where the node is a leaf.
    """
    depth = max(tree.max_depth for tree in trees)
    inner = 2**depth - 1
    layout = Layout(
        depth,
        np.zeros((len(trees), inner), np.int32),
        np.full((len(trees), inner), np.inf, np.float32),
        np.zeros((len(trees), inner + 1)),
    )
    for row, (tree, names, lengths) in enumerate(zip(trees, columns, leaf_lengths, strict=True)):
        _place(layout, row, tree, names, lengths)
    return layout


def _place(layout: Layout, row: int, tree: Any, columns: Any, lengths: NDArray[np.float64]) -> None:
    """Write one tree into its row of the layout."""
    stack = [(0, 0, 0)]  # node in the tree, place in the heap, level
    while stack:
        node, at, level = stack.pop()
        if tree.children_left[node] < 0:
            width = 2 ** (layout.depth - level)
            first = (at + 1) * width - 2**layout.depth
            layout.leaf[row, first : first + width] = lengths[node]
            continue
        layout.feature[row, at] = columns[tree.feature[node]]
        layout.threshold[row, at] = _round_down(tree.threshold[node])
        stack += [(tree.children_left[node], 2 * at + 1, level + 1), (tree.children_right[node], 2 * at + 2, level + 1)]


def _round_down(threshold: float) -> np.float32:
    """The largest float32 not above the threshold: for float32 data, x <= threshold then decides alike."""
    rounded = np.float32(threshold)
    return rounded if rounded <= threshold else np.nextafter(rounded, np.float32(-np.inf))


def _walk(
    data: NDArray[np.float32],
    depth: int,
    feature: NDArray[np.int32],
    threshold: NDArray[np.float32],
    leaf: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """Add each row's path length in every tree to `out`, tree after tree, so that sums never depend on threads."""
    inner = threshold.shape[1]
    at = np.zeros(BLOCK, np.int64)
    for low in range(0, data.shape[0], BLOCK):
        rows = data[low : low + BLOCK]
        for tree in range(feature.shape[0]):
            column, limit, length = feature[tree], threshold[tree], leaf[tree]
            at[:] = 0
            for _ in range(depth):
                for i in range(rows.shape[0]):
                    node = at[i]
                    at[i] = 2 * node + 1 + (rows[i, column[node]] > limit[node])
            for i in range(rows.shape[0]):
                out[low + i] += length[at[i] - inner]


@cache
def _compiled() -> Any:
    """The compiled walk; kept on disk beside this file, or in the user's own cache where that is read-only."""
    try:
        return nb.njit(nogil=True, cache=True)(_walk)
    except RuntimeError:  # neither place is writable: compile anew in every process
        return nb.njit(nogil=True)(_walk)
