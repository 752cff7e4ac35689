"""The users of a team."""

from collections.abc import Collection, Mapping
from typing import TypedDict, Unpack

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from app.storage.facts import bump
from app.storage.failure import ConflictError, UnknownError
from app.storage.names import clean_email, clean_name, clean_note, new_id, storable
from app.storage.paging import Place, beyond
from app.storage.records import User
from app.storage.schema import client_keys
from app.storage.schema import users as table


class UserChanges(TypedDict, total=False):
    """What can be changed of a user; what is absent stays."""

    name: str
    email: str
    note: str


def create_user(
    connection: Connection, name: str, *, email: str = "", note: str = "", now_ms: int
) -> User:
    """A new user. Names are unique and have 1 to 64 characters.

    Raises `InvalidError` for a value that cannot be, `ConflictError` for a name that is taken.
    """
    user = User(
        new_id("usr"), clean_name(name), now_ms, email=clean_email(email), note=clean_note(note)
    )
    bump(connection)
    _free(connection, user.name, user.id)
    connection.execute(
        insert(table).values(
            id=user.id,
            name=user.name,
            email=user.email,
            note=user.note,
            active=True,
            created_ms=now_ms,
        )
    )
    return user


def users(
    connection: Connection,
    *,
    active: bool | None = None,
    search: str | None = None,
    limit: int | None = None,
    after: Place | None = None,
) -> list[User]:
    """Users, the oldest first: those after the place `after`, at most `limit`.

    `search` is a part of a name or an address. Case does not matter in ASCII letters; in others
    only as far as the database knows them. Raises `InvalidError` for a place that cannot be.
    """
    query = select(table).order_by(table.c.created_ms, table.c.id).limit(limit)
    if active is not None:
        query = query.where(table.c.active.is_(active))
    if search is not None:
        if not storable(search):
            return []
        query = query.where(
            or_(
                *(
                    found
                    for column in (table.c.name, table.c.email)
                    for found in (
                        column.contains(search, autoescape=True),
                        func.lower(column).contains(search.lower(), autoescape=True),
                    )
                )
            )
        )
    if after is not None:
        query = query.where(beyond(table, after))
    return [_user(row) for row in connection.execute(query)]


def user(connection: Connection, id_or_name: str) -> User:
    """The user of this id, or else of this name. Raises `UnknownError`."""
    wanted = id_or_name.strip()
    if storable(wanted):
        for column, value in ((table.c.id, wanted), (table.c.name, _composed(wanted))):
            row = connection.execute(select(table).where(column == value)).first()
            if row is not None:
                return _user(row)
    raise UnknownError(f"There is no user {id_or_name!r}.")


def user_by_id(connection: Connection, user_id: str) -> User:
    """The user of this id. Raises `UnknownError`."""
    if storable(user_id):
        row = connection.execute(select(table).where(table.c.id == user_id)).first()
        if row is not None:
            return _user(row)
    raise UnknownError(f"There is no user {user_id!r}.")


def update_user(connection: Connection, user_id: str, **changes: Unpack[UserChanges]) -> User:
    """Change what is given of the user `user_id`, and give all of it back.

    Raises `UnknownError`, `InvalidError`, and `ConflictError` for a name that is taken.
    """
    values: dict[str, str] = {}
    if "name" in changes:
        values["name"] = clean_name(changes["name"])
    if "email" in changes:
        values["email"] = clean_email(changes["email"])
    if "note" in changes:
        values["note"] = clean_note(changes["note"])
    bump(connection)
    if "name" in values:
        _free(connection, values["name"], user_id)
    return _changed(connection, user_id, values)


def set_user_active(connection: Connection, user_id: str, active: bool) -> User:
    """Deactivate a user, whose keys stop working then, or take it back. Raises `UnknownError`."""
    bump(connection)
    return _changed(connection, user_id, {"active": active})


def key_counts(connection: Connection, user_ids: Collection[str]) -> dict[str, int]:
    """How many keys each of these users has, inactive ones too; none are left out of the answer."""
    counts = dict.fromkeys(user_ids, 0)
    query = (
        select(client_keys.c.user_id, func.count())
        .where(client_keys.c.user_id.in_(list(counts)))
        .group_by(client_keys.c.user_id)
    )
    counts.update((owner, count) for owner, count in connection.execute(query))
    return counts


def _free(connection: Connection, name: str, user_id: str) -> None:
    taken = select(table.c.id).where(table.c.name == name, table.c.id != user_id)
    if connection.scalar(taken) is not None:
        raise ConflictError("name", f"There is a user named {name} already.")


def _changed(connection: Connection, user_id: str, values: Mapping[str, object]) -> User:
    found = user_by_id(connection, user_id)
    if values:
        connection.execute(update(table).where(table.c.id == found.id).values(**values))
    return user_by_id(connection, user_id)


def _composed(name: str) -> str:
    try:
        return clean_name(name)
    except ValueError:
        return name


def _user(row: Row[tuple[object, ...]]) -> User:
    return User(**row._mapping)
