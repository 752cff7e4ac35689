"""An answer of our own to a request that asks for a search and nothing else: no model is asked."""

from app.core.conversation import Opaque, Text
from app.core.events import Event, Finished, PartDelta, PartEnded, PartStarted, Started
from app.core.search import Search, listed, summary
from app.core.sidecar import Sidecar
from app.core.usage import Usage
from app.gateway.search.client import SearchClient
from app.gateway.search.plan import allowed
from app.gateway.search.rounds import OURS
from app.gateway.search.searching import Searching
from app.gateway.search.service import Service, ServiceError
from app.gateway.services import Services
from app.routing.resolve import Candidate

_CHARACTERS_PER_TOKEN = 4


async def own_answer(
    services: Services, searching: Searching, candidates: tuple[Candidate, ...]
) -> list[Event] | None:
    """The whole answer; None where a model is to be asked."""
    wanted = searching.unanswered(candidates)
    if wanted is None:
        return None
    service = searching.service()
    if service is None or wanted.query is None:
        return nobody(wanted.query or "", candidates[0].model, searching.chosen)
    client = SearchClient(services.upstream, services.credentials)
    return found(allowed(await client.searched(service, wanted.query), wanted.tool), service)


def found(search: Search, service: Service | ServiceError) -> list[Event]:
    """The results, as a search and in words."""
    if search.error or isinstance(service, ServiceError):
        head = f'The search of the web for "{search.query}" found nothing.'
    else:
        head = f'What {service.label} found on the web for "{search.query}", as it gave it:'
    return _answer(search, f"{head}\n\n{listed(search)}", searches=1)


def nobody(query: str, model: str, chosen: str = "") -> list[Event]:
    """Word that nothing was searched, for a person and for the model that asked.

    `chosen` is PROVIDER/MODEL that should have searched and cannot.
    """
    nor = f"{chosen} cannot either" if chosen else "Dragoman has no search set up"
    said = (
        f"The web was not searched: {model} cannot do it, and {nor}. "
        "Name a model that searches, or a search service, in Dragoman's settings or with "
        "`dragoman search use`. Do not guess what a search would have found."
    )
    return _answer(Search(query, error=said), said, searches=0)


def _answer(search: Search, words: str, *, searches: int) -> list[Event]:
    part = Opaque("web_search", summary(search), Sidecar(OURS, {}), search)
    # A client's context bar and compaction live on these numbers, which no provider counts here.
    output = -(-len(words) // _CHARACTERS_PER_TOKEN)
    usage = Usage(fresh=1, output=output, estimated=True, searches=searches, helped=searches)
    return [
        Started(),
        PartStarted(0, part),
        PartEnded(0),
        PartStarted(1, Text("")),
        PartDelta(1, words),
        PartEnded(1),
        Finished("stop", usage),
    ]
