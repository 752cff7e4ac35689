"""The key that the gateways on one database seal their carriers with.

It guards what clients return against being altered, and hides nothing, so that it may stand beside
the data. See `app.gateway.seal`.
"""

import secrets

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from app.storage.schema import facts

_NAME = "carrier_seal"
_BYTES = 32


def seal(connection: Connection) -> bytes:
    """The key, made by whoever asks first. Needs a connection that may write."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    new = dialect.insert(facts).values(name=_NAME, value=secrets.token_hex(_BYTES))
    connection.execute(new.on_conflict_do_nothing(index_elements=[facts.c.name]))
    kept: str = connection.execute(select(facts.c.value).where(facts.c.name == _NAME)).scalar_one()
    return bytes.fromhex(kept)
