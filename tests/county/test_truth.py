"""What is planted is true of the data: each case is in the state its note claims, each look-alike is not."""

from collections.abc import Callable

import pytest

from tests.county.conftest import County

RULES = ("A01 A02 A05 A06 A07 A08 A15 A17 A18 A27 B01 B03 B07 C01 C10 C12 C14 D01 D02 D04 D06 D07 E05 E07 G01").split()
STATISTICAL = ("G01",)  # a rank in the whole county: nobody is innocent of it

# rule -> SELECT giving the plain keys of whom the rule's text is true, written apart from the rules themselves
STATE = {
    "A01": """SELECT v.value FROM payment AS p JOIN death AS d USING (person) JOIN programme AS g USING (programme)
        JOIN vault_person AS v ON v.key = p.person
        WHERE g.paid_to = 'person' AND g.kind <> '丧葬补助' AND p.period % 100 > 0
          AND (p.period // 100 - year(d.died_on)) * 12 + p.period % 100 - month(d.died_on) > 1""",
    "A02": """SELECT v.value FROM payment AS p JOIN public_employee AS e USING (person)
        JOIN programme AS g USING (programme) JOIN vault_person AS v ON v.key = p.person
        WHERE g.kind IN ('农村低保', '特困供养') AND e.category = '在编在职' AND p.pay_date >= e.starts_on
          AND p.pay_date <= coalesce(e.ends_on, DATE '2099-01-01')""",
    "A05": """SELECT v.value FROM payment AS p JOIN prisoner AS s USING (person) JOIN programme AS g USING (programme)
        JOIN vault_person AS v ON v.key = p.person
        WHERE g.kind = '农村低保' AND s.kind = '收监' AND p.pay_date BETWEEN s.starts_on AND s.ends_on""",
    "A06": """SELECT v.value FROM payment AS p JOIN person AS o USING (household)
        JOIN vehicle AS c ON c.person = o.person JOIN programme AS g USING (programme)
        JOIN vault_person AS v ON v.key = p.person
        WHERE g.kind IN ('农村低保', '扶贫到户') AND c.kind = '小型轿车' AND c.value >= 30000
          AND p.pay_date BETWEEN c.registered_on AND coalesce(c.cancelled_on, DATE '2099-01-01')
          AND p.household NOT IN (SELECT household FROM poverty_household WHERE ends_on < c.registered_on)""",
    "A07": """SELECT v.value FROM payment AS p JOIN person AS o USING (household)
        JOIN property AS h ON h.person = o.person JOIN programme AS g USING (programme)
        JOIN vault_person AS v ON v.key = p.person
        WHERE g.kind IN ('农村低保', '扶贫到户') AND h.kind = '商品房' AND p.pay_date >= h.registered_on
          AND p.household NOT IN (SELECT household FROM poverty_household WHERE ends_on < h.registered_on)""",
    "A08": """SELECT v.value FROM payment AS p JOIN company AS c USING (person) JOIN programme AS g USING (programme)
        JOIN vault_person AS v ON v.key = p.person
        WHERE g.kind = '农村低保' AND c.status = '存续' AND c.kind <> '农民专业合作社'""",
    "A15": """SELECT v.value FROM payment AS p JOIN payee AS y USING (person) JOIN programme AS g USING (programme)
        JOIN vault_person AS v ON v.key = p.person
        WHERE g.kind = '高龄津贴' AND last_day(p.pay_date) < y.born_on + to_years(80)""",
    "A18": """SELECT v.value FROM payment AS p JOIN vault_person AS v ON v.key = p.person
        GROUP BY v.value HAVING count(DISTINCT p.name) > 1""",
    "A27": """SELECT v.value FROM payment AS p JOIN death AS d USING (person) JOIN programme AS g USING (programme)
        JOIN vault_person AS v ON v.key = p.person
        WHERE g.kind IN ('地力保护', '退耕还林') AND p.period // 100 > year(d.died_on)""",
    "B03": """SELECT v.value FROM payment AS p JOIN payment AS q USING (person, period)
        JOIN programme AS g ON g.programme = p.programme JOIN programme AS h ON h.programme = q.programme
        JOIN vault_person AS v ON v.key = p.person WHERE g.kind = '农村低保' AND h.kind = '特困供养'""",
    "C12": """SELECT v.value FROM payment AS p JOIN cadre AS c USING (person) JOIN programme AS g USING (programme)
        JOIN vault_person AS v ON v.key = p.person
        WHERE g.kind IN ('种粮大户', '退耕还林', '公益林', '地力保护') AND g.title NOT LIKE '新一轮%'
          AND p.pay_date BETWEEN c.starts_on AND coalesce(c.ends_on, DATE '2099-01-01')
        GROUP BY v.value, p.programme, p.period, g.kind
        HAVING sum(p.amount) > CASE WHEN g.kind IN ('种粮大户', '退耕还林') THEN 1500 ELSE 1000 END""",
    "D01": """SELECT v.value FROM payment AS p JOIN vault_account AS v ON v.key = p.account
        WHERE p.account NOT IN (SELECT account FROM account_role)
        GROUP BY v.value, p.period // 100 HAVING count(DISTINCT p.household) > 1""",
    "D04": """SELECT v.value FROM payment AS p JOIN cadre AS c USING (account)
        JOIN vault_account AS v ON v.key = p.account JOIN person AS o ON o.person = c.person
        WHERE p.household <> o.household AND p.account NOT IN (SELECT account FROM account_role)""",
    "D07": """SELECT v.value FROM payment AS p JOIN vault_account AS v ON v.key = p.account
        WHERE p.account NOT IN (SELECT account FROM account_role)
        GROUP BY v.value, p.period // 100 HAVING count(DISTINCT p.person) > 10""",
    "E05": """SELECT g.code FROM payment AS p JOIN programme AS g USING (programme) WHERE p.period % 100 > 0
        GROUP BY g.code, p.period // 100
        HAVING sum(CASE WHEN month(p.pay_date) = 12 THEN p.amount ELSE 0 END) > 0.4 * sum(p.amount)""",
    "E07": """SELECT v.value FROM payment AS p JOIN programme AS g USING (programme)
        JOIN vault_person AS v ON v.key = p.person WHERE p.period // 100 > year(g.ends_on)""",
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
    assert len(true_of - cases) <= 15, "a clean county must not hit by chance"


def test_people_of_truth_are_payees_and_accounts_are_credited(county: County) -> None:
    keys = "SELECT unnest(string_split(key, '|')) AS key, rule FROM (FROM truth UNION ALL FROM innocent)"
    unknown = county.rows(f"""SELECT rule, key FROM ({keys}) WHERE rule <> 'E05'
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
