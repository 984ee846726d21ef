"""Registers that follow from what was paid: departments' own ledgers, in SQL over the loaded payments."""

from __future__ import annotations

from analytics.county.plant.timing import HELD_BACK
from analytics.county.programmes import called

_HELD = ", ".join(f"({called(family, year).key}, {year}, {days})" for family, year, days in HELD_BACK)
_ROLL_KINDS = "'农村低保', '城市低保', '特困供养', '残疾人补贴', '孤儿保障'"
_FIRST = "make_date(min(p.period) // 100, min(p.period) % 100, 1)"
_LAST = "CASE WHEN max(p.period) < 201712 THEN last_day(make_date(max(p.period) // 100, max(p.period) % 100, 1)) END"

# Registers by name; `payment` and `programme` are the loaded tables. Quantities and sums agree with the payments.
DERIVED: dict[str, str] = {
    # Of a household's dibao all who live in it, from the first month paid to the last; else the payee.
    "assistance_roll": f"""
        WITH paid AS (
            SELECT p.person, p.household, p.period, g.kind, p.household > 0 AND contains(g.kind, '低保') AS whole
            FROM payment AS p JOIN programme AS g ON g.programme = p.programme
            ANTI JOIN assistance_roll AS planted ON planted.person = p.person AND planted.kind = g.kind
            WHERE g.kind IN ({_ROLL_KINDS}) AND p.period % 100 > 0),
        family AS (
            SELECT p.household, p.kind, {_FIRST} AS starts_on, {_LAST} AS ends_on
            FROM paid AS p WHERE p.whole GROUP BY p.household, p.kind)
        SELECT p.person, CASE WHEN p.household > 0 THEN p.household END AS household, p.kind,
               {_FIRST} AS starts_on, {_LAST} AS ends_on
        FROM paid AS p WHERE NOT p.whole GROUP BY p.person, p.household, p.kind
        UNION ALL
        SELECT m.person, f.household, f.kind, greatest(f.starts_on, m.household_from) AS starts_on,
               least(f.ends_on, last_day(m.died_on)) AS ends_on
        FROM family AS f
        JOIN family_member AS m ON m.household = f.household
        WHERE coalesce(m.household_from, f.starts_on) <= coalesce(f.ends_on, DATE '2017-12-31')
          AND coalesce(m.died_on, f.starts_on) >= f.starts_on""",
    "village_ledger": """
        SELECT p.village, p.programme, p.period // 100 AS year, sum(p.quantity) AS quantity
        FROM payment AS p JOIN programme AS g ON g.programme = p.programme
        WHERE g.kind IN ('地力保护', '粮食直补', '退耕还林', '公益林', '良种补贴')
        GROUP BY p.village, p.programme, p.period // 100""",
    # Money comes ten days before each half month in which a period is paid; what was held back, so many days
    # before the last of it was paid.
    "arrival": f"""
        WITH lot AS (
            SELECT programme, period, min(pay_date) AS first_on, max(pay_date) AS last_on, sum(amount) AS amount
            FROM payment GROUP BY programme, period, year(pay_date), month(pay_date), day(pay_date) > 15)
        SELECT l.programme, l.period, l.amount,
               CAST(coalesce(l.last_on - h.days, l.first_on - 10) AS DATE) AS arrived_on
        FROM lot AS l LEFT JOIN (VALUES {_HELD}) AS h(programme, year, days)
          ON h.programme = l.programme AND h.year = l.period // 100""",
    "approval": """
        SELECT programme, village, period, sum(amount) AS amount, CAST(min(pay_date) - 12 AS DATE) AS approved_on
        FROM payment WHERE period % 100 = 0 GROUP BY programme, village, period""",
    "budget_line": """
        SELECT '岚财预〔' || period // 100 || '〕' || programme || '号' AS doc, programme, sum(amount) AS amount,
               CAST(min(pay_date) - 45 AS DATE) AS arrived_on, CAST(min(pay_date) - 20 AS DATE) AS paid_on
        FROM payment GROUP BY programme, period // 100""",
    "machinery": """
        SELECT p.person AS owner,
               CASE WHEN p.amount >= 8000 THEN '拖拉机' WHEN p.amount >= 3000 THEN '旋耕机' ELSE '微耕机' END AS kind,
               'NJ' || p.payment_no AS serial, CAST(p.amount * 100 / 28 AS DECIMAL(12, 0)) AS price,
               p.amount AS subsidy, CAST(p.pay_date - 40 AS DATE) AS bought_on
        FROM payment AS p JOIN programme AS g ON g.programme = p.programme
        ANTI JOIN machinery AS known ON known.owner = p.person
        WHERE g.kind = '农机购置' AND p.amount > 0""",
    "bank_return": """
        SELECT account, holder, person, amount, '已重发' AS status, '账号状态异常' AS reason,
               CAST(pay_date + 3 AS DATE) AS date
        FROM payment WHERE payment_no % 1500 = 7 AND amount > 0""",
}
# Registers that are sorted when all blocks are there.
AFTERWARDS = (*DERIVED, "account_role", "lease")
# What the blocks tell of the families of DERIVED's dibao.
FAMILY_MEMBER = "CREATE TABLE family_member (person INTEGER, household INTEGER, household_from DATE, died_on DATE)"
