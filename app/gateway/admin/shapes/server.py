"""The server's own state, and its events."""

from typing import Annotated, Literal

from pydantic import Field

from app.core.money import Currency
from app.gateway.admin.shapes.common import Moment, Shape


class DatabaseStatus(Shape):
    """The database; `fault` is null while it works."""

    kind: Literal["sqlite", "postgresql"]
    fault: str | None
    message: str


class LedgerStatus(Shape):
    """How recording goes: requests that wait, that are written, and that are lost."""

    queued: int
    written: int
    dropped: int


class AccountingStatus(Shape):
    """How money is counted."""

    currency: Currency
    cny_per_usd: float
    timezone: Annotated[str, Field(description="Where a day begins and ends.")]


class Status(Shape):
    """The gateway that answers."""

    version: str
    started_at: Moment
    gateway: str
    database: DatabaseStatus
    ledger: LedgerStatus
    accounting: AccountingStatus
    draining: bool


class ProblemField(Shape):
    """What is wrong with one field."""

    field: str
    message: str


class ProblemDetails(Shape):
    """RFC 9457."""

    type: Literal["about:blank"]
    title: str
    status: int
    detail: str
    request_id: str
    errors: list[ProblemField] = Field(default=[])
