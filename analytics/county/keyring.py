"""Keys of the vault for the county's values, block by block; of what can come again only, the values are held."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa

from analytics.county.frame import Ints, Texts
from analytics.settings import settings
from analytics.vault import KINDS, Vault


class Keyring:
    """Gives the keys of an empty vault, in the order of the values' hashes as Vault.add does within an intake."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._con = duckdb.connect(config={"temp_directory": "", "threads": settings().threads})  # values never spill
        self._known: dict[str, dict[str, int]] = {kind: {} for kind in KINDS}
        self._given = dict.fromkeys(KINDS, 0)
        self._spelled: set[tuple[int, str]] = set()

    def keys(self, kind: str, values: Texts, own: int) -> Ints:
        """The key of each value, in their order.

        The first `own` values are all different and in no other call; the rest may have come before.
        """
        known, shared = self._known[kind], values[own:].tolist()
        fresh = [*values[:own].tolist(), *dict.fromkeys(value for value in shared if value not in known)]
        keys = self._give(kind, fresh)
        known.update(zip(fresh[own:], keys[own:].tolist(), strict=True))
        return np.asarray(np.r_[keys[:own], np.array([known[value] for value in shared], np.int64)])

    def spell(self, spellings: list[tuple[int, str]]) -> None:
        """Keep spellings (name key, spelling) beside the folded names."""
        new = sorted(set(spellings) - self._spelled)
        self._spelled.update(new)
        self._vault.append("spelling", [k for k, _ in new], [v for _, v in new])

    def _give(self, kind: str, fresh: list[str]) -> Ints:
        given = pa.table({"position": np.arange(len(fresh)), "value": pa.array(fresh, pa.string())})
        self._con.register("given", given)
        ordered = self._con.sql("SELECT position, value FROM given ORDER BY sha256(value), value").to_arrow_table()
        self._con.unregister("given")
        new = self._given[kind] + 1 + np.arange(len(fresh))
        self._given[kind] += len(fresh)
        keys = np.empty(len(fresh), np.int64)
        keys[ordered["position"].to_numpy()] = new
        self._vault.append(kind, new, ordered["value"])
        return keys
