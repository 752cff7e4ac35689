"""Claude Code: `env` in its settings.json, which wins over the shell's variables.

Read off 2.1.329: settings.json's `env` replaces variables of the process, and an empty one there
masks the shell's; a project's settings win over the user's; ANTHROPIC_API_KEY or the output of
apiKeyHelper is sent beside ANTHROPIC_AUTH_TOKEN, and a request with two different keys is refused.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from app.connect.clients.client import Access, Finding, Machine, Start
from app.connect.clients.program import ClientProgram
from app.connect.conflicts import variables_set
from app.connect.failure import ConnectError
from app.connect.files import look
from app.connect.formats.notations import parse
from app.connect.plan import ABSENT, FilePlan, KeyEdit, Plan

ADDRESS = "ANTHROPIC_BASE_URL"
TOKEN = "ANTHROPIC_AUTH_TOKEN"  # noqa: S105 - a variable's name
# A second key, or another way to the models than a base URL.
CONFLICTING = (
    "ANTHROPIC_API_KEY",
    "CLAUDE_CODE_USE_BEDROCK",
    "CLAUDE_CODE_USE_VERTEX",
    "CLAUDE_CODE_USE_FOUNDRY",
    "CLAUDE_CODE_USE_MANTLE",
    "CLAUDE_CODE_USE_GATEWAY",
    "CLAUDE_CODE_USE_ANTHROPIC_AWS",
)
_HELPER = "apiKeyHelper"


class ClaudeCode(ClientProgram):
    """Three ways: settings.json, a settings file of ours, variables."""

    id = "claude-code"
    name = "Claude Code"
    docs = "https://code.claude.com/docs/en/llm-gateway"
    command = "claude"
    warning = (
        "Sessions that run already use Dragoman at once. Remote Control, /schedule and the "
        "connectors of claude.ai are off while Claude Code is connected."
    )

    def default_plan(self, machine: Machine, access: Access) -> Plan:
        """The address and the key in `env`; what would be a second key goes out meanwhile."""
        masked = {each.name for each in variables_set(machine, CONFLICTING)}
        edits = [
            KeyEdit(("env", ADDRESS), access.base_url),
            KeyEdit(("env", TOKEN), access.key, secret=True),
            *(KeyEdit(("env", name), value) for name, value in _models(access).items()),
            *(
                KeyEdit(("env", name), "" if name in masked else ABSENT, secret=True)
                for name in CONFLICTING
            ),
            KeyEdit((_HELPER,), ABSENT, secret=True),
        ]
        return Plan(self.id, (FilePlan(_folder(machine) / "settings.json", "jsonc", (*edits,)),))

    def profile_plan(self, machine: Machine, access: Access) -> Plan:
        """A whole settings file, which masks what the user's own might say."""
        settings = {
            "env": {
                ADDRESS: access.base_url,
                TOKEN: access.key,
                **_models(access),
                **dict.fromkeys(CONFLICTING, ""),
            },
            _HELPER: "",
        }
        content = json.dumps(settings, indent=2) + "\n"
        path = self._profile_file(machine)
        return Plan(f"{self.id}.profile", (FilePlan(path, "jsonc", whole=True, content=content),))

    def profile_words(self, machine: Machine) -> tuple[str, ...]:
        """`claude --settings FILE`."""
        return (self.command, "--settings", str(self._profile_file(machine)))

    def start(self, machine: Machine, access: Access) -> Start:
        """Variables; those in a settings.json win over them."""
        variables = {ADDRESS: access.base_url, TOKEN: access.key, **_models(access)}
        set_ = {each.name for each in variables_set(machine, CONFLICTING)}
        unset = tuple(name for name in CONFLICTING if name in set_)
        return Start((self.command,), variables, unset)

    def trial(self, prompt: str) -> tuple[str, ...]:
        """`claude -p`."""
        return ("-p", prompt)

    def conflicts(self, machine: Machine) -> Sequence[Finding]:
        """Its own file where it cannot read it, another gateway in it, a login, and variables."""
        return (*_of_settings(_folder(machine) / "settings.json"), *_of_shell(machine))

    def _profile_file(self, machine: Machine) -> Path:
        return _folder(machine) / "dragoman.settings.json"

    def _traces(self, machine: Machine) -> Sequence[Path]:
        return (_folder(machine) / "settings.json",)


def _folder(machine: Machine) -> Path:
    configured = machine.environ.get("CLAUDE_CONFIG_DIR")
    return Path(configured).expanduser() if configured else machine.home / ".claude"


def _of_settings(path: Path) -> Iterator[Finding]:
    try:
        content = look(path).content or b"{}"
        document = parse("jsonc", content, path)
    except ConnectError as error:
        yield Finding("unreadable", "error", error.message)
        return
    try:
        json.loads(content.decode("utf-8-sig"))
    except ValueError:
        yield Finding(
            "not-json",
            "error",
            f"{path} has comments or a comma too many. Claude Code reads nothing of such a file: "
            "take them out.",
        )
    address = document.value(("env", ADDRESS))
    if isinstance(address, str) and address.rstrip("/").endswith("/v1"):
        yield Finding(
            "address-v1",
            "error",
            f"{ADDRESS} in {path} ends with /v1, which Claude Code adds by itself.",
        )


def _of_shell(machine: Machine) -> Iterator[Finding]:
    """What the shell says is masked once connected, and matters only before."""
    for each in variables_set(machine, (ADDRESS, TOKEN, *CONFLICTING)):
        yield Finding(
            f"variable:{each.name}",
            "note",
            f"{each.name} is set in {each.place}. It leads Claude Code elsewhere where it is not "
            "connected as the default.",
        )
    # Its first start asks for a login, before it looks at any settings.
    try:
        begun = json.loads((machine.home / ".claude.json").read_bytes())
    except (OSError, ValueError):
        return
    if isinstance(begun, dict) and begun.get("hasCompletedOnboarding") is False:
        yield Finding(
            "onboarding",
            "note",
            "Claude Code has not been started to the end yet: start 'claude' once in a terminal.",
        )


def _models(access: Access) -> Mapping[str, str]:
    """Only what was chosen: otherwise its own names are mapped by the profile."""
    models = {}
    if access.model:
        models["ANTHROPIC_MODEL"] = access.model
    if access.small_model:
        models["ANTHROPIC_DEFAULT_HAIKU_MODEL"] = access.small_model
    return models
