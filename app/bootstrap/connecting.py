"""Client programs connected to this gateway: the engine, their keys, and what is around them."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.bootstrap import client_trial
from app.bootstrap.client_state import Keys, client_state, facts_of, key_of
from app.bootstrap.client_tokens import ClientTokens, StoredToken
from app.bootstrap.client_versions import ClientVersions
from app.bootstrap.program.refusals import told
from app.connect import apply, doctor
from app.connect.apply import FileChange, Undone
from app.connect.clients.client import Access, Client, Finding, Machine, Snippet, Start
from app.connect.clients.table import CLIENTS
from app.connect.command_line import snippet
from app.connect.detect import search_path
from app.connect.doctor import Facts
from app.connect.failure import ConnectError
from app.connect.journal import Journal
from app.connect.plan import Plan
from app.connect.seen import Seen, look_at, record_ids
from app.connect.snippets import snippets
from app.connect.written import Written
from app.desktop.program.clients import ClientState, Disconnected, VerifyStep, Way
from app.desktop.program.failure import ProgramError
from app.desktop.program.history import Request
from app.desktop.program.listeners import Listeners
from app.secrets.client_keys import DEFAULT_PROFILE, digest
from app.secrets.secret import Secret

JOURNAL = "connect"  # its folder, in a profile's data
_SNIPPETS = "snippets"  # the name of the key that is in copied text
_PREVIEWED = "drg-" + "0" * 43  # stands for the key, which is masked


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the gateway tells about itself, asked anew each time.

    `address` is where clients find it, without /v1; `models` are the names that a profile knows,
    the one to begin with first; `start` switches it on, None where this process cannot.
    """

    address: Callable[[], str]
    serving: Callable[[], bool]
    profiles: Callable[[], Sequence[str]]
    models: Callable[[str], Sequence[str]]
    start: Callable[[], Awaitable[None]] | None = None


