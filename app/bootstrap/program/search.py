"""The search service of the settings: its key, and a trial."""

from collections.abc import Sequence

from app.bootstrap.program.core import Core
from app.bootstrap.program.refusals import told
from app.desktop.program.configuration import Configuration
from app.desktop.program.failure import ProgramError
from app.desktop.wording import translate
from app.gateway.search.client import SearchClient
from app.gateway.search.service import Kind, Service, ServiceError, described, service
from app.secrets.secret import Secret
from app.settings import change
from app.settings.schema import SearchSettings


class SearchService:
    """`app.desktop.program.search.WebSearch` over the real parts."""

    def __init__(self, core: Core, configuration: Configuration) -> None:
        self._core = core
        self._configuration = configuration

    async def keep_key(self, key: str) -> None:
        """Keep the key in the keyring, for the service's address of now."""
        settings = self._configuration.settings.search
        if settings.endpoint == "none":
            raise ProgramError(_NONE)
        kind: Kind = settings.endpoint
        reference = f"keyring:search/{kind}"
        # The address is looked at before the key is kept for it.
        planned = self._described(kind, settings, {"key": reference, "key_origin": None})
        with told():
            await self._core.vault.store(f"search/{kind}", Secret.entered(key))
        origin = planned.at.origin
        await self._configuration.change(
            translate("Server", "Key of the search service"),
            lambda old: change.search_with(old, key=reference, key_origin=origin),
        )

    async def attempt(self, words: str) -> Sequence[str]:
        """The titles of what the service finds."""
        services = self._core.services
        try:
            found = service(self._configuration.settings.search)
            if found is None:
                raise ProgramError(_NONE)
            client = SearchClient(services.upstream, services.credentials)
            search = await client.search(found, words)
        except ServiceError as error:
            raise ProgramError(str(error)) from None
        return [one.title or one.url for one in search.results]

    def _described(
        self, kind: Kind, settings: SearchSettings, update: dict[str, object]
    ) -> Service:
        try:
            return described(kind, settings.model_copy(update=update))
        except ServiceError as error:
            raise ProgramError(str(error), "search.base_url") from None


_NONE = "No search service is chosen. Choose one first."
