"""Users: people of the team."""

from sqlalchemy import Connection

from app.gateway.admin import cursors
from app.gateway.admin.operation import Call, Operation
from app.gateway.admin.shapes.common import Page
from app.gateway.admin.shapes.people import NewUser, User, UserChange, UserQuery
from app.gateway.admin.storage_calls import read, write_people
from app.storage import people, records


async def list_users(call: Call[UserQuery, None]) -> Page[User]:
    """Users, the oldest first."""
    query = call.query
    after = cursors.place_of(query.cursor)

    def find(connection: Connection) -> tuple[list[records.User], dict[str, int]]:
        found = people.users(
            connection,
            active=query.active,
            search=query.search or None,
            limit=query.limit + 1,
            after=after,
        )
        return found, people.key_counts(connection, [user.id for user in found])

    found, counts = await read(call.parts, find)
    shown, last = found[: query.limit], len(found) <= query.limit
    return Page[User](
        items=[User.of(user, counts[user.id]) for user in shown],
        next_cursor=None if last else cursors.encode(shown[-1].created_ms, shown[-1].id),
    )


async def create_user(call: Call[None, NewUser]) -> User:
    """A new user, without keys."""
    body, now_ms = call.body, call.parts.now_ms()
    user = await write_people(
        call.parts,
        lambda connection: people.create_user(
            connection, body.name, email=body.email, note=body.note, now_ms=now_ms
        ),
    )
    return User.of(user, 0)


async def get_user(call: Call[None, None]) -> User:
    """One user."""
    return await read(call.parts, lambda connection: _told(connection, call.path["user_id"]))


async def update_user(call: Call[None, UserChange]) -> User:
    """A user, changed."""

    def change(connection: Connection) -> User:
        user = people.user_by_id(connection, call.path["user_id"])
        return _told(connection, people.update_user(connection, user.id, **call.body.given()).id)

    return await write_people(call.parts, change)


async def deactivate_user(call: Call[None, None]) -> User:
    """A user whose keys stop working now."""
    return await _switched(call, active=False)


async def activate_user(call: Call[None, None]) -> User:
    """A user whose keys work again."""
    return await _switched(call, active=True)


async def _switched(call: Call[None, None], *, active: bool) -> User:
    def change(connection: Connection) -> User:
        return _told(
            connection, people.set_user_active(connection, call.path["user_id"], active).id
        )

    return await write_people(call.parts, change)


def _told(connection: Connection, user_id: str) -> User:
    user = people.user_by_id(connection, user_id)
    return User.of(user, people.key_counts(connection, [user.id])[user.id])


_ONE = "/admin/users/{user_id}"

OPERATIONS = (
    Operation(
        "GET",
        "/admin/users",
        "List users",
        "users",
        list_users,
        query=UserQuery,
        response=Page[User],
    ),
    Operation(
        "POST",
        "/admin/users",
        "Create a user",
        "users",
        create_user,
        body=NewUser,
        response=User,
        status=201,
        refusals=(409,),
    ),
    Operation("GET", _ONE, "Get a user", "users", get_user, response=User),
    Operation(
        "PATCH",
        _ONE,
        "Update a user",
        "users",
        update_user,
        body=UserChange,
        response=User,
        refusals=(409,),
    ),
    Operation(
        "POST",
        f"{_ONE}/deactivate",
        "Stop a user's keys",
        "users",
        deactivate_user,
        response=User,
    ),
    Operation(
        "POST",
        f"{_ONE}/activate",
        "Let a user's keys work again",
        "users",
        activate_user,
        response=User,
    ),
)
