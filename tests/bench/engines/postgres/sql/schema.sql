CREATE UNIQUE INDEX ON payment (payment_no);
CREATE INDEX ON payment (person, programme, period);
CREATE INDEX ON payment (account, person);
CREATE INDEX ON payment (programme, period);
CREATE INDEX ON payment (household);
CREATE INDEX ON payment (person, programme, period, amount) WHERE amount < 0;
CREATE UNIQUE INDEX ON programme (programme);
CREATE INDEX ON rate (programme);
CREATE INDEX ON payee (person);
CREATE INDEX ON death (person);
CREATE INDEX ON assistance_roll (person);
CREATE INDEX ON assistance_roll (household, kind);
CREATE INDEX ON public_employee (person);
CREATE INDEX ON prisoner (person);
CREATE INDEX ON cadre (person);
CREATE INDEX ON account_role (account);
CREATE UNIQUE INDEX ON period_span (period);

CREATE UNLOGGED TABLE cancelled (payment_no BIGINT PRIMARY KEY);

-- What was really paid: credits that stand, with their programme and the days of their period.
CREATE VIEW pay AS
SELECT p.payment_no, p.programme, p.household, p.person, p.account, p.period, s.year, p.quantity, p.amount, p.note_kind,
       g.kind, g.paid_to, g.min_age, g.ends_on AS ended_on,
       coalesce(k.assistance, FALSE) AS assistance, coalesce(k.land, FALSE) AS land, s.period_start, s.period_end,
       coalesce(p.pay_date, s.period_end) AS on_date,
       CASE WHEN p.period % 100 = 0 THEN coalesce(p.pay_date, s.period_end) ELSE s.period_start END AS held_from,
       CASE WHEN p.period % 100 = 0 THEN coalesce(p.pay_date, s.period_end) ELSE s.period_end END AS held_to
FROM payment AS p
JOIN programme AS g ON g.programme = p.programme
LEFT JOIN programme_kind AS k ON k.kind = g.kind
JOIN period_span AS s ON s.period = p.period
WHERE p.status = 'paid' AND NOT EXISTS (SELECT 1 FROM cancelled AS c WHERE c.payment_no = p.payment_no);
