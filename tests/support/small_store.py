"""A small real store, told in rows: two townships, three villages, eleven people, three programmes, 2015-2017.

Everything goes through SnapshotWriter and the vault, so tests read what a county would.
"""

from pathlib import Path

import duckdb

from analytics.snapshots import Snapshot, SnapshotWriter, store_lock
from analytics.vault import Vault

TABLES = {
    "township": """SELECT * FROM (VALUES (1, 'T1', '青禾镇', 900), (2, 'T2', '石桥镇', 500))
        t(township, code, title, population)""",
    "place": """SELECT * FROM (VALUES (1, 'V1', '上河村', 1, 400), (2, 'V2', '下河村', 1, 500),
        (3, 'V3', '石桥村', 2, 500))
        t(village, code, title, township, population)""",
    "department": "SELECT * FROM (VALUES (1, 'D1', '民政局'), (2, 'D2', '林业局')) t(department, code, title)",
    "programme": """SELECT * FROM (VALUES
        (1, 'DB', '农村低保金', '农村低保', 1, 'household'), (2, 'GL', '高龄津贴', '高龄津贴', 1, 'person'),
        (3, 'TG', '退耕还林补贴', '退耕还林', 2, 'plot')) t(programme, code, title, kind, department, paid_to)""",
    "source": """SELECT * FROM (VALUES
        (1, '低保金.csv', '', 1, 'a', DATE '2018-01-10', 'payment'),
        (2, '死亡人员.xlsx', '名单', 1, 'b', DATE '2018-01-05', 'death'))
        t(source_file, file, sheet, department, sha256, data_date, target_table)""",
}
# person k lives in household (k + 1) // 2; 11 is in no register, so household -11
PEOPLE = """SELECT k AS person, (k + 1) // 2 AS household, CASE k % 2 WHEN 1 THEN '户主' ELSE '配偶' END AS relation,
    k AS name, CASE WHEN k < 5 THEN 1 WHEN k < 9 THEN 2 ELSE 3 END AS village, 1 AS source_file, k AS source_row
    FROM range(1, 11) t(k)"""
PAYMENTS = """
    WITH month AS (SELECT y * 100 + m AS period FROM range(2015, 2018) a(y), range(1, 13) b(m)),
    raw AS (
        SELECT 1 AS programme, person, period, 100.00 AS amount FROM person, month WHERE person IN (1, 5, 9)
        UNION ALL SELECT 2, person, period, 50.00 FROM person, month WHERE person IN (3, 4) AND period < 201609
        UNION ALL SELECT 3, person, y * 100, 400.00 + person FROM person, range(2015, 2018) a(y) WHERE person % 2 = 1
        UNION ALL SELECT 3, 11, 201700, 9000.00)
    SELECT row_number() OVER (ORDER BY raw.programme, raw.person, period) AS payment_no, raw.programme,
           coalesce(v.township, 2) AS township, coalesce(v.village, 3) AS village,
           coalesce(p.household, -raw.person) AS household, raw.person, raw.person AS name,
           CASE raw.person WHEN 3 THEN 1 ELSE raw.person END AS account, raw.person AS holder, period,
           make_date(period // 100, greatest(period % 100, 1), 15) AS pay_date, raw.amount, 'card' AS channel,
           CASE WHEN raw.person = 4 AND period = 201501 THEN 'returned' ELSE 'paid' END AS status,
           1 AS batch, 1 AS roster_line, 1 AS source_file, 100 + raw.person AS source_row
    FROM raw LEFT JOIN person p ON p.person = raw.person LEFT JOIN place v ON v.village = p.village"""
REGISTERS = {
    "death": """SELECT 3 AS person, 3 AS name, DATE '2015-06-20' AS died_on, '死亡人员' AS source, 2 AS source_file,
        9 AS source_row""",
    "cadre": """SELECT 5 AS person, 5 AS name, '村支书' AS post, 2 AS village, 1 AS township, 
        DATE '2014-01-01' AS starts_on, NULL::DATE AS ends_on, 5 AS account, 2 AS source_file, 3 AS source_row""",
    "payee": """SELECT k AS person, '18' AS id_kind, NULL AS id_fault, DATE '1950-01-01' AS born_on, '男' AS sex,
        k AS name
        FROM range(1, 12) t(k)""",
}
VALUES = {
    "person": "SELECT '51990019500101' || lpad(k::VARCHAR, 3, '0') || 'X' FROM range(1, 12) t(k)",
    "name": "SELECT '张' || chr((20000 + k)::INTEGER) FROM range(1, 12) t(k)",
    "account": "SELECT '62140000000' || lpad(k::VARCHAR, 5, '0') FROM range(1, 12) t(k)",
    "household": "SELECT 'H' || lpad(k::VARCHAR, 6, '0') FROM range(1, 6) t(k)",
}


def small_store(store: Path, payments: str = PAYMENTS) -> Snapshot:
    """Build it in the empty store `store`; `payments`: SQL of the payments when not these."""
    con = duckdb.connect()
    for name, sql in TABLES.items():
        con.execute(f"CREATE TABLE {name} AS {sql}")
    con.execute(f"CREATE TABLE person AS {PEOPLE}")
    con.execute(f"CREATE TABLE payment AS {payments}")
    for name, sql in REGISTERS.items():
        con.execute(f"CREATE TABLE {name} AS {sql}")
    with store_lock(store), SnapshotWriter(store) as writer:
        vault = Vault(store)
        vault.attach(con)
        for kind, sql in VALUES.items():
            vault.add(con, kind, sql)
        vault.save(con)
        writer.payments(con, "payment")
        for name in (*TABLES, "person", *REGISTERS):
            writer.table(con, name, name)
        writer.cube(con)
        return writer.publish(sources=[], quality={}, rejected={})
