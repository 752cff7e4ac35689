"""Client programs, around the gateway of this process."""

import time

from app.bootstrap.client_tokens import ClientTokens
from app.bootstrap.connecting import JOURNAL, Connecting, Surroundings
from app.bootstrap.offered_models import offered_models
from app.bootstrap.program.core import Core
from app.bootstrap.program.live_requests import LiveRequests
from app.bootstrap.program.server import GatewayServer
from app.connect.clients.client import Machine
from app.desktop.program.server import Power


def client_programs(core: Core, server: GatewayServer, live: LiveRequests) -> Connecting:
    """The clients of this user; nothing is looked at before it is asked for."""
    around = Surroundings(
        address=lambda: server.state.address,
        serving=lambda: server.state.power is Power.ON,
        profiles=lambda: tuple(core.snapshot.settings.profiles),
        models=lambda profile: offered_models(core.snapshot, profile),
        start=server.start,
    )
    tokens = ClientTokens(core.vault, core, lambda: round(time.time() * 1000))
    machine = Machine.of(core.environ)
    return Connecting(core.paths.data / JOURNAL, machine, tokens, around, live.changed)
