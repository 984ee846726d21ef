"""The nine rules in pandas: one DataFrame per table, read from the same Parquet files, whole columns at a time.

Given to pandas: only the columns needed are read, by all cores; texts are categories, dates datetime64, money whole 分
in int64 (a decimal column would be Python objects in pandas, several times slower).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analytics.reference import current_reference
from analytics.snapshots import Snapshot
from tests.bench.engines import OPEN, Answers, Hit

COLUMNS = {
    "payment": "payment_no programme household person account period pay_date quantity amount status note_kind",
    "programme": "programme kind paid_to min_age ends_on",
    "rate": "programme phase valid_from valid_to unit_rate",
    "payee": "person id_kind born_on",
    "death": "person died_on",
    "assistance_roll": "person household kind starts_on ends_on",
    "public_employee": "person category starts_on ends_on",
    "prisoner": "person kind starts_on ends_on",
    "cadre": "person starts_on ends_on",
    "account_role": "account role for_person starts_on ends_on",
}
DIBAO = ("农村低保", "城市低保")
FIRST, LAST = pd.Timestamp("1900-01-01"), pd.Timestamp("2200-01-01")
KEYS = ["person", "programme", "year"]
Tables = dict[str, pd.DataFrame]


@contextmanager
def contestant(snapshot: Snapshot) -> Iterator[Answers]:
    """A round reads the files, makes `pay` once, then asks rule after rule."""

    def answers() -> Iterator[tuple[str, list[Hit]]]:
        tables = {name: read(snapshot, name) for name in COLUMNS}
        pay = paid(tables)
        yield OPEN, []
        for code, rule in RULES_IN_PANDAS.items():
            found = rule(pay, tables)
            yield code, list(found.astype("int64").itertuples(index=False, name=None))

    yield answers


def read(snapshot: Snapshot, name: str) -> pd.DataFrame:
    """A table of the snapshot (partitions put together), decimals as whole hundredths or ten-thousandths."""
    path = snapshot.path / name if name == "payment" else snapshot.path / f"{name}.parquet"
    table = pq.read_table(path, columns=COLUMNS[name].split(), partitioning=None)
    for at, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type):
            scaled = pc.multiply(table.column(at).cast(pa.float64()), 10**field.type.scale)
            table = table.set_column(at, field.name, pc.round(scaled).cast(pa.int64()))
        elif pa.types.is_string(field.type):
            table = table.set_column(at, field.name, table.column(at).dictionary_encode())
    return table.to_pandas(date_as_object=False)


def paid(tables: Tables) -> pd.DataFrame:
    """What was really paid: credits that stand, with their programme and the days of their period."""
    kinds = pd.read_csv(current_reference().path("programme_kind"), usecols=["kind", "assistance", "land"])
    programme = tables["programme"].rename(columns={"ends_on": "ended_on"}).astype({"kind": str})
    programme = programme.merge(kinds, on="kind", how="left")
    programme[["assistance", "land"]] = programme[["assistance", "land"]].eq(True)
    programme = programme.astype({"kind": "category"})
    payment = tables["payment"]
    standing = payment[(payment["status"] == "paid") & ~payment["payment_no"].isin(cancelled(payment))]
    pay = standing.merge(programme, on="programme").merge(spans(payment["period"]), on="period")
    pay["on_date"] = pay["pay_date"].fillna(pay["period_end"])
    yearly = pay["period"] % 100 == 0
    pay["held_from"] = pay["on_date"].where(yearly, pay["period_start"])
    pay["held_to"] = pay["on_date"].where(yearly, pay["period_end"])
    return pay


def spans(period: pd.Series) -> pd.DataFrame:
    """First and last day of the periods there are; month 00 is the whole year."""
    span = pd.DataFrame({"period": period.unique()})
    year, month = span["period"] // 100, span["period"] % 100
    first, last = month.clip(lower=1), month.where(month > 0, 12)
    span["year"] = year
    span["period_start"] = pd.to_datetime({"year": year, "month": first, "day": 1})
    span["period_end"] = pd.to_datetime({"year": year, "month": last, "day": 1}) + pd.offsets.MonthEnd(0)
    return span


def cancelled(payment: pd.DataFrame) -> pd.Series:
    """Numbers of the reversals and of the credits they take back: the latest of the same sum."""
    same = ["person", "programme", "period", "amount"]
    minus = payment.loc[payment["amount"] < 0, ["payment_no", *same]].assign(amount=lambda t: -t["amount"])
    plus = payment.loc[payment["person"].isin(minus["person"]), ["payment_no", *same]]
    minus = minus.sort_values("payment_no").assign(nth=lambda t: t.groupby(same).cumcount())
    plus = plus.sort_values("payment_no", ascending=False).assign(nth=lambda t: t.groupby(same).cumcount())
    pairs = minus.merge(plus, on=[*same, "nth"])
    return pd.concat([pairs["payment_no_x"], pairs["payment_no_y"]])


def summed(rows: pd.DataFrame, keys: list[str] = KEYS) -> pd.DataFrame:
    """Each payment once, added up: the keys and the amount."""
    return rows.drop_duplicates([*keys, "payment_no"]).groupby(keys, as_index=False)["amount"].sum()


def while_in(pay: pd.DataFrame, state: pd.DataFrame) -> pd.DataFrame:
    """Payments (to the people of `state`) with the rows of `state`, open ends filled."""
    state = state.assign(starts_on=state["starts_on"].fillna(FIRST), ends_on=state["ends_on"].fillna(LAST))
    return pay[pay["person"].isin(state["person"])].merge(state, on="person", suffixes=("", "_held"))


def months(day: pd.Series) -> pd.Series:
    """Months since the year 0."""
    return day.dt.year * 12 + day.dt.month


def one_programme(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The programme of each group, 0 where there are several."""
    found = rows.groupby(keys)["programme"].agg(["min", "max"])
    return found["min"].where(found["min"] == found["max"], 0).rename("programme").reset_index()


