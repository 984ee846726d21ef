"""Believable people: numbers that check, families whose ages fit, names by frequency."""

import pytest
from stdnum.cn import ric

from analytics.county.frame import day
from analytics.county.numbers import id_digits, id_texts
from tests.county.conftest import County


def test_check_characters_are_right_except_where_planted(county: County) -> None:
    wrong = {v for (v,) in county.rows("SELECT value FROM vault_person") if ric.calc_check_digit(v) != v[-1]}
    assert wrong == {k for (k,) in county.rows("SELECT key FROM truth WHERE rule = 'A17'")}
    bad = county.rows("SELECT value FROM payee JOIN vault_person ON key = person WHERE id_kind = 'bad'")
    assert {v for (v,) in bad} == wrong


def test_numbers_are_nobodys_and_say_the_day_of_birth_and_the_sex(county: County) -> None:
    assert county.value("SELECT count(*) FROM vault_person WHERE NOT starts_with(value, '5199')") == 0
    assert (
        county.value("""SELECT count(*) FROM payee JOIN vault_person ON key = person
        WHERE strftime(born_on, '%Y%m%d') <> value[7:14] OR (value[17]::INT % 2 = 1) <> (sex = '男')""")
        == 0
    )


def test_numbers_of_two_blocks_never_meet() -> None:
    import numpy as np

    born, male = np.full(100, day(1970, 1, 1)), np.ones(100, np.int64)
    numbers = [n for block in range(8) for n in id_texts(id_digits(born, male, block), np.zeros(100, np.int64))]
    assert len(set(numbers)) == 800


def test_one_head_in_each_household_and_spouses_of_the_other_sex(county: County) -> None:
    heads = "SELECT household FROM person GROUP BY household HAVING count_if(relation = '户主') <> 1"
    assert county.rows(heads) == []
    assert (
        county.value("""SELECT count(*) FROM person AS h JOIN person AS s USING (household)
        JOIN payee AS a ON a.person = h.person JOIN payee AS b ON b.person = s.person
        WHERE h.relation = '户主' AND s.relation = '配偶' AND a.sex = b.sex""")
        == 0
    )


@pytest.mark.parametrize(("elder", "younger", "low", "high"), [("父母", "户主", 19, 40), ("户主", "子女", 14, 45)])
def test_parents_are_older_than_their_children(county: County, elder: str, younger: str, low: int, high: int) -> None:
    """Of those whose birth was not moved by a planting (the over-seventies and the eighties)."""
    years = county.rows(f"""SELECT date_diff('year', a.born_on, b.born_on) FROM person AS o
        JOIN person AS y USING (household) JOIN payee AS a ON a.person = o.person JOIN payee AS b ON b.person = y.person
        WHERE o.relation = '{elder}' AND y.relation = '{younger}'
          AND o.household NOT IN (SELECT household FROM person JOIN vault_person AS v ON v.key = person.person
              WHERE v.value IN (SELECT key FROM truth WHERE rule = 'A15' UNION ALL
                                SELECT key FROM innocent WHERE rule IN ('A15', 'A06')))""")
    assert len(years) > 100
    assert min(years)[0] >= low
    assert max(years)[0] <= high


def test_names_follow_frequency(county: County) -> None:
    shares = county.rows("""SELECT value[1], count(*) FROM person JOIN vault_name ON key = person.name
        GROUP BY 1 ORDER BY 2 DESC""")
    assert shares[0][0] in "王李张"
    assert len(shares) > 60
    assert shares[0][1] > 8 * shares[-10][1]


def test_accounts_and_phones_belong_to_nobody_real(county: County) -> None:
    assert county.value("SELECT count(*) FROM vault_phone WHERE NOT starts_with(value, '100')") == 0
    assert county.value("SELECT bool_and(length(value) = 19) FROM vault_account")
