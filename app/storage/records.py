"""The rows, as the rest of the program knows them. Times are milliseconds since 1970, UTC."""

from dataclasses import dataclass
from typing import Literal

Accuracy = Literal["exact", "estimated", "none"]
BudgetScope = Literal["user", "key", "profile", "provider"]
Period = Literal["day", "week", "month"]
Side = Literal["client_sent", "provider_got", "provider_answered", "client_got"]


@dataclass(frozen=True, slots=True)
class UsageRow:
    """One request that asked a model, however it ended.

    Tokens never overlap: the whole input is `fresh + cache_read + cache_write`; `output` includes
    `reasoning`, which is None where the provider does not tell it apart. `accuracy` is "exact" as
    the provider counted, "estimated" as we did, "none" where nothing is known. `cost_micros` is
    None where the model has no price: that is "unpriced", never 0. `saved_micros` is what the
    cached tokens would have cost more without the cache. `partial` means that an answer had begun
    and did not end well. `raw_usage`, `losses` and `timeline` (the request's course) are JSON.
    `user_id`, `key_id` and `conversation` are "" where there is none.
    """

    request_id: str
    started_ms: int
    gateway: str = ""
    user_id: str = ""
    key_id: str = ""
    profile: str = ""
    client_program: str = ""
    client_version: str = ""
    conversation: str = ""
    endpoint: str = ""
    client_model: str = ""
    provider: str = ""
    model: str = ""
    client_dialect: str = ""
    provider_dialect: str = ""
    lane: str = ""
    stream: bool = False
    status: int = 0
    failure: str | None = None
    partial: bool = False
    attempts: int = 0
    failovers: int = 0
    accuracy: Accuracy = "none"
    fresh: int = 0
    cache_read: int = 0
    cache_write: int = 0
    output: int = 0
    reasoning: int | None = None
    raw_usage: str | None = None
    cost_micros: int | None = None
    saved_micros: int | None = None
    currency: str = ""
    price_source: str = ""
    price_date: str = ""
    first_delta_ms: int | None = None
    duration_ms: int = 0
    request_bytes: int = 0
    response_bytes: int = 0
    loss_count: int = 0
    losses: str | None = None
    timeline: str | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """Money spent under one budget, in the budget's own currency, in the period that began then."""

    budget_id: str
    period_start_ms: int
    micros: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One request for the ledger: its row, what it spends, and the holds that it gives back."""

    row: UsageRow
    charges: tuple[Charge, ...] = ()
    holds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class User:
    """A person of the team."""

    id: str
    name: str
    created_ms: int
    email: str = ""
    note: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A client key. `digest` is the token's SHA-256 in hex; `prefix` its visible beginning.

    `user_id` is "" for a key of nobody in particular. Limits are per minute, tokens counted as
    input plus output, and None where there is none. `expires_ms` and `last_used_ms` are None where
    it does not, or was not yet.
    """

    id: str
    name: str
    digest: str
    prefix: str
    created_ms: int
    user_id: str = ""
    profile: str = "default"
    active: bool = True
    expires_ms: int | None = None
    last_used_ms: int | None = None
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    concurrency: int | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """A limit on money. `subject` is a user's or key's id, or a profile's or provider's name.

    A `hard` budget refuses requests once it is spent; any other only warns.
    """

    id: str
    scope: BudgetScope
    subject: str
    period: Period
    limit_micros: int
    currency: str
    created_ms: int
    hard: bool = False
    active: bool = True


@dataclass(frozen=True, slots=True)
class Spend:
    """What a budget has spent in the period that began at `period_start_ms`."""

    budget_id: str
    period_start_ms: int
    micros: int


@dataclass(frozen=True, slots=True)
class Hold:
    """Money that a running request will probably spend under a hard budget, in its currency."""

    budget: Budget
    period_start_ms: int
    period_end_ms: int
    micros: int


@dataclass(frozen=True, slots=True)
class Exceeded:
    """A hard budget that is spent: `spent_micros` with what is in flight, of its period."""

    budget: Budget
    spent_micros: int
    resets_at_ms: int


@dataclass(frozen=True, slots=True)
class Transcribed:
    """The request that a transcript is of; ids are "" where there is none."""

    request_id: str
    started_ms: int
    user_id: str = ""
    key_id: str = ""
    conversation: str = ""


@dataclass(frozen=True, slots=True)
class TranscriptBody:
    """What one side of a request saw, on its `attempt` (from 1; 0 on the client's sides).

    `size` is the whole body's in bytes; `body` holds less of it where it is `truncated`.
    """

    side: Side
    attempt: int
    content_type: str
    size: int
    truncated: bool
    body: bytes


# No conversation is put together again that says more: what it is made of may be repeated in it,
# and is compressed where it is kept.
LONGEST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class KeptResponse:
    """An answer in the Responses format that its client may go on from, without what was before it.

    `input` is the JSON list of the items that the request brought itself, `response` the JSON of
    the whole answer. `previous` is the id of the answer that it went on from, "" where it began a
    conversation. `provider` is who keeps the answer too, "" where it is kept here only. `items` are
    the ids of the answer's own output items.
    """

    key_id: str
    id: str
    input: bytes
    response: bytes
    previous: str = ""
    provider: str = ""
    items: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of what it says."""
        return len(self.input) + len(self.response)
