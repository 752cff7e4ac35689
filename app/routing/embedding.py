"""The places that may answer a request for embeddings.

They are found as for any other request, with two differences. A bare `*` or the default model is
made for models that talk: where it leads to one, a provider that lists the asked name goes before.
And vectors of different models cannot be compared, so that failover stays with one model: a rule's
further targets count only where they name the same one.
"""

import re
from collections.abc import Callable

from app.core.failure import Failure, FailureKind, Refused
from app.routing.resolve import Candidate, RouteRequest, client_name, resolve
from app.routing.table import RoutingTable

_FOR_ANYTHING = ("*", "default")
_MAKES_VECTORS = re.compile(
    r"embed|bge-|bce-|gte-|(?:^|[/_-])e5-|minilm|(?:^|[/_-])m3e|arctic|voyage-|jina-(?!rerank)",
    re.IGNORECASE,
)


def embedding_candidates(
    table: RoutingTable, request: RouteRequest, able: Callable[[str], bool]
) -> tuple[Candidate, ...]:
    """The places to try, best first, at least one; `able` says whether a provider can be asked.

    Raises `Refused` as `resolve` does, and (UNSUPPORTED) where no place can be asked.
    """
    found = resolve(table, request)
    if found[0].rule in _FOR_ANYTHING and not makes_vectors(found[0].model):
        listed = _listed(table, client_name(request.model))
        found = (listed,) if listed is not None else found
    asked = tuple(each for each in found if able(each.provider))
    if not asked:
        raise Refused(_unable(found[0]))
    first = _bare(asked[0].model)
    return tuple(each for each in asked if _bare(each.model) == first)


def makes_vectors(model: str) -> bool:
    """Whether a model's name says that it makes embeddings."""
    return _MAKES_VECTORS.search(model) is not None


def _listed(table: RoutingTable, name: str) -> Candidate | None:
    """The first provider that lists `name`, the default one first."""
    for provider in sorted(table.providers, key=lambda each: each != table.default_provider):
        model = table.providers[provider].find(name)
        if model is not None:
            return Candidate(provider, model, "listed")
    return None


def _bare(model: str) -> str:
    """What is a model's own in its name: "BAAI/bge-m3", "bge-m3:latest" and "bge-m3" are one."""
    return model.rpartition("/")[2].removesuffix(":latest").lower()


def _unable(candidate: Candidate) -> Failure:
    message = (
        f"{candidate.provider} makes no embeddings (rule {candidate.rule!r}). Map the name to a "
        "provider that does: dragoman model map 'text-embedding-*' PROVIDER/MODEL"
    )
    return Failure(FailureKind.UNSUPPORTED, message, param="model", retryable=False)
