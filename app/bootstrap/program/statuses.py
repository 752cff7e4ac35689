"""Every provider as a card shows it, from what is known without asking anybody."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.bootstrap.program.core import Core
from app.bootstrap.program.health import HealthRecord
from app.bootstrap.program.refusals import secret_trouble
from app.desktop.program.failure import ProgramError
from app.desktop.program.providers import Health, ProviderStatus, StoredSecret
from app.desktop.wording.amounts import language
from app.gateway.accounts.terms import zone
from app.providers.catalogue import preset
from app.providers.provider import Provider, ProviderError, build
from app.routing.budget import period_bounds
from app.secrets.failure import VaultError
from app.settings.schema import ProviderSettings, Settings
from app.storage.selection import Selection

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.storage.totals import Group

log = logging.getLogger(__name__)

_FRESH_SECONDS = 5.0  # between two sums of the month, while somebody looks


def label_of(preset_id: str) -> str:
    """A preset's name in the user's language."""
    labels = preset(preset_id).label
    return labels.get(language()) or labels.get("en", preset_id)


class Statuses:
    """Answers at once; what has to be looked up is told by `changed` when it is there."""

    def __init__(self, core: Core, health: HealthRecord, changed: Callable[[], None]) -> None:
        self._core = core
        self._health = health
        self._changed = changed
        self._spent: dict[str, Mapping[str, int]] = {}
        self._summed = float("-inf")
        self._stale = True
        self._summing: asyncio.Task[None] | None = None
        self._unreadable: dict[str, str] = {}

    def all(self, settings: Settings) -> list[ProviderStatus]:
        """One status for each provider, in the settings' order."""
        self._sum_in_a_moment()
        return [self._status(settings, name, entry) for name, entry in settings.providers.items()]

    def request_ended(self) -> None:
        """Money may have been spent."""
        self._stale = True

    async def look_at_secrets(self, settings: Settings) -> None:
        """Find out which references lead nowhere; of the keyring only what was asked already.

        Asking it here could make the system ask its user for a password out of nothing.
        """
        found: dict[str, str] = {}
        for entry in settings.providers.values():
            for reference in (entry.key, *entry.more_keys):
                if reference is None or reference.startswith("keyring:"):
                    continue
                try:
                    await self._core.vault.resolve(reference)
                except VaultError as error:
                    found[reference] = secret_trouble(error)
        if found != self._unreadable:
            self._unreadable = found
            self._changed()

    def close(self) -> None:
        """Look nothing up any more."""
        if self._summing is not None:
            self._summing.cancel()

    def _status(self, settings: Settings, name: str, entry: ProviderSettings) -> ProviderStatus:
        default = settings.default_provider == name
        try:
            built = build(name, entry)
        except ProviderError as error:
            return ProviderStatus(
                name=name,
                label=name,
                preset=entry.preset or "",
                host=entry.base_url or "",
                dialect=entry.dialect or "",
                enabled=entry.enabled,
                default=default,
                local=False,
                health=Health.BROKEN,
                reason=str(error),
                secrets=self._secrets(name, entry),
                models=entry.models,
                spent=self._spent.get(name, {}),
            )
        health, reason = self._health_of(name, entry, built)
        return ProviderStatus(
            name=name,
            label=label_of(built.preset),
            preset=built.preset,
            host=urlsplit(built.base_url).netloc,
            dialect=built.dialect,
            enabled=entry.enabled,
            default=default,
            local=built.local,
            health=health,
            reason=reason,
            secrets=self._secrets(name, entry),
            models=built.models,
            spent=self._spent.get(name, {}),
        )

    def _health_of(self, name: str, entry: ProviderSettings, built: Provider) -> tuple[Health, str]:
        if not entry.enabled:
            return Health.OFF, "It is switched off."
        if built.auth != "none" and not built.is_demo:
            if built.key_ref is None:
                return Health.BROKEN, "It has no key yet."
            if not built.key_fits:
                reason = f"Its key was entered for {built.key_origin}, and its address is another"
                return Health.BROKEN, f"{reason} one now. Enter the key again."
            if all(each in self._unreadable for each in built.key_refs):
                return Health.BROKEN, self._unreadable[built.key_ref]
        return self._health.health(name)

    def _secrets(self, name: str, entry: ProviderSettings) -> tuple[StoredSecret, ...]:
        breaker = self._core.services.breaker
        now = time.monotonic()
        found = []
        for reference in dict.fromkeys((entry.key, *entry.more_keys)):
            if reference is None:
                continue
            reason = self._unreadable.get(reference, "")
            mode = breaker.health((name, reference), now).mode
            if not reason and mode == "broken_key":
                reason = "The provider rejected it."
            elif not reason and mode == "cooling":
                reason = "It has reached its limit for now."
            readable = reference not in self._unreadable
            found.append(StoredSecret(reference, reference.partition(":")[0], readable, reason))
        return tuple(found)

    def _sum_in_a_moment(self) -> None:
        now = time.monotonic()
        if not self._stale or self._summing is not None or now - self._summed < _FRESH_SECONDS:
            return
        self._stale, self._summed = False, now
        self._summing = asyncio.get_running_loop().create_task(self._sum())

    async def _sum(self) -> None:
        days = zone(self._core.store.current.accounting)
        start, end = period_bounds("month", int(time.time() * 1000), days)

        def read(connection: "Connection") -> "list[Group]":
            from app.storage import statistics

            return statistics.grouped(connection, Selection(start, end), "provider", 1000)

        try:
            await self._core.flushed()
            groups = await self._core.read(read)
        except ProgramError as error:
            self._stale = True
            log.debug("what providers cost this month is not known: %s", error)
            return
        finally:
            self._summing = None
        spent = {group.key: dict(group.totals.cost) for group in groups}
        if spent != self._spent:
            self._spent = dict(spent)
            self._changed()
