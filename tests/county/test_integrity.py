"""Every key leads somewhere, and the rosters are numbered as files are."""

import pytest

from analytics.schema import REGISTERS, TABLES
from tests.county.conftest import County

PAYMENT_KEYS = {
    "person": "payee",
    "holder_person": "payee",
    "programme": "programme",
    "township": "township",
    "village": "place",
    "source_file": "source",
}


@pytest.mark.parametrize("column", PAYMENT_KEYS)
def test_every_key_of_a_payment_leads_to_a_row(county: County, column: str) -> None:
    table, key = PAYMENT_KEYS[column], "person" if column == "holder_person" else column
    assert county.value(f"SELECT count(*) FROM payment ANTI JOIN {table} AS t ON t.{key} = payment.{column}") == 0


@pytest.mark.parametrize("table", ["payment", *REGISTERS])
def test_vault_keys_are_in_the_vault_and_required_columns_are_filled(county: County, table: str) -> None:
    contract = TABLES[table]
    for column, kind in contract.vault_columns.items():
        known = f"SELECT key FROM vault_{kind}"
        low = "> 0" if column == "household" else "IS NOT NULL"
        assert county.value(f"SELECT count(*) FROM {table} WHERE {column} {low} AND {column} NOT IN ({known})") == 0
    for column in contract.required:
        assert county.value(f"SELECT count(*) FROM {table} WHERE {column} IS NULL") == 0


def test_the_household_of_a_payment_is_the_registers_or_the_payee_alone(county: County) -> None:
    wrong = county.value("""SELECT count(*) FROM payment AS p LEFT JOIN person AS r ON r.person = p.person
        WHERE p.household <> coalesce(r.household, -p.person)""")
    assert wrong == 0
    assert county.value("SELECT count(*) FROM payment WHERE household < 0") > 0


def test_payments_are_numbered_once_and_lines_run_through_each_file(county: County) -> None:
    assert county.rows("SELECT count(*) = count(DISTINCT payment_no), min(payment_no), max(payment_no) = count(*) "
                       "FROM payment") == [(True, 1, True)]  # fmt: skip
    assert (
        county.value("""SELECT count(*) FROM (SELECT source_file FROM payment GROUP BY source_file
        HAVING min(roster_line) <> 1 OR max(roster_line) <> count(*) OR count(DISTINCT source_row) <> count(*))""")
        == 0
    )


def test_a_batch_is_one_file_programme_township_and_period(county: County) -> None:
    several = """SELECT batch FROM (SELECT DISTINCT batch, source_file, programme, township, period FROM payment)
        GROUP BY batch HAVING count(*) > 1"""
    assert county.rows(several) == []
    assert county.value("SELECT count(DISTINCT batch) FROM payment") == county.value(
        "SELECT count(*) FROM (SELECT DISTINCT source_file, programme, township, period FROM payment)"
    )


def test_villages_lie_in_their_townships_and_codes_say_so(county: County) -> None:
    assert county.value("SELECT count(*) FROM payment JOIN place USING (village) "
                        "WHERE payment.township <> place.township") == 0  # fmt: skip
    assert county.value("SELECT count(*) FROM place JOIN township USING (township) "
                        "WHERE NOT starts_with(place.code, township.code)") == 0  # fmt: skip
    assert county.value("SELECT count(DISTINCT code) = count(*) FROM place")
    assert county.value("SELECT sum(population) FROM place") == county.value("SELECT count(*) FROM person")


def test_amounts_follow_the_dated_rates_except_where_planted(county: County) -> None:
    off = county.rows("""
        SELECT v.value FROM payment AS p JOIN rate AS r ON r.programme = p.programme AND r.rate_kind = 'per_unit'
          AND p.period // 100 BETWEEN year(r.valid_from) AND coalesce(year(r.valid_to), 2099)
        JOIN vault_person AS v ON v.key = p.person
        WHERE abs(p.amount - p.quantity * r.unit_rate) > 1 AND coalesce(p.note_kind, '') = ''""")
    named = {k for (k,) in county.rows("SELECT key FROM truth WHERE rule = 'C10'")}
    several = {k for (k,) in county.rows("SELECT key FROM innocent WHERE rule = 'C10'")}
    assert named <= {k for (k,) in off} <= named | several


def test_yearly_programmes_have_month_00_and_every_credit_a_day(county: County) -> None:
    assert county.value("SELECT count(*) FROM payment WHERE pay_date IS NULL") == 0
    mixed = county.value("""SELECT count(*) FROM (SELECT programme FROM payment GROUP BY programme
        HAVING min(period % 100) = 0 AND max(period % 100) > 0)""")
    assert mixed == 0


def test_nobody_is_paid_before_birth(county: County) -> None:
    assert county.value("SELECT count(*) FROM payment JOIN payee USING (person) WHERE pay_date < born_on") == 0


def test_everybody_is_one_payee(county: County) -> None:
    doubled = "SELECT count(*) FROM (SELECT person FROM payee GROUP BY person HAVING count(*) > 1)"
    assert county.value(doubled) == 0
