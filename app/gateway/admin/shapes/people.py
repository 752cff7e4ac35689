"""Users and client keys."""

from typing import Annotated

from pydantic import Field

from app.gateway.admin.shapes.common import (
    Change,
    Flag,
    Moment,
    PageQuery,
    Shape,
    When,
    maybe_moment,
    moment,
)
from app.storage import records
from app.storage.keys import HIGHEST_LIMIT
from app.storage.names import LONGEST_EMAIL, LONGEST_NAME, LONGEST_NOTE

Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
Email = Annotated[str, Field(max_length=LONGEST_EMAIL, description="Empty, or an address.")]
Note = Annotated[str, Field(max_length=LONGEST_NOTE)]
Search = Annotated[str | None, Field(max_length=200)]
Limit = Annotated[int, Field(ge=1, le=HIGHEST_LIMIT)] | None


class UserQuery(PageQuery):
    """Which users."""

    active: Flag | None = None
    search: Annotated[Search, Field(description="A part of the name or the address.")] = None


class NewUser(Shape):
    """A user to create."""

    name: Name
    email: Email = ""
    note: Note = ""


class UserChange(Change):
    """What to change of a user."""

    name: Name = ""
    email: Email = ""
    note: Note = ""


class User(Shape):
    """A person of the team."""

    id: str
    name: str
    email: str
    note: str
    active: bool
    created_at: Moment
    key_count: int

    @classmethod
    def of(cls, user: records.User, key_count: int) -> "User":
        """The user of a row."""
        return cls(
            id=user.id,
            name=user.name,
            email=user.email,
            note=user.note,
            active=user.active,
            created_at=moment(user.created_ms),
            key_count=key_count,
        )


class KeyQuery(PageQuery):
    """Which client keys."""

    user_id: Annotated[
        str | None, Field(description="One user's keys; empty: keys of nobody in particular.")
    ] = None
    active: Flag | None = None
    search: Annotated[Search, Field(description="A part of the name or the prefix.")] = None


class NewKey(Shape):
    """A client key to create."""

    name: Name
    user_id: str | None = None
    profile: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)] = "default"
    expires_at: When | None = None
    requests_per_minute: Limit = None
    tokens_per_minute: Limit = None
    concurrency: Limit = None


class KeyChange(Change):
    """What to change of a key; null takes a limit or the expiry away."""

    name: Name = ""
    profile: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)] = ""
    expires_at: When | None = None
    requests_per_minute: Limit = None
    tokens_per_minute: Limit = None
    concurrency: Limit = None


class Key(Shape):
    """A client key. `prefix` is all that is kept of what the client sends."""

    id: str
    name: str
    prefix: str
    user_id: str | None
    user_name: str | None
    profile: str
    active: bool
    created_at: Moment
    expires_at: Moment | None
    last_used_at: Moment | None
    requests_per_minute: int | None
    tokens_per_minute: int | None
    concurrency: int | None

    @classmethod
    def of(cls, key: records.StoredKey, user_name: str | None) -> "Key":
        """The key of a row."""
        return cls(
            id=key.id,
            name=key.name,
            prefix=key.prefix,
            user_id=key.user_id or None,
            user_name=user_name,
            profile=key.profile,
            active=key.active,
            created_at=moment(key.created_ms),
            expires_at=maybe_moment(key.expires_ms),
            last_used_at=maybe_moment(key.last_used_ms),
            requests_per_minute=key.requests_per_minute,
            tokens_per_minute=key.tokens_per_minute,
            concurrency=key.concurrency,
        )


class CreatedKey(Key):
    """A new client key, with the key itself: it is shown here and never again."""

    key: Annotated[str, Field(description="Give it to the client now; it is not kept.")]
