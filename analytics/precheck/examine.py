"""A roster held against the rules: for each of its rows, the kinds of question and the sentences behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from analytics.engine import Engine
from analytics.precheck.due import Due
from analytics.precheck.lines import Unread
from analytics.precheck.questions import OF_MODULE, SUBJECTS, asked_rules
from analytics.precheck.roster import Roster
from analytics.precheck.scratch import Scratch, scratch
from analytics.rules.hits import gather
from analytics.rules.parameters import resolve
from analytics.rules.run import select_rows, why_not
from analytics.rules.sentence import Renderer
from analytics.snapshots import Snapshot
from analytics.viewer import Scope
from analytics.words import _

# (steps done, steps in all): never which rule, as whoever asks may watch
Step = Callable[[int, int], None]
# What is wrong with a number that was read all the same.
FAULTS = {"length": "位数不对", "date": "出生日期不对", "check_digit": "校验位不对"}

_ABOUT = "SELECT * FROM given WHERE list_max(payment_nos) >= $first"
_LINES = """
    SELECT nth, payment_no FROM (SELECT nth, unnest(payment_nos) AS payment_no FROM hits)
    WHERE payment_no >= $first ORDER BY ALL"""


@dataclass
class Findings:
    """(part, row) → the kinds of question; and the sentences, names masked, for those who may read them."""

    kinds: dict[tuple[int, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    sentences: dict[tuple[int, int], list[str]] = field(default_factory=lambda: defaultdict(list))


def examine(snapshot: Snapshot, roster: Roster, due: Due, scope: Scope, step: Step) -> Findings:
    """Run the rules over the roster as payments of `due`; a sentence about what lies outside `scope` is left out."""
    found = Findings()
    with scratch(snapshot, roster, due) as made:
        for unread in made.unread:
            _note_unread(found, unread)
        hits = _hits(made.engine, made.first, step) if made.places else pa.table({})
        if hits.num_rows:
            _note_hits(found, made, hits, scope)
    return found


def _hits(engine: Engine, first: int, step: Step) -> pa.Table:
    """The hits in which a payment of the roster has a part."""
    rules = asked_rules()
    numbers = resolve(rules, None, engine.reference)
    rows: dict[str, pa.Table] = {}
    for done, (code, rule) in enumerate(rules.items()):
        step(done, len(rules))
        if not why_not(rule, engine) and not select_rows(engine, rule, numbers.get(code), None, rows):
            rows[code] = engine.query(_ABOUT, {"first": first}, {"given": rows[code]})
    hits = gather(engine, rows, dict(rules))
    step(len(rules), len(rules))
    about = "SELECT * FROM hits WHERE list_contains($subjects, subject)"  # a row may be raised against a table instead
    return engine.query(about, {"subjects": sorted(SUBJECTS)}, {"hits": hits})


def _note_hits(found: Findings, made: Scratch, hits: pa.Table, scope: Scope) -> None:
    said = Renderer(made.engine, made.vault).reasons(hits)
    told = made.engine.query(f"SELECT {scope.where('h')} AS told FROM hits AS h", tables={"hits": hits})["told"]
    modules, open_to = hits["module"].to_pylist(), told.to_pylist()
    for nth, number in _lines(made, hits):
        row = made.places[number]
        found.kinds[row].add(OF_MODULE[modules[nth]])
        if open_to[nth]:
            found.sentences[row].append(said[nth])


def _lines(made: Scratch, hits: pa.Table) -> Iterator[tuple[int, int]]:
    """(place of the hit, payment of the roster) of all that belong together."""
    numbered = hits.append_column("nth", pa.array(range(hits.num_rows), pa.int64()))
    rows = made.engine.query(_LINES, {"first": made.first}, {"hits": numbered}).to_pylist()
    yield from ((row["nth"], row["payment_no"]) for row in rows)


def _note_unread(found: Findings, unread: Unread) -> None:
    row = (unread.part, unread.row)
    found.kinds[row].add("identity" if unread.person else "entry")
    text = _("身份证号有误:{fault}。") if unread.why in FAULTS else _("名册所填读不出来:{fault}。")
    found.sentences[row].append(text.format(fault=_(FAULTS.get(unread.why, unread.why))))
