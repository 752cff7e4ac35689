"""Requests as they begin, go on and end, for everybody on the desktop who wants to know."""

import time

from app.desktop.program.history import Attempt, Request, Timeline
from app.desktop.program.listeners import Listeners
from app.gateway.accounts.entry import usage_row
from app.gateway.course import Course, decoded
from app.gateway.outcome import Outcome
from app.storage.records import UsageRow


class LiveRequests:
    """The gateway's onlooker. On the event loop's thread.

    `changed` is told as `History.requests_changed` says; `ended` of the facts of each request that
    has come to its end, before its row is known.
    """

    def __init__(self) -> None:
        self.changed: Listeners[Request] = Listeners()
        self.ended_with: Listeners[Outcome] = Listeners()
        self.counted: Listeners[None] = Listeners()
        self._running: dict[str, Outcome] = {}

    def began(self, outcome: Outcome) -> None:
        """A request was admitted."""
        self._running[outcome.request_id] = outcome
        self.counted.tell(None)
        self.changed.tell(_request(outcome))

    def trying(self, outcome: Outcome) -> None:
        """A provider is about to be called; told for the first one, and each after a failover."""
        tries = outcome.course.tries
        if len(tries) < 2 or tries[-2].provider != tries[-1].provider:
            self.changed.tell(_request(outcome))

    def told(self, outcome: Outcome) -> None:
        """Any request has ended."""
        self._running.pop(outcome.request_id, None)
        self.counted.tell(None)
        if outcome.asked:
            self.ended_with.tell(outcome)

    def ended(self, outcome: Outcome, row: UsageRow) -> None:
        """It has ended and this is what will be recorded."""
        self.changed.tell(Request(row, key_name=outcome.key_name))

    def running(self) -> list[Request]:
        """The requests in progress, the newest last."""
        return [_request(outcome) for outcome in self._running.values()]

    def find(self, request_id: str) -> tuple[Request, Timeline] | None:
        """A request in progress and its course so far."""
        outcome = self._running.get(request_id)
        if outcome is None:
            return None
        first = _milliseconds(outcome.first_delta)
        return _request(outcome), timeline(outcome.course, first, None, _age_ms(outcome))


def recorded_timeline(row: UsageRow) -> Timeline:
    """The course of a request that was recorded."""
    return timeline(decoded(row.timeline), row.first_delta_ms, row.duration_ms, row.duration_ms)


def timeline(
    course: Course, first_delta_ms: int | None, ended_ms: int | None, now_ms: int
) -> Timeline:
    """The course as windows show it: the first delta counts from when providers are asked."""
    attempts = tuple(
        Attempt(
            each.provider,
            each.model,
            each.began,
            each.ended if each.ended is not None else now_ms,
            each.status,
            each.failure,
        )
        for each in course.tries
    )
    first = None if first_delta_ms is None else first_delta_ms + (course.asked or 0)
    return Timeline(course.guarded, course.routed, attempts, first, ended_ms)


def _request(outcome: Outcome) -> Request:
    # The gateway's own name says nothing on the machine that it runs on.
    row = usage_row(outcome, None, "", duration_ms=_age_ms(outcome))
    return Request(row, running=True, key_name=outcome.key_name)


def _age_ms(outcome: Outcome) -> int:
    return max(0, int(time.time() * 1000) - outcome.began_ms)


def _milliseconds(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * 1000)
