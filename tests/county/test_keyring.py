"""Keys are given block by block as an intake of each block's values would give them."""

from pathlib import Path

import duckdb
import numpy as np

from analytics.county.keyring import Keyring
from analytics.vault import Vault

OWN = [np.array([f"{block}-{i}" for i in range(50)]) for block in range(3)]
SHARED = [np.array(["guest", "other", "guest"]), np.array(["other", "third"]), np.array(["guest", "third"])]


def test_keys_are_those_of_one_intake_after_another(tmp_path: Path) -> None:
    ring, con, vault = Keyring(Vault(tmp_path / "ring")), duckdb.connect(), Vault(tmp_path / "intake")
    vault.attach(con)
    for own, shared in zip(OWN, SHARED, strict=True):
        values = np.r_[own, shared]
        keys = ring.keys("person", values, own=len(own))
        con.execute("CREATE OR REPLACE TABLE given AS SELECT unnest($v::VARCHAR[]) AS value", {"v": values.tolist()})
        vault.add(con, "person", "SELECT value FROM given")
        known = dict(con.execute("SELECT value, key FROM vault_person").fetchall())
        assert keys.tolist() == [known[value] for value in values.tolist()]
    vault.save(con)
    assert Vault(tmp_path / "ring").values("person").equals(Vault(tmp_path / "intake").values("person"))


def test_a_spelling_is_kept_once(tmp_path: Path) -> None:
    ring = Keyring(Vault(tmp_path))
    ring.spell([(2, "张 三"), (1, "李 四"), (2, "张 三")])
    ring.spell([(2, "张 三"), (1, "李四(户主)")])
    kept = Vault(tmp_path).values("spelling").to_pylist()
    assert [(row["key"], row["value"]) for row in kept] == [(1, "李 四"), (2, "张 三"), (1, "李四(户主)")]
