"""Tables and columns of a snapshot: the one contract between intake, county, engine, rules and pages.

A column's name says its type wherever it stands, so types are written once, in TYPES. `VAULT` columns hold
int32 keys of the vault; `KEYS` hold int32 keys of the snapshot's own tables. data/README.md shows it all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

VERSION = 1

Kind = Literal["payment", "register", "reference", "derived"]

# Personal values live in the vault; these columns carry its keys. column -> vault kind
VAULT: dict[str, str] = {
    "person": "person",
    "holder_person": "person",
    "cadre": "person",
    "owner": "person",
    "for_person": "person",
    "name": "name",
    "former_name": "name",
    "holder": "name",
    "account": "account",
    "phone": "phone",
    "household": "household",
}
# int32 keys of the snapshot's own tables; 0 = unknown
KEYS = ("programme", "succeeds", "township", "village", "department", "batch", "source_file")

_MONEY = ("amount quantity area value capital base price subsidy budget contract_sum changed_sum paid cap").split()
_DATES = (
    "pay_date born_on died_on starts_on ends_on household_from household_to moved_in_on moved_out_on "
    "registered_on cancelled_on founded_on filed_on valid_from valid_to valid_on bought_on sold_on arrived_on "
    "paid_on accepted_on approved_on date data_date"
).split()
_INTS = (
    "instalment source_row roster_line min_age max_age instalments population year payments people households place"
).split()
_FLAGS = "on_card on_policy_list assistance land in_county subsidised".split()

TYPES: dict[str, str] = {
    **dict.fromkeys(VAULT, "INTEGER"),
    **dict.fromkeys(KEYS, "INTEGER"),
    **dict.fromkeys(_MONEY, "DECIMAL(12,2)"),
    **dict.fromkeys(_DATES, "DATE"),
    **dict.fromkeys(_INTS, "INTEGER"),
    **dict.fromkeys(_FLAGS, "BOOLEAN"),
    "payment_no": "BIGINT",
    "period": "INTEGER",
    "rate": "DECIMAL(12,4)",
    "unit_rate": "DECIMAL(12,4)",
    "progress": "DECIMAL(5,2)",
    "names": "VARCHAR[]",
}

# Sums over a whole county outgrow what one payment needs.
SUMS = {("cube", "amount"): "DECIMAL(18,2)"}


@dataclass(frozen=True)
class Table:
    """One table: its Chinese title, its columns in order, and what may not be blank."""

    name: str
    title: str
    kind: Kind
    columns: tuple[str, ...]
    required: tuple[str, ...]

    def type_of(self, column: str) -> str:
        return SUMS.get((self.name, column)) or type_of(column)

    @property
    def vault_columns(self) -> dict[str, str]:
        """column -> vault kind, of the columns that hold personal keys."""
        return {c: VAULT[c] for c in self.columns if c in VAULT}


def type_of(column: str) -> str:
    """DuckDB type of a column by its name; text unless TYPES says otherwise."""
    return TYPES.get(column, "VARCHAR")


def _table(name: str, title: str, kind: Kind, columns: str) -> Table:
    """`columns`: names parted by blanks; a trailing ! marks one that may not be blank."""
    words = columns.split()
    plain = tuple(w.rstrip("!") for w in words)
    return Table(name, title, kind, plain, tuple(w[:-1] for w in words if w.endswith("!")))


_ALL = (
    _table(
        "payment",
        "发放记录",
        "payment",
        "payment_no! programme! township! village! household! person! name account holder holder_person phone "
        "period! pay_date quantity rate amount! channel! status! instalment plot note_kind remark batch! "
        "roster_line! approved_on source_file! source_row!",
    ),
    # --- reference that comes with the files
    _table(
        "programme",
        "惠民项目",
        "reference",
        "programme! code! title! kind! department! starts_on ends_on paid_to! min_age max_age instalments on_card "
        "on_policy_list publish_level succeeds",
    ),
    _table(
        "rate",
        "补贴标准",
        "reference",
        "programme! rate_kind! phase township valid_from! valid_to unit unit_rate cap basis",
    ),
    _table("township", "乡镇", "reference", "township! code! title! population polygon"),
    _table("place", "村(社区)", "reference", "village! code! title! township! names population polygon"),
    _table("place_change", "区划变更", "reference", "township! village! change! date! into_code"),
    _table("department", "主管部门", "reference", "department! code! title!"),
    _table(
        "source",
        "数据来源",
        "reference",
        "source_file! file! sheet department sent_by sha256! data_date target_table!",
    ),
    # --- derived
    _table("payee", "受益人", "derived", "person! id_kind! id_fault born_on sex name"),
    _table(
        "cube",
        "汇总",
        "derived",
        "year! programme! level! place! payments! amount! people! households!",
    ),
    # --- registers of other departments
    _table(
        "person",
        "户籍人口",
        "register",
        "person! household! relation name former_name village household_from household_to moved_in_on "
        "moved_out_on moved_to source_file source_row",
    ),
    _table("death", "死亡登记", "register", "person! name died_on! source source_file source_row"),
    _table(
        "cadre",
        "村组干部",
        "register",
        "person! name post village township starts_on ends_on account source_file source_row",
    ),
    _table("cadre_relative", "干部近亲属", "register", "cadre! person! relation filed_on source_file source_row"),
    _table(
        "public_employee",
        "财政供养人员",
        "register",
        "person! name employer category! starts_on ends_on source_file source_row",
    ),
    _table(
        "vehicle",
        "机动车登记",
        "register",
        "person! kind value registered_on cancelled_on source_file source_row",
    ),
    _table("property", "不动产登记", "register", "person! kind area registered_on source_file source_row"),
    _table(
        "company",
        "工商登记",
        "register",
        "person! name title kind role capital status founded_on cancelled_on source_file source_row",
    ),
    _table("pension", "养老待遇", "register", "person! scheme amount starts_on ends_on source_file source_row"),
    _table(
        "insurance",
        "社保公积金缴存",
        "register",
        "person! scheme base subsidised starts_on ends_on source_file source_row",
    ),
    _table(
        "prisoner",
        "服刑及矫正人员",
        "register",
        "person! name kind starts_on! ends_on source_file source_row",
    ),
    _table(
        "poverty_household",
        "建档立卡户",
        "register",
        "household! person starts_on ends_on source_file source_row",
    ),
    _table(
        "assistance_roll",
        "救助对象名册",
        "register",
        "person! household kind! starts_on ends_on suspended_why source_file source_row",
    ),
    _table(
        "disability",
        "残疾人证",
        "register",
        "person! category grade status valid_to cancelled_on source_file source_row",
    ),
    _table("student", "在校学生", "register", "person! school in_county starts_on ends_on source_file source_row"),
    _table("guardian", "监护人", "register", "person! for_person! source_file source_row"),
    _table(
        "land_right",
        "土地确权",
        "register",
        "household! person plot area! basis valid_from source_file source_row",
    ),
    _table("lease", "土地流转", "register", "household! person area! starts_on ends_on source_file source_row"),
    _table(
        "village_ledger",
        "村级台账",
        "register",
        "village! programme! year! quantity! source_file source_row",
    ),
    _table("forest_plot", "林权地块", "register", "household person plot area! owner_kind source_file source_row"),
    _table(
        "machinery",
        "农机补贴台账",
        "register",
        "owner! kind serial price subsidy bought_on sold_on source_file source_row",
    ),
    _table(
        "account_role",
        "备案账户",
        "register",
        "account! role! for_person starts_on ends_on source_file source_row",
    ),
    _table(
        "bank_return",
        "银行回盘",
        "register",
        "account holder person amount status reason date source_file source_row",
    ),
    _table("arrival", "资金到账", "register", "programme! period amount! arrived_on! source_file source_row"),
    _table(
        "approval",
        "审批核定",
        "register",
        "programme! person village period amount! approved_on source_file source_row",
    ),
    _table(
        "budget_line",
        "预算指标",
        "register",
        "doc! programme amount arrived_on paid_on source_file source_row",
    ),
    _table(
        "project",
        "项目台账",
        "register",
        "village content budget contractor contract_sum changed_sum progress accepted_on paid source_file source_row",
    ),
)

TABLES: dict[str, Table] = {t.name: t for t in _ALL}
REGISTERS: dict[str, Table] = {t.name: t for t in _ALL if t.kind == "register"}


def table(name: str) -> Table:
    """The table called `name`; KeyError when the contract has none."""
    return TABLES[name]


def create_sql(name: str) -> str:
    """DDL of an empty table of the contract, in DuckDB's dialect (also fit for SQLGlot)."""
    columns = ", ".join(f"{c} {TABLES[name].type_of(c)}" for c in TABLES[name].columns)
    return f"CREATE TABLE {name} ({columns})"


def cast_sql(name: str, have: set[str]) -> str:
    """SELECT list that brings a relation with columns `have` into the table's columns, order and types."""
    table = TABLES[name]
    return ", ".join(f"CAST({c if c in have else 'NULL'} AS {table.type_of(c)}) AS {c}" for c in table.columns)
