"""How fresh each department's data is."""

from __future__ import annotations

import pyarrow as pa

from analytics.engine import Engine
from analytics.naming import Naming
from analytics.permissions import require
from analytics.viewer import Scope, Viewer

_SQL = """
    WITH sent AS (
        SELECT department, count(DISTINCT file) AS files, max(data_date) AS data_date
        FROM source WHERE department > 0 GROUP BY department),
    paid AS (
        SELECT g.department, max(p.pay_date) AS last_paid_on
        FROM (SELECT programme, max(pay_date) AS pay_date FROM payment AS p WHERE {townships} GROUP BY programme) AS p
        JOIN programme AS g ON g.programme = p.programme GROUP BY g.department)
    SELECT d.department AS key, d.code, coalesce(s.files, 0) AS files, s.data_date, p.last_paid_on,
           date_diff('day', s.data_date, max(s.data_date) OVER ()) AS days_behind
    FROM department AS d LEFT JOIN sent AS s USING (department) LEFT JOIN paid AS p USING (department)
    WHERE (s.files > 0 OR p.last_paid_on IS NOT NULL) AND {departments}
    ORDER BY s.data_date NULLS FIRST, p.last_paid_on NULLS FIRST, d.department"""


def freshness(viewer: Viewer, engine: Engine) -> pa.Table:
    """One row a department that sent files or pays, the oldest data first: key, code, title, files, data_date,
    last_paid_on (day of its newest payment), days_behind (of its data_date, against the newest of all)."""
    require(viewer, "look")
    places, departments = Scope(townships=viewer.scope.townships), Scope(departments=viewer.scope.departments)
    found = engine.query(_SQL.format(townships=places.where("p"), departments=departments.where("d")))
    titles = Naming(engine).titles("department", found["key"].to_pylist())
    return found.add_column(2, "title", pa.array(titles, pa.string()))
