"""What went wrong lately, told once in a while and kept in memory."""

import time
from collections.abc import Callable

from app.core.failure import FailureKind
from app.desktop.program.listeners import Listeners
from app.desktop.program.notices import Notice, NoticeKind
from app.gateway.outcome import Outcome
from app.routing.spend_book import BudgetWarning

_AGAIN_SECONDS = 60.0  # between two notices of the same trouble
_LAST_ERROR_MS = 3_600_000
_ERRORS = (NoticeKind.FAILURE, NoticeKind.KEY_REJECTED, NoticeKind.SERVER, NoticeKind.RECORDING)
# A client that leaves, or that compacts its conversation when it is told to, is in no trouble.
_USUAL = (FailureKind.CANCELLED, FailureKind.CONTEXT_OVERFLOW)
_KEY = str(FailureKind.PROVIDER_KEY)


def _now_ms() -> int:
    return int(time.time() * 1000)


class RecentNotices:
    """On the event loop's thread."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        now_ms: Callable[[], int] = _now_ms,
    ) -> None:
        self.told: Listeners[Notice] = Listeners()
        self._clock = clock
        self._now_ms = now_ms
        self._last: Notice | None = None
        self._told_at: dict[tuple[NoticeKind, str, str], float] = {}
        self._recording = ""

    @property
    def last_error(self) -> Notice | None:
        """The newest failure of the last hour that nobody dismissed."""
        last = self._last
        if last is not None and self._now_ms() - last.at_ms > _LAST_ERROR_MS:
            self._last = None
        return self._last

    def dismiss(self) -> None:
        """A person has seen the last error."""
        self._last = None

    def request_ended(self, outcome: Outcome) -> None:
        """A request has ended: it may have failed, or been served by another provider."""
        tries = outcome.course.tries
        rejected = next((each for each in tries if each.failure == _KEY), None)
        if rejected is not None:
            self._give(
                NoticeKind.KEY_REJECTED,
                f"{rejected.provider} rejected its key. Enter it again.",
                rejected.provider,
                outcome.request_id,
                provider=rejected.provider,
                status=str(rejected.status or ""),
            )
        if outcome.failure is not None:
            if outcome.failure not in _USUAL and rejected is None:
                self._failed(outcome)
        elif outcome.failovers:
            first = tries[0]
            self._give(
                NoticeKind.FAILOVER,
                f"{first.provider} did not serve a request; {outcome.provider} did.",
                first.provider,
                outcome.request_id,
                provider=first.provider,
                to=outcome.provider,
                status=str(first.status or ""),
                failure=first.failure,
            )

    def budget(self, warning: BudgetWarning) -> None:
        """A budget has passed one of its thresholds."""
        budget = warning.budget
        self._give(
            NoticeKind.BUDGET,
            f"{warning.percent} % of the {budget.period}'s budget of the {budget.scope} "
            f"{budget.subject} are spent.",
            budget.id,
            detail=str(warning.percent),
            percent=str(warning.percent),
            spent=str(warning.spent_micros),
            limit=str(budget.limit_micros),
            currency=budget.currency,
            period=budget.period,
            scope=budget.scope,
            name=budget.subject,
            resets=str(warning.resets_at_ms),
        )

    def server(self, trouble: str) -> None:
        """The server is not on though it should be."""
        self._give(NoticeKind.SERVER, trouble, detail=trouble)

    def server_works(self) -> None:
        """The server is on: its trouble is over."""
        if self._last is not None and self._last.kind is NoticeKind.SERVER:
            self._last = None

    def recording(self, trouble: str) -> None:
        """Usage is not recorded; "" where it is (again)."""
        if trouble == self._recording:
            return
        self._recording = trouble
        if trouble:
            self._give(NoticeKind.RECORDING, f"Usage is not recorded. {trouble}", detail=trouble)
        elif self._last is not None and self._last.kind is NoticeKind.RECORDING:
            self._last = None

    def happened(self, sentence: str) -> None:
        """Something was done to the database by itself, such as a damaged file set aside."""
        self._give(NoticeKind.RECORDING, sentence, detail=sentence)

    def _failed(self, outcome: Outcome) -> None:
        kind = str(outcome.failure)
        where = f"{outcome.provider}/{outcome.model}" if outcome.provider else outcome.client_model
        self._give(
            NoticeKind.FAILURE,
            f"A request for {where} failed: {kind.replace('_', ' ')}"
            + (f" (status {outcome.status})." if outcome.status else "."),
            outcome.provider,
            outcome.request_id,
            detail=kind,
            provider=outcome.provider,
            model=outcome.model or outcome.client_model,
            status=str(outcome.status or ""),
            failure=kind,
        )

    def _give(
        self,
        kind: NoticeKind,
        sentence: str,
        subject: str = "",
        request_id: str = "",
        *,
        detail: str = "",
        **values: str,
    ) -> None:
        given = tuple(values.items())
        notice = Notice(kind, self._now_ms(), sentence, subject, request_id, given)
        if kind in _ERRORS:
            self._last = notice
        trouble, now = (kind, subject, detail), self._clock()
        if now - self._told_at.get(trouble, -_AGAIN_SECONDS) < _AGAIN_SECONDS:
            return
        self._told_at = {
            known: at for known, at in self._told_at.items() if now - at < _AGAIN_SECONDS
        }
        self._told_at[trouble] = now
        self.told.tell(notice)
