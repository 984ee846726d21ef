"""Somebody is found by number, name or account, for a reason on record; what is shown stays masked."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from analytics import dossier
from analytics.engine import Engine, open_engine
from analytics.permissions import operator
from analytics.records.audit import AuditLine
from analytics.records.db import reading
from analytics.rules.runs import Run
from analytics.vault import Vault
from analytics.viewer import Scope, Viewer
from analytics.words import Refused
from tests.support.small_store import small_store
from tests.support.some_hits import write_hits

LI = Viewer("li", "training", Scope(townships=frozenset({2})))


@pytest.fixture
def engine(store: Path) -> Engine:
    return open_engine(small_store(store))


@pytest.fixture
def run(store: Path, engine: Engine) -> Run:
    return write_hits(store / "runs" / "few")


def plain(store: Path, kind: str, key: int) -> str:
    return Vault(store).value_of(kind, [key])[key]


def lines() -> list[AuditLine]:
    with reading() as tx:
        return tx.query(AuditLine).order_by(AuditLine.seq).all()


def test_by_number_name_and_account(store: Path, engine: Engine) -> None:
    typed = [
        plain(store, "person", 3).lower(),
        f" {plain(store, 'name', 5)}(户主)",
        plain(store, "account", 1),
        "查无此人",
    ]
    found = dossier.find(operator(), engine, "\n".join(typed), "群众来信")
    assert [(r["line"], r["found_by"], r["person"]) for r in found.rows.to_pylist()] == [
        (1, "person", 3),
        (2, "name", 5),
        (3, "account", 1),
        (3, "account", 3),
    ]
    assert found.missing == (4,)
    assert all("*" in title and "某" in title for title in found.rows["person_title"].to_pylist())


def test_the_log_holds_keys_and_never_what_was_typed(store: Path, engine: Engine) -> None:
    number = plain(store, "person", 3)
    dossier.find(operator(), engine, number, f"核对 {number}")
    line = lines()[-1]
    assert (line.action, json.loads(line.detail)) == ("dossier.find", {"lines": 1, "found": [3]})
    assert number not in f"{line.reason}{line.detail}{line.subject}"


@pytest.mark.parametrize(("text", "reason"), [("某人", ""), ("", "核查"), ("某\n" * 501, "核查")])
def test_refused_without_reason_or_question(engine: Engine, text: str, reason: str) -> None:
    with pytest.raises(Refused):
        dossier.find(operator(), engine, text, reason)
    assert lines() == []


def test_no_log_no_answer(store: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = plain(store, "person", 3)
    monkeypatch.setenv("QINGZHANG_RECORDS_URL", "sqlite:////proc/no/such/folder/records.db")
    with pytest.raises(OSError, match=r"folder|proc"):
        dossier.find(operator(), engine, typed, "核查")


def test_scope_hides_people_paid_elsewhere(store: Path, engine: Engine) -> None:
    typed = f"{plain(store, 'person', 3)}\n{plain(store, 'person', 9)}"
    found = dossier.find(LI, engine, typed, "核查")
    assert found.rows["person"].to_pylist() == [9] and found.missing == (1,)
    with pytest.raises(Refused):
        dossier.person_file(LI, engine, 3)
    with pytest.raises(Refused):
        dossier.village_file(LI, engine, "V1")


def test_a_persons_file(store: Path, engine: Engine) -> None:
    found = dossier.person_file(operator(), engine, 3)
    assert found.payments.num_rows == 23 and found.household == 2
    assert [(r["programme_title"], r["year"], r["amount"]) for r in found.sums.to_pylist()][:2] == [
        ("高龄津贴", 2015, Decimal("600.00")),
        ("高龄津贴", 2016, Decimal("400.00")),
    ]
    assert found.members["person"].to_pylist() == [3, 4]
    assert [row.table for row in found.registers] == ["person", "death"]
    assert found.registers[1].source == "死亡人员.xlsx 名单" and found.registers[1].row == 9
    assert plain(store, "person", 3) not in repr(found)


def test_a_household_nobody_registered(engine: Engine) -> None:
    found = dossier.household_file(operator(), engine, -11)
    assert found.members["person"].to_pylist() == [11]
    assert found.payments["amount"].to_pylist() == [Decimal("9000.00")]


def test_a_villages_file(engine: Engine) -> None:
    found = dossier.village_file(operator(), engine, "V2")
    cadre = found.cadres.to_pylist()[0]
    assert (found.title, found.township, cadre["post"], cadre["family"]) == ("下河村", "青禾镇", "村支书", 2)
    assert cadre["own_amount"] == cadre["family_amount"] == Decimal(3600) + 3 * Decimal(405)
    assert found.payees["household"].to_pylist() == [3, 4]
    assert sum(found.years["amount"].to_pylist()) == sum(found.programmes["amount"].to_pylist())


def test_what_is_asked_about_a_village(engine: Engine, run: Run) -> None:
    asked = dossier.village_file(operator(), engine, "V1", run).asked
    assert [(a.rule, a.subject_key) for a in asked] == [("A01", "3"), ("A01", "3"), ("D01", "1"), ("E05", "V1")]
    assert all(a.sentence for a in asked)


def test_a_list_for_people_keeps_every_line(store: Path, engine: Engine) -> None:
    typed = f"{plain(store, 'account', 1)}\n查无此人\n{plain(store, 'person', 5)}"
    rows = dossier.found_table(dossier.find(operator(), engine, typed, "核查")).to_pylist()
    assert [(r["line"], r["person"], r["outcome"]) for r in rows] == [
        (1, 1, "同名或共用,须辨认"),
        (1, 3, "同名或共用,须辨认"),
        (2, None, "未找到"),
        (3, 5, "找到"),
    ]
    assert rows[2]["typed"] == "查某某某" and not any(line in repr(rows) for line in typed.split("\n"))


def test_opening_a_file_is_written_down_or_refused(engine: Engine) -> None:
    with pytest.raises(Refused):
        dossier.open_file(operator(), "person", 3, " ")
    assert lines() == []
    dossier.open_file(operator(), "person", 3, "群众来信")
    assert [(line.action, line.subject, line.reason) for line in lines()] == [("dossier.open", "person:3", "群众来信")]


def test_who_else_is_paid_on_the_account_and_what_hits_name(engine: Engine, run: Run) -> None:
    found = dossier.person_file(operator(), engine, 3, run)
    assert {r["person"] for r in found.payees.to_pylist()} == {1, 3}
    assert sum(found.line["payments"].to_pylist()) == 23
    assert {kind for kind, _key in found.masked} == {"person", "name", "account"}


def test_a_villages_programmes_against_the_township(engine: Engine) -> None:
    dibao, land = sorted(
        dossier.village_file(operator(), engine, "V1").programmes.to_pylist(), key=lambda r: r["programme"]
    )[::2]
    assert (dibao["per_household"], dibao["township_per_household"]) == (Decimal(3600), Decimal(3600))
    assert (land["per_household"], land["township_per_household"]) == (Decimal(1206), Decimal(1212))
