"""Accounts of an OpenID provider: what its claims say → role and scope, by a small mapping file (docs/oidc.md).

The mapping is data of the installation; who is in which group is data of the provider. Neither can name the
command line's role, and an account made here never meets a local one: its name begins with oidc:.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.faces import require_role
from analytics.records import audit
from analytics.records.accounts.models import FULL, Account, scope_to
from analytics.records.accounts.sessions import NewSession, open_session, revoke_all_in
from analytics.records.base import now
from analytics.records.db import transaction
from analytics.settings import settings
from analytics.viewer import Scope, Viewer
from analytics.words import Refused

PREFIX = "oidc:"
LONGEST_NAME = 80
UNKNOWN = "统一登录已通过,但您的账号在本系统没有对应的角色,未登录。请联系管理员。"

# (township | department, codes as in the data, or keys) → keys; raises Refused for a code the data does not have.
Units = list[str | int]
Keys = Callable[[str, Units], frozenset[int]]


class Grant(BaseModel):
    """One line of the mapping: who has `has` among the values of `claim` gets the role.

    `townships`, `departments` are codes as in the data (numbers: keys); `…_claim` names a claim whose values are
    such codes.
    """

    model_config = ConfigDict(extra="forbid")

    claim: str
    has: str
    role: str
    townships: Units | None = None
    departments: Units | None = None
    townships_claim: str = ""
    departments_claim: str = ""


class Claims(BaseModel):
    """The mapping file. `name`: the claim an account is called by; `scopes`: what is asked of the provider; the first
    grant that fits holds."""

    model_config = ConfigDict(extra="forbid")

    name: str = "sub"
    scopes: str = "openid profile"
    grant: list[Grant]


class Subject(NamedTuple):
    """Who signed in, as the provider vouches."""

    issuer: str
    claims: Mapping[str, Any]

    @property
    def hashed(self) -> str:
        return hashlib.sha256(f"{self.issuer}\0{self.claims['sub']}".encode()).hexdigest()


def claims_mapping() -> Claims:
    """The mapping file of this installation, read. Refused when there is none, or it cannot be understood."""
    path = settings().oidc_claims
    if not settings().oidc_issuer or path is None:
        raise Refused("没有设置统一登录,未登录。请用本地账号登录。")
    try:
        return Claims.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise Refused("统一登录的角色对照文件缺失或有误,未登录。请联系管理员。") from error


def sign_in_as(subject: Subject, mapping: Claims, keys: Keys) -> NewSession:
    """Make or bring up to date the account the claims describe, and open a session.

    Refused for claims without a role (an account made earlier then loses its own), a shut account, a name taken by
    another person. A changed role or scope ends the account's other sessions.
    """
    role, scope = _granted(subject, mapping, keys)
    with transaction() as tx:
        account = tx.scalars(select(Account).where(Account.oidc_subject == subject.hashed)).first()
        if account is None and role:
            account = _made(tx, subject, mapping.name, role, scope)
        elif account is not None:
            _brought_up_to_date(tx, account, role, scope)
        opened = _opened(tx, account) if role else None
    if opened is None:
        raise Refused(UNKNOWN)
    return opened


def _granted(subject: Subject, mapping: Claims, keys: Keys) -> tuple[str, Scope]:
    """The first grant that fits; ("", no scope) when none does."""
    for grant in mapping.grant:
        if grant.has in _values(subject, grant.claim) and grant.role:
            require_role(grant.role)
            return grant.role, Scope(
                townships=_keys(subject, keys, "township", grant.townships, grant.townships_claim),
                departments=_keys(subject, keys, "department", grant.departments, grant.departments_claim),
            )
    return "", Scope()


def _keys(subject: Subject, keys: Keys, unit: str, codes: Units | None, claim: str) -> frozenset[int] | None:
    """None (all) only when neither codes nor a claim limit; a claim that is missing limits to nothing."""
    if codes is None and not claim:
        return None
    return keys(unit, [*(codes or []), *(_values(subject, claim) if claim else [])])


def _values(subject: Subject, claim: str) -> list[str]:
    value = subject.claims.get(claim)
    return [str(part) for part in value] if isinstance(value, list) else [] if value is None else [str(value)]


def _made(tx: Session, subject: Subject, called_by: str, role: str, scope: Scope) -> Account:
    called = "".join(_values(subject, called_by)[:1]).strip().casefold()
    name = f"{PREFIX}{called}"
    if not called or not called.isprintable() or len(name) > LONGEST_NAME or tx.get(Account, name) is not None:
        raise Refused("统一登录给出的账号名为空、过长或已属于另一人,未登录。请联系管理员。")
    account = Account(
        name=name, password_hash="", role=role, scope=scope_to(scope), must_change=False, created_at=now(),
        oidc_subject=subject.hashed,
    )  # fmt: skip
    tx.add(account)
    tx.flush()
    audit.append(tx, account.viewer, "account.create", name, by="oidc", role=role, scope=account.scope)
    return account


def _brought_up_to_date(tx: Session, account: Account, role: str, scope: Scope) -> None:
    """Role and scope as the claims say now; when they differ, what was open under the old ones ends."""
    limits = scope_to(scope)
    if (account.role, account.scope) == (role, limits):
        return
    old_role, old_scope = account.role, account.scope
    account.role, account.scope = role, limits
    ended = revoke_all_in(tx, account.name)
    audit.append(
        tx, Viewer(account.name, role), "account.claims", account.name, role=role, scope=limits,
        old_role=old_role, old_scope=old_scope, sessions_ended=ended,
    )  # fmt: skip


def _opened(tx: Session, account: Account | None) -> NewSession | None:
    if account is None or account.disabled_at is not None:
        return None
    return open_session(tx, account, FULL, "oidc")
