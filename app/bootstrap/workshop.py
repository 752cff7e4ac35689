"""One provider with a loop of its own, for commands that are no server."""

import asyncio
from collections.abc import Awaitable, Iterator
from typing import TypeVar

from app.bootstrap.dialects import DIALECTS
from app.core.search import Search
from app.dialects import anthropic_messages
from app.gateway import model_list
from app.gateway.connection_test import ConnectionTest
from app.gateway.credentials import Credentials
from app.gateway.search.client import SearchClient
from app.gateway.search.service import service
from app.gateway.snapshot import Snapshot
from app.gateway.upstream import UpstreamPool
from app.platform.paths import ProfilePaths
from app.secrets.vault import Vault
from app.settings.schema import Settings
from app.settings.store import SettingsStore

_Result = TypeVar("_Result")


def test_provider(paths: ProfilePaths, name: str, user_id: str) -> Iterator[tuple[str, bool, str]]:
    """Try the provider `name`; each step as it ends: (step, whether it went well, a sentence).

    It is tried with the own key of the user `user_id`, if there is one; "" for nobody.
    """
    settings = SettingsStore(paths.config_file).current
    own_default = settings.default_model if settings.default_provider == name else None
    with _Workshop(paths, settings, name) as shop:
        test = ConnectionTest(
            shop.provider.for_user(user_id),
            shop.dialect,
            shop.upstream,
            shop.credentials,
            own_default,
        )
        steps = test.run()
        while (step := shop.run(anext(steps, None))) is not None:
            yield step.name, step.ok, step.sentence


def fetch_models(paths: ProfilePaths, name: str) -> list[str]:
    """The models that the provider `name` says it has.

    Raises `Refused` with a sentence where it does not tell.
    """
    settings = SettingsStore(paths.config_file).current
    with _Workshop(paths, settings, name) as shop:
        return shop.run(
            model_list.fetch_models(shop.provider, shop.dialect, shop.upstream, shop.credentials)
        )


def try_search(paths: ProfilePaths, query: str) -> Search | None:
    """What the search service of the settings finds; None where there is none.

    Raises `ServiceError` with a sentence where it cannot be used.
    """
    found = service(SettingsStore(paths.config_file).current.search)
    if found is None:
        return None

    async def searched() -> Search:
        upstream = UpstreamPool()
        client = SearchClient(upstream, Credentials(Vault(paths.keyring_service), upstream))
        try:
            return await client.search(found, query)
        finally:
            await upstream.close()

    return asyncio.run(searched())


class _Workshop:
    """One provider with a loop of its own, for commands that are no server."""

    def __init__(self, paths: ProfilePaths, settings: Settings, name: str) -> None:
        self.provider = Snapshot.of(settings).provider(name)
        # The built-in provider speaks no dialect; the test says so before it needs one.
        self.dialect = DIALECTS.get(self.provider.dialect, anthropic_messages.DIALECT)
        self.upstream = UpstreamPool()
        self.credentials = Credentials(Vault(paths.keyring_service), self.upstream)
        self._runner = asyncio.Runner()

    def __enter__(self) -> "_Workshop":
        self._runner.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._runner.run(self.upstream.close())
        self._runner.close()

    def run(self, work: Awaitable[_Result]) -> _Result:
        """The result of `work`, on the workshop's loop."""

        async def awaited() -> _Result:
            return await work

        return self._runner.run(awaited())
