"""How the county's edits lie over what departments sent: SQL for the tables of a snapshot they touch.

`{files}` is the snapshot's own table. The keys of units are found by code, so an edit outlives the snapshot.
"""

from __future__ import annotations

OVERLAYS: dict[str, str] = {
    "programme": """
        SELECT p.* REPLACE (coalesce(e.kind, p.kind) AS kind, coalesce(e.min_age, p.min_age) AS min_age,
                            coalesce(e.max_age, p.max_age) AS max_age, coalesce(e.ends_on, p.ends_on) AS ends_on,
                            coalesce(e.on_card, p.on_card) AS on_card,
                            coalesce(e.on_policy_list, p.on_policy_list) AS on_policy_list)
        FROM {files} AS p LEFT JOIN programme_edit AS e ON e.programme = p.code""",
    "rate": """
        WITH edited AS (
            SELECT g.programme, e.rate_kind, nullif(e.phase, '') AS phase, t.township, e.valid_from, e.valid_to,
                   e.unit, e.unit_rate, e.cap, e.basis
            FROM rate_edit AS e JOIN programme AS g ON g.code = e.programme
            LEFT JOIN township AS t ON t.code = e.township)
        SELECT r.* FROM {files} AS r ANTI JOIN edited USING (programme)
        UNION ALL BY NAME
        SELECT * REPLACE (CAST(unit_rate AS DECIMAL(12,4)) AS unit_rate, CAST(cap AS DECIMAL(12,2)) AS cap)
        FROM edited""",
    "place_change": """
        SELECT * FROM {files}
        UNION ALL BY NAME
        SELECT t.township, coalesce(v.village, 0) AS village, e.change, e.date, e.into_code
        FROM place_edit AS e JOIN township AS t ON t.code = e.township
        LEFT JOIN place AS v ON v.code = e.village""",
    "account_role": """
        SELECT * FROM {files}
        UNION ALL BY NAME
        SELECT account, role, for_person, valid_from AS starts_on, valid_to AS ends_on FROM account_edit""",
}
