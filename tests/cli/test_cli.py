"""The command line, from an empty store to a CSV; errors are one sentence and change nothing."""

import csv
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from analytics.cli.app import VERBS, app
from analytics.hits_file import COLUMNS
from analytics.records.audit import AuditLine
from analytics.records.db import reading
from analytics.vault import Vault
from tests.support.small_store import small_store

DEAD_STILL_PAID = 14  # months from July 2015 to August 2016


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def county(store: Path) -> Path:
    small_store(store)
    return store


@pytest.fixture
def checked(county: Path) -> Path:
    assert call("check", "--store", str(county)).exit_code == 0
    return county


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def actions() -> list[tuple[str, str]]:
    with reading() as tx:
        return [(line.action, line.reason) for line in tx.query(AuditLine)]


@pytest.mark.parametrize("verb", [verb.__name__ for verb in VERBS])
def test_help_has_an_example(verb: str) -> None:
    shown = call(verb, "--help")
    assert shown.exit_code == 0 and f"例:python -m analytics {verb}" in shown.output and "--store" in shown.output


@pytest.mark.parametrize("verb", ["", *(verb.__name__ for verb in VERBS)])
def test_help_is_english_when_asked(verb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGZHANG_LANG", "en")
    shown = call(*([verb] if verb else []), "--help").output
    assert shown and not any("一" <= sign <= "鿿" for sign in shown)
    monkeypatch.delenv("QINGZHANG_LANG")
    assert "例:" in call("check", "--help").output


def test_results_are_english_when_asked(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGZHANG_LANG", "en")
    shown = call("check", "--rules", "A01", "--store", str(county)).output
    assert shown.startswith("Rules\t") and "hits (snapshot " in shown
    assert "Everything is whole." in call("verify", "--store", str(county)).output


@pytest.mark.parametrize("verb", ["hits", "outliers", "suspects"])
def test_lists_take_every_filter(verb: str) -> None:
    shown = call(verb, "--help").output
    for option in "township village programme rule tier from to min-amount".split():
        assert f"--{option} " in shown


@pytest.mark.parametrize(
    "arguments",
    [
        ("hits", "--no-such-option"),
        ("no-such-verb",),
        ("hits", "--from", "yesterday"),
        ("hits", "--run", "ffff"),
        ("check", "--rules", "Z99"),
        ("check", "--set", "A01.no_such=1"),
        ("check", "--set", "A01.grace_months=99"),
        ("suspects", "--by", "planet"),
        ("suspects", "--sort", "luck"),
        ("intake", "/no/such/file", "--replace", "--add"),
        ("intake", "/no/such/file"),
        ("compare", "aa", "bb"),
    ],
)
def test_wrong_use_is_one_sentence(county: Path, arguments: tuple[str, ...]) -> None:
    found = call(*arguments, "--store", str(county))
    assert (found.exit_code, found.stdout) == (2, "")
    assert len(found.stderr.strip().splitlines()) == 1 and "Traceback" not in found.stderr


def test_an_empty_store_says_what_to_do(store: Path) -> None:
    for verb, next_step in (("check", "intake"), ("hits", "check"), ("suspects", "check"), ("outliers", "intake")):
        found = call(verb, "--store", str(store))
        assert found.exit_code == 2 and next_step in found.stderr
    assert call("snapshots", "--store", str(store)).exit_code == 0


def test_snapshots(county: Path) -> None:
    found = json.loads(call("snapshots", "--store", str(county), "--json").stdout)
    assert [(s["current"], s["payments"]) for s in found] == [(True, 164)]


def test_check_keeps_a_run_and_says_what_each_rule_found(county: Path) -> None:
    found = call("check", "--store", str(county), "--rules", "A01,A05", "--json")
    report = {rule["code"]: rule for rule in json.loads(found.stdout)["rules"]}
    assert report["A01"]["hits"] == 2 and report["A05"]["state"] == "not_applicable"


def test_a_parameter_changes_the_run(county: Path) -> None:
    plain = json.loads(call("check", "--store", str(county), "--rules", "A01", "--json").stdout)["id"]
    other = call("check", "--store", str(county), "--rules", "A01", "--set", "A01.grace_months=12", "--json")
    changed = json.loads(other.stdout)["id"]
    assert plain != changed
    compared = json.loads(call("compare", plain, changed, "--store", str(county), "--json").stdout)
    assert set(compared) == {"new", "persisting", "gone"} and compared["new"] == {}


def test_hits_are_masked_until_a_reason_is_given(checked: Path, tmp_path: Path) -> None:
    file = tmp_path / "h.csv"
    assert call("hits", "--store", str(checked), "--rule", "A01", "--csv", str(file)).exit_code == 0
    found = rows(file)
    assert list(found[0]) == COLUMNS
    assert [(row["rule"], row["subject_key"], row["township"], row["programme"]) for row in found] == [
        ("A01", "3", "T1", "GL")
    ] * 2
    assert all("*" in row["people"] and "*" in row["account"] for row in found)
    assert actions() == [("run", ""), ("export.file", "")]
    assert sum(int(row["payments"]) for row in found) == DEAD_STILL_PAID
    assert [float(row["amount"]) for row in found] == sorted((float(row["amount"]) for row in found), reverse=True)


def test_a_reason_opens_the_numbers_and_is_logged(checked: Path, tmp_path: Path) -> None:
    file = tmp_path / "h.csv"
    refused = call("hits", "--store", str(checked), "--csv", str(file), "--reveal")
    assert refused.exit_code == 2 and "理由" in refused.stderr and not file.exists()
    arguments = ("hits", "--store", str(checked), "--rule", "A01", "--csv", str(file), "--reveal", "--reason", "验收")
    assert call(*arguments).exit_code == 0
    number = Vault(checked).value_of("person", [3])[3]
    assert {row["people"] for row in rows(file)} == {number}
    assert actions()[1:] == [("reveal.file", "验收"), ("export.file", "验收")]
    said = (tmp_path / "h.csv.txt").read_text(encoding="utf-8")
    assert "内部资料 严禁外传" in said and "导出理由:验收" in said and number not in said


@pytest.mark.parametrize("options", [("--township", "T9"), ("--tier", "soft"), ("--rule", "x")])
def test_an_unknown_filter_is_named_and_nothing_written(
    checked: Path, tmp_path: Path, options: tuple[str, str]
) -> None:
    found = call("hits", "--store", str(checked), *options, "--csv", str(tmp_path / "h.csv"))
    assert found.exit_code == 2 and options[1] in found.stderr and not (tmp_path / "h.csv").exists()


def test_filters_narrow(checked: Path, tmp_path: Path) -> None:
    def keys(*options: str) -> set[str]:
        assert call("hits", "--store", str(checked), "--csv", str(tmp_path / "h.csv"), *options).exit_code == 0
        return {row["hit_id"] for row in rows(tmp_path / "h.csv")}

    everything = keys()
    assert keys("--township", "T1") | keys("--township", "T2") | keys("--tier", "data") <= everything
    assert len(keys("--rule", "A01", "--from", "2016-01-01")) == len(keys("--rule", "A01", "--min-amount", "301")) == 1


def test_suspects(checked: Path, tmp_path: Path) -> None:
    file = tmp_path / "s.csv"
    assert call("suspects", "--store", str(checked), "--by", "person", "--csv", str(file)).exit_code == 0
    found = rows(file)
    assert found[0]["subject_key"] == "3" and "A01" in found[0]["rules"].split("|")
    listed = json.loads(call("suspects", "--store", str(checked), "--by", "person", "--json").stdout)
    assert [str(row["subject_key"]) for row in listed] == [row["subject_key"] for row in found]


def test_outliers(county: Path, tmp_path: Path) -> None:
    file = tmp_path / "o.csv"
    assert call("outliers", "--store", str(county), "--csv", str(file)).exit_code == 0
    found = rows(file)
    assert [int(row["rank"]) for row in found] == sorted(int(row["rank"]) for row in found)
    assert {"score", "rank", "reasons", "people"} <= set(found[0]) and len(found) > 20


def test_verify_finds_what_was_changed(checked: Path) -> None:
    assert call("verify", "--store", str(checked)).exit_code == 0
    hits = next((checked / "runs").glob("*/hits.parquet"))
    hits.write_bytes(hits.read_bytes() + b"x")
    cube = next((checked / "snapshots").glob("*/cube.parquet"))
    cube.unlink()
    found = call("verify", "--store", str(checked), "--json")
    assert found.exit_code == 1
    assert {fault["what"] for fault in json.loads(found.stdout)["faults"]} == {
        "changed hits.parquet",
        "missing cube.parquet",
    }


def test_verify_finds_a_key_the_vault_lacks(county: Path) -> None:
    part = next((county / "vault" / "person").glob("*.parquet"))
    part.unlink()
    found = call("verify", "--store", str(county))
    assert found.exit_code == 1 and "uses key 11 of 0" in found.stdout


def test_the_unexpected_has_a_number_and_leaks_nothing(county: Path) -> None:
    number = Vault(county).value_of("person", [3])[3]
    (county / "current").write_bytes(f"\xff{number}".encode("latin-1"))
    found = call("snapshots", "--store", str(county))
    assert found.exit_code == 3 and len(found.stderr.strip().splitlines()) == 1
    log = (county / "logs" / "errors.log").read_text(encoding="utf-8")
    assert found.stderr.split("错误编号 ")[1][:8] in log and number not in log


def test_a_real_process(store: Path, tmp_path: Path) -> None:
    """From department files to hits, the way a person types it."""
    (tmp_path / "file.txt").write_text("只有一行字", encoding="utf-8")
    base = [sys.executable, "-m", "analytics"]
    done = subprocess.run([*base, "intake", str(tmp_path), "--store", str(store)], capture_output=True, text=True)
    assert done.returncode == 2 and "file.txt" in done.stderr and "Traceback" not in done.stderr
    start = time.perf_counter()
    helped = subprocess.run([*base, "--help"], capture_output=True, text=True, check=True)
    assert "intake" in helped.stdout and time.perf_counter() - start < 3


def test_starting_up_loads_nothing_heavy() -> None:
    heavy = "duckdb pyarrow pandas numpy sklearn sqlalchemy rich.progress streamlit"
    code = f"import sys, analytics.cli.app; print([m for m in '{heavy}'.split() if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
