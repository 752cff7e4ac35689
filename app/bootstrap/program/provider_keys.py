"""Providers' keys in the keyring: kept under free names, and deleted when nobody can want them."""

import asyncio
import logging
from collections.abc import Callable, Iterable

from app.bootstrap.program.core import Core
from app.bootstrap.program.refusals import secret_trouble
from app.desktop.program.failure import ProgramError
from app.secrets.failure import VaultError
from app.secrets.secret import Secret, SecretValueError
from app.settings.provider_settings import ProviderSettings
from app.settings.schema import Settings

log = logging.getLogger(__name__)

_OWN = "keyring:provider/"
_REMEMBERED = "keys_to_forget"
_CLEANING_SECONDS = 3.0


def references(entry: ProviderSettings) -> list[str]:
    """Every reference to a secret of a provider."""
    personal = (each.key for each in entry.personal_keys.values())
    given = (entry.key, *entry.more_keys, *personal, *entry.headers.values())
    return [each for each in given if each is not None]


def in_use(settings: Settings) -> set[str]:
    """Every reference to a secret of any provider."""
    return {each for entry in settings.providers.values() for each in references(entry)}


class ProviderKeys:
    """Keys that were kept here or are no longer used are `loose`: remembered over starts.

    They are deleted once no settings hold them and no undo could bring back settings that do.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self._loose = set(core.memory.recall(_REMEMBERED).split())

    async def keep(self, name: str, key: str, settings: Settings) -> str:
        """Keep a key of the provider `name`; gives its reference. Raises `ProgramError`."""
        taken = in_use(settings) | self._loose
        reference = f"{_OWN}{name}"
        number = 1
        while reference in taken:
            number += 1
            reference = f"{_OWN}{name}/{number}"
        return await self.keep_as(reference, key)

    async def keep_as(self, reference: str, key: str) -> str:
        """Keep a key in the place of the one at `reference`. Raises `ProgramError`."""
        try:
            secret = Secret.entered(key)
        except SecretValueError as error:
            raise ProgramError(str(error), "key") from None
        try:
            await self._core.vault.store(reference.removeprefix("keyring:"), secret)
        except VaultError as error:
            raise ProgramError(f"The key was not kept. {secret_trouble(error)}", "key") from None
        self.loosen([reference])
        return reference

    def loosen(self, found: Iterable[str]) -> None:
        """These may be deleted once nothing holds them any more."""
        self._loose |= {each for each in found if each.startswith(_OWN)}
        self._remember()

    async def clean(
        self, settings: Settings, can_bring_back: Callable[[str], bool] | None = None
    ) -> None:
        """Delete what nothing holds; a keyring that does not answer is asked another time.

        Without `can_bring_back` nothing can be undone any more: what is in use is not loose then.
        """
        used = in_use(settings)
        gone = self._loose - used
        if can_bring_back is None:
            self._loose &= gone
        else:
            gone = {each for each in gone if not can_bring_back(each)}
        try:
            async with asyncio.timeout(_CLEANING_SECONDS):
                for reference in gone:
                    await self._core.vault.delete(reference)
                    self._loose.discard(reference)
        except (VaultError, TimeoutError) as error:
            log.info("keys that nobody uses are still in the keyring: %s", error)
        self._remember()

    def _remember(self) -> None:
        self._core.memory.remember(_REMEMBERED, " ".join(sorted(self._loose)))
