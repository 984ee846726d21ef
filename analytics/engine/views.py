"""Relations every rule may read, besides the tables of the snapshot: each question is answered once, here.

MACROS carry Spark's names and meanings, so that a rule reads alike on both engines.
"""

from __future__ import annotations

from analytics.engine.questions import QUESTIONS

MACROS: dict[str, str] = {
    "add_months": "(day, n) AS CAST(day + to_months(CAST(n AS INTEGER)) AS DATE)",
    "month_start": "(day) AS CAST(date_trunc('month', day) AS DATE)",
    "age_at": "(born, day) AS date_diff('year', born, day)"
    " - CASE WHEN month(born) * 100 + day(born) > month(day) * 100 + day(day) THEN 1 ELSE 0 END",
    "months_apart": "(earlier, later) AS (year(later) - year(earlier)) * 12 + month(later) - month(earlier)",
}

# Small helper tables, each made when somebody first asks for it.
TABLES: dict[str, str] = {
    # A period's first and last day; month 00 is the whole year.
    "period_span": """
        SELECT CAST(y * 100 + m AS INTEGER) AS period, CAST(y AS INTEGER) AS year,
               make_date(y, greatest(m, 1), 1) AS period_start,
               last_day(make_date(y, CASE WHEN m = 0 THEN 12 ELSE m END, 1)) AS period_end
        FROM (SELECT unnest(range(1980, 2061)) AS y) AS years, (SELECT unnest(range(0, 13)) AS m) AS months""",
    # Reversals and the credits they take back: neither counts.
    "cancelled": """
        WITH minus AS (
            SELECT payment_no, person, programme, period, amount,
                   row_number() OVER (PARTITION BY person, programme, period, amount ORDER BY payment_no) AS nth
            FROM payment WHERE amount < 0),
        plus AS (
            SELECT p.payment_no, p.person, p.programme, p.period, p.amount,
                   row_number() OVER (PARTITION BY p.person, p.programme, p.period, p.amount
                                      ORDER BY p.payment_no DESC) AS nth
            FROM payment AS p
            SEMI JOIN minus AS m ON m.person = p.person AND m.programme = p.programme AND m.period = p.period
                                AND m.amount = -p.amount),
        pairs AS (
            SELECT m.payment_no AS taken, p.payment_no AS given
            FROM minus AS m JOIN plus AS p
              ON m.person = p.person AND m.programme = p.programme AND m.period = p.period
             AND m.amount = -p.amount AND m.nth = p.nth)
        SELECT taken AS payment_no FROM pairs UNION ALL SELECT given FROM pairs""",
    # Who was paid on which account, ever, and from which townships: one pass over the payments, for those below.
    "payee_account": """
        SELECT person, account, min(nullif(township, 0)) AS first_township, max(township) AS last_township
        FROM payment GROUP BY person, account""",
    # People paid on more than one account: few, so rules about several accounts start here.
    "several_accounts": "SELECT person FROM payee_account GROUP BY person HAVING count(account) > 1",
    # The accounts, fewer still, that several payees share in one year.
    "account_in_common": """
        SELECT account, year FROM payment
        SEMI JOIN (SELECT account FROM payee_account GROUP BY account HAVING count(*) > 1) USING (account)
        GROUP BY account, year HAVING min(person) < max(person)""",
    # Accounts that several townships pay into: fewer still.
    "roving_account": """
        SELECT account FROM payee_account WHERE account > 0
        GROUP BY account HAVING min(first_township) < max(last_township)""",
}

