"""Names for keys, masked: joined last, for the rows on screen or in a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from analytics.codebook import UNITS, codebook
from analytics.engine import Engine
from analytics.vault import Vault
from analytics.viewer import Viewer
from analytics.words import _


class Naming:
    """Masked names of people, households, accounts and titles of units in the engine's snapshot."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.vault, self.book = engine, Vault(engine.snapshot.store), codebook(engine)

    def titles(self, unit: str, keys: Sequence[int | None]) -> list[str]:
        """Titles of townships, villages, departments or programmes, in the order asked."""
        return [self.book.title(unit, key) for key in keys]

    def masked(self, kind: str, key: int) -> str:
        """One value of the vault, masked; a household nobody registered is called by its only member."""
        if kind == "household":
            return self.households([key]).get(key, "")
        return self.vault.masked(kind, [key]).get(key, "")

    def names(self, keys: Iterable[int]) -> dict[int, str]:
        """person key -> masked name (张某某); people without a name in any file are left out."""
        sql = "SELECT person, name FROM person_name WHERE person IN (SELECT unnest(?))"
        known = {row["person"]: row["name"] for row in self.engine.rows(sql, [_distinct(keys)])}
        masked = self.vault.masked("name", known.values())
        return {person: masked[name] for person, name in known.items() if name in masked}

    def people(self, keys: Iterable[int]) -> dict[int, str]:
        """person key -> "张某某 519900********123X"."""
        wanted = _distinct(keys)
        names, numbers = self.names(wanted), self.vault.masked("person", wanted)
        return {key: " ".join(filter(None, (names.get(key), numbers.get(key)))) for key in wanted}

    def accounts(self, keys: Iterable[int]) -> dict[int, str]:
        """account key -> 6214********0333."""
        return self.vault.masked("account", _distinct(keys))

    def households(self, keys: Iterable[int]) -> dict[int, str]:
        """household key -> "张某某户": its head's name, or the payee's when no register knows the household."""
        wanted = _distinct(keys)
        heads = {key: -key for key in wanted if key < 0}
        sql = "SELECT household, head FROM household_head WHERE household IN (SELECT unnest(?))"
        heads |= {row["household"]: row["head"] for row in self.engine.rows(sql, [wanted])}
        names = self.names(heads.values())
        return {key: _("{name}户").format(name=names.get(heads.get(key, 0), "")) for key in wanted}

    def subjects(self, kinds: Sequence[str], keys: Sequence[int]) -> list[str]:
        """What each subject is called, in the order asked; kinds as in filters.SUBJECTS."""
        found: dict[tuple[str, int], str] = {}
        for kind in set(kinds):
            mine = [key for k, key in zip(kinds, keys, strict=True) if k == kind]
            found |= {(kind, key): name for key, name in self._named(kind, mine).items()}
        return [found.get((kind, key), "") or f"#{key}" for kind, key in zip(kinds, keys, strict=True)]

    def _named(self, kind: str, keys: list[int]) -> dict[int, str]:
        if kind in UNITS:
            return {key: self.book.title(kind, key) for key in keys}
        if kind == "batch":
            return self._batches(keys)
        if kind == "project":
            rows = self.engine.rows("SELECT project, title FROM work WHERE project IN (SELECT unnest(?))", [keys])
            return {row["project"]: row["title"] for row in rows}
        ask: dict[str, Any] = {"person": self.people, "household": self.households, "account": self.accounts}
        return ask[kind](keys) if kind in ask else {}

    def _batches(self, keys: list[int]) -> dict[int, str]:
        """A roster is called by its programme, township and period."""
        sql = """SELECT p.batch, min(p.programme) AS programme, min(p.township) AS township,
                        min(p.period) AS period
                 FROM payment AS p
                 WHERE p.batch IN (SELECT unnest(?)) GROUP BY p.batch"""
        return {
            row["batch"]: " ".join(
                (
                    self.book.title("township", row["township"]),
                    self.book.title("programme", row["programme"]),
                    period_words(row["period"]),
                )
            )
            for row in self.engine.rows(sql, [_distinct(keys)])
        }


def period_words(period: int | None) -> str:
    """A period for people: 201608 -> 2016年8月, 201600 -> 2016年, nothing -> ""."""
    if not period:
        return ""
    year, month = divmod(period, 100)
    return _("{year}年{month}月").format(year=year, month=month) if month else _("{year}年").format(year=year)


def asked_for(viewer: Viewer, engine: Engine, kind: str, key: int) -> str:
    """What a household, person or account that an address names is called (masked); its bare key when the viewer's part
    of the county has paid it nothing."""
    sql = f"SELECT count(*) FROM pay AS p WHERE p.{_COLUMNS[kind]} = ? AND {viewer.scope.where('p')}"
    seen = viewer.scope.whole_county or engine.value(sql, [key])
    return Naming(engine).subjects([kind], [key])[0] if seen else str(key)


_COLUMNS = {"household": "household", "person": "person", "account": "account"}


def _distinct(keys: Iterable[int | None]) -> list[int]:
    return sorted({int(k) for k in keys if k})
