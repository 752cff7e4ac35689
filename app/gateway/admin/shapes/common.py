"""What all shapes share: strict models, times, money, pages."""

import contextlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from app.core.money import CURRENCIES, Currency

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_WHOLE = re.compile(r"-?\d{1,19}")
_MICROS = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LARGEST_MICROS = 10**15


class Shape(BaseModel):
    """A JSON object: unknown fields are refused, and messages do not quote what was sent."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class Change(Shape):
    """The body of a PATCH: a field that is not there stays as it is, and its default is unread."""

    model_config = ConfigDict(json_schema_extra=lambda schema: _without_defaults(schema))

    def given(self) -> dict[str, Any]:
        """What the body holds, by field."""
        return {name: getattr(self, name) for name in self.model_fields_set}


def _without_defaults(schema: dict[str, Any]) -> None:
    for field in schema.get("properties", {}).values():
        field.pop("default", None)


def _as_sent(pattern: re.Pattern[str], message: str) -> BeforeValidator:
    """Refuse text that pydantic would take but the document does not name."""

    def check(value: Any) -> Any:
        if isinstance(value, str) and not pattern.fullmatch(value):
            raise ValueError(message)
        return value

    return BeforeValidator(check)


def _truth(value: Any) -> Any:
    known = {"true": True, "false": False}
    if isinstance(value, str) and value not in known:
        raise ValueError("must be true or false")
    return known[value] if isinstance(value, str) else value


def _time(value: Any) -> Any:
    if isinstance(value, str) and _RFC3339.fullmatch(value):
        with contextlib.suppress(ValueError):
            return datetime.fromisoformat(value.upper())
    raise ValueError("must be a time with its zone, such as 2026-11-21T07:31:16Z")


When = Annotated[AwareDatetime, BeforeValidator(_time)]
Whole = _as_sent(_WHOLE, "must be a whole number")
IsoDate = _as_sent(_DATE, "must be a date such as 2026-11-21")
Flag = Annotated[bool, BeforeValidator(_truth)]
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


def moment(at_ms: int) -> str:
    """Milliseconds since 1970 as RFC 3339, UTC."""
    at = _EPOCH + timedelta(milliseconds=at_ms)
    return at.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def maybe_moment(at_ms: int | None) -> str | None:
    """The same; None stays."""
    return None if at_ms is None else moment(at_ms)


def milliseconds(at: datetime) -> int:
    """A time as milliseconds since 1970."""
    return (at - _EPOCH) // timedelta(milliseconds=1)


class Money(Shape):
    """An amount of money: `micros` are millionths, `amount` is the same as a decimal number."""

    currency: Currency
    micros: int
    amount: Annotated[str, Field(pattern=r"^-?[0-9]+\.[0-9]{6}$")]

    @classmethod
    def of(cls, micros: int, currency: Currency) -> "Money":
        """So many micros of a currency."""
        sign, size = "-" if micros < 0 else "", abs(micros)
        whole, rest = divmod(size, _MICROS)
        return cls(currency=currency, micros=micros, amount=f"{sign}{whole}.{rest:06d}")


def moneys(by_currency: Mapping[str, int]) -> list[Money]:
    """Sums by currency; a currency that Dragoman does not know is none of its sums."""
    return [Money.of(by_currency[each], each) for each in CURRENCIES if each in by_currency]


class MoneyGiven(Shape):
    """An amount: its currency, and either `amount` (a decimal number) or `micros` (millionths)."""

    currency: Currency
    amount: Annotated[Decimal, Field(gt=0, le=10**9, decimal_places=6)] | None = None
    micros: Annotated[int, Field(ge=1, le=LARGEST_MICROS)] | None = None


class PageQuery(Shape):
    """Which page of a list."""

    limit: Annotated[int, Whole, Field(ge=1, le=200, description="How many items at most.")] = 50
    cursor: Annotated[
        str | None, Field(max_length=500, description="The `next_cursor` of the page before.")
    ] = None


Item = TypeVar("Item")


class Page(Shape, Generic[Item]):
    """One page of a list. `next_cursor` is null on the last one."""

    items: list[Item]
    next_cursor: str | None = None
