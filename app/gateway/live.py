"""The newest settings and client keys, taken up while the server runs."""

import logging
import time
from collections.abc import Callable, Iterable

from app.gateway.snapshot import Snapshot
from app.secrets.client_key_file import ClientKeyFile, ClientKeyFileError
from app.secrets.client_keys import ClientKey, ClientKeys
from app.secrets.vault import Vault
from app.settings.failure import SettingsError
from app.settings.store import SettingsStore

log = logging.getLogger(__name__)

_LOOK_EVERY_SECONDS = 1.0


class LiveSettings:
    """Gives each request the snapshot of its moment; looks at the files at most once a second.

    A change that cannot be read is told in the log and the settings stay as they were. `changed` is
    called after each one that was taken up.
    """

    def __init__(
        self,
        store: SettingsStore,
        key_file: ClientKeyFile,
        client_keys: ClientKeys,
        own_keys: Iterable[ClientKey],
        vault: Vault,
        clock: Callable[[], float] = time.monotonic,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._key_file = key_file
        self._client_keys = client_keys
        self._own_keys = tuple(own_keys)
        self._vault = vault
        self._changed = changed
        self._clock = clock
        self._looked = clock()
        self._snapshot = Snapshot.of(store.current)
        self._tell_broken()

    def snapshot(self) -> Snapshot:
        """The settings as they are now."""
        now = self._clock()
        if now - self._looked >= _LOOK_EVERY_SECONDS:
            self._looked = now
            self._look()
        return self._snapshot

    def refresh(self) -> None:
        """Look at the files at the next request, whenever the last look was."""
        self._looked = float("-inf")

    def _look(self) -> None:
        if self._store.changed_on_disk():
            try:
                self._snapshot = Snapshot.of(self._store.load())
            except SettingsError as error:
                log.warning("the settings stay as they were: %s", error)
            else:
                self._vault.forget()
                self._changed()
                for notice in self._store.notices:
                    log.warning("%s", notice)
                self._tell_broken()
        if self._key_file.changed_on_disk():
            try:
                self._client_keys.replace([*self._own_keys, *self._key_file.clients()])
            except ClientKeyFileError as error:
                log.warning("the client keys stay as they were: %s", error)

    def _tell_broken(self) -> None:
        for name, reason in self._snapshot.broken.items():
            log.warning("the provider %s cannot be used: %s", name, reason)
