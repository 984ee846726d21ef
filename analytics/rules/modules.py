"""The modules rules belong to, in the order inspectors know them: the fifteen, then what came later, the county's
own last."""

from __future__ import annotations

from analytics.rules.header import Words

_TITLES = (
    ("村组干部惠农补贴", "Farm subsidies of village cadres"),
    ("公职人员与救助待遇重合", "Public employees on assistance"),
    ("有车有房户与救助扶贫", "Car or flat owners on assistance"),
    ("死亡登记后发放", "Paid after a registered death"),
    ("重复发放", "Paid twice"),
    ("互斥项目同享", "Programmes that exclude each other"),
    ("账户与代领", "Accounts and proxies"),
    ("身份信息", "Identity data"),
    ("面积与标准", "Areas and rates"),
    ("年龄与资格", "Age and eligibility"),
    ("工商社保收入", "Business and insured income"),
    ("羁押与迁移", "Prison and removal"),
    ("干部家庭与近亲属", "Cadres' families"),
    ("时序与程序", "Timing and procedure"),
    ("农机、岗位与养老", "Machinery, posts and pensions"),
    ("名册雷同与账户关联", "Copied rosters and linked accounts"),
    ("统计异常", "Statistical oddities"),
    ("应享未享", "Entitled but unpaid"),
    ("项目与资金链", "Projects and the chain of money"),
    ("抽查", "Spot checks"),
    ("自行比对", "Own comparisons"),
    ("本县自定规则", "The county's own rules"),
)
MODULES: dict[int, Words] = {n: Words(zh=zh, en=en) for n, (zh, en) in enumerate(_TITLES, start=1)}
FIRST_FIFTEEN = 15
