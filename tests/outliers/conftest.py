"""A small made county: three townships, where what is strange was put there on purpose."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from analytics.engine import Engine
from analytics.reference import current_reference
from analytics.snapshots import SnapshotWriter, store_lock

LAND, FLAT, RARE = 1, 2, 3
STRANGE, SPLIT, FLAT_TENFOLD, RARE_RICH, UNKNOWN_PLACE = 7, 45, 80, 501, 900

# Village 4 has 4 households only: its peers are the township's.
_HOUSEHOLDS = """
    SELECT h AS household, CASE WHEN h > 116 THEN 4 ELSE 1 + (h - 1) % 3 END AS village FROM range(1, 121) AS t(h)"""
# Every household: a land subsidy of 400 to 600 yuan a year by its area (which is confirmed), and 600 yuan flat.
_CREDITS = f"""
    SELECT household, household AS person, household AS account, village, {LAND} AS programme, y AS year, 10 AS month,
           (8 + household % 5) AS quantity, 50.00 * (8 + household % 5) AS amount
    FROM households, range(2015, 2018) AS t(y)
    UNION ALL
    SELECT household, household, household, village, {FLAT}, y, 10, NULL, 600.00
    FROM households, range(2015, 2018) AS t(y) WHERE household <> {FLAT_TENFOLD} OR y <> 2016
    UNION ALL SELECT {FLAT_TENFOLD}, {FLAT_TENFOLD}, {FLAT_TENFOLD}, 2, {FLAT}, 2016, 10, NULL, 6000.00
    UNION ALL SELECT {STRANGE}, {STRANGE}, {STRANGE}, 1, {LAND}, 2017, 12, 180, 9000.00
    UNION ALL SELECT {SPLIT}, 1000 + i, 1000 + i, 3, {LAND}, 2017, 10, NULL, 40.00 FROM range(4) AS t(i)
    UNION ALL SELECT 500 + i, 500 + i, 500 + i, 1, {RARE}, 2017, 10, NULL, CASE i WHEN 1 THEN 50000.00 ELSE 100.00 END
    FROM range(3) AS t(i)
    UNION ALL SELECT -{UNKNOWN_PLACE}, {UNKNOWN_PLACE}, {UNKNOWN_PLACE}, 0, {LAND}, 2017, 10, NULL, 500.00"""

_PAYMENTS = """
    SELECT row_number() OVER (ORDER BY programme, year, household, person, amount) AS payment_no, programme,
           CASE village WHEN 0 THEN 0 WHEN 4 THEN 1 ELSE village END AS township, village, household, person, account,
           year * 100 AS period, make_date(year, month, 12) AS pay_date, quantity, amount, 'card' AS channel,
           'paid' AS status, 1 AS batch, 1 AS roster_line, 1 AS source_file, 1 AS source_row
    FROM credits"""

_PROGRAMMES = f"""
    SELECT * FROM (VALUES ({LAND}, 'P1', '地力保护', '地力保护', 1, 'household'),
        ({FLAT}, 'P2', '困难补助', '其他', 2, 'household'), ({RARE}, 'P3', '临时救助', '临时救助', 2, 'household'))
        AS t(programme, code, title, kind, department, paid_to)"""


def build(store: Path) -> Engine:
    """An engine over the county above, in a store of its own."""
    con = duckdb.connect()
    for name, sql in (("households", _HOUSEHOLDS), ("credits", _CREDITS), ("payments", _PAYMENTS)):
        con.execute(f"CREATE TABLE {name} AS {sql}")
    con.execute(f"CREATE TABLE programmes AS {_PROGRAMMES}")
    con.execute("CREATE TABLE rights AS SELECT household, 8 + household % 5 AS area, '确权' AS basis FROM households")
    con.execute(
        "CREATE TABLE townships AS SELECT t AS township, 'T' || t AS code, '乡' || t AS title FROM range(1, 4) s(t)"
    )
    con.execute(
        "CREATE TABLE places AS SELECT DISTINCT village, 'V' || village AS code, '村' || village AS title, township"
        " FROM payments WHERE village > 0"
    )
    with store_lock(store), SnapshotWriter(store) as writer:
        tables = {"programme": "programmes", "land_right": "rights", "township": "townships", "place": "places"}
        for name, relation in tables.items():
            writer.table(con, name, relation)
        writer.payments(con, "payments")
        return Engine(writer.publish(sources=[]), current_reference())


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return build(tmp_path_factory.mktemp("outliers"))