def a01(pay: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    died = tables["death"].groupby("person", as_index=False)["died_on"].min()
    own = pay[(pay["paid_to"] == "person") & ~pay["land"] & (pay["kind"] != "丧葬补助")]
    own = own[own["person"].isin(died["person"])].merge(died, on="person").query("period_start > died_on")
    paid_on = pd.concat([own, _shares(pay, died, tables["assistance_roll"])])
    paid_on["late"] = months(paid_on["period_end"]) - months(paid_on["died_on"])
    latest = paid_on.groupby(["person", "programme"])["late"].transform("max")
    return paid_on[latest > 1].groupby(KEYS, as_index=False)["amount"].sum()


def _shares(pay: pd.DataFrame, died: pd.DataFrame, roll: pd.DataFrame) -> pd.DataFrame:
    """One person's share of the aid of households that still count somebody dead among the insured."""
    dead = roll[roll["kind"].isin(DIBAO)].astype({"kind": str}).merge(died, on="person").drop(columns="starts_on")
    aid = pay[pay["kind"].isin(DIBAO) & (pay["paid_to"] == "household") & pay["household"].isin(dead["household"])]
    aid = aid.astype({"kind": str}).drop(columns="person").merge(dead, on=["household", "kind"])
    aid = aid[(aid["period_start"] > aid["died_on"]) & ~(aid["ends_on"] < aid["period_start"])]
    aid = aid.drop_duplicates(["payment_no", "person"])
    insured = roll.astype({"kind": str}).rename(columns={"person": "other"})
    other = aid.drop(columns="ends_on").merge(insured, on=["household", "kind"])
    there = ~(other["starts_on"] > other["period_end"]) & ~(other["ends_on"] < other["period_start"])
    sharers = other[there].groupby(["payment_no", "person"])["other"].nunique().rename("sharers").reset_index()
    aid = aid.merge(sharers[sharers["sharers"] > 1], on=["payment_no", "person"])
    return aid.assign(amount=(2 * aid["amount"] + aid["sharers"]) // (2 * aid["sharers"]))


def a02(pay: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    post = tables["public_employee"].query("category == '在编在职'")
    aid = pay[pay["kind"].isin([*DIBAO, "特困供养"])]
    return summed(while_in(aid, post).query("starts_on <= held_to and ends_on >= held_from"))


def a05(pay: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    prison = tables["prisoner"]
    prison = prison[~prison["kind"].isin(["缓刑", "假释", "社区矫正"])]
    aid = pay[pay["assistance"] | (pay["kind"] == "居民养老")]
    return summed(while_in(aid, prison).query("held_from >= starts_on and held_to <= ends_on"))


def a15(pay: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    payee = tables["payee"].query("id_kind != 'bad'").dropna(subset=["born_on"])
    aged = pay[pay["kind"] == "高龄津贴"].merge(payee, on="person")
    due = months(aged["born_on"]) + 12 * aged["min_age"].fillna(80)
    return summed(aged[due > months(aged["on_date"])])


def b03(pay: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    tekun = pay.loc[pay["kind"] == "特困供养", ["person", "held_from", "held_to"]]
    dibao = pay[pay["kind"].isin(DIBAO)]
    both = dibao[dibao["person"].isin(tekun["person"])].merge(tekun, on="person", suffixes=("", "_t"))
    return summed(both.query("held_from_t <= held_to and held_to_t >= held_from"))


def c12(pay: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    limits = pd.read_csv(current_reference().path("threshold")).query("rule == 'C12' and parameter == 'above'")
    above = (limits.set_index("kind")["value"] * 100).round().astype("int64")
    counted = pay[pay["kind"].isin(above.index)]
    counted = while_in(counted, tables["cadre"]).query("starts_on <= held_to and ends_on >= held_from")
    counted = counted[~counted["payment_no"].isin(_at_first_year_rate(counted, tables["rate"]))]
    total = summed(counted, [*KEYS, "kind"])
    total["amount"] -= total["kind"].map(above).astype("int64")
    return total.loc[total["amount"] > 0, [*KEYS, "amount"]]


def _at_first_year_rate(counted: pd.DataFrame, rate: pd.DataFrame) -> pd.Series:
    """Numbers of payments that equal area × a first year's rate, to one yuan."""
    first = rate[rate["phase"] == "第一年"].assign(valid_to=lambda t: t["valid_to"].fillna(LAST))
    rated = counted.merge(first, on="programme").query("valid_from <= period_end and valid_to >= period_start")
    apart = (rated["amount"] * 10_000 - rated["quantity"] * rated["unit_rate"]).abs()
    return rated.loc[apart <= 1_000_000, "payment_no"]


def d01(pay: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    held = ["account", "year"]
    raw = tables["payment"][["account", "person"]].assign(year=tables["payment"]["period"] // 100)
    people = raw.groupby(held)["person"].agg(["min", "max"])
    shared = people[people["min"] < people["max"]].index.to_frame(index=False)
    credits = pay.merge(shared, on=held)
    credits = credits[~credits["payment_no"].isin(_on_file(credits, tables["account_role"]))]
    by_household = credits.groupby([*held, "household"])["amount"].sum()
    total = by_household.groupby(held).agg(["size", "sum", "max"]).query("size >= 2")
    amount = (total["sum"] - total["max"]).rename("amount").reset_index()
    return amount.merge(one_programme(credits, held), on=held)[["account", "programme", "year", "amount"]]


def _on_file(credits: pd.DataFrame, role: pd.DataFrame) -> pd.Series:
    """Numbers of payments that the filing of their account covers."""
    listed = role[role["role"] != "合作社"]
    listed = listed.assign(starts_on=listed["starts_on"].fillna(FIRST), ends_on=listed["ends_on"].fillna(LAST))
    filed = credits.merge(listed, on="account")
    named = filed["for_person"].isna() | (filed["for_person"] == filed["person"])
    covered = filed["on_date"].between(filed["starts_on"], filed["ends_on"])
    return filed.loc[named & covered, "payment_no"]


def d02(pay: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    owned = pay[pay["account"] > 0]
    used = owned.groupby(["person", "year", "account"], as_index=False).agg(
        paid=("amount", "sum"), first_on=("on_date", "min"), last_on=("on_date", "max")
    )
    total = used.groupby(["person", "year"])["paid"].agg(["size", "sum", "max"]).query("size >= 3").reset_index()
    of_them = used[used["person"].isin(total["person"])]
    life = of_them.groupby(["person", "account"]).agg({"first_on": "min", "last_on": "max"}).reset_index()
    turn = of_them[["person", "year", "account"]].merge(total[["person", "year"]]).merge(life)
    turn = turn.sort_values(["person", "year", "first_on", "account"])
    before = turn.groupby(["person", "year"])["last_on"].shift()
    crossed = turn.loc[before >= turn["first_on"], ["person", "year"]].drop_duplicates()
    hits = total.merge(crossed).assign(amount=lambda t: t["sum"] - t["max"])
    programme = one_programme(owned[owned["person"].isin(hits["person"])], ["person", "year"])
    return hits.merge(programme)[["person", "programme", "year", "amount"]]


def e07(pay: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    late = pay[pay["period_start"] > pay["ended_on"]]
    arrears = (late["note_kind"] == "补发") & (late["on_date"] <= late["ended_on"] + pd.DateOffset(months=12))
    return summed(late[~arrears])


RULES_IN_PANDAS: dict[str, Callable[[pd.DataFrame, Tables], pd.DataFrame]] = {
    "A01": a01,
    "A02": a02,
    "A05": a05,
    "A15": a15,
    "B03": b03,
    "C12": c12,
    "D01": d01,
    "D02": d02,
    "E07": e07,
}
