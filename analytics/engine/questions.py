"""Sub-questions that several rules share, as views over the engine's own (views.py): asked in one way only."""

from __future__ import annotations

QUESTIONS: dict[str, str] = {
    # Grown children whom the roll of the assisted family does not list: what they own or earn is not the family's.
    "outside_family": """
        SELECT DISTINCT m.person, m.household
        FROM person AS m
        SEMI JOIN assistance_roll AS r ON r.household = m.household
        ANTI JOIN assistance_roll AS o ON o.person = m.person
        WHERE m.relation = '子女'""",
    # Each credit of means-tested aid with each member of the assisted family on the day of payment: what a member
    # has (a car, a wage, a post) is held against the family's aid. By lines of the register: count each credit once.
    "aid_member": """
        SELECT p.*, m.person AS member
        FROM pay AS p
        JOIN programme_kind AS k ON k.kind = p.kind
        JOIN (SELECT * FROM household_line ANTI JOIN outside_family USING (person, household)) AS m
          ON m.household = p.household AND m.starts_on <= p.on_date AND m.ends_on >= p.on_date
        WHERE p.assistance AND k.means_tested""",
    # Who was on assistance in which month; a yearly credit is no month.
    "aid_month": """
        SELECT DISTINCT person, household, kind, programme, year, period, period_start, period_end
        FROM pay WHERE assistance AND period % 100 > 0""",
    # Credits for a period that begins after the payee's registered death; what is paid for the funeral is no credit
    # to the dead.
    "paid_after_death": """
        SELECT p.*, d.died_on, d.latest_on, d.dates, d.source_file AS death_file, d.source_row AS death_row
        FROM pay AS p JOIN died AS d ON d.person = p.person
        WHERE p.kind <> '丧葬补助' AND p.period_start > d.died_on""",
    # A village cadre in office, and those who then lived with them or are registered as kin.
    "cadre_family": """
        SELECT o.person AS cadre, o.person, '本人' AS relation, o.post, o.village, o.starts_on, o.ends_on,
               o.source_file, o.source_row
        FROM in_office AS o
        UNION
        SELECT o.person, m.person, coalesce(m.relation, '家庭成员'), o.post, o.village,
               greatest(o.starts_on, h.starts_on, m.starts_on), least(o.ends_on, h.ends_on, m.ends_on),
               o.source_file, o.source_row
        FROM in_office AS o
        JOIN household_line AS h ON h.person = o.person
        JOIN household_line AS m ON m.household = h.household AND m.person <> o.person
        UNION
        SELECT o.person, r.person, coalesce(r.relation, '近亲属'), o.post, o.village, o.starts_on, o.ends_on,
               o.source_file, o.source_row
        FROM in_office AS o JOIN cadre_relative AS r ON r.cadre = o.person""",
    # The monthly dibao line per head, town and country, by dates (open ends filled).
    "dibao_standard": """
        SELECT kind, monthly, coalesce(valid_from, DATE '1900-01-01') AS valid_from,
               coalesce(valid_to, DATE '9999-12-31') AS valid_to
        FROM dibao_line""",
    # Public works, each with a key for this snapshot and a code that names it in any: village, content, and a number
    # where a village has the same content again. `bare` is the content without years and words of no meaning.
    "work": """
        SELECT w.*, CAST(w.source_file AS BIGINT) * 1000000 + w.source_row AS project, v.township,
               coalesce(w.changed_sum, w.contract_sum) AS agreed, concat(v.title, ' ', w.content) AS title,
               concat(v.code, ' ', w.content, CASE WHEN nth > 1 THEN concat(' ', nth) ELSE '' END) AS code,
               replace(replace(replace(replace(replace(translate(w.content, '0123456789 ()()', ''),
                   '年', ''), '度', ''), '建设', ''), '项目', ''), '工程', '') AS bare
        FROM (SELECT *, row_number() OVER (PARTITION BY village, content
                                           ORDER BY accepted_on, contract_sum, source_file, source_row) AS nth
              FROM project) AS w
        JOIN place AS v ON v.village = w.village""",
    # Who is on which roll of assistance from when to when, by the key the kind is paid to: the household or the
    # person. A row with a reason is a suspension, not a right.
    "on_roll": """
        SELECT r.kind, k.paid_to, r.person, r.household,
               CASE WHEN k.paid_to = 'household' AND r.household IS NOT NULL THEN r.household ELSE r.person END
                   AS payee_key,
               coalesce(r.starts_on, DATE '1900-01-01') AS starts_on, coalesce(r.ends_on, DATE '9999-12-31') AS ends_on,
               r.suspended_why, r.source_file, r.source_row
        FROM assistance_roll AS r JOIN programme_kind AS k ON k.kind = r.kind""",
    # Credits to somebody who held an established public post in the month paid (for a yearly credit: on the day).
    "paid_in_post": """
        SELECT p.payment_no, p.person, p.household, p.account, p.village, p.programme, p.kind, p.year, p.period,
               p.amount,
               min({'employer': e.employer, 'source_file': e.source_file, 'source_row': e.source_row}) AS post
        FROM pay AS p
        JOIN in_post AS e ON e.person = p.person AND e.starts_on <= p.held_to AND e.ends_on >= p.held_from
        GROUP BY ALL""",
    # Credits of the kinds that have a screening threshold for cadres, but for first-year payments of the new round
    # of farmland-to-forest at the first year's rate.
    "screened_pay": """
        SELECT p.*, t.above
        FROM pay AS p
        JOIN cadre_threshold AS t ON t.kind = p.kind
        ANTI JOIN (SELECT * FROM rate WHERE phase = '第一年') AS r
          ON r.programme = p.programme AND r.valid_from <= p.period_end
         AND coalesce(r.valid_to, p.period_start) >= p.period_start
         AND abs(p.amount - p.quantity * r.unit_rate) <= 1""",
    # Credits to a village cadre in office in the month paid (for a yearly credit: on the day).
    "paid_in_office": """
        SELECT p.payment_no, p.person, p.household, p.account, p.village, p.programme, p.assistance, p.remark, p.year,
               p.period, p.amount,
               min({'post': o.post, 'source_file': o.source_file, 'source_row': o.source_row}) AS post
        FROM pay AS p
        JOIN in_office AS o ON o.person = p.person AND o.starts_on <= p.held_to AND o.ends_on >= p.held_from
        GROUP BY ALL""",
    # aid_member for the subsistence allowance, with the line per head that stood at the period's end.
    "dibao_member": """
        SELECT a.*, d.monthly AS line
        FROM aid_member AS a
        JOIN dibao_standard AS d
          ON d.kind = a.kind AND d.valid_from <= a.period_end AND d.valid_to >= a.period_end""",
    # Pairs of programmes that exclude each other, with their dates (open ends filled).
    "excluded_pair": """
        SELECT kind_a, kind_b, scope, basis, row_number() OVER (ORDER BY kind_a, kind_b, scope, valid_from) AS pair,
               coalesce(valid_from, DATE '1900-01-01') AS valid_from, coalesce(valid_to, DATE '9999-12-31') AS valid_to
        FROM exclusion""",
    # Credits of programmes paid by household that several of its members ever got: few, so B13 starts here.
    "paid_to_members": """
        SELECT * FROM pay
        SEMI JOIN (SELECT p.household, p.programme FROM payment AS p
                   SEMI JOIN (SELECT programme FROM programme WHERE paid_to = 'household') USING (programme)
                   GROUP BY p.household, p.programme HAVING min(p.person) < max(p.person)) USING (household, programme)
        WHERE paid_to = 'household'""",
    # How many years a subsidised machine may not be sold on, by the day of purchase (open ends filled).
    "resale_limit": """
        SELECT kind, years, basis, coalesce(valid_from, DATE '1900-01-01') AS valid_from,
               coalesce(valid_to, DATE '9999-12-31') AS valid_to
        FROM resale_ban""",
    # Where people live now: their household and village in the register, one row each.
    "home": "SELECT person, min(household) AS household, min(village) AS village FROM person GROUP BY person",
    # Subsidised machines, less those whose subsidy was taken back (a negative line of the same owner, serial, sum).
    "granted_machine": """
        SELECT g.owner, g.kind, g.serial, g.price, g.subsidy, g.bought_on, g.sold_on, g.source_file, g.source_row
        FROM (SELECT *, row_number() OVER (PARTITION BY owner, serial, subsidy ORDER BY bought_on DESC, source_row DESC)
                        AS nth
              FROM machinery WHERE subsidy > 0) AS g
        LEFT JOIN (SELECT owner, serial, subsidy, count(*) AS times FROM machinery WHERE subsidy < 0
                   GROUP BY owner, serial, subsidy) AS t
          ON t.owner = g.owner AND t.serial = g.serial AND t.subsidy = -g.subsidy
        WHERE g.nth > coalesce(t.times, 0)""",
    # What was approved, for one payee (then village is 0) or a village as a whole (then payee is 0): the sum and first
    # day of approval of each programme and period.
    "approved": """
        SELECT a.programme, a.period, coalesce(a.person, 0) AS payee,
               CASE WHEN a.person IS NULL THEN a.village ELSE 0 END AS village,
               sum(a.amount) AS amount, min(a.approved_on) AS approved_on, max(s.data_date) AS data_date,
               min({'register': 'approval', 'source_file': a.source_file, 'source_row': a.source_row}) AS record
        FROM approval AS a JOIN source AS s ON s.source_file = a.source_file
        WHERE coalesce(a.person, a.village) IS NOT NULL AND a.period IS NOT NULL
        GROUP BY ALL""",
    # Each credit twice: under its payee and under its village, as approvals are held against it.
    "pay_by_approval": """
        SELECT person AS payee, 0 AS village, programme, period, year, person, payment_no, pay_date, amount, note_kind
        FROM pay
        UNION ALL
        SELECT 0, village, programme, period, year, person, payment_no, pay_date, amount, note_kind FROM pay""",
    # What the bank's list says came back, and the credits of these that nobody sent again.
    "bank_failure": """
        SELECT account, person, amount, date, source_file, source_row FROM bank_return
        WHERE regexp_matches(status, '退|失败') AND NOT regexp_matches(status, '重发|再发|成功')""",
    "came_back": """
        SELECT DISTINCT p.payment_no
        FROM (SELECT * FROM bank_failure AS f
              ANTI JOIN (SELECT account, amount, date FROM bank_return
                         WHERE regexp_matches(status, '重发|再发|成功')) AS s
                ON s.account = f.account AND s.amount = f.amount AND s.date > f.date) AS b
        JOIN payment AS p ON p.account = b.account AND p.amount = b.amount
                         AND b.date BETWEEN p.pay_date AND add_months(p.pay_date, 2)""",
    # Credits to accounts not on file for them: an institution's, a guardian's, an agreed proxy's are left out.
    "unlisted_credit": """
        SELECT p.* FROM pay AS p
        ANTI JOIN listed_account AS l
          ON l.account = p.account AND l.role <> '合作社' AND coalesce(l.for_person, p.person) = p.person
         AND l.starts_on <= p.on_date AND l.ends_on >= p.on_date""",
    # From when to when a payee with several accounts was paid on each of them.
    "account_turn": """
        SELECT person, account, min(on_date) AS first_on, max(on_date) AS last_on
        FROM pay SEMI JOIN several_accounts USING (person)
        WHERE account > 0
        GROUP BY person, account""",
    # Woodland on file as the village collective's; the rest is the household's own.
    "collective_wood": """
        SELECT plot, household, source_file, source_row FROM forest_plot WHERE owner_kind LIKE '%集体%'""",
    # Credits to accounts that several townships pay into, but for those on file.
    "roving_credit": """
        SELECT p.* FROM unlisted_credit AS p
        SEMI JOIN roving_account AS r ON r.account = p.account
        WHERE p.township > 0""",
    # Who moved in or out in which year, as the register of people says.
    "removal": """
        SELECT person, year(moved_in_on) AS year FROM person WHERE moved_in_on IS NOT NULL
        UNION ALL SELECT person, year(moved_out_on) FROM person WHERE moved_out_on IS NOT NULL""",
    # Credits with a phone number that several households gave.
    "common_phone_credit": """
        SELECT p.* FROM pay AS p
        SEMI JOIN (SELECT phone FROM payment WHERE phone > 0
                   GROUP BY phone HAVING min(household) < max(household)) AS c ON c.phone = p.phone""",
    # Credits the bank gave back, with whom they were for: as the bank says, else whoever is paid on the account.
    "returned_credit": """
        SELECT coalesce(b.person, a.person) AS person, b.account, b.holder, b.date AS returned_on, b.source_file,
               b.source_row
        FROM bank_return AS b
        LEFT JOIN payee_account AS a ON a.account = b.account AND b.person IS NULL
        WHERE b.reason IS NOT NULL OR regexp_matches(coalesce(b.status, ''), '退|重发|失败|不成功|未成功')""",
    # Every name a person goes by in the register of people or a payment file.
    "called": """
        SELECT person, name FROM person WHERE name IS NOT NULL
        UNION ALL SELECT person, former_name FROM person WHERE former_name IS NOT NULL
        UNION ALL SELECT person, name FROM payee WHERE name IS NOT NULL""",
    # The last full month (its first day) before a register was handed over: until then its open ends are true.
    "known_until": """
        SELECT source_file, add_months(month_start(data_date), -1) AS until_month FROM source""",
}
