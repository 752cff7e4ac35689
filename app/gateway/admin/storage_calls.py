"""Storage's functions, called from the loop: each in a thread, in one transaction."""

import asyncio
import logging
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from app.gateway.admin.parts import ConsoleParts
from app.storage.failure import DatabaseError

log = logging.getLogger(__name__)

_Result = TypeVar("_Result")


async def read(parts: ConsoleParts, query: Callable[[Connection], _Result]) -> _Result:
    """What `query` finds. Raises `DatabaseError` and whatever `query` raises."""

    def run() -> _Result:
        with parts.database.reading() as connection:
            return query(connection)

    return await asyncio.to_thread(run)


async def write(parts: ConsoleParts, change: Callable[[Connection], _Result]) -> _Result:
    """What `change` gives, once it is committed. Raises as `read` does."""

    def run() -> _Result:
        with parts.database.writing() as connection:
            return change(connection)

    return await asyncio.to_thread(run)


async def write_people(parts: ConsoleParts, change: Callable[[Connection], _Result]) -> _Result:
    """The same for users, keys and budgets: this gateway goes by it before it is answered.

    What is committed is told as done, though the look at it fails: the next one is seconds away.
    """
    result = await write(parts, change)
    try:
        await parts.people_changed()
    except DatabaseError as error:
        log.warning("a change of keys or budgets is taken up later: %s", error)
    return result
