"""hits, suspects and outliers: lists, on the screen or as a CSV of pure rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from analytics.cli.talk import note, say, say_json, say_table
from analytics.cli.verb import Json
from analytics.words import Refused, _

if TYPE_CHECKING:
    import pyarrow as pa

    from analytics.export import Head
    from analytics.filters import Filters
else:
    Filters = Any

Csv = Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="写入 CSV 文件(UTF-8,Excel 可直接打开)")]
RunId = Annotated[str, typer.Option("--run", metavar="ID", help="比对批次(默认最近一次全部规则的比对)")]
Reveal = Annotated[bool, typer.Option("--reveal", help="身份证号、账号不脱敏(须写理由,记入审计日志)")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="查看全号的理由")]
SHOWN = 50
_SUBJECT_VIEWS = {"person": "people", "household": "people", "account": "people"}


def hits(
    store: Path,
    filters: Filters,
    csv: Csv = None,
    run: RunId = "",
    reveal: Reveal = False,
    reason: Reason = "",
    json: Json = False,
) -> None:
    """列出命中,每条一句理由。

    例:python -m analytics hits --rule A01 --csv h.csv --reveal --reason 县纪委核查
    """
    from analytics.cli.open import the_run
    from analytics.export import Head
    from analytics.hits_file import hits_table
    from analytics.permissions import operator

    found_run, engine = the_run(store, run)
    rows, chosen = hits_table(operator(), engine, found_run, filters, plain=reveal, reason=reason)
    _only_known(chosen.unknown)
    head = Head(operator(), chosen.sentence(), engine.snapshot.id, found_run.id)
    _put(rows, csv, json, ("rule", "tier", "amount", "people", "reason"), head, reason, reveal)


def suspects(
    store: Path,
    filters: Filters,
    by: Annotated[str, typer.Option("--by", metavar="SUBJECT", help="疑点对象:person|household|account|village…")] = "",
    csv: Csv = None,
    run: RunId = "",
    sort: Annotated[
        str, typer.Option("--sort", help="排序:urgency|amount|people|hits|expected|latest|place")
    ] = "urgency",
    data: Annotated[bool, typer.Option("--data", help="只列数据待纠的")] = False,
    json: Json = False,
) -> None:
    """列出疑点:同一对象的命中合为一行,按紧要程度排列。

    例:python -m analytics suspects --by person --township 519900101 --csv s.csv
    """
    from dataclasses import replace

    from analytics import suspects as desk
    from analytics.cli.open import the_run
    from analytics.export import Head
    from analytics.filters import SUBJECTS, select
    from analytics.permissions import operator

    if by and by not in SUBJECTS:
        raise Refused("没有“{by}”这种疑点对象,未执行。可用:{known}。", by=by, known="、".join(SUBJECTS))
    if sort not in desk.SORTS:
        raise Refused("不能按“{sort}”排序,未执行。可用:{known}。", sort=sort, known="、".join(desk.SORTS))
    found_run, engine = the_run(store, run)
    view: Any = "data" if data else _SUBJECT_VIEWS.get(by, "units") if by else "people"
    chosen = replace(filters, subject=(by,) if by else ())
    selection = select(operator(), engine, chosen)
    _only_known(selection.unknown)
    rows = desk.rows(operator(), engine, found_run, chosen, sort, view)
    head = Head(operator(), selection.sentence(), engine.snapshot.id, found_run.id)
    _put(rows, csv, json, ("tier", "subject_title", "village_title", "rules", "people", "amount"), head)


def outliers(
    store: Path,
    filters: Filters,
    csv: Csv = None,
    snapshot: Annotated[str, typer.Option("--snapshot", metavar="ID", help="数据快照(默认最新)")] = "",
    reveal: Reveal = False,
    reason: Reason = "",
    json: Json = False,
) -> None:
    """列出离群排名:每户、每项目、每年一行,分值越大越不寻常,附理由。

    例:python -m analytics outliers --programme TG --csv o.csv
    """
    from analytics.cli.open import the_snapshot
    from analytics.engine import open_engine
    from analytics.export import Head
    from analytics.permissions import operator
    from analytics.ranking_file import ranking_table

    engine = open_engine(the_snapshot(store, snapshot))
    limit = None if csv or json else SHOWN
    rows, chosen = ranking_table(operator(), engine, filters, limit, plain=reveal, reason=reason)
    _only_known(chosen.unknown)
    head = Head(operator(), chosen.sentence(), engine.snapshot.id)
    _put(rows, csv, json, ("rank", "score", "people", "programme", "year", "amount", "reasons"), head, reason, reveal)


def _only_known(unknown: tuple[str, ...]) -> None:
    if unknown:
        raise Refused("这些筛选条件在数据中不存在:{unknown}。未输出任何内容。", unknown="、".join(unknown))


def _put(
    rows: pa.Table,
    csv: Path | None,
    as_json: bool,
    shown: tuple[str, ...],
    head: Head,
    reason: str = "",
    plain: bool = False,
) -> None:
    """Everything into the file, or the whole as JSON, or the beginning of it on the screen."""
    if csv is not None:
        _file(rows, csv, head, reason, plain)
    if as_json:
        return say_json({"rows": rows.num_rows, "csv": str(csv)} if csv else rows.to_pylist())
    if csv is not None:
        return say(_("已写入 {file}:{rows} 行").format(file=csv, rows=rows.num_rows))
    say_table(shown, [[_cell(row[name]) for name in shown] for row in rows.slice(0, SHOWN).to_pylist()])
    if rows.num_rows > SHOWN:
        told = _("共 {rows} 行,此处只列前 {shown} 行;用 --csv 取全部。")
        note(told.format(rows=rows.num_rows, shown=SHOWN))
    return None


def _cell(value: Any) -> Any:
    return "、".join(map(str, value)) if isinstance(value, list) else value


def _file(rows: pa.Table, csv: Path, head: Head, reason: str, plain: bool) -> None:
    """The rows alone in the CSV, for programs; what an export says of itself beside it, as FILE.txt."""
    from analytics.export import CSV_TYPE, File, Order, to_csv
    from analytics.records.exports import note_file

    order = Order(csv.name, CSV_TYPE, head, lambda _head: File(to_csv(rows), rows.num_rows), plain)
    file, whole = note_file(head.viewer, order, reason)
    _write(csv, file.payload)
    _write(csv.with_name(f"{csv.name}.txt"), "".join(f"{title}:{value}\n" for title, value in whole.lines()).encode())


def _write(path: Path, payload: bytes) -> None:
    """The whole file or none of it."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(payload)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Refused("无法写入文件 {path},没有留下任何文件。请检查目录和空间。", path=path) from error
