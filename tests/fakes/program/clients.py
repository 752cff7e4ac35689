"""Client programs in memory: found or not, connected, stale, and failing where a test says so."""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from app.connect.apply import FileChange, LeftAlone
from app.connect.clients.client import Finding, Snippet
from app.desktop.program.clients import ClientState, Disconnected, VerifyStep, Way
from app.desktop.program.failure import ProgramError
from app.desktop.program.listeners import Listeners
from tests.fakes.program.recorded import Recorded

KEY = "drg-fakekeyofaclient000000000000000000000000000"
ALL_WAYS = (Way.COMMAND, Way.PROFILE_FILE, Way.DEFAULT)

CLAUDE = ClientState(
    "claude-code",
    "Claude Code",
    "/usr/local/bin/claude",
    "2.1.329",
    ALL_WAYS,
    config_files=("/home/ada/.claude/settings.json",),
    docs="https://code.claude.com/docs/en/llm-gateway",
    warning="Claude Code uses Dragoman in sessions that run already, too.",
)
CODEX = ClientState(
    "codex",
    "Codex",
    "",
    "",
    ALL_WAYS,
    config_files=("/home/ada/.codex/config.toml",),
    docs="https://developers.openai.com/codex/config-advanced",
)
PI = ClientState(
    "pi",
    "pi",
    "/home/ada/.local/bin/pi",
    "0.87.1",
    (Way.COMMAND, Way.DEFAULT),
    connected=Way.DEFAULT,
    profile="cheap",
    config_files=("/home/ada/.pi/agent/models.json", "/home/ada/.pi/agent/settings.json"),
)
STALE = ClientState(
    "opencode",
    "opencode",
    "/home/ada/.opencode/bin/opencode",
    "1.18.33",
    (Way.COMMAND, Way.DEFAULT),
    connected=Way.DEFAULT,
    stale="It calls http://127.0.0.1:8776, and Dragoman is at http://127.0.0.1:8777.",
    config_files=("/home/ada/.config/opencode/opencode.json",),
)
AIDER = ClientState(
    "aider", "aider", "/home/ada/.local/bin/aider", "0.86.2", (Way.COMMAND,), config_files=()
)
# One of each: free, stale, connected, known by a command only, not installed.
SEVERAL = (CLAUDE, STALE, PI, AIDER, CODEX)

CONFLICT = Finding(
    "variable:ANTHROPIC_BASE_URL",
    "error",
    "ANTHROPIC_BASE_URL is set in /home/ada/.bashrc, line 12, and wins over what Dragoman wrote.",
    "Copy the line to remove",
)


class FakeClients(Recorded):
    """Knows `states`: Claude Code, free, and Codex, not installed, unless a test gives others.

    `left` is what disconnecting leaves alone; `findings` is what the doctor says of a client, until
    it is fixed; `steps` is what verifying does.
    """

    def __init__(self, states: Iterable[ClientState] = (CLAUDE, CODEX)) -> None:
        super().__init__()
        self.changed: Listeners[None] = Listeners()
        self.states: dict[str, ClientState] = {state.id: state for state in states}
        self.left: tuple[LeftAlone, ...] = ()
        self.findings: dict[str, tuple[Finding, ...]] = {}
        self.steps: tuple[VerifyStep, ...] = (
            VerifyStep("started", True, "It was started."),
            VerifyStep("arrived", True, "Its request arrived.", "req_verified"),
            VerifyStep("answered", True, "It printed the answer."),
        )

    def become(self, state: ClientState) -> None:
        """Have this state of a client from now on, and tell of it."""
        self.states[state.id] = state
        self.changed.tell(None)

    async def look(self) -> Sequence[ClientState]:
        """All states, the installed ones first."""
        await self._asked("look")
        return sorted(self.states.values(), key=lambda state: not state.binary)

    async def preview(self, client_id: str, profile: str = "default") -> Sequence[FileChange]:
        """One key in each of its files."""
        await self._asked("preview", client_id, profile)
        return [
            FileChange(Path(path), True, _DIFF.format(path=path))
            for path in self._state(client_id).config_files
        ]

    async def connect(self, client_id: str, way: Way, profile: str = "default") -> ClientState:
        """Connected, and no longer stale."""
        await self._asked("connect", client_id, way, profile)
        connected = None if way is Way.COMMAND else way
        self.become(replace(self._state(client_id), connected=connected, stale="", profile=profile))
        return self.states[client_id]

    async def disconnect(self, client_id: str) -> Disconnected:
        """Not connected any more, with what `left` says."""
        await self._asked("disconnect", client_id)
        before = self._state(client_id)
        self.become(replace(before, connected=None, stale=""))
        return Disconnected(before.config_files, self.left)

    async def disconnect_all(self) -> Sequence[Disconnected]:
        """Each that is connected."""
        await self._asked("disconnect_all")
        connected = [state.id for state in self.states.values() if state.connected is not None]
        return [await self.disconnect(client_id) for client_id in connected]

    async def launch_command(self, client_id: str, profile: str = "default") -> Snippet:
        """Its name, with a key before it."""
        await self._asked("launch_command", client_id, profile)
        state = self._state(client_id)
        return Snippet(state.name, "shell", f"OPENAI_API_KEY={KEY} {state.id}")

    async def snippets(self, profile: str = "default") -> Sequence[Snippet]:
        """One for Python and one for shells."""
        await self._asked("snippets", profile)
        return [
            Snippet("OpenAI SDK for Python", "python", f'client = OpenAI(api_key="{KEY}")'),
            Snippet("Shell", "shell", f"export OPENAI_API_KEY={KEY}"),
        ]

    async def diagnose(self, client_id: str) -> Sequence[Finding]:
        """What `findings` says."""
        await self._asked("diagnose", client_id)
        self._state(client_id)
        return self.findings.get(client_id, ())

    async def fix(self, client_id: str, finding_id: str) -> None:
        """Take the finding away."""
        await self._asked("fix", client_id, finding_id)
        found = self.findings.get(client_id, ())
        self.findings[client_id] = tuple(each for each in found if each.id != finding_id)
        self.changed.tell(None)

    async def verify(self, client_id: str) -> AsyncIterator[VerifyStep]:
        """What `steps` says, one after another."""
        await self._asked("verify", client_id)
        self._state(client_id)
        for step in self.steps:
            yield step

    def _state(self, client_id: str) -> ClientState:
        if client_id not in self.states:
            raise ProgramError(f"There is no client {client_id}.")
        return self.states[client_id]


_DIFF = """\
--- {path}
+++ {path}
@@ -1,3 +1,6 @@
 {{
+  "env": {{
+    "ANTHROPIC_AUTH_TOKEN": "(hidden)"
+  }},
   "model": "opus"
 }}
"""
