from concurrent.futures import ThreadPoolExecutor

from app.core.carrier import SEAL_BYTES
from app.storage.database import Database
from app.storage.seal import seal


def test_gateways_that_begin_at_once_have_one_key(database: Database) -> None:
    def ask(_: int) -> bytes:
        with database.writing() as connection:
            return seal(connection)

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(ask, range(16)))
    (key,) = found
    assert len(key) == SEAL_BYTES


def test_the_key_stays(database: Database) -> None:
    with database.writing() as connection:
        first = seal(connection)
    with database.writing() as connection:
        assert seal(connection) == first
