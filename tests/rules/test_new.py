"""Adding a rule: `rule new`, a SELECT and two csv files are all it takes, seen in a copy of the project."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analytics.rules.new import new_rule
from analytics.settings import ROOT
from analytics.words import Refused

COPIED = ("analytics", "data/reference", "tests/rules", "tests/support", "pyproject.toml")
SELECT = """
SELECT person AS subject_key, 0 AS other_key, [person] AS persons, list_sort(list(DISTINCT household)) AS households,
       min(account) AS account, min(village) AS village, programme, min(period) AS period_from,
       max(period) AS period_to, max(amount) - $above AS amount, count(*) AS payments, max(amount) AS measure,
       {'total': sum(amount), 'source_file': min(source_file)} AS facts,
       list_sort(list(payment_no)) AS payment_nos
FROM pay
WHERE amount > $above AND channel = 'cash'
GROUP BY person, programme, year
"""
PAYMENT = "case,person,kind,period,amount,channel\nabove,1,农村低保,201601,100000.99,cash\n"
PAYMENT += "exactly,2,农村低保,201601,99999.99,cash\nby card,3,农村低保,201601,100000.99,card\n"
EXPECTED = "subject_key,kind,amount,measure\n1,农村低保,1.00,100000.99\n"


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *arguments], cwd=home, capture_output=True, text=True, check=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project in a folder of its own."""
    ignored = shutil.ignore_patterns("__pycache__", "store")
    for name in COPIED:
        source, target = ROOT / name, tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target, ignore=ignored) if source.is_dir() else shutil.copy(source, target)
    for name in ("tests/__init__.py", "tests/conftest.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_a_select_and_two_csv_files_make_a_rule(project: Path) -> None:
    made = run(project, "analytics", "rule", "new", "H01", "--slug", "large_cash")
    assert made.returncode == 0, made.stderr
    assert len(made.stdout.split()) == 3
    sql, fixture = project / "analytics/rules/sql/H01_large_cash.sql", project / "tests/rules/H01"
    tests = (
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-k",
        "H01 or rule_without_fixture",
        "tests/rules/test_fixtures.py",
    )
    as_it_is = run(project, *tests)
    assert as_it_is.returncode == 0, as_it_is.stdout
    sql.write_text(sql.read_text(encoding="utf-8").split("*/")[0] + "*/" + SELECT, encoding="utf-8")
    assert run(project, *tests).returncode == 1, "the fixtures of another rule must not fit"
    (fixture / "payment.csv").write_text(PAYMENT, encoding="utf-8")
    (fixture / "expected.csv").write_text(EXPECTED, encoding="utf-8")
    edited = run(project, *tests, "tests/rules")  # on Spark too
    assert edited.returncode == 0, edited.stdout


@pytest.mark.parametrize(("code", "slug"), [("z01", "new"), ("Z1", "new"), ("Z01", "New Rule"), ("Z01", "../up")])
def test_a_wrong_name_writes_nothing(tmp_path: Path, code: str, slug: str) -> None:
    with pytest.raises(Refused, match="没有写任何文件"):
        new_rule(code, slug, fixtures=tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_code_that_is_taken_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="A01 已被占用"):
        new_rule("A01", fixtures=tmp_path)
    assert not list(tmp_path.iterdir())
