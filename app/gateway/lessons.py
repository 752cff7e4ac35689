"""What a provider's 400 taught about how to ask it: tried once, kept where it proves right."""

import logging

from app.core.failure import Failure
from app.core.traits import Traits
from app.gateway.snapshot import Snapshot
from app.routing.adapt import Lesson, learn
from app.routing.resolve import Candidate

log = logging.getLogger(__name__)


class Lessons:
    """The lessons of one exchange, beside those that the snapshot keeps for all."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._now: Lesson | None = None

    def known(self, candidate: Candidate) -> Lesson | None:
        """What is known of a target: just learnt, or kept from another request."""
        return self._now or self._snapshot.lessons.get((candidate.provider, candidate.model))

    def learn(self, candidate: Candidate, failure: Failure, *, verbatim: bool) -> bool:
        """Whether `failure` taught how to ask a target better; one lesson a target is tried."""
        if self._now is not None:
            return False
        dialect = self._snapshot.provider(candidate.provider).dialect
        traits = self._traits(candidate)
        self._now = learn(failure, traits, verbatim=verbatim, dialect=dialect)
        return self._now is not None

    def leave(self) -> None:
        """Another target is asked: what the one before taught stays behind."""
        self._now = None

    def keep(self, candidate: Candidate) -> None:
        """The target has answered well: ask it so from now on, if anything was learnt."""
        if self._now is not None and self._now.lasting:
            key = (candidate.provider, candidate.model)
            log.info("%s/%s is asked otherwise from now on", *key)
            self._snapshot.lessons[key] = self._now

    def _traits(self, candidate: Candidate) -> Traits:
        kept = self._snapshot.lessons.get((candidate.provider, candidate.model))
        if kept is not None:
            return kept.traits
        return self._snapshot.provider(candidate.provider).target(candidate.model).traits
