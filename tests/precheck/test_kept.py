"""Answers lie sealed, for the session that asked, for an hour."""

import os
import stat
import time
from pathlib import Path

import pytest

from analytics.precheck import kept
from analytics.precheck.kept import Kept
from analytics.precheck.service import Answer, Line
from analytics.viewer import Viewer
from analytics.words import Refused

WHO = Viewer("li", "training")
ANSWER = Answer(3, (Line("一月", 4, "张某", "519900********0311", "身份与资格"),), b"PK workbook", "AB12CD34")


def workbook(place: Kept) -> bytes:
    order = place.order(WHO, "名册.xlsx", False)
    return order.make(order.head).payload


def test_it_comes_back_to_the_session_that_asked(store: Path) -> None:
    place = kept.new(store, "s1")
    place.put(ANSWER, full=False)
    assert place.lines(False) == ANSWER.lines and workbook(place) == ANSWER.workbook
    with pytest.raises(Refused, match="已过期"):
        place.lines(True)


@pytest.mark.parametrize(("session", "token"), [("s2", None), ("s1", "../exports"), ("s1", "0" * 32)])
def test_nobody_else_reads_it(session: str, token: str | None, store: Path) -> None:
    place = kept.new(store, "s1")
    place.put(ANSWER, full=False)
    other = kept.Kept(store, session, place.token if token is None else token)
    for read in (other.lines, lambda _full: workbook(other)):
        with pytest.raises(Refused):
            read(False)


def test_it_is_sealed_and_private(store: Path) -> None:
    place = kept.new(store, "s1")
    place.put(ANSWER, full=True)
    files = list((store / "prechecks" / place.token).iterdir())
    assert len(files) == 2 and {stat.S_IMODE(p.stat().st_mode) for p in files} == {0o600}
    assert {stat.S_IMODE(p.stat().st_mode) for p in (store / "prechecks", files[0].parent)} == {0o700}
    assert not any(b"519900" in p.read_bytes() or b"workbook" in p.read_bytes() for p in files)


def test_after_an_hour_it_is_gone(store: Path) -> None:
    place = kept.new(store, "s1")
    place.put(ANSWER, full=False)
    old = time.time() - kept.KEPT_SECONDS - 1
    os.utime(store / "prechecks" / place.token, (old, old))
    with pytest.raises(Refused):
        place.lines(False)
    assert list((store / "prechecks").iterdir()) == []
