"""What the drill-down reads: every payment in the columns people filter, sort and count by, held in memory.

Counting people and sorting the whole county take several times as long from the files. Two million payments take
some 150 MB; they are read when somebody first drills down, and never for rules.
"""

from __future__ import annotations

LEDGER: dict[str, str] = {
    # A period without a month counts in the month it was paid, the last of its year when that is not known either.
    "payment_ledger": """
        SELECT p.payment_no, p.programme, g.department, p.township, p.village, p.household, p.person, p.account,
               p.year, p.period, s.period_start, s.period_end, coalesce(p.pay_date, s.period_end) AS on_date,
               CASE WHEN p.period % 100 > 0 THEN s.period_start
                    ELSE CAST(date_trunc('month', coalesce(p.pay_date, s.period_end)) AS DATE) END AS month,
               p.amount, CAST(p.status AS ENUM ('paid', 'returned')) AS status
        FROM payment AS p
        JOIN programme AS g ON g.programme = p.programme
        JOIN period_span AS s ON s.period = p.period""",
    # The county's months: the one question about everything that counts people in so many groups.
    "month_sum": """
        SELECT month, count(*) AS payments, sum(amount) AS amount, count(DISTINCT person) AS people
        FROM payment_ledger WHERE status = 'paid' GROUP BY month""",
    # When each township was last paid, by department.
    "last_paid": """
        SELECT township, department, max(on_date) AS on_date
        FROM payment_ledger WHERE status = 'paid' GROUP BY township, department""",
    # What people and households are called by: the name in their files, the head of the family (or its first member).
    "person_name": "SELECT person, name FROM payee WHERE name IS NOT NULL",
    "household_head": """
        SELECT household, arg_min(person, (CASE WHEN relation = '户主' THEN 0 ELSE 1 END, person)) AS head
        FROM person GROUP BY household""",
}
