"""Providers that are asked nothing: statuses from the settings, and whatever a test sets."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.desktop.program.failure import ProgramError
from app.desktop.program.listeners import Listeners
from app.desktop.program.providers import (
    Health,
    LocalServer,
    NewProvider,
    ProviderStatus,
    StoredSecret,
    TestStep,
)
from app.providers.catalogue import preset
from app.providers.provider import ProviderError, build
from app.settings import change
from app.settings.schema import ProviderSettings
from tests.fakes.program.configuration import FakeConfiguration
from tests.fakes.program.recorded import Recorded

GOOD_TEST = (
    TestStep("network", True, "The host can be reached.", 0.12),
    TestStep("TLS", True, "The certificate is good.", 0.08),
    TestStep("auth", True, "The key was not rejected; 2 models are listed.", 0.21),
    TestStep("model", True, "deepseek-v4-pro answers.", 1.4),
    TestStep("stream", True, "It streams, and reports its tokens (9).", 0.0),
    TestStep("tool call", True, "deepseek-v4-pro calls a tool when it is asked to.", 1.9),
)
BAD_KEY = (
    *GOOD_TEST[:2],
    TestStep("auth", False, "The provider deepseek rejected its key (status 401).", 0.2),
)


class FakeProviders(Recorded):
    """`health` changes a provider's status; `steps` are what its test says.

    `fetched` are models by provider, `servers` the model servers on this machine, `problem` the
    keyring's. `keys` are those that were kept, by reference: only a test may look.
    """

    def __init__(self, configuration: FakeConfiguration) -> None:
        super().__init__()
        self.changed: Listeners[None] = Listeners()
        self.steps: Sequence[TestStep] = GOOD_TEST
        self.fetched: dict[str, Sequence[str]] = {}
        self.servers: Sequence[LocalServer] = ()
        self.problem = ""
        self.keys: dict[str, str] = {}
        self.unreadable: dict[str, str] = {}
        self.spent: dict[str, Mapping[str, int]] = {
            "deepseek": {"USD": 12_400_000},
            "siliconflow": {"CNY": 8_100_000},
        }
        self._configuration = configuration
        self._health: dict[str, dict[str, Any]] = {}
        configuration.changed.connect(lambda _: self.changed.tell(None))

    def health(self, name: str, health: Health, reason: str = "") -> None:
        """Let a provider be as `health` says."""
        self._health[name] = {"health": health, "reason": reason}
        self.changed.tell(None)

    def statuses(self) -> Sequence[ProviderStatus]:
        """One for each provider of the settings."""
        providers = self._configuration.settings.providers
        return [self._status(name, entry) for name, entry in providers.items()]

    def _status(self, name: str, entry: ProviderSettings) -> ProviderStatus:
        default = self._configuration.settings.default_provider == name
        secrets = tuple(
            StoredSecret(
                each,
                each.partition(":")[0],
                each not in self.unreadable,
                self.unreadable.get(each, ""),
            )
            for each in ((entry.key, *entry.more_keys) if entry.key else entry.more_keys)
        )
        known: dict[str, Any] = {
            "health": Health.OK if entry.enabled else Health.OFF,
            **self._health.get(name, {}),
        }
        try:
            built = build(name, entry)
        except ProviderError as error:
            bare = ProviderStatus(
                name, name, "", "", "", entry.enabled, default, False, Health.BROKEN, str(error)
            )
            return replace(bare, secrets=secrets)
        return ProviderStatus(
            name=name,
            label=preset(built.preset).label["en"],
            preset=built.preset,
            host=built.base_url.partition("://")[2].partition("/")[0],
            dialect=built.dialect,
            enabled=entry.enabled,
            default=default,
            local=built.local,
            secrets=secrets,
            models=built.models,
            spent=self.spent.get(name, {}),
            **known,
        )

    async def add(self, draft: NewProvider) -> str:
        """Keep the key and add the provider to the settings."""
        await self._asked("add", draft)
        settings = self._configuration.settings
        if draft.name in settings.providers:
            raise ProgramError(f"There is a provider {draft.name} already.", "name")
        reference = draft.secret or None
        if draft.key:
            if self.problem:
                raise ProgramError(self.problem, "key")
            reference = f"keyring:provider/{draft.name}"
            self.keys[reference] = draft.key
        entry = ProviderSettings(
            preset=draft.preset,
            base_url=draft.base_url,
            key=reference,
            models=draft.models,
            dialect=draft.dialect,  # type: ignore[arg-type]  # the schema checks it
        )
        await self._configuration.change(
            f"Add {draft.name}", lambda old: change.add_provider(old, draft.name, entry)
        )
        return draft.name

    async def remove(self, name: str) -> None:
        """Take it out of the settings."""
        await self._asked("remove", name)
        await self._configuration.change(
            f"Remove {name}", lambda old: change.remove_provider(old, name)
        )

    async def add_key(self, name: str, key: str) -> None:
        """Keep one more."""
        await self._asked("add_key", name, key)
        if self.problem:
            raise ProgramError(self.problem, "key")
        entry = self._configuration.settings.providers[name]
        number = f"/{len(entry.more_keys) + 2}" if entry.key else ""
        reference = f"keyring:provider/{name}{number}"
        self.keys[reference] = key
        await self._append(name, reference)

    async def add_reference(self, name: str, reference: str) -> None:
        """Name one more."""
        await self._asked("add_reference", name, reference)
        await self._append(name, reference)

    async def replace_key(self, name: str, reference: str, key: str) -> None:
        """Keep another in its place."""
        await self._asked("replace_key", name, reference, key)
        if self.problem:
            raise ProgramError(self.problem, "key")
        self.keys[reference] = key
        self.changed.tell(None)

    async def _append(self, name: str, reference: str) -> None:
        entry = self._configuration.settings.providers[name]
        more = {"more_keys": (*entry.more_keys, reference)}
        new = entry.model_copy(update=more if entry.key else {"key": reference})
        await self._configuration.change(
            f"Add a key of {name}", lambda old: change.replace_provider(old, name, new)
        )

    async def remove_key(self, name: str, reference: str) -> None:
        """Forget one."""
        await self._asked("remove_key", name, reference)
        entry = self._configuration.settings.providers[name]
        left = [each for each in (entry.key, *entry.more_keys) if each and each != reference]
        new = entry.model_copy(
            update={"key": left[0] if left else None, "more_keys": tuple(left[1:])}
        )
        await self._configuration.change(
            f"Remove a key of {name}", lambda old: change.replace_provider(old, name, new)
        )

    async def test(self, name: str, model: str | None = None) -> AsyncIterator[TestStep]:
        """`steps`, one after the other."""
        for step in self.steps:
            await self._asked("test", name, model)
            yield step

    async def fetch_models(self, name: str) -> Sequence[str]:
        """As `fetched` says."""
        await self._asked("fetch_models", name)
        return self.fetched.get(name, ("deepseek-v4-pro", "deepseek-v4-flash"))

    async def keyring_problem(self) -> str:
        """`problem`."""
        await self._asked("keyring_problem")
        return self.problem

    async def local_servers(self) -> Sequence[LocalServer]:
        """`servers`."""
        await self._asked("local_servers")
        return self.servers
