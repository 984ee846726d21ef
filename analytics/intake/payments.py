"""Staged payments as rows of the contract, beside those of the parent snapshot."""

from __future__ import annotations

import duckdb

from analytics.intake.staging import Staging
from analytics.schema import TABLES, type_of
from analytics.words import Refused

STANDS_AT = 0.2  # a file of which more rows than this already stand is not taken without a word
MONTHLY_AT = 0.2  # share of (payee, year) with several months from which a programme is monthly
# What makes two payments the same one, sent twice.
_SAME = "person, account, village, programme, period, pay_date, amount"


def make_payments(staging: Staging) -> None:
    """Make new_payment (contract columns, household still the payee's own) from staged_payment."""
    con = staging.con
    con.execute(f"CREATE TABLE monthly AS {_MONTHLY_SQL}")
    _make_offsets(staging)
    con.execute(f"CREATE TABLE placed_payment AS {_PLACED_SQL}")
    _nothing_lost(con)
    con.execute(f"CREATE TABLE batch_of AS {_BATCH_SQL}")
    con.execute(f"CREATE VIEW new_payment AS {_NEW_SQL}")


def _nothing_lost(con: duckdb.DuckDBPyConnection) -> None:
    """Every staged payment has found its place and programme (key 0 at least), or nothing is taken in."""
    sql = "SELECT (SELECT count(*) FROM staged_payment), (SELECT count(*) FROM placed_payment)"
    ((staged, placed),) = con.execute(sql).fetchall()
    if staged != placed:
        raise Refused(
            "核对不符:清洗后 {staged} 行,归入项目和村之后 {placed} 行。没有导入任何文件,请联系维护人员。",
            staged=staged,
            placed=placed,
        )


def _make_offsets(staging: Staging) -> None:
    """sheet_offset: source_file → number of the payment before its first; numbers go on after the parent's."""
    con = staging.con
    con.execute("CREATE TABLE sheet_offset (source_file INTEGER, before BIGINT)")
    total = int(con.execute("SELECT coalesce(max(payment_no), 0) FROM parent_payment").fetchall()[0][0])
    for sheet in staging.sheets:
        if sheet.plan.table == "payment":
            con.execute("INSERT INTO sheet_offset VALUES (?, ?)", [sheet.source_file, total])
            total += sheet.rows_read


# A programme is monthly when its rate is by the month; where no rate says, when its payees are paid in several months.
_MONTHLY_SQL = f"""
    WITH said AS (
        SELECT programme, bool_or(contains(unit, '月')) AS monthly FROM final_rate WHERE unit IS NOT NULL GROUP BY 1),
    paid AS (
        SELECT g.programme, s.person, year(s.pay_date) AS year, count(DISTINCT month(s.pay_date)) AS months
        FROM staged_payment AS s JOIN programme_of AS g ON g.met = s.met_programme
        WHERE s.period IS NULL AND s.pay_date IS NOT NULL AND g.programme NOT IN (SELECT programme FROM said)
        GROUP BY ALL),
    seen AS (
        SELECT programme, sum(CAST(months > 1 AS INTEGER)) > {MONTHLY_AT} * count(*) AS monthly FROM paid GROUP BY 1)
    SELECT * FROM said UNION ALL SELECT * FROM seen"""

_PLACED_SQL = """
    SELECT o.before + s.roster_line AS payment_no, g.programme, l.township, l.village, s.person, s.name, s.account,
           s.holder, s.holder_person, s.phone,
           CASE WHEN s.period IS NOT NULL THEN s.period
                WHEN m.monthly AND s.pay_date IS NOT NULL AND coalesce(s.year, year(s.pay_date)) = year(s.pay_date)
                THEN CAST(year(s.pay_date) * 100 + month(s.pay_date) AS INTEGER)
                ELSE CAST(coalesce(s.year, year(s.pay_date)) * 100 AS INTEGER) END AS period,
           s.pay_date, s.quantity, s.rate, s.amount, coalesce(s.channel, 'card') AS channel,
           coalesce(s.status, 'paid') AS status, s.instalment, s.plot,
           CASE WHEN s.amount < 0 THEN '冲回' ELSE s.note_kind END AS note_kind, s.remark, s.roster_line,
           s.approved_on, s.source_file, s.source_row
    FROM staged_payment AS s
    JOIN sheet_offset AS o ON o.source_file = s.source_file
    JOIN place_of AS l ON l.met = s.met_place
    JOIN programme_of AS g ON g.met = s.met_programme
    LEFT JOIN monthly AS m ON m.programme = g.programme"""

_BATCH_SQL = """
    SELECT source_file, programme, township, period,
           CAST((SELECT coalesce(max(batch), 0) FROM parent_payment)
                + row_number() OVER (ORDER BY source_file, programme, township, period) AS INTEGER) AS batch
    FROM (SELECT DISTINCT source_file, programme, township, period FROM placed_payment)"""

