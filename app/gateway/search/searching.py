"""One request's searches: where it goes, who answers it, and with what help."""

from dataclasses import replace

from app.core.conversation import Conversation
from app.core.failure import Refused
from app.core.traits import Target
from app.gateway.request import Request
from app.gateway.search.plan import (
    Helper,
    Loop,
    SearchingModel,
    Wanted,
    may_want,
    searches,
    tool_name,
    wanted,
)
from app.gateway.search.rounds import OURS
from app.gateway.search.service import Service, ServiceError, service
from app.gateway.snapshot import Snapshot
from app.routing.resolve import Candidate
from app.settings.search_settings import SearchSettings


class Searching:
    """Decides for one request, by the settings that it began with; reads it when first asked.

    Nothing of it costs a request that wants no search, or whose target searches by itself.
    """

    def __init__(self, request: Request, snapshot: Snapshot) -> None:
        self._request = request
        self._snapshot = snapshot
        self._may = may_want(request.peeked, request.dialect.name)
        self._read = False
        self._wanted: Wanted | None = None

    @property
    def _settings(self) -> SearchSettings:
        return self._snapshot.settings.search

    @property
    def chosen(self) -> str:
        """PROVIDER/MODEL that shall search for others, "" for none."""
        return self._settings.provider or ""

    def route(self, candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """Where the request goes: to the model that searches, if a search is all that it wants.

        Behind that model stand those of `candidates` that can answer it honestly too.
        """
        target = self.chosen
        if not target or not self._may or self._finds(candidates[0]) or not self._only:
            return candidates
        provider, _, model = target.partition("/")
        searcher = Candidate(provider, model, "search")
        if provider not in self._snapshot.providers or not self._finds(searcher):
            return candidates
        helped = self._settings.endpoint != "none"
        others = (one for one in candidates if helped or self._finds(one))
        return tuple(dict.fromkeys((searcher, *others)))

    def unanswered(self, candidates: tuple[Candidate, ...]) -> Wanted | None:
        """What is wanted, where it is a search alone and no model shall be asked for it."""
        if not self._may or self._finds(candidates[0]) or not self._only:
            return None
        found = self._found()
        if found is None or (found.query is None and self._settings.endpoint != "none"):
            return None  # a model makes a query of what was said
        return found

    def loop(self, target: Target) -> Loop | None:
        """How a model searches that cannot by itself; None where it can, or nobody helps it."""
        if not self._may or not target.traits.tools:
            return None
        client = self._request.dialect.name
        if searches(target, client, among=True):
            return None  # whatever it says: it need not be read for that
        found = self._found()
        if found is None or searches(target, client, among=found.among):
            return None
        helper: Helper | None = self.service()
        if helper is None or isinstance(helper, ServiceError):
            helper = self._model() or helper
        if helper is None:
            return None
        limit = min(self._settings.rounds, found.tool.uses or self._settings.rounds)
        return Loop(helper, tool_name(self._request.conversation()), limit, found.tool)

    def service(self) -> Service | ServiceError | None:
        """The search service of the settings, or why it cannot be used; None for none."""
        try:
            return service(self._settings)
        except ServiceError as error:
            return error

    def _model(self) -> SearchingModel | None:
        """The model that searches for others; None where it cannot be asked, or cannot search."""
        provider, _, model = self.chosen.partition("/")
        found = self._snapshot.providers.get(provider)
        if found is None or found.is_demo or not searches(found.target(model), OURS.dialect):
            return None
        return SearchingModel(found, model)

    def _finds(self, candidate: Candidate) -> bool:
        """Whether a candidate searches by itself; one that cannot be used shall tell so itself."""
        provider = self._snapshot.providers.get(candidate.provider)
        if provider is None or provider.is_demo:
            return True
        target = provider.target(candidate.model)
        lesson = self._snapshot.lessons.get((candidate.provider, candidate.model))
        if lesson is not None:
            target = replace(target, traits=lesson.traits)
        return searches(target, self._request.dialect.name)

    @property
    def _only(self) -> bool:
        found = self._found()
        return found is not None and found.only

    def _found(self) -> Wanted | None:
        if not self._read:
            self._read = True
            conversation = self._conversation()
            self._wanted = wanted(conversation) if conversation is not None else None
        return self._wanted

    def _conversation(self) -> Conversation | None:
        try:
            return self._request.conversation()
        except Refused:
            return None  # whoever needs it says what is wrong with it