VIEWS: dict[str, str] = {
    # What was really paid: each credit with its programme's kind and the days its period covers. A state
    # (in office, in prison) concerns a credit when it overlaps held_from..held_to: the month, or, for a yearly
    # credit, the day of payment.
    "pay": """
        SELECT p.*, coalesce(p.pay_date, p.period_end) AS on_date,
               CASE WHEN p.period % 100 = 0 THEN coalesce(p.pay_date, p.period_end) ELSE p.period_start END
                   AS held_from,
               CASE WHEN p.period % 100 = 0 THEN coalesce(p.pay_date, p.period_end) ELSE p.period_end END
                   AS held_to
        FROM (
            SELECT p.*, g.kind, g.paid_to, g.department, g.assistance, g.land,
                   make_date(p.period // 100, least(greatest(p.period % 100, 1), 12), 1) AS period_start,
                   last_day(make_date(p.period // 100, CASE WHEN p.period % 100 = 0 THEN 12
                                                            ELSE least(p.period % 100, 12) END, 1)) AS period_end,
                   CASE WHEN p.instalment > 1 THEN TRUE WHEN p.remark IS NULL THEN FALSE
                        ELSE regexp_matches(p.remark, '第?[二三四五2-5][期次批]|尾款|余款') END AS later_instalment
            FROM payment AS p
            JOIN (SELECT g.programme, g.kind, g.paid_to, g.department,
                         coalesce(k.assistance, FALSE) AS assistance, coalesce(k.land, FALSE) AS land
                  FROM programme AS g LEFT JOIN programme_kind AS k ON k.kind = g.kind) AS g
              ON g.programme = p.programme
            ANTI JOIN cancelled AS c ON c.payment_no = p.payment_no
            WHERE p.status = 'paid') AS p""",
    # Credits that are not the only one of their payee, programme and period: few, so rules about doubles start here.
    "paid_again": """
        SELECT * FROM pay
        SEMI JOIN (SELECT person, programme, period FROM payment GROUP BY person, programme, period
                   HAVING count(*) > 1) USING (person, programme, period)""",
    # Who belongs to which household, from when to when (open ends filled).
    "household_member": """
        SELECT DISTINCT person, household, relation,
               coalesce(household_from, DATE '1900-01-01') AS starts_on,
               coalesce(household_to, DATE '9999-12-31') AS ends_on
        FROM person""",
    # The same, and everybody alone in the household -person that a payee outside the register counts as.
    "household_person": """
        SELECT person, household, relation, starts_on, ends_on FROM household_member
        UNION ALL
        SELECT person, -person, NULL, DATE '1900-01-01', DATE '9999-12-31' FROM payee""",
    # The same, line by line: quick, but whoever stands in the register twice is there twice.
    "household_line": """
        SELECT person, household, relation, coalesce(household_from, DATE '1900-01-01') AS starts_on,
               coalesce(household_to, DATE '9999-12-31') AS ends_on
        FROM person
        UNION ALL
        SELECT person, -person, NULL, DATE '1900-01-01', DATE '9999-12-31' FROM payee""",
    # The yearly sum above which a cadre's (C12) money of a kind of programme is looked at.
    "cadre_threshold": "SELECT kind, value AS above FROM threshold WHERE rule = 'C12' AND parameter = 'above'",
    # Village cadres and the days they held office.
    "in_office": """
        SELECT person, post, village, coalesce(starts_on, DATE '1900-01-01') AS starts_on,
               coalesce(ends_on, DATE '9999-12-31') AS ends_on, source_file, source_row
        FROM cadre""",
    # Established posts in active service: the payroll without retirees, dependants, temporary and village posts.
    "in_post": """
        SELECT person, employer, coalesce(starts_on, DATE '1900-01-01') AS starts_on,
               coalesce(ends_on, DATE '9999-12-31') AS ends_on, source_file, source_row
        FROM public_employee WHERE category = '在编在职'""",
    # The earliest day of death in any register of deaths, its record, and whether sources disagree.
    "died": """
        SELECT person, first.died_on, latest_on, dates, first.source_file, first.source_row
        FROM (SELECT person, max(died_on) AS latest_on, count(DISTINCT died_on) AS dates,
                     min({'died_on': died_on, 'source_file': source_file, 'source_row': source_row}) AS first
              FROM death GROUP BY person) AS known""",
    # Accounts on file as held by an institution, a guardian or an agreed proxy.
    "listed_account": """
        SELECT account, role, for_person, coalesce(starts_on, DATE '1900-01-01') AS starts_on,
               coalesce(ends_on, DATE '9999-12-31') AS ends_on
        FROM account_role""",
    # Credits to an account that several payees share in a year, but for those its filing covers: whatever goes to
    # an institution, and a guardian's or proxy's payments for the person named.
    "shared_account": """
        SELECT p.* FROM pay AS p
        SEMI JOIN account_in_common AS s ON s.account = p.account AND s.year = p.year
        ANTI JOIN listed_account AS l
          ON l.account = p.account AND l.role <> '合作社' AND coalesce(l.for_person, p.person) = p.person
         AND l.starts_on <= p.on_date AND l.ends_on >= p.on_date""",
    # The lines of rosters (batches) that hold five or more payees or accounts also paid in another township, each
    # with its place in the roster: where copied blocks are looked for.
    "roster_to_compare": """
        WITH placed AS (SELECT person, account, batch, township FROM payment WHERE township > 0),
        roving AS (
            SELECT p.batch FROM placed AS p
            LEFT JOIN (SELECT person FROM placed GROUP BY person HAVING min(township) < max(township)) AS w
              ON w.person = p.person
            LEFT JOIN (SELECT account FROM placed GROUP BY account HAVING min(township) < max(township)) AS a
              ON a.account = p.account
            WHERE w.person IS NOT NULL OR a.account IS NOT NULL
            GROUP BY p.batch HAVING count(*) >= 5)
        SELECT p.*, row_number() OVER (PARTITION BY p.batch ORDER BY p.roster_line, p.payment_no) AS place
        FROM payment AS p SEMI JOIN roving AS r ON r.batch = p.batch""",
    # Townships that were merged: `township` went into `into_township`.
    "merged_township": """
        SELECT c.township, coalesce(t.township, v.township) AS into_township
        FROM place_change AS c
        LEFT JOIN township AS t ON t.code = c.into_code
        LEFT JOIN place AS v ON v.code = c.into_code""",
    # Cadres, active public employees, and cadres' registered relatives: whoever makes a hit urgent.
    "official": """
        SELECT person FROM cadre
        UNION SELECT person FROM public_employee WHERE category = '在编在职'
        UNION SELECT person FROM cadre_relative""",
}

VIEWS |= QUESTIONS
