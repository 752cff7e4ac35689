"""Clients that are disconnected while the program is not running, for who asked for that."""

import json
import logging

from app.desktop.program import Program
from app.desktop.program.clients import Way
from app.desktop.program.failure import ProgramError

log = logging.getLogger(__name__)

_REMEMBERED = "connected_at_quit"


async def put_back(program: Program) -> None:
    """Give every connected client its own settings back, and remember how each was connected."""
    if not program.configuration.settings.desktop.restore_at_quit:
        return
    try:
        connected = [each for each in await program.clients.look() if each.connected is not None]
        words = [(each.id, each.connected, each.profile) for each in connected]
        program.system.remember(_REMEMBERED, json.dumps(words) if words else "")
        await program.clients.disconnect_all()
    except ProgramError as error:
        log.warning("clients could not be disconnected: %s", error.message)


async def connect_again(program: Program) -> None:
    """Connect what `put_back` disconnected."""
    remembered = program.system.recall(_REMEMBERED)
    if not remembered:
        return
    program.system.remember(_REMEMBERED, "")
    for client_id, way, profile in json.loads(remembered):
        try:
            await program.clients.connect(client_id, Way(way), profile)
        except ProgramError as error:
            log.warning("%s could not be connected again: %s", client_id, error.message)
