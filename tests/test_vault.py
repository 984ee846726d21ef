"""The vault: keys are dense, given once, kept for good, and reveal nothing by their order."""

from pathlib import Path

import duckdb
import pytest

from analytics.vault import Vault, mask


def add(store: Path, kind: str, values: list[str]) -> int:
    vault, con = Vault(store), duckdb.connect()
    vault.attach(con)
    con.execute("CREATE TABLE given AS SELECT unnest($v::VARCHAR[]) AS value", {"v": values})
    new = vault.add(con, kind, "SELECT value FROM given")
    vault.save(con)
    return new


def test_known_values_keep_their_keys_and_new_ones_follow(tmp_path: Path) -> None:
    assert add(tmp_path, "person", ["a", "b", "a", ""]) == 2
    before = Vault(tmp_path).find("person", ["a", "b"])
    assert add(tmp_path, "person", ["b", "c"]) == 1
    after = Vault(tmp_path).find("person", ["a", "b", "c"])
    assert after == {**before, "c": 3}
    assert Vault(tmp_path).value_of("person", [3, 99, 0]) == {3: "c"}


def test_the_same_values_get_the_same_keys_whatever_their_order(tmp_path: Path) -> None:
    values = [f"51990019{i:010d}" for i in range(200)]
    add(tmp_path / "one", "person", values)
    add(tmp_path / "two", "person", values[::-1])
    keys = Vault(tmp_path / "one").find("person", values)
    assert keys == Vault(tmp_path / "two").find("person", values)
    assert [keys[v] for v in values] != sorted(keys.values())


def test_unsaved_keys_leave_no_trace(tmp_path: Path) -> None:
    vault, con = Vault(tmp_path), duckdb.connect()
    vault.attach(con)
    vault.add(con, "phone", "SELECT '13900000000'")
    assert Vault(tmp_path).values("phone").num_rows == 0


def test_spellings_of_a_name_lie_beside_it(tmp_path: Path) -> None:
    vault, con = Vault(tmp_path), duckdb.connect()
    vault.attach(con)
    vault.add(con, "name", "SELECT '张三'")
    vault.add_spellings(con, "SELECT 1, '张 三' UNION ALL SELECT 1, '张三(户主)' UNION ALL SELECT 1, '张 三'")
    vault.save(con)
    assert Vault(tmp_path).values("spelling").to_pylist() == [
        {"key": 1, "value": "张 三"},
        {"key": 1, "value": "张三(户主)"},
    ]


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("person", "51990019800101123X", "519900********123X"),
        ("person", "519900800101123", "519900*****1123"),
        ("person", "SUPPLIER-7", "SU******-7"),
        ("name", "张三丰", "张某某"),
        ("name", "张", "张某"),
        ("account", "6214510000000333", "6214********0333"),
        ("phone", "13900001111", "13*******11"),
        ("account", "12", "**"),
    ],
)
def test_what_everybody_may_see(kind: str, value: str, shown: str) -> None:
    assert mask(kind, value) == shown


def test_parts_follow_on_each_other_and_move_into_a_store(tmp_path: Path) -> None:
    made, store = Vault(tmp_path / "half", keys=tmp_path / "store"), tmp_path / "store"
    (store / "vault").mkdir(parents=True)
    made.append("person", [1, 2], ["a", "b"])
    made.append("person", [3], ["c"])
    made.append("phone", [], [])
    made.move(store)
    assert Vault(store).value_of("person", [1, 2, 3]) == {1: "a", 2: "b", 3: "c"}
    assert [p.name for p in (store / "vault").iterdir()] == ["person"]
    assert list(made.home.iterdir()) == []
