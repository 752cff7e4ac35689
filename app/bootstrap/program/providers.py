"""Providers: added with their key, tested, and what is known of each."""

import re
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager
from urllib.parse import urlsplit

from app.bootstrap.dialects import DIALECTS
from app.bootstrap.program.configuration import StoredConfiguration
from app.bootstrap.program.core import Core
from app.bootstrap.program.health import HealthRecord
from app.bootstrap.program.provider_keys import ProviderKeys, references
from app.bootstrap.program.refusals import secret_trouble
from app.bootstrap.program.statuses import Statuses, label_of
from app.core.failure import Refused
from app.desktop.program.failure import ProgramError
from app.desktop.program.listeners import Listeners
from app.desktop.program.providers import LocalServer, NewProvider, ProviderStatus, TestStep
from app.dialects import anthropic_messages
from app.dialects.base import Dialect
from app.gateway import model_list
from app.gateway.admin import provider_draft
from app.gateway.admin.problem import Problem
from app.gateway.connection_test import ConnectionTest
from app.gateway.local_servers import FoundServer, find_servers
from app.gateway.outcome import Outcome
from app.providers.provider import Provider, ProviderError, build
from app.settings import change
from app.settings.provider_settings import ProviderSettings
from app.settings.schema import Settings

# "Enter it again: dragoman provider add x --key-stdin": who looks at a window needs no command.
_COMMAND = re.compile(r"\s*[^.:;]*: dragoman [^\n]*$")
_Update = Callable[[ProviderSettings], ProviderSettings]
_FAILED_STEPS = {"auth": "provider_key", "network": "network", "TLS": "network"}


