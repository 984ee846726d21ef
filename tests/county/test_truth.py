"""What is planted is true of the data: each case is in the state its note claims, each look-alike is not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from analytics.rules import catalogue
from tests.county.conftest import County

DRAWN = ("G06",)  # a sample, not a question
RULES = [code for code in catalogue() if code[0] in "ABCDEFGP" and code not in DRAWN]  # the shared catalogue's
STATISTICAL = ("G01", "G03")  # a rank or share in the whole county: nobody is innocent of it

# state/<CODE>.sql: a SELECT giving the plain keys of whom the rule's text is true, written apart from the rules
STATE = {
    path.stem: path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "state").glob("*.sql"))
}


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_cases_and_look_alikes(planted: Callable[[str, str], list[str]], rule: str) -> None:
    cases, innocents = planted(rule, "truth"), planted(rule, "innocent")
    assert cases
    assert bool(innocents) == (rule not in STATISTICAL)
    assert not set(cases) & set(innocents)
    assert len(set(innocents)) == len(innocents)


@pytest.mark.parametrize("rule", STATE)
def test_the_planted_are_in_the_state_claimed_and_the_innocent_are_not(county: County, rule: str) -> None:
    true_of = {value for (value,) in county.rows(STATE[rule])}
    cases = {k for (k,) in county.rows(f"SELECT key FROM truth WHERE rule = '{rule}'")}
    innocents = {k for (k,) in county.rows(f"SELECT key FROM innocent WHERE rule = '{rule}'")}
    assert cases <= true_of
    assert not innocents & true_of
    planted = {k for (k,) in county.rows("SELECT key FROM truth UNION SELECT key FROM innocent")}
    assert len(true_of - planted) <= 15, "a clean county must not hit by chance"


def test_people_of_truth_are_payees_and_accounts_are_credited(county: County) -> None:
    keys = "SELECT unnest(string_split(key, '|')) AS key, rule FROM (FROM truth UNION ALL FROM innocent)"
    unknown = county.rows(f"""SELECT rule, key FROM ({keys}) WHERE regexp_matches(key, '^[0-9]{15}')
        AND key NOT IN (SELECT value FROM vault_person JOIN payment ON payment.person = vault_person.key)
        AND key NOT IN (SELECT value FROM vault_account JOIN payment ON payment.account = vault_account.key)""")
    assert unknown == []


def test_a_copied_block_stands_in_the_same_order_in_several_townships(county: County) -> None:
    rosters = county.rows("SELECT key FROM truth WHERE rule = 'D06'")
    for (key,) in rosters:
        people = county.rows(f"SELECT key FROM vault_person WHERE value IN {tuple(key.split('|'))}")
        inside = ", ".join(str(k) for (k,) in people)
        blocks = county.rows(f"""SELECT township, list(person ORDER BY roster_line),
              max(roster_line) - min(roster_line) + 1 = count(*) FROM payment
            WHERE person IN ({inside}) GROUP BY township, batch""")
        assert len({tuple(order) for _, order, _ in blocks}) == 1
        assert len({township for township, _, _ in blocks}) > 1
        assert all(together for _, _, together in blocks)
        assert blocks[0][1] != sorted(blocks[0][1])


def test_the_woodland_story_withholds_thirteen_thousand_yuan_through_eight_cadres(county: County) -> None:
    story = county.rows("""SELECT count(DISTINCT p.account), sum(p.amount), count(DISTINCT p.township)
        FROM truth AS t JOIN vault_account AS v ON v.value = t.key JOIN payment AS p ON p.account = v.key
        JOIN cadre AS c ON c.account = p.account JOIN programme AS g ON g.programme = p.programme
        WHERE t.note LIKE 'woodland story%' AND p.person <> c.person AND g.kind = '公益林'""")
    assert story == [(8, 13_000, 1)]
    assert county.value("SELECT count(*) FROM truth WHERE rule = 'C12' AND note LIKE 'woodland story%'") == 4


def test_the_clerks_names_are_in_every_township_and_in_no_register(county: County) -> None:
    (key,) = (k for k, n in county.rows("SELECT key, note FROM truth WHERE rule = 'D06'") if n.startswith("the clerk"))
    found = county.rows(f"""SELECT count(DISTINCT p.township), count(DISTINCT p.account), max(p.household) < 0
        FROM payment AS p JOIN vault_person AS v ON v.key = p.person WHERE v.value IN {tuple(key.split("|"))}""")
    assert found == [(county.value("SELECT count(*) FROM township"), 4, True)]


def test_spellings_of_one_name_lie_in_the_vault(county: County) -> None:
    several = county.rows("""SELECT count(*) FROM vault_spelling GROUP BY key""")
    assert several
    assert {n for (n,) in several} <= {3, 6, 9}
