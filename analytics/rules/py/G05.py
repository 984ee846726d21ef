r"""
code: G05
title:
  zh: 共用账户关联群
  en: Households linked through shared accounts
module: 16
tier: indicator
subject: account
grain: history
reach: history
needs: []
needs_resident_id: false
parameters:
  households:
    {type: integer, default: 5, unit: 户, min: 3, max: 50, step: 1, zh: 一群的最少户数,
     en: fewest households of a group}
  max_phone_households:
    {type: integer, default: 20, unit: 户, min: 2, max: 200, step: 1, zh: 一个电话最多户数(更多的视为公用电话),
     en: "most households of one phone (a phone of more is an office's)"}
fence: {parameter: households, measure: 一群的户数, side: at_least}
flags:
  zh: 两个以上共用账户,经由共同的领款户、开户人、电话或干部家庭连成一群,群内领款户达到五户的,列为疑点。
  en: Two or more shared accounts, linked through households, holders, phones or a cadre's family, with five
    households or more between them.
why:
  zh: 单个账户看不出的,连起来看才清楚:一人控制多张卡、替多户领款。
  en: What no single account shows, the links do, one person behind several cards that draw for many households.
basis:
  zh: 县惠民补贴“一卡通”发放管理办法
  en: the county's rules on paying benefits by card
excludes:
  - zh: 一户共用一个账户
    en: one household sharing an account
  - zh: 备案的供养机构、福利机构、学校、村集体账户和备案代领的款项
    en: listed accounts of homes, schools and villages, and agreed proxies
  - zh: 只有一个账户(见 D01)
    en: a single account (see D01)
  - zh: 只因公用电话相连
    en: linked through an office's phone only
assumes:
  zh: 每个账户上领款最多的一户视为账户所有者,其余各户的款项计为超出;干部家庭以名册和户籍为准。
  en: The household paid most on an account counts as its owner, the others' money as excess; cadres' families are
    those on the registers.
sentence:
  zh: "{source_file:source}显示,{accounts:number} 个账户(其一为{subject:account})在{span:span}为 {measure:number} 户\
    收款 {payments:number} 笔、{total:money},账户之间经由共同的领款户、开户人、电话或干部家庭相连,\
    非账户所有户的款项 {amount:money}。需核:各账户由谁持有、款项由谁领取。"
  en: "{source_file:source} shows {accounts:number} accounts ({subject:account} is one) that took {payments:number}
    credits, {total:money}, for {measure:number} households over {span:span}; they are linked through households,
    holders, phones or a cadre's family; {amount:money} is not the owners'. To ask: who holds the cards, who drew the
    money."
version: 1
valid_from: 2013-01-01
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import numpy as np
import pyarrow as pa
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from analytics.engine import Engine

# Credits to accounts of several households (listed accounts are out), with whatever links them.
_CREDITS = """
    WITH credit AS (
        SELECT payment_no, account, household, person, holder_person, phone, village, programme, period, amount,
               source_file, source_row FROM shared_account)
    SELECT * FROM credit
    SEMI JOIN (SELECT account FROM credit GROUP BY account HAVING count(DISTINCT household) > 1) USING (account)
    ORDER BY payment_no"""
# One edge a row: an account and what it is linked to. Kinds of node are parted by `kind`.
_EDGES = """
    SELECT DISTINCT account, 'household' AS kind, household AS node FROM credit
    UNION SELECT DISTINCT account, 'holder', holder_person FROM credit WHERE holder_person > 0
    UNION SELECT account, 'phone', phone FROM credit
          SEMI JOIN (SELECT phone FROM credit WHERE phone > 0 GROUP BY phone
                     HAVING count(DISTINCT household) <= $max_phone_households) USING (phone)
    UNION SELECT c.account, 'cadre', f.cadre FROM credit AS c JOIN cadre_family AS f ON f.person = c.person
    ORDER BY ALL"""
_HITS = """
    WITH mine AS (SELECT c.*, g.part FROM credit AS c JOIN grouped AS g ON g.account = c.account),
    per_account AS (
        SELECT part, account, sum(paid) - max(paid) AS over FROM (
            SELECT part, account, household, sum(amount) AS paid FROM mine GROUP BY part, account, household)
        GROUP BY part, account),
    excess AS (SELECT part, sum(over) AS over FROM per_account GROUP BY part)
    SELECT min(m.account) AS subject_key, 0 AS other_key, list_sort(list(DISTINCT m.person)) AS persons,
           list_sort(list(DISTINCT m.household)) AS households, min(m.account) AS account,
           CASE WHEN min(m.village) = max(m.village) THEN min(m.village) ELSE 0 END AS village,
           CASE WHEN min(m.programme) = max(m.programme) THEN min(m.programme) ELSE 0 END AS programme,
           min(m.period) AS period_from, max(m.period) AS period_to, e.over AS amount, count(*) AS payments,
           count(DISTINCT m.household) AS measure,
           {'accounts': count(DISTINCT m.account), 'total': sum(m.amount), 'source_file': min(m.source_file),
            'theirs': min({'register': 'payment', 'source_file': m.source_file, 'source_row': m.source_row})} AS facts,
           list_sort(list(m.payment_no)) AS payment_nos
    FROM mine AS m JOIN excess AS e ON e.part = m.part
    GROUP BY m.part, e.over
    HAVING count(DISTINCT m.account) > 1 AND count(DISTINCT m.household) >= $households
    ORDER BY 1"""


def select(engine: Engine, parameters: Mapping[str, int | Decimal]) -> pa.Table:
    """One row per group of linked accounts; measure counts its households."""
    credit = engine.query(_CREDITS)
    phones = {"max_phone_households": parameters["max_phone_households"]}
    edges = engine.query(_EDGES, phones, tables={"credit": credit})
    tables = {"credit": credit, "grouped": _grouped(edges)}
    return engine.query(_HITS, {"households": parameters["households"]}, tables=tables)


def _grouped(edges: pa.Table) -> pa.Table:
    """(account, part): accounts that are connected share a part."""
    account, first = np.unique(edges["account"].to_numpy(), return_inverse=True)
    named = np.char.add(np.char.add(edges["kind"].to_numpy().astype("U9"), " "), edges["node"].to_numpy().astype("U20"))
    node, second = np.unique(named, return_inverse=True)
    n = len(account) + len(node)
    graph = coo_array((np.ones(len(first), np.int8), (first, len(account) + second)), shape=(n, n))
    _parts, part = connected_components(graph, directed=False)
    return pa.table({"account": pa.array(account, pa.int32()), "part": pa.array(part[: len(account)], pa.int32())})
