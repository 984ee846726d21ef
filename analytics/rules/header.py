"""A rule's header: what it is called, asks, needs and leaves alone; YAML at the top of the rule's file."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from analytics.schema import REGISTERS
from analytics.words import language

Tier = Literal["hard", "indicator", "statistical", "data"]
Subject = Literal[
    "person", "household", "account", "village", "township", "department", "programme", "project", "batch"
]
TIERS: tuple[Tier, ...] = ("hard", "indicator", "statistical", "data")
Number = int | Decimal


class BrokenRule(Exception):  # noqa: N818 - it reads as what happened
    """A rule's file does not keep the contract: one sentence for its author, naming file and law."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Part):
    """One text in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if language() == "en" else self.zh


class Parameter(_Part):
    """A number people may set, with its bounds."""

    type: Literal["integer", "decimal"]
    default: Decimal
    unit: str = ""
    min: Decimal
    max: Decimal
    step: Decimal
    zh: str
    en: str

    @field_validator("default", "min", "max", "step", mode="before")
    @classmethod
    def _exact(cls, value: Any) -> Any:
        return str(value) if isinstance(value, float) else value

    @property
    def title(self) -> str:
        return self.en if language() == "en" else self.zh

    def number(self, value: Decimal) -> Number:
        return int(value) if self.type == "integer" else value


class Fence(_Part):
    """Which measure is held against which parameter, and on which side of it a hit lies.

    `over: history` holds the best of a subject's years against it: all its years are hits, or none. `excess_moves`:
    the excess itself depends on the parameter, so that a dry run's amounts are those of the loosest value.
    """

    parameter: str
    measure: str
    side: Literal["above", "at_least", "below", "at_most"]
    over: Literal["year", "history"] = "year"
    excess_moves: bool = False


class Header(_Part):
    """Fields as design.md §4 names them. `reads_hits`: asks about what the other rules of the run found
    (Python rules only). `sentence_by_tier` says it differently for some of the rule's tiers; `flood_share` is the
    share of the population (0 to 1) above which the rule warns."""

    code: str = Field(pattern=r"^[A-Z]\d\d$")
    title: Words
    module: int = Field(ge=1, le=22)
    tier: Tier
    subject: Subject
    grain: Literal["year", "history"]
    reach: str = Field(pattern=r"^(year|history|years [1-9])$")
    needs: tuple[str, ...] = ()
    needs_resident_id: bool | None = None
    reads_hits: bool = False
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    fence: Fence | None = None
    flags: Words
    why: Words
    basis: Words
    excludes: tuple[Words, ...] = ()
    assumes: Words | None = None
    sentence: Words
    sentence_by_tier: dict[Tier, Words] = Field(default_factory=dict)
    flood_share: Decimal = Decimal("0.10")
    version: int = Field(ge=1)
    valid_from: date
    valid_to: date | None = None

    @field_validator("needs")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if name not in REGISTERS:
                raise ValueError(f"no register is called {name}")
        return value

    @field_validator("flood_share", mode="before")
    @classmethod
    def _exact(cls, value: Any) -> Any:
        return str(value) if isinstance(value, float) else value

    @property
    def reads_resident_id(self) -> bool:
        """Whether the rule means anything for payees without a resident ID; by default person and household
        rules do not."""
        return self.subject in ("person", "household") if self.needs_resident_id is None else self.needs_resident_id

    def sentence_of(self, tier: str) -> Words:
        """The template of the reason for a hit of this tier."""
        return self.sentence_by_tier.get(tier, self.sentence)  # type: ignore[call-overload,no-any-return]

    def defaults(self) -> dict[str, Number]:
        return {name: p.number(p.default) for name, p in self.parameters.items()}


# libyaml's reader is eight times as fast, but not everywhere to be had.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COMMENT = re.compile(r"\A\s*/\*(.*?)\*/\s*(.*)\Z", re.DOTALL)


def split_sql(file: str, text: str) -> tuple[str, str]:
    """(header text, SQL) of a rule's file; BrokenRule when it does not open with a comment."""
    match = _COMMENT.match(text)
    if match is None:
        raise BrokenRule(f"{file}: the file must open with one /* … */ comment that holds the header")
    return match[1], match[2]


def read_header(file: str, text: str) -> Header:
    """The header in `text` (YAML); BrokenRule names what is wrong with it."""
    try:
        header = Header.model_validate(yaml.load(text, Loader=_Loader))
    except yaml.YAMLError as error:
        raise BrokenRule(f"{file}: the header is not YAML: {str(error).splitlines()[0]}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BrokenRule(f"{file}: header field {place or '(all)'}: {first['msg']}") from error
    if re.split(r"[_.]", file)[0] != header.code:
        raise BrokenRule(f"{file}: the file's name must begin with the rule's code {header.code}")
    if header.fence and header.fence.parameter not in header.parameters:
        raise BrokenRule(f"{file}: the fence names the parameter {header.fence.parameter}, which the header lacks")
    return header
