"""A trial: a rule's hits on this snapshot, or one sentence on what is wrong with it."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from analytics import own_rules
from analytics.own_rules.job import run as run_job
from analytics.own_rules.job import unpacked
from analytics.own_rules.trial import lawful
from analytics.rules import catalogue, run
from analytics.snapshots import Snapshot
from analytics.viewer import Scope, Viewer
from analytics.words import Refused
from tests.own_rules.making import HEADER, LI, SELECT, WANG, drafted, rule, where


class Quiet:
    def step(self, done: int, total: int, message: str = "") -> None:
        self.last = (done, total)


def test_the_scaffold_is_a_rule_that_can_be_tried(snapshot: Snapshot) -> None:
    made = own_rules.start(LI)
    assert (made.code, made.state, made.authors) == ("Z01", "draft", ["li"])
    assert own_rules.trial(LI, snapshot, made).hits == 0
    assert own_rules.start(WANG).code == "Z02"


@pytest.mark.parametrize("code", ["A01", "C12", "D01"])
def test_a_copy_of_a_rule_finds_what_the_rule_finds(code: str, snapshot: Snapshot, store: Path) -> None:
    made = own_rules.start(LI, like=code)
    whole = run(store, snapshot, LI, [code])
    assert own_rules.trial(LI, snapshot, made).hits == whole.hits().num_rows
    assert catalogue()[code].header.title.zh in made.text and "module: 22" in made.text


def test_every_program_rule_can_be_copied_and_stays_lawful(store: Path) -> None:
    for code in own_rules.to_copy():
        assert lawful(own_rules.start(LI, like=code))[0].header.module == 22
    with pytest.raises(Refused, match="没有可以复制的规则 G01"):
        own_rules.start(LI, like="G01")


UNUSABLE = {
    "two rows of one subject": (SELECT.replace("p.programme, p.year", "p.programme, p.year, p.period"), "不止一行"),
    "no subject": (SELECT.replace("p.person AS subject_key", "NULL AS subject_key"), "subject_key 有空值"),
    "an unknown field": (SELECT, "colour"),
    "a field of the wrong kind": (SELECT.replace("'total': sum(p.amount)", "'total': 'much'"), "套不上"),
    "a brace too many": (SELECT, "写法不对"),
}
TEMPLATES = {
    "an unknown field": "{colour:money}",
    "a field of the wrong kind": "{total:money}",
    "a brace too many": "}",
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_rows_no_run_could_use(name: str, snapshot: Snapshot) -> None:
    sql, said = UNUSABLE[name]
    header = HEADER.replace("{subject:person}领取", TEMPLATES.get(name, "{subject:person}") + "领取")
    with pytest.raises(Refused, match=said):
        own_rules.trial(LI, snapshot, rule(sql, header))


def test_a_register_that_is_not_there(snapshot: Snapshot) -> None:
    with pytest.raises(Refused, match="缺少 机动车登记"):
        own_rules.trial(LI, snapshot, rule(header=HEADER.replace("needs: []", "needs: [vehicle]")))


def test_parameters_reach_the_child(snapshot: Snapshot) -> None:
    numbers = (
        "parameters:\n"
        "  above: {type: decimal, default: 400.50, unit: 元, min: 0, max: 9999, step: 1, zh: 高于, en: above}\n"
        "  least: {type: integer, default: 1, unit: 笔, min: 1, max: 99, step: 1, zh: 笔数, en: credits}\n"
    )
    sql = where("p.amount > $above AND $least = 1")
    found = own_rules.trial(LI, snapshot, rule(sql, HEADER.replace("flags:", numbers + "flags:")))
    assert found.hits > 0 and min(found.rows["amount"].to_pylist()) > Decimal("400.50")


def test_the_job_brings_rows_people_can_read(snapshot: Snapshot, store: Path) -> None:
    made = drafted()
    progress = Quiet()
    brought = json.loads(json.dumps(run_job(LI, progress, made.code, 1)))
    assert (brought["hits"], brought["cut"], brought["code"]) == (29, False, "Z01")
    rows = own_rules.sample(LI, snapshot, made, unpacked(brought["rows"]))
    assert len(rows) == 29 and rows[0]["amount"] == Decimal("9000.00") and "领取 9,000.00 元" in rows[0]["reason"]
    limited = Viewer("zhao", "training", Scope(frozenset({1})))
    assert {row["reason"] for row in own_rules.sample(limited, snapshot, made, unpacked(brought["rows"]))} == {""}


def test_nothing_to_try_on(store: Path) -> None:
    made = drafted()
    with pytest.raises(Refused, match="还没有数据快照"):
        run_job(LI, Quiet(), made.code, 1)
