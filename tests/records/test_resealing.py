"""A rotation seals the databases' columns and files anew, while people write, and the old keys open nothing."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyotp
import pytest

from analytics import keyring, rotation
from analytics.keyring import Keys, keys_of
from analytics.permissions import operator
from analytics.records import audit, field_desk, request_files, requests, sealed
from analytics.records.accounts import totp
from analytics.records.accounts.accounts import create_account
from analytics.records.accounts.sessions import live_session, sign_in, standing
from analytics.records.audit_check import verify
from analytics.records.db import field_url, records_url
from analytics.viewer import Place, Scope, Viewer
from analytics.words import Refused
from tests.conftest import PASSWORD
from tests.support.tampering import everything

CIVIL = Viewer("min", "department", Scope(departments=frozenset({1})))
FILE = ("名册.csv", b"a" * (request_files.PIECE_BYTES + 5))
WRITERS, EACH = 2, 6


@pytest.fixture
def filled(store: Path) -> str:
    """Something in every sealed column; the secret of the account's second step."""
    create_account(operator(), "li", PASSWORD, "analyst", must_change=False)
    session = live_session(sign_in("li", PASSWORD).id)
    assert session is not None
    secret = totp.begin(session, PASSWORD).secret
    totp.turn_on(session, pyotp.TOTP(secret).now())
    number = ask(0)
    field_desk.take(operator(), number)
    field_desk.answer(operator(), number, "done", {"rows_kept": 3}, file=("回执.xlsx", b"xlsx"))
    return secret


def ask(number: int) -> str:
    return requests.ask(CIVIL, "upload", Place(department=1), {"note": str(number)}, "月度报送", [FILE])


def rotate(store: Path) -> int:
    return rotation.rotate(operator(), store, "年度更换")[0]


def generations(url: str) -> set[bytes]:
    """Names of the keys that anything in the database is sealed by."""
    kept = everything(url)
    return {g.encode() for name in ("records", "field") for g in keys_of(name).ring().keys if g.encode() in kept}


def test_all_of_it_opens_by_the_new_keys_only(store: Path, filled: str) -> None:
    old = {name: keys_of(name).ring() for name in ("records", "field")}
    waits = ask(1)
    assert generations(field_url()) == {old["field"].newest.encode()}
    assert rotate(store) == 1 + 2 + 2 + 1  # second step, requests, the pieces that wait, the one that went back
    for name, ring in old.items():
        now = keys_of(name).ring()
        assert now.newest != ring.newest and list(now.keys) == [now.newest]
    assert generations(field_url()) == {keys_of("field").ring().newest.encode()}
    half = standing(sign_in("li", PASSWORD).token)
    assert half is not None and totp.enter_code(half, pyotp.TOTP(filled).at(int(time.time()) + 30)).token
    assert field_desk.take(operator(), waits)[1] == [FILE]
    (done,) = [one for one in requests.listed(CIVIL) if one.state == "done"]
    assert done.answer["rows_kept"] == 3 and requests.answer_file(CIVIL, done.id) == ("回执.xlsx", b"xlsx")
    assert verify(records_url()) == verify(field_url()) == []
    assert [line.subject for line in audit.lines("vault.rotate")] == ["records"]


def test_who_writes_meanwhile_is_not_left_behind(store: Path, filled: str) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        asked = [pool.submit(ask, number) for number in range(WRITERS * EACH)]
        for _round in range(3):
            rotate(store)
        numbers = [one.result() for one in asked]
    assert sorted(field_desk.take(operator(), number)[0].form["note"] for number in numbers) == sorted(
        map(str, range(WRITERS * EACH))
    )


def test_stopped_before_the_old_key_is_forgotten_it_goes_on(
    store: Path, filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = ask(1)
    with monkeypatch.context() as broken:
        broken.setattr(Keys, "forget_older", lambda _keys: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            rotate(store)
    assert len(keys_of("records").ring().keys) == 2
    assert requests.one(CIVIL, waits).form == {"note": "1"}
    rotate(store)
    assert {len(keys_of(name).ring().keys) for name in ("records", "field")} == {1}
    assert requests.one(CIVIL, waits).form == {"note": "1"}


def test_stopped_halfway_nothing_is_lost(store: Path, filled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    waits = ask(1)
    with monkeypatch.context() as broken:
        broken.setattr("analytics.records.resealing.seal_anew", lambda *_given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            rotate(store)
    assert field_desk.take(operator(), waits)[1] == [FILE]
    rotate(store)
    assert field_desk.take(operator(), ask(2))[1] == [FILE]


def test_the_fields_key_may_come_from_the_environment(
    store: Path, filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = ask(1)
    monkeypatch.setenv("QINGZHANG_FIELD_KEY", "ab" * 32)
    rotate(store)
    assert not (store / "field" / "keys" / "field.key").exists()
    assert requests.one(CIVIL, waits).form == {"note": "1"}
    monkeypatch.setenv("QINGZHANG_FIELD_KEY", "cd" * 32)
    with pytest.raises(Refused, match="密钥不在本机"):
        requests.one(CIVIL, waits)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("length", [0, keyring.GENERATION - 1, keyring.GENERATION + 3, -1])
def test_what_was_cut_short_is_a_sentence(store: Path, length: int) -> None:
    whole = sealed.seal("field", b"abc", "here")
    assert sealed.unseal("field", whole, "here") == b"abc"
    with pytest.raises(Refused):
        sealed.unseal("field", whole[:length], "here")
    with pytest.raises(Refused, match="无法解密"):
        sealed.unseal("field", whole, "there")