class GatewayProviders:
    """What a provider's card, its gallery and its test need."""

    def __init__(self, core: Core, configuration: StoredConfiguration) -> None:
        self.changed: Listeners[None] = Listeners()
        self.keys = ProviderKeys(core)
        self._core = core
        self._configuration = configuration
        self._health = HealthRecord()
        self._statuses = Statuses(core, self._health, self._tell)
        self._known = configuration.settings

    def statuses(self) -> Sequence[ProviderStatus]:
        """Every provider, in the settings' order."""
        return self._statuses.all(self._configuration.settings)

    async def add(self, draft: NewProvider) -> str:
        """Keep the key, then the settings."""
        name, settings = draft.name, self._configuration.settings
        with _field_told():
            provider_draft.checked_name(name)
            if name in settings.providers:
                raise provider_draft.taken(name)
            if draft.secret:
                provider_draft.checked_reference(draft.secret, "secret")
            planned_key = draft.secret or (f"keyring:provider/{name}" if draft.key else None)
            entry = provider_draft.drafted(
                {
                    "preset": _preset(draft),
                    "base_url": draft.base_url,
                    "dialect": draft.dialect,
                    "models": draft.models,
                    "key": planned_key,
                }
            )
            planned = provider_draft.checked(name, entry, self._core.listening)
        if self._configuration.read_only:
            raise ProgramError(self._configuration.read_only)  # before a key is kept
        reference = draft.secret or None
        if draft.key:
            reference = await self.keys.keep(name, draft.key, settings)
        bound = {"key": reference, "key_origin": planned.origin if reference else None}
        entry = entry.model_copy(update=bound)

        def add(old: Settings) -> Settings:
            if name in old.providers:
                raise ProgramError(f"There is a provider {name} already.", "name")
            new = change.add_provider(old, name, entry)
            if old.default_provider is None:
                new = change.set_default(new, name, change.passed_or_first(planned.models))
            return new

        await self._configuration.change(f"Add {name}", add)
        return name

    async def remove(self, name: str) -> None:
        """Take it away; undo brings it back with its keys."""
        self.keys.loosen(references(self._entry(name)))
        await self._configuration.change(
            f"Remove {name}", lambda old: change.remove_provider(old, name)
        )

    async def add_key(self, name: str, key: str) -> None:
        """Keep one more key for it, or its first."""
        entry = self._entry(name)
        planned = _built(name, entry)
        reference = await self.keys.keep(name, key, self._configuration.settings)
        await self._append(name, reference, planned.origin)
        self.keys.loosen(references(entry))

    async def add_reference(self, name: str, reference: str) -> None:
        """Read one more key of it from where `reference` says."""
        entry = self._entry(name)
        planned = _built(name, entry)
        with _field_told():
            provider_draft.checked_reference(reference, "key")
        if reference in (entry.key, *entry.more_keys):
            raise ProgramError("This key is there already.", "key")
        await self._append(name, reference, planned.origin)

    async def replace_key(self, name: str, reference: str, key: str) -> None:
        """Keep `key` in the place of the one behind `reference`."""
        entry = self._entry(name)
        if reference not in (entry.key, *entry.more_keys):
            raise ProgramError("This key is not there any more.")
        planned = _built(name, entry)
        if reference.startswith("keyring:"):
            kept = await self.keys.keep_as(reference, key)
        else:
            kept = await self.keys.keep(name, key, self._configuration.settings)

        def put(entry: ProviderSettings) -> ProviderSettings:
            if entry.key_origin not in (None, planned.origin):
                # The others were entered for another address: they are not sent to this one.
                return entry.model_copy(
                    update={"key": kept, "more_keys": (), "key_origin": planned.origin}
                )
            return entry.model_copy(
                update={
                    "key": kept if entry.key == reference else entry.key,
                    "more_keys": tuple(
                        kept if each == reference else each for each in entry.more_keys
                    ),
                    "key_origin": planned.origin,
                }
            )

        await self._change_entry(f"Replace a key of {name}", name, put)
        self.keys.loosen(references(entry))
        self._core.services.breaker.reset((name, kept))
        self._health.forget(name)
        self._tell()

    async def _append(self, name: str, reference: str, origin: str | None) -> None:
        def add(entry: ProviderSettings) -> ProviderSettings:
            stays = entry.key is not None and entry.key_origin in (None, origin)
            update: dict[str, object] = {"key": reference, "more_keys": ()}
            if stays:
                update = {"more_keys": (*entry.more_keys, reference)}
            return entry.model_copy(update={**update, "key_origin": origin})

        await self._change_entry(f"Add a key of {name}", name, add)

    async def remove_key(self, name: str, reference: str) -> None:
        """Forget one key."""
        self.keys.loosen([reference])

        def without(entry: ProviderSettings) -> ProviderSettings:
            left = [each for each in (entry.key, *entry.more_keys) if each not in (None, reference)]
            return entry.model_copy(
                update={"key": left[0] if left else None, "more_keys": tuple(left[1:])}
            )

        await self._change_entry(f"Remove a key of {name}", name, without)

    async def test(self, name: str, model: str | None = None) -> AsyncIterator[TestStep]:
        """Try it, step by step as they end."""
        settings = self._configuration.settings
        if model is None and settings.default_provider == name:
            model = settings.default_model
        provider = _built(name, self._entry(name))
        services = self._core.services
        trial = ConnectionTest(
            provider, _dialect(provider), services.upstream, services.credentials, model
        )
        began = time.monotonic()
        passed = True
        async with aclosing(trial.run()) as steps:
            async for step in steps:
                now = time.monotonic()
                passed = passed and step.ok
                self._note(name, step.name, step.ok)
                yield TestStep(step.name, step.ok, _told(step.sentence), now - began)
                began = now
        if passed:
            self._health.note(name, "")
        self._tell()

    async def fetch_models(self, name: str) -> Sequence[str]:
        """The models that it says it has."""
        provider = _built(name, self._entry(name))
        services = self._core.services
        try:
            return await model_list.fetch_models(
                provider, _dialect(provider), services.upstream, services.credentials
            )
        except Refused as refused:
            raise ProgramError(_told(refused.failure.message)) from None

    async def keyring_problem(self) -> str:
        """Why no key can be kept now, and the way out."""
        problem = await self._core.vault.keyring_problem()
        return "" if problem is None else secret_trouble(problem)

    async def local_servers(self) -> Sequence[LocalServer]:
        """Model servers found on their usual ports."""
        own = {port for _, port in self._core.listening}
        found = [each for each in await find_servers() if urlsplit(each.base_url).port not in own]
        return [
            LocalServer(
                each.preset,
                label_of(each.preset),
                each.base_url,
                each.models,
                self._set_up_as(each),
            )
            for each in found
        ]

    def request_ended(self, outcome: Outcome) -> None:
        """Its calls say how providers do."""
        self._statuses.request_ended()
        if self._health.take(outcome):
            self._tell()

    async def settings_changed(self, settings: Settings) -> None:
        """Forget what was known of providers that are other ones now."""
        before, self._known = self._known.providers, settings
        for name in {*before, *settings.providers}:
            if before.get(name) != settings.providers.get(name):
                self._health.forget(name)
        self._tell()
        await self._statuses.look_at_secrets(settings)

    def close(self) -> None:
        """Look nothing up any more."""
        self._statuses.close()

    def _entry(self, name: str) -> ProviderSettings:
        entry = self._configuration.settings.providers.get(name)
        if entry is None:
            raise ProgramError(f"There is no provider {name} any more.")
        return entry

    async def _change_entry(self, label: str, name: str, update: _Update) -> None:
        def changed(old: Settings) -> Settings:
            entry = old.providers.get(name)
            if entry is None:
                raise ProgramError(f"There is no provider {name} any more.")
            return change.replace_provider(old, name, update(entry))

        await self._configuration.change(label, changed)

    def _note(self, name: str, step: str, ok: bool) -> None:
        if not ok and step in _FAILED_STEPS:
            self._health.note(name, _FAILED_STEPS[step])
        elif not ok and step == "model":
            self._health.note(name, "provider")

    def _set_up_as(self, found: FoundServer) -> str:
        for name, entry in self._configuration.settings.providers.items():
            try:
                parts = urlsplit(build(name, entry).base_url)
            except ProviderError:
                continue
            local = parts.hostname in ("127.0.0.1", "localhost", "::1")
            if local and parts.port == urlsplit(found.base_url).port:
                return name
        return ""

    def _tell(self) -> None:
        self.changed.tell(None)


def _preset(draft: NewProvider) -> str | None:
    """The draft's preset; a generic one gives way to the dialect that was chosen."""
    generic = draft.dialect is not None and draft.preset.startswith("generic-")
    return None if generic else draft.preset or None


def _built(name: str, entry: ProviderSettings) -> Provider:
    try:
        return build(name, entry)
    except ProviderError as error:
        raise ProgramError(str(error)) from None


def _dialect(provider: Provider) -> Dialect:
    # The built-in provider speaks none; the test says so before it needs one.
    return DIALECTS.get(provider.dialect, anthropic_messages.DIALECT)


def _told(sentence: str) -> str:
    return _COMMAND.sub("", sentence) or sentence


@contextmanager
def _field_told() -> Iterator[None]:
    try:
        yield
    except Problem as problem:
        first = problem.errors[0] if problem.errors else None
        if first is None:
            raise ProgramError(problem.detail) from None
        raise ProgramError(first.message, first.field) from None
