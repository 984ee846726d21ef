"""Which passwords are taken: long ones, whatever they are made of, unless they are what is guessed first."""

import argon2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.records.accounts import passwords
from analytics.records.accounts.passwords import LONGEST, hashed, matches, random_password, rehashed
from analytics.words import Refused

_OWN = passwords._hasher  # before the tests make it light
MEMORY_KIB, ROUNDS = 19 * 1024, 2  # the least that OWASP's password storage cheat sheet asks of argon2id


def test_the_programs_own_hash_is_dear() -> None:
    found = argon2.extract_parameters(_OWN().hash("x"))
    assert found.type is argon2.Type.ID and found.memory_cost >= MEMORY_KIB and found.time_cost >= ROUNDS


def why_not(password: str, name: str = "wangxm") -> str:
    with pytest.raises(Refused) as caught:
        hashed(password, name)
    return str(caught.value)


@pytest.mark.parametrize(
    "password",
    ["a-long-enough-password", "白菜土豆各三斤还有一筐鸡蛋", "correct-1234", "the wangxm of our village",
     "清账之前先把茶泡好再坐下来看", "aaa bbb ccc ddd eee", "xxxxxyzabdfgh", "abcd-efgh-zkqw-mmtp", "Pq7q7q7rt-uvw"],
)  # fmt: skip
def test_taken(password: str) -> None:
    assert matches(password, hashed(password, "wangxm"))


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("elevensigns", "至少要有 12 个字符"),
        ("z" * 60 + "a" * (LONGEST - 59), f"最多 {LONGEST} 个字符"),
        ("password1234", "常见的密码"),
        ("Password@1234", "常见的密码"),
        ("PASS-WORD-1234", "常见的密码"),
        ("1QAZ2wsx3edc", "常见的密码"),
        ("为人民服务为人民服务为人民服务", "同一段重复"),
        ("全心全意为人民服务全心全意", "常见的密码"),
        ("woaini1314520", "常见的密码"),
        ("Wangxm-2017-a", "除了账号名"),
        ("wangxmwangxm!", "除了账号名"),
        ("QingZhang2017", "系统的名字"),
        ("清账清账清账清账1234", "系统的名字"),
        ("aaaaaaaaaaaaaaaa", "重复"),
        ("1212121212121212", "重复"),
        ("k7pQk7pQk7pQk7pQ", "重复"),
        ("zzzzzzzzzzzzabcde", "重复"),
        ("abcdefghijklmnop", "连续的字母"),
        ("987654321098765", "连续的字母"),
        ("qwertyuiop-4321", "键盘"),
        ("lijun123456789", "键盘"),
    ],
)
def test_refused_with_the_reason(password: str, said: str) -> None:
    sentence = why_not(password)
    assert said in sentence and "密码未更改" in sentence and password not in sentence


def test_full_width_and_half_width_are_one_password() -> None:
    assert matches("Ⅰ-long-enough-password", hashed("I-long-enough-password"))
    assert "常见" in why_not("password1234")


def test_case_counts() -> None:
    assert not matches("A-long-enough-password", hashed("a-long-enough-password"))


def test_the_list_is_long_enough_and_each_line_is_of_use() -> None:
    listed = passwords._common()
    assert len(listed) > 500
    assert all(len(line) >= passwords.SHORTEST for line in listed), "shorter ones are refused anyhow"
    assert all("密码未更改" in why_not(line) for line in sorted(listed)[::40])


def test_nobodys_password_never_fits() -> None:
    assert not matches("", None) and not matches("a-long-enough-password", "")


def test_a_hash_of_older_parameters_is_made_anew() -> None:
    old = argon2.PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash("a-long-enough-password")
    new = rehashed("a-long-enough-password", old)
    assert new is not None and matches("a-long-enough-password", new)
    assert rehashed("a-long-enough-password", new) is None


@settings(max_examples=60, deadline=None)
@given(st.integers())
def test_random_passwords_are_always_taken(_turn: int) -> None:
    password = random_password()
    assert matches(password, hashed(password, "training"))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=150))
def test_any_text_is_taken_or_refused_in_one_sentence(password: str) -> None:
    try:
        kept = hashed(password, "wangxm")
    except Refused as refused:
        assert "密码未更改" in str(refused)
    else:
        assert matches(password, kept)
