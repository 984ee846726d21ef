"""The roster's rows as lines of payment: next month's, under keys that mean something in the scratch engine only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import duckdb

from analytics.intake.plan import SheetPlan
from analytics.intake.staging import Staging
from analytics.precheck.due import Due
from analytics.precheck.roster import Roster
from analytics.schema import TABLES, VAULT
from analytics.vault import KINDS

# Far below any key of the vault, so that no household -person of a stranger can be one of the register's.
_STRANGERS = 1_500_000_000
_PERSONAL = [column for column in TABLES["payment"].vault_columns if column != "household"]
_TAKEN = "quantity rate instalment plot remark approved_on".split()


# kind of the vault → its last key: what is larger was given on this connection only
Known = dict[str, int]


@dataclass(frozen=True)
class Unread:
    """A row of the roster (1-based, of a part) that could not be taken as it stands, and why (Chinese words);
    `person`: it is the ID number that is wrong."""

    part: int
    row: int
    why: str
    person: bool


def last_keys(con: duckdb.DuckDBPyConnection) -> Known:
    """The vault as it is attached to `con`, before anything is staged; an intake at work may be adding to it."""
    return {kind: int(con.execute(f"SELECT count(*) FROM vault_{kind}").fetchall()[0][0]) for kind in KINDS}


def dated(plan: SheetPlan, year: int) -> SheetPlan:
    """The plan with a year for all its rows, so that none is rejected for not saying when."""
    return replace(plan, constants={**plan.constants, "year": str(year)})


def lay(con: duckdb.DuckDBPyConnection, known: Known, due: Due) -> None:
    """Make roster_payment from staged_payment: a line for each row (a row with several months is one, with its sum)."""
    keys = ", ".join(f"{_key_sql(known, 's', column)} AS {column}" for column in _PERSONAL)
    con.execute(
        f"""CREATE TABLE roster_payment AS
        SELECT (SELECT coalesce(max(payment_no), 0) FROM parent_payment)
                   + row_number() OVER (ORDER BY s.source_file, s.source_row) AS payment_no,
               $programme::INTEGER AS programme, l.township, l.village, {keys}, $period::INTEGER AS period,
               $paid_on::DATE AS pay_date, {", ".join(f"s.{column}" for column in _TAKEN)}, s.total AS amount,
               coalesce(s.channel, 'card') AS channel, 'paid' AS status,
               CASE WHEN s.total < 0 THEN '冲回' ELSE s.note_kind END AS note_kind,
               (SELECT coalesce(max(batch), 0) FROM parent_payment)
                   + dense_rank() OVER (ORDER BY s.source_file) AS batch,
               s.roster_line, s.source_file, s.source_row
        FROM (SELECT *, sum(amount) OVER (PARTITION BY source_file, source_row) AS total FROM staged_payment
              QUALIFY row_number() OVER (PARTITION BY source_file, source_row ORDER BY roster_line) = 1) AS s
        JOIN place_of AS l ON l.met = s.met_place""",
        {"programme": due.programme, "period": due.period, "paid_on": due.on},
    )


def describe(con: duckdb.DuckDBPyConnection, known: Known, roster: Roster, due: Due) -> None:
    """Make due_payment, final_payee and final_source: the lines at home, their payees, the file."""
    # Whoever no file knows is at home nowhere: a negative household, as the snapshot has it of strangers.
    con.execute("""CREATE TABLE due_payment AS
        SELECT * REPLACE (CASE WHEN person < 0 THEN person ELSE household END AS household) FROM home_payment""")
    con.execute(f"""CREATE TABLE final_payee AS
        SELECT * FROM parent_payee
        UNION ALL BY NAME
        SELECT {_key_sql(known, "m", "person")} AS person, m.id_kind, m.id_fault, m.born_on, m.sex, n.name
        FROM met_payee AS m
        LEFT JOIN (SELECT person, min(name) AS name FROM due_payment GROUP BY person) AS n
          ON n.person = {_key_sql(known, "m", "person")}
        WHERE m.person NOT IN (SELECT person FROM parent_payee)""")
    con.execute(
        """CREATE TABLE final_source AS
        SELECT * FROM parent_source
        UNION ALL BY NAME
        SELECT DISTINCT source_file, $file AS file, $department::INTEGER AS department, $sha256 AS sha256,
               'payment' AS target_table FROM due_payment""",
        {"file": roster.file, "department": due.department, "sha256": roster.sha256},
    )


def places(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, tuple[int, int]]]:
    """(payment_no, (part, row)) of the roster's lines; parts count from 0."""
    first = "(SELECT coalesce(max(source_file), 0) + 1 FROM parent_source)"
    sql = f"SELECT payment_no, source_file - {first}, source_row FROM roster_payment ORDER BY 1"
    for number, part, row in con.execute(sql).fetchall():
        yield int(number), (int(part), int(row))


def unread(con: duckdb.DuckDBPyConnection, staging: Staging, roster: Roster) -> list[Unread]:
    """Rows cleaning refused, and those whose number is kept with a fault."""
    found = []
    for number, (part, rejected) in enumerate(zip(roster.parts, staging.rejected, strict=True)):
        header = part.sheet.header[part.plan.columns["person"]]
        for row in rejected.to_pylist():
            found.append(Unread(number, row["row"], row["reason"], row["reason"].startswith(f"{header}:")))
    first = staging.sheets[0].source_file
    sql = """SELECT DISTINCT source_file, source_row, id_fault
             FROM staged_payment AS s JOIN met_payee AS m USING (person)
             WHERE m.id_kind = 'bad' ORDER BY ALL"""
    faulty = con.execute(sql).fetchall()
    return found + [Unread(source - first, row, fault, True) for source, row, fault in faulty]


def strangers(con: duckdb.DuckDBPyConnection, known: Known) -> dict[str, dict[int, str]]:
    """kind → negative key → value, of what the vault does not know."""
    return {
        kind: dict(
            con.execute(
                f"SELECT CAST({last - _STRANGERS} - key AS INTEGER), value FROM vault_{kind} WHERE key > {last}"
            ).fetchall()
        )
        for kind, last in known.items()
    }


def _key_sql(known: Known, table: str, column: str) -> str:
    """The column's key; one given on this connection becomes a stranger's, below all others."""
    last, key = known[VAULT[column]], f"{table}.{column}"
    return f"CAST(CASE WHEN {key} > {last} THEN {last - _STRANGERS} - {key} ELSE {key} END AS INTEGER)"
