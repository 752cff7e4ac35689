"""Codex: a model provider of its own in config.toml, also for its IDE extension and desktop app.

Read off 0.169.0: only the Responses API is left; the environment's OPENAI_* variables do not reach
a provider with a token of its own; `--profile NAME` adds NAME.config.toml to config.toml. Threads
are filed by provider: they cannot be opened again where its table is gone, so that the table stays
after a disconnect, without the key. auth.json is its login and is never touched.
"""

from collections.abc import Sequence
from pathlib import Path

from app.connect.clients.client import Access, Finding, Machine, Start
from app.connect.clients.program import ClientProgram, first_model
from app.connect.failure import ConnectError
from app.connect.files import look
from app.connect.formats.notations import parse
from app.connect.plan import FilePlan, KeyEdit, Plan, Value

PROVIDER = "dragoman"  # for ever: threads are filed under it
_KEY_VARIABLE = "DRAGOMAN_KEY"


class Codex(ClientProgram):
    """Three ways: config.toml, a profile file, words and a variable."""

    id = "codex"
    name = "Codex"
    docs = "https://developers.openai.com/codex/config-advanced"
    command = "codex"
    warning = (
        "Codex lists its threads by provider: those that you begin now are under Dragoman, and "
        "earlier ones come back when you disconnect."
    )

    def default_plan(self, machine: Machine, access: Access) -> Plan:
        """The provider, and that it is the one to use."""
        file = FilePlan(_folder(machine) / "config.toml", "toml", _edits(access, keep=True))
        return Plan(self.id, (file,))

    def profile_plan(self, machine: Machine, access: Access) -> Plan:
        """dragoman.config.toml, for `codex --profile dragoman`.

        Its provider is in config.toml too, without the key: or else threads that were begun with
        the profile could not be opened without it.
        """
        table = [
            KeyEdit(path, value, keep=True) for path, value in _provider(access.base_url).items()
        ]
        folder = _folder(machine)
        return Plan(
            f"{self.id}.profile",
            (
                FilePlan(folder / "config.toml", "toml", tuple(table)),
                FilePlan(folder / f"{PROVIDER}.config.toml", "toml", _edits(access, keep=False)),
            ),
        )

    def profile_words(self, machine: Machine) -> tuple[str, ...]:  # noqa: ARG002 - the protocol's
        """`codex --profile dragoman`."""
        return (self.command, "--profile", PROVIDER)

    def start(self, machine: Machine, access: Access) -> Start:  # noqa: ARG002 - the protocol's
        """The provider by options, the key by a variable."""
        table = f'model_providers.{PROVIDER}={{name="Dragoman",base_url="{access.base_url}/v1",'
        table += f'wire_api="responses",env_key="{_KEY_VARIABLE}"}}'
        model = ("-c", f'model="{first_model(access)}"')
        options = ("-c", f'model_provider="{PROVIDER}"', *model, "-c", table)
        return Start((self.command, *options), {_KEY_VARIABLE: access.key})

    def trial(self, prompt: str) -> tuple[str, ...]:
        """`codex exec`."""
        return ("exec", "--skip-git-repo-check", prompt)

    def conflicts(self, machine: Machine) -> Sequence[Finding]:
        """A profile in config.toml that names another provider."""
        path = _folder(machine) / "config.toml"
        try:
            content = look(path).content
            document = parse("toml", content or b"", path)
        except ConnectError:
            return ()
        profile = document.value(("profile",))
        if not isinstance(profile, str):
            return ()
        provider = document.value(("profiles", profile, "model_provider"))
        if provider == PROVIDER or not isinstance(provider, str):
            return ()
        return [
            Finding(
                "codex-profile",
                "error",
                f"{path} begins with the profile {profile}, whose provider {provider} wins over "
                "Dragoman. Take the line with 'profile' out of it.",
            )
        ]

    def _traces(self, machine: Machine) -> Sequence[Path]:
        return (_folder(machine) / "config.toml",)


def _folder(machine: Machine) -> Path:
    configured = machine.environ.get("CODEX_HOME")
    return Path(configured).expanduser() if configured else machine.home / ".codex"


def _provider(base_url: str) -> dict[tuple[str, ...], Value]:
    at = ("model_providers", PROVIDER)
    return {
        (*at, "name"): "Dragoman",
        (*at, "base_url"): f"{base_url}/v1",
        (*at, "wire_api"): "responses",
        (*at, "supports_websockets"): False,
    }


def _edits(access: Access, *, keep: bool) -> tuple[KeyEdit, ...]:
    token = ("model_providers", PROVIDER, "experimental_bearer_token")
    return (
        KeyEdit(("model_provider",), PROVIDER),
        KeyEdit(("model",), first_model(access)),
        *(KeyEdit(path, value, keep=keep) for path, value in _provider(access.base_url).items()),
        KeyEdit(token, access.key, secret=True),
    )