class Connecting:
    """Implements `app.desktop.program.clients.Clients`, for the windows and the command line.

    `journal` is a folder of the profile's data. `requests` hears of every request of the gateway in
    this process, None where that is another one.
    """

    def __init__(
        self,
        journal: Path,
        machine: Machine,
        tokens: ClientTokens,
        surroundings: Surroundings,
        requests: Listeners[Request] | None = None,
        clients: Sequence[Client] = CLIENTS,
    ) -> None:
        self.changed: Listeners[None] = Listeners()
        self._journal = Journal(journal)
        self._machine = machine
        self._tokens = tokens
        self._around = surroundings
        self._requests = requests
        self._clients = {client.id: client for client in clients}
        self._turn = asyncio.Lock()
        self._versions = ClientVersions(lambda: self.changed.tell(None))

    async def recover(self) -> Sequence[str]:
        """Finish what was under way when the last process died; sentences for the user."""
        return await asyncio.to_thread(apply.replay, self._journal)

    async def settled(self) -> None:
        """Wait until the versions of all programs that were looked at are known."""
        await self._versions.settled()

    async def close(self) -> None:
        """Ask no program for its version any more."""
        await self._versions.close()

    async def look(self) -> Sequence[ClientState]:
        """Every client, the installed ones first; versions that are not known yet come later."""
        seen = await asyncio.to_thread(lambda: [self._look_at(each) for each in self._clients])
        keys = await self._known_keys() if any(each.connected for each in seen) else {}
        states = [self._state(each, keys) for each in seen]
        return sorted(states, key=lambda state: not state.binary)

    async def preview(self, client_id: str, profile: str = DEFAULT_PROFILE) -> Sequence[FileChange]:
        """What making us its default would change; nothing is minted for it."""
        client = self._client(client_id)

        def changes() -> Sequence[FileChange]:
            seen = self._look_at(client_id)
            key = seen.written.key if seen.written is not None else ""
            access = self._described(key or _PREVIEWED, profile)
            return apply.preview(self._plan(client, Way.DEFAULT, access))

        with _told():
            return await asyncio.to_thread(changes)

    async def connect(
        self, client_id: str, way: Way, profile: str = DEFAULT_PROFILE
    ) -> ClientState:
        """Make it use us; connected by another way before, that is taken back."""
        client = self._client(client_id)
        if client.unserved:
            raise ProgramError(client.unserved)
        async with self._turn:
            with _told():
                seen = await asyncio.to_thread(self._look_at, client_id)
                if way is not Way.COMMAND:
                    await asyncio.to_thread(self._check, client, way, profile)
                token = await self._token(client_id, profile, seen)
                access = self._described(token.token.reveal(), profile)
                if way is not Way.COMMAND:
                    await asyncio.to_thread(self._apply, client, way, access)
                before = seen.written.key if seen.written is not None else ""
                if before != access.key and way is not Way.COMMAND:
                    await self._tokens.revoke([before])
            state = await self._state_of(client_id)
        self.changed.tell(None)
        return state

    async def disconnect(self, client_id: str) -> Disconnected:
        """Put our keys back; where it is connected by a command only, end its keys."""
        client = self._client(client_id)
        async with self._turn:
            try:
                with _told():
                    seen = await asyncio.to_thread(self._look_at, client_id)
                    undone = await asyncio.to_thread(self._undo, client)
                    if seen.written is not None:
                        tokens = [seen.written.key]
                    else:
                        tokens = await self._tokens.of_client(client_id, self._around.profiles())
                    await self._tokens.revoke(tokens)
            finally:  # the files may be back though the key could not be revoked
                self.changed.tell(None)
        return Disconnected(
            tuple(str(path) for each in undone for path in each.restored),
            tuple(left for each in undone for left in each.left),
        )

    async def disconnect_all(self) -> Sequence[Disconnected]:
        """Every client that is connected by a file, also where one of them cannot be."""
        records = await asyncio.to_thread(self._journal.clients)
        connected = [each for each in self._clients if {each, f"{each}.profile"} & set(records)]
        done, failures = [], []
        for client_id in connected:
            try:
                done.append(await self.disconnect(client_id))
            except ProgramError as error:
                failures.append(error.message)
        if failures:
            raise ProgramError(" ".join(failures))
        return done

    async def launch_command(self, client_id: str, profile: str = DEFAULT_PROFILE) -> Snippet:
        """The command with our file where there is one, else with variables."""
        client = self._client(client_id)
        if client.unserved:
            raise ProgramError(client.unserved)
        with _told():
            seen = await asyncio.to_thread(self._look_at, client_id)
            token = await self._token(client_id, profile, seen)
            access = self._described(token.token.reveal(), profile)
            if seen.profile_file and seen.written == Written(access.base_url, access.key):
                start = Start(client.profile_words(self._machine))
                return snippet(client.name, self._machine.platform, start)
            return await asyncio.to_thread(client.launch, self._machine, access)

    async def snippets(self, profile: str = DEFAULT_PROFILE) -> Sequence[Snippet]:
        """With a key of their own: revoking a client's leaves them alone."""
        with _told():
            token = await self._tokens.ensure(_SNIPPETS, profile)
        return snippets(self._described(token.token.reveal(), profile))

    async def diagnose(self, client_id: str) -> Sequence[Finding]:
        """Why it does not use us."""
        client = self._client(client_id)
        with _told():
            seen = await asyncio.to_thread(self._look_at, client_id)
        facts = self._facts(seen, await self._known_keys())
        return await asyncio.to_thread(doctor.examine, client, self._machine, facts)

    async def fix(self, client_id: str, finding_id: str) -> None:
        """Start the server, connect, or connect again."""
        if finding_id == doctor.START:
            if self._around.start is None:
                raise ProgramError("Start Dragoman: 'dragoman serve', or the desktop application.")
            await self._around.start()
        elif finding_id == doctor.CONNECT:
            await self.connect(client_id, Way.DEFAULT)
        elif finding_id.startswith(doctor.AGAIN):
            state = await self._state_of(client_id)
            await self.connect(client_id, state.connected or Way.DEFAULT, state.profile)
        else:
            raise ProgramError("That is for you to change; the finding says where.")

    async def verify(self, client_id: str) -> AsyncIterator[VerifyStep]:
        """Ask something with the real client, as it would be started now."""
        client = self._client(client_id)
        words = client.trial(client_trial.PROMPT)
        with _told():
            seen = await asyncio.to_thread(self._look_at, client_id)
            if seen.binary is None:
                raise ProgramError(f"{client.name} was not found on this machine.")
            if not words:
                raise ProgramError(f"{client.name} cannot be asked without you. Try it yourself.")
            path = search_path(seen.binary, self._machine.environ)
            environ = {**self._machine.environ, "PATH": path}
            before: tuple[str, ...] = ()
            if seen.written is not None:
                known = await self._tokens.known()
                key = known.get(digest(Secret(seen.written.key))) if seen.written.key else None
                key_id = key.id if key is not None else ""
                if seen.profile_file:
                    before = client.profile_words(self._machine)[1:]
            else:
                token = await self._token(client_id, DEFAULT_PROFILE, seen)
                key_id = token.key.id
                access = self._described(token.token.reveal(), DEFAULT_PROFILE)
                start = await asyncio.to_thread(client.start, self._machine, access)
                if start is None:
                    raise ProgramError(f"Connect {client.name} first.")
                before = start.words[1:]
                for name in start.unset:
                    environ.pop(name, None)
                environ.update(start.variables)
        command = (str(seen.binary), *before, *words)
        keys = frozenset(filter(None, (key_id,)))
        async for step in client_trial.ask(client.name, command, environ, keys, self._requests):
            yield step

    def _client(self, client_id: str) -> Client:
        if client_id not in self._clients:
            raise ProgramError(
                f"There is no client {client_id!r}. Known are {', '.join(self._clients)}."
            )
        return self._clients[client_id]

    def _look_at(self, client_id: str) -> Seen:
        return look_at(self._clients[client_id], self._machine, self._journal)

    def _check(self, client: Client, way: Way, profile: str) -> None:
        """Raise what `_apply` would, before a key is minted for it."""
        apply.preview(self._plan(client, way, self._described(_PREVIEWED, profile)))

    def _apply(self, client: Client, way: Way, access: Access) -> None:
        apply.connect(self._plan(client, way, access), self._journal, round(time.time() * 1000))
        default, by_profile = record_ids(client)
        apply.disconnect(self._journal, by_profile if way is Way.DEFAULT else default)

    def _plan(self, client: Client, way: Way, access: Access) -> Plan:
        make = client.default_plan if way is Way.DEFAULT else client.profile_plan
        plan = make(self._machine, access)
        if plan is None:
            raise ConnectError(f"{client.name} cannot be connected by a file in this way.")
        return plan

    def _undo(self, client: Client) -> list[Undone]:
        return [apply.disconnect(self._journal, each) for each in record_ids(client)]

    async def _token(self, client_id: str, profile: str, seen: Seen) -> StoredToken:
        in_use = seen.written.key if seen.written is not None else ""
        return await self._tokens.ensure(client_id, profile, in_use)

    async def _known_keys(self) -> Keys | None:
        """The keys by digest; None where the database cannot tell."""
        try:
            with _told():
                return await self._tokens.known()
        except ProgramError:
            return None

    async def _state_of(self, client_id: str) -> ClientState:
        seen = await asyncio.to_thread(self._look_at, client_id)
        return self._state(seen, await self._known_keys())

    def _state(self, seen: Seen, keys: Keys | None) -> ClientState:
        version = self._versions.of(seen.binary) if seen.binary is not None else ""
        key = key_of(seen, keys)
        profile = key.profile if key is not None else ""
        facts = self._facts(seen, keys)
        return client_state(self._clients[seen.id], seen, facts, version, profile)

    def _facts(self, seen: Seen, keys: Keys | None) -> Facts:
        return facts_of(seen, self._around.address(), keys, serving=self._around.serving())

    def _described(self, key: str, profile: str) -> Access:
        models = tuple(self._around.models(profile))
        return Access(self._around.address(), key, profile, models=models)


@contextmanager
def _told() -> Iterator[None]:
    """Raise `ProgramError` in the place of everything that has a sentence for a person."""
    try:
        with told():
            yield
    except ConnectError as error:
        raise ProgramError(error.message) from error
