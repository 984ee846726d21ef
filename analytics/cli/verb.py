"""What every verb shares: --store and --json, filters, one sentence for an error, an exit code."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from analytics.cli.talk import complain, unexpected
from analytics.settings import settings
from analytics.words import Refused, _

DONE, BROKEN, WRONG, FAILED = 0, 1, 2, 3

Store = Annotated[
    Path | None, typer.Option("--store", metavar="DIR", help="数据目录(默认取 QINGZHANG_STORE)", show_default=False)
]
Json = Annotated[bool, typer.Option("--json", help="以 JSON 输出,供程序读取")]


def _option(flag: str, words: str) -> Any:
    return Annotated[str, typer.Option(flag, metavar="VALUE", help=words, show_default=False)]


# field of Filters -> its option; values as in a URL, several parted by commas
FILTER_OPTIONS: dict[str, Any] = {
    "township": _option("--township", "乡镇代码"),
    "village": _option("--village", "村(社区)代码"),
    "programme": _option("--programme", "项目代码"),
    "rule": _option("--rule", "规则编号,如 A01,B03"),
    "tier": _option("--tier", "疑点等级:hard|indicator|statistical|data"),
    "date_from": _option("--from", "所属期不早于,如 2016-01-01"),
    "date_to": _option("--to", "所属期不晚于,如 2016-12-31"),
    "min_amount": _option("--min-amount", "金额不低于(元)"),
}


def verb(function: Callable[..., int | None]) -> Callable[..., None]:
    """A verb of the command line, from a function that takes `store: Path`, perhaps `filters: Filters`, and its own
    options, and returns an exit code (None: done).

    Refused becomes one sentence on stderr and code 2; anything unexpected one sentence with a number, code 3, its
    trace in the store's log; Ctrl-C one sentence and 130.
    """
    hints = get_type_hints(function, include_extras=True)
    own = [name for name in inspect.signature(function).parameters if name not in ("store", "filters")]
    asked = FILTER_OPTIONS if "filters" in hints else {}

    @wraps(function)
    def run(store: Path | None = None, **options: Any) -> None:
        home = _home(store)
        given = {name: options[name] for name in own}
        raise typer.Exit(_guarded(function, home, given, {name: options[name] for name in asked}))

    _declare(run, function, own, hints, asked)
    return run


def _home(store: Path | None) -> Path:
    """The store meant; whatever reads the settings from here on means the same one."""
    if store is not None:
        os.environ["QINGZHANG_STORE"] = str(store.expanduser().resolve())
    return settings().store


def _guarded(function: Callable[..., int | None], home: Path, given: dict[str, Any], texts: dict[str, str]) -> int:
    try:
        if texts:
            given["filters"] = _filters(texts)
        return function(store=home, **given) or DONE
    except Refused as refusal:
        complain(str(refusal))
        return WRONG
    except KeyboardInterrupt:
        complain("已中断,数据仍是开始前的样子。")
        return 130
    except Exception as error:  # noqa: BLE001 - nobody at a command line should read a traceback
        return _explained(error, home)


def _explained(error: Exception, home: Path) -> int:
    from analytics.rules.header import BrokenRule

    if isinstance(error, BrokenRule):
        complain(_("规则文件有误,未执行:{what}").format(what=error))
        return WRONG
    unexpected(error, home)
    return FAILED


def _filters(texts: dict[str, str]) -> Any:
    from analytics.filters import TITLES, Filters

    filters = Filters.read(texts)
    for name in filters.unread:
        raise Refused("看不懂“{title}”的值,未执行。请用 --help 查看写法。", title=TITLES[name])
    return filters


def _declare(
    run: Callable[..., None], function: Callable[..., Any], own: list[str], hints: dict[str, Any], asked: dict[str, Any]
) -> None:
    """Give `run` the signature Typer reads: the verb's own options, then filters, then --store."""
    kinds = {**{name: hints[name] for name in own}, **asked, "store": Store}
    had = inspect.signature(function).parameters
    blank = {**{name: had[name].default for name in own}, **dict.fromkeys(asked, ""), "store": None}
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [inspect.Parameter(n, keyword, default=blank[n], annotation=kind) for n, kind in kinds.items()]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {**kinds, "return": None}
