"""account: three administrators for a real office, and the way back in."""

import re
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from analytics.cli.app import app
from analytics.records import audit
from analytics.records.accounts.accounts import viewer_of
from analytics.records.accounts.sessions import live_session, sign_in
from analytics.words import Refused

THREE = ("--system", "Xi", "--security", "an", "--auditor", "shen")


def call(store: Path, *arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, ["account", *arguments, "--store", str(store)], input=typed)


@pytest.fixture
def office(store: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """name → first password, as printed."""
    monkeypatch.delenv("QINGZHANG_TRAINING")
    done = call(store, "init", *THREE)
    assert done.exit_code == 0, done.output
    return dict(re.findall(r":(\w+)   初始密码:(\S+)", done.output))


def test_init_makes_three_people_and_names_the_next_step(office: dict[str, str], store: Path) -> None:
    roles = {"xi": "system_admin", "an": "security_admin", "shen": "auditor"}
    assert set(office) == set(roles) and len(set(office.values())) == 3
    for name, role in roles.items():
        found = viewer_of(name)
        assert found and found.role == role
        assert sign_in(name, office[name])
    assert "下一步" in call(store.parent / "other", "init", *THREE).output


def test_init_is_for_the_beginning_only(office: dict[str, str], store: Path) -> None:
    again = call(store, "init", *THREE)
    assert again.exit_code == 2 and "已有账号" in again.output


@pytest.mark.parametrize("typed", ["xi\nxi\nshen\n", "xi\n\nshen\n"])
def test_three_are_three(store: Path, typed: str) -> None:
    done = call(store, "init", typed=typed)
    assert done.exit_code == 2 and "三个人" in done.output
    assert "还没有账号" in call(store, "list").output


def test_list_says_who_is_shut(office: dict[str, str], store: Path) -> None:
    assert call(store, "disable", "an", "--reason", "调离").exit_code == 0
    assert re.search(r"an\t安全管理员\t已停用", call(store, "list").output)
    assert '"disabled": true' in call(store, "list", "--json").output


def test_rescue_gives_a_new_password_and_ends_the_sessions(office: dict[str, str], store: Path) -> None:
    session = sign_in("xi", office["xi"])
    done = call(store, "reset", "xi", "--reason", "忘记密码")
    password = done.output.split("新密码:")[1].split()[0]
    assert live_session(session.id) is None and sign_in("xi", password)
    with pytest.raises(Refused):
        sign_in("xi", office["xi"])
    (line,) = audit.lines("account.reset_password")
    assert line.account.startswith("os:") and line.reason == "忘记密码"


def test_turning_out_and_opening_again(office: dict[str, str], store: Path) -> None:
    session = sign_in("shen", office["shen"])
    assert call(store, "end", "SHEN", "--reason", "清场").exit_code == 0 and live_session(session.id) is None
    assert call(store, "disable", "shen", "--reason", "休假").exit_code == 0 and viewer_of("shen") is None
    assert call(store, "enable", "shen", "--reason", "返岗").exit_code == 0 and viewer_of("shen")


WRONG_USE = [("disable", "xi"), ("reset",), ("enable", "nobody", "--reason", "返岗"), ("end", "xi")]


@pytest.mark.parametrize("arguments", WRONG_USE)
def test_without_reason_or_name_nothing_happens(
    office: dict[str, str], store: Path, arguments: tuple[str, ...]
) -> None:
    done = call(store, *arguments)
    assert done.exit_code == 2 and "Traceback" not in done.output
    assert viewer_of("xi") and not audit.lines("session.revoke_all") and not audit.lines("account.disable")
