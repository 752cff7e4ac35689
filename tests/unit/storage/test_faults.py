import sqlite3

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.storage.failure import Fault
from app.storage.faults import classify, failed


def sqlite_error(code: int, said: str = "said") -> DBAPIError:
    error = sqlite3.OperationalError(said)
    error.sqlite_errorcode = code
    return OperationalError("SELECT 1", {}, error)


def server_error(state: str | None, kind: type[psycopg.Error] = psycopg.Error) -> DBAPIError:
    error = kind("said")
    error.sqlstate = state
    return DBAPIError("SELECT 1", {}, error)


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (sqlite3.SQLITE_BUSY, Fault.LOCKED),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Fault.LOCKED),
        (sqlite3.SQLITE_FULL, Fault.FULL),
        (sqlite3.SQLITE_CORRUPT_INDEX, Fault.CORRUPT),
        (sqlite3.SQLITE_NOTADB, Fault.CORRUPT),
        (sqlite3.SQLITE_IOERR_CORRUPTFS, Fault.CORRUPT),
        (sqlite3.SQLITE_IOERR_WRITE, Fault.UNREACHABLE),
        (sqlite3.SQLITE_READONLY_DBMOVED, Fault.DENIED),
        (sqlite3.SQLITE_CANTOPEN, Fault.DENIED),
        (sqlite3.SQLITE_CONSTRAINT_UNIQUE, Fault.BROKEN),
        (sqlite3.SQLITE_ERROR, Fault.BROKEN),
    ],
)
def test_sqlite_says_by_its_code_what_happened(code: int, fault: Fault) -> None:
    assert classify(sqlite_error(code)) is fault


@pytest.mark.parametrize(
    ("state", "fault"),
    [
        ("08006", Fault.UNREACHABLE),
        ("28P01", Fault.UNREACHABLE),
        ("3D000", Fault.UNREACHABLE),
        ("53300", Fault.UNREACHABLE),
        ("57P01", Fault.UNREACHABLE),
        ("53100", Fault.FULL),
        ("57014", Fault.LOCKED),
        ("55P03", Fault.LOCKED),
        ("40P01", Fault.LOCKED),
        ("42501", Fault.DENIED),
        ("25006", Fault.DENIED),
        ("XX001", Fault.CORRUPT),
        ("23505", Fault.BROKEN),
        ("42P01", Fault.BROKEN),
    ],
)
def test_postgresql_says_by_its_state_what_happened(state: str, fault: Fault) -> None:
    assert classify(server_error(state)) is fault


def test_a_server_that_never_spoke_is_unreachable() -> None:
    assert classify(server_error(None, psycopg.OperationalError)) is Fault.UNREACHABLE


def test_an_error_of_the_driver_alone_is_ours() -> None:
    assert classify(server_error(None, psycopg.ProgrammingError)) is Fault.BROKEN
    assert classify(InterfaceError("SELECT 1", {}, sqlite3.InterfaceError("x"))) is Fault.BROKEN
    assert classify(OverflowError("too large")) is Fault.BROKEN


def test_a_connection_that_was_cut_is_unreachable() -> None:
    error = psycopg.InterfaceError("the connection is closed")
    cut = DBAPIError("SELECT 1", {}, error, connection_invalidated=True)
    assert classify(cut) is Fault.UNREACHABLE


def test_a_pool_that_is_used_up_is_waited_for() -> None:
    told = failed(PoolTimeoutError("QueuePool limit of size 5 overflow 5"), "usage on db.lan")
    assert told.fault is Fault.LOCKED
    assert "all connections to it are in use" in told.message


def test_the_message_names_the_place_and_shows_no_row() -> None:
    told = failed(sqlite_error(1, "refused\nDETAIL: Failing row contains (sk-1)"), "/data/usage.db")
    assert told.message == (
        "The database /data/usage.db failed: refused. "
        "This is a fault of Dragoman's; please report it."
    )


def test_what_to_do_about_damage_depends_on_where_it_is() -> None:
    assert "Restart Dragoman" in failed(sqlite_error(11), "usage.db").message
    assert "keeps that server" in failed(server_error("XX001"), "usage", server=True).message
