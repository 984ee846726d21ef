"""Tables of the field's database: requests, the parts of their files, and the names of the county's units."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from analytics.records.base import Base, UtcTime
from analytics.records.sealed import Sealed


class Request(Base):
    """What is asked, by whom, for which place; what was filled in and what came back is sealed."""

    __tablename__ = "request"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(12), index=True)
    account: Mapped[str] = mapped_column(String(80), index=True)
    role: Mapped[str] = mapped_column(String(40))
    scope: Mapped[dict[str, list[int] | None]] = mapped_column(JSON)
    township: Mapped[int | None] = mapped_column(Integer, index=True)
    department: Mapped[int | None] = mapped_column(Integer, index=True)
    reason: Mapped[str] = mapped_column(Text)
    form: Mapped[str] = mapped_column(Sealed("field"))
    asked_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    answer: Mapped[str] = mapped_column(Sealed("field"))


class RequestPart(Base):
    """A piece of a file that came with a request ("in") or goes back ("out"), sealed; `name` too."""

    __tablename__ = "request_part"

    request: Mapped[str] = mapped_column(ForeignKey("request.id"), primary_key=True)
    way: Mapped[str] = mapped_column(String(3), primary_key=True)
    file: Mapped[int] = mapped_column(Integer, primary_key=True)
    part: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(Sealed("field"))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class FieldUnit(Base):
    """A township, department or programme by name: what forms offer, and nothing more of the county."""

    __tablename__ = "field_unit"

    unit: Mapped[str] = mapped_column(String(20), primary_key=True)
    key: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(200))
    above: Mapped[int] = mapped_column(Integer)