_NEW_SQL = """
    SELECT p.*, b.batch, -p.person AS household
    FROM placed_payment AS p
    JOIN batch_of AS b ON b.source_file = p.source_file AND b.programme = p.programme
                      AND b.township = p.township AND b.period = p.period"""


def standing_shares(staging: Staging) -> dict[int, float]:
    """file number → share of its payments that stand already, in the parent or in an earlier file of this intake."""
    con = staging.con
    files = sorted({s.file_no for s in staging.sheets if s.plan.table == "payment"})
    parent = int(con.execute("SELECT count(*) FROM parent_payment").fetchall()[0][0])
    if len(files) < 2 and not parent:
        return {}
    con.execute(f"CREATE OR REPLACE TEMP TABLE file_of AS {_files(staging)}")
    sql = f"""
        WITH keyed AS (
            SELECT f.file_no, hash({_SAME}) AS same FROM placed_payment JOIN file_of AS f USING (source_file)
            UNION ALL SELECT -1, hash({_SAME}) FROM parent_payment),
        first AS (SELECT same, min(file_no) AS file_no FROM keyed GROUP BY same)
        SELECT k.file_no, avg(CAST(first.file_no < k.file_no AS INTEGER)) FROM keyed AS k JOIN first USING (same)
        WHERE k.file_no >= 0 GROUP BY 1"""
    return {int(n): float(share) for n, share in con.execute(sql).fetchall()}


def _files(staging: Staging) -> str:
    pairs = ", ".join(f"({s.source_file}, {s.file_no})" for s in staging.sheets)
    return f"SELECT * FROM (VALUES {pairs}) AS f(source_file, file_no)"


def standing_refusal(file: str, share: float) -> str:
    """The sentence for a file that repeats what stands."""
    refused = Refused(
        "文件“{file}”有 {share}% 的记录与已有发放记录相同。文件未导入。"
        "若要替换旧记录请加 --replace,若确是另一次发放请加 --add。",
        file=file,
        share=round(share * 100),
    )
    return str(refused)


def forget(staging: Staging, file_nos: set[int]) -> None:
    """Take back the payments of files that are refused after all."""
    gone = [s.source_file for s in staging.sheets if s.file_no in file_nos]
    staging.forget(file_nos)
    staging.con.execute("DELETE FROM placed_payment WHERE source_file IN (SELECT unnest($gone))", {"gone": gone})


def mark_replaced(staging: Staging) -> None:
    """Make replaced(payment_no, year): what a file of the same name or a repeated row replaces."""
    con = staging.con
    files = sorted({s.file for s in staging.sheets if s.plan.table == "payment"})
    con.execute(
        f"""CREATE OR REPLACE TABLE replaced AS
        SELECT payment_no, period // 100 AS year FROM parent_payment
        WHERE source_file IN (SELECT source_file FROM parent_source WHERE file IN (SELECT unnest($files)))
           OR hash({_SAME}) IN (SELECT hash({_SAME}) FROM placed_payment)""",
        {"files": files},
    )


def resolve_households(con: duckdb.DuckDBPyConnection, relation: str, target: str) -> None:
    """Make `target`: `relation` with the household each payee belongs to on the day, else -person."""
    columns = ", ".join(f"CAST(p.{c} AS {type_of(c)}) AS {c}" for c in TABLES["payment"].columns if c != "household")
    con.execute("""
        CREATE OR REPLACE TEMP TABLE settled AS
        SELECT person, min(household) AS household FROM household_member GROUP BY person
        HAVING count(*) = 1 AND min(starts_on) = DATE '1900-01-01' AND max(ends_on) = DATE '9999-12-31'""")
    con.execute("""
        CREATE OR REPLACE TEMP TABLE moving AS
        SELECT * FROM household_member WHERE person NOT IN (SELECT person FROM settled)""")
    month = "CASE p.period % 100 WHEN 0 THEN 12 ELSE p.period % 100 END"
    day = f"coalesce(p.pay_date, last_day(make_date(p.period // 100, {month}, 1)))"
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE moved AS
        SELECT p.payment_no, arg_max(m.household, (m.starts_on, -m.household)) AS household
        FROM {relation} AS p JOIN moving AS m ON m.person = p.person AND {day} BETWEEN m.starts_on AND m.ends_on
        GROUP BY p.payment_no""")
    con.execute(f"""
        CREATE OR REPLACE TABLE {target} AS
        SELECT {columns}, CAST(coalesce(s.household, v.household, -p.person) AS INTEGER) AS household
        FROM {relation} AS p LEFT JOIN settled AS s ON s.person = p.person
        LEFT JOIN moved AS v ON v.payment_no = p.payment_no""")
