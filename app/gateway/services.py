"""What every request shares: the objects that bootstrap wires once."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.core.conversation import Conversation
from app.dialects.base import Dialect
from app.gateway.accounts.keeper import Accounts
from app.gateway.admin_door import AdminDoor
from app.gateway.credentials import Credentials
from app.gateway.guard import Guard
from app.gateway.input_estimate import InputEstimate
from app.gateway.key_load import KeyLoad
from app.gateway.seal import Seal
from app.gateway.snapshot import Snapshot
from app.gateway.stored_responses.store import ResponseStore
from app.gateway.transcript import Write
from app.gateway.upstream import UpstreamPool
from app.routing.breaker import Breaker
from app.routing.key_choice import KeyChoice
from app.routing.retry import RetryBudget
from app.routing.stickiness import Stickiness
from app.secrets.client_keys import ClientKeys


@dataclass(slots=True)
class Services:
    """The gateway's parts and its memory of providers, none of it persisted.

    `snapshot` gives the newest settings; `count` counts a conversation's tokens (it may take
    milliseconds and is called off the loop); `accounts` admits requests and records them; `door`
    leads to the administration, None where it is off; `write_transcript` takes what was collected
    of a request, None where nothing can be kept; `seal` is what carriers are sealed with;
    `cut_prompts` are the (provider, model) that were told of already as reading only some of a
    prompt. `load` counts the running requests of each key, `sockets` its open WebSockets.
    `draining` is set when the server is told to stop: it takes nothing new then. `stopping` is set
    when running answers must end.
    """

    snapshot: Callable[[], Snapshot]
    guard: Guard
    client_keys: ClientKeys
    dialects: Mapping[str, Dialect]
    upstream: UpstreamPool
    credentials: Credentials
    count: Callable[[Conversation], int]
    accounts: Accounts
    breaker: Breaker = field(default_factory=Breaker)
    keys: KeyChoice = field(default_factory=KeyChoice)
    retry_budget: RetryBudget = field(default_factory=RetryBudget)
    stickiness: Stickiness = field(default_factory=Stickiness)
    estimate: InputEstimate = field(default_factory=InputEstimate)
    load: KeyLoad = field(default_factory=KeyLoad)
    sockets: KeyLoad = field(default_factory=KeyLoad)
    responses: ResponseStore = field(default_factory=lambda: ResponseStore(time.time))
    seal: Seal = field(default_factory=Seal)
    cut_prompts: set[tuple[str, str]] = field(default_factory=set)
    door: AdminDoor | None = None
    write_transcript: Write | None = None
    draining: asyncio.Event = field(default_factory=asyncio.Event)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
