"""Uploaded lists are cleaned as an intake would; strangers get keys of the session, which end with it."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from analytics.memory_folder import memory_folder
from analytics.records.accounts.sessions import NewSession, sign_out
from analytics.records.keys import key_for
from analytics.vault import KINDS, Vault
from analytics.words import Refused
from analytics.workbench import Shelf, sweep, take
from analytics.workbench.shelf import BELOW
from analytics.workbench.upload import describe
from tests.workbench.conftest import Bench
from tests.workbench.lists_made import ACCOUNTS, KNOWN, OTHER, STRANGER, csv, row, stranger


def put(bench: Bench, *rows: str, **options: str) -> str:
    return take(bench.viewer, bench.engine, bench.shelf, "名单.csv", csv(*rows, **options))


def test_known_people_have_the_vaults_keys_strangers_negative_ones(bench: Bench) -> None:
    found = bench.shelf.rows(put(bench, row(3), stranger(), stranger(OTHER))).to_pylist()
    assert [line["person"] for line in found[:1]] == [3] and found[0]["village"] == 1
    assert len({line["person"] for line in found}) == 3
    assert all(line["person"] < BELOW and line["name"] < BELOW for line in found[1:])
    assert [line["source_row"] for line in found] == [2, 3, 4]


def test_the_same_stranger_has_one_key_in_all_lists_of_the_session(bench: Bench) -> None:
    one, two = (bench.shelf.rows(put(bench, *rows)) for rows in ((stranger(OTHER), stranger()), (stranger(),)))
    assert one["person"].to_pylist()[1] == two["person"].to_pylist()[0]


def test_numbers_are_cleaned_and_accounts_found(bench: Bench) -> None:
    header = "户主姓名,公民身份号码,一卡通账号,发放月份,补贴金额(万元)"
    rows = bench.shelf.rows(
        put(bench, f" 张三 ,'{KNOWN[3].lower()},{ACCOUNTS[3][:4]} {ACCOUNTS[3][4:]},2016年3月,0.5", header=header)
    )
    (line,) = rows.to_pylist()
    assert (line["person"], line["account"]) == (3, 3) and str(line["amount"]) == "5000.00"
    assert (str(line["starts_on"]), str(line["ends_on"])) == ("2016-03-01", "2016-03-31")


def test_neither_vault_nor_snapshot_learns_anything(own_bench: Bench, store: Path) -> None:
    bench = own_bench
    key_for("workbench")
    before = {kind: Vault(store).values(kind).num_rows for kind in KINDS}
    files = {path for path in store.rglob("*") if path.is_file()}
    token = put(bench, stranger(), stranger(OTHER, "赵钱孙"))
    assert {kind: Vault(store).values(kind).num_rows for kind in KINDS} == before
    new = {path for path in store.rglob("*") if path.is_file()} - files
    log = {"records.db", "records.db-wal", "records.db-shm"}
    new = {path for path in new if path.name not in log}
    assert {path.name for path in new} == {token, "unknown"}
    for path in new:
        assert STRANGER.encode() not in path.read_bytes() and "赵钱孙".encode() not in path.read_bytes()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_lists_go_with_the_session(own_bench: Bench, store: Path, session: NewSession) -> None:
    bench = replace(own_bench, shelf=Shelf(store, session.id))
    token = put(bench, stranger())
    sweep(store)
    assert bench.shelf.rows(token).num_rows == 1, "a living session keeps its lists"
    sign_out(session.id)
    sweep(store)
    assert not bench.shelf.folder.exists()
    with pytest.raises(Refused):
        bench.shelf.rows(token)
    assert bench.shelf.values_of("person", [BELOW - 1]) == {}


def test_another_session_opens_nothing(bench: Bench) -> None:
    token = put(bench, stranger())
    other = Shelf(bench.shelf.store, "f" * 32)
    with pytest.raises(Refused):
        other.rows(token)
    other.folder.mkdir(parents=True)
    (other.folder / token).write_bytes((bench.shelf.folder / token).read_bytes())
    with pytest.raises(InvalidTag):  # sealed for the session it came with
        other.rows(token)


@pytest.mark.parametrize(
    "content",
    ["车牌,颜色\n川A1,红\n川A2,蓝\n".encode(), b"", b"\x00\x01\x02", "没有表头".encode()],
    ids=["no key", "empty", "no text", "no table"],
)
def test_what_cannot_be_matched_is_refused_and_not_kept(bench: Bench, content: bytes) -> None:
    with pytest.raises(Refused):
        take(bench.viewer, bench.engine, bench.shelf, "名单.csv", content)
    assert bench.shelf.tokens() == [] and not list(memory_folder(bench.shelf.store, "uploads").glob("*"))


def test_an_id_in_a_files_name_is_masked(bench: Bench) -> None:
    token = take(bench.viewer, bench.engine, bench.shelf, f"{STRANGER}.csv", csv(row(3), stranger()))
    about = bench.shelf.about(token)
    assert STRANGER not in str(about) and about["unknown"] == 1
    assert "2 行" in describe(about) and "身份证号 ← 身份证号" in describe(about)
    bench.shelf.take_away(token)
    assert bench.shelf.tokens() == []
