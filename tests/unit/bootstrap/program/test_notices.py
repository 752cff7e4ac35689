"""What a person is told without having asked."""

from app.bootstrap.program.notices import RecentNotices
from app.core.failure import Failure, FailureKind
from app.desktop.program.notices import Notice, NoticeKind
from app.desktop.wording.notices import notice_words
from app.gateway.outcome import Outcome
from app.routing.spend_book import BudgetWarning
from app.storage.records import Budget


class Told:
    def __init__(self) -> None:
        self.now = 1000.0
        self.notices = RecentNotices(lambda: self.now, lambda: round(self.now * 1000))
        self.heard: list[Notice] = []
        self.notices.told.connect(self.heard.append)

    @property
    def kinds(self) -> list[NoticeKind]:
        return [notice.kind for notice in self.heard]


def outcome(*tries: tuple[str, FailureKind | None], failure: FailureKind | None = None) -> Outcome:
    made = Outcome("req_1", "POST /v1/messages", asked="messages", client_model="opus")
    for provider, kind in tries:
        made.course.trying(provider, "m", 0.0)
        made.course.tried(1.0, None if kind is None else Failure(kind, "No.", status=429))
        made.provider, made.model = provider, "m"
    made.failovers = len({provider for provider, _ in tries}) - 1 if tries else 0
    made.failure = failure
    return made


def test_a_good_request_tells_nothing() -> None:
    told = Told()
    told.notices.request_ended(outcome(("a", None)))
    assert told.heard == []
    assert told.notices.last_error is None


def test_a_failover_says_from_where_to_where() -> None:
    told = Told()
    told.notices.request_ended(outcome(("a", FailureKind.RATE_LIMITED), ("b", None)))
    (notice,) = told.heard
    assert (notice.kind, notice.subject, notice.request_id) == (NoticeKind.FAILOVER, "a", "req_1")
    assert dict(notice.values) == {
        "provider": "a",
        "to": "b",
        "status": "429",
        "failure": "rate_limited",
    }
    assert told.notices.last_error is None


def test_the_same_trouble_is_told_once_a_minute_and_another_one_at_once() -> None:
    told = Told()
    for _ in range(3):
        told.notices.request_ended(outcome(("a", FailureKind.OVERLOADED), ("b", None)))
    told.notices.request_ended(outcome(("b", FailureKind.OVERLOADED), ("a", None)))
    assert [notice.subject for notice in told.heard] == ["a", "b"]
    told.now += 60.0
    told.notices.request_ended(outcome(("a", FailureKind.OVERLOADED), ("b", None)))
    assert len(told.heard) == 3


def test_a_rejected_key_is_told_also_where_another_one_served() -> None:
    told = Told()
    told.notices.request_ended(outcome(("a", FailureKind.PROVIDER_KEY), ("a", None)))
    told.notices.request_ended(
        outcome(("a", FailureKind.PROVIDER_KEY), failure=FailureKind.PROVIDER_KEY)
    )
    assert told.kinds == [NoticeKind.KEY_REJECTED]
    assert notice_words(told.heard[0]) == "a rejected the key (429). Paste a new one."
    assert told.notices.last_error is not None


def test_a_failure_is_the_last_error_until_it_is_dismissed_or_an_hour_old() -> None:
    told = Told()
    failed = outcome(("a", FailureKind.TIMEOUT), failure=FailureKind.TIMEOUT)
    told.notices.request_ended(failed)
    assert told.notices.last_error == told.heard[0]
    assert told.heard[0].sentence.startswith("A request for a/m failed: timeout")
    assert notice_words(told.heard[0]) == "a: timed out"
    told.notices.dismiss()
    assert told.notices.last_error is None
    told.notices.request_ended(failed)
    assert told.notices.last_error is not None
    told.now += 3601.0
    assert told.notices.last_error is None


def test_a_client_that_leaves_or_compacts_is_in_no_trouble() -> None:
    told = Told()
    for kind in (FailureKind.CANCELLED, FailureKind.CONTEXT_OVERFLOW):
        told.notices.request_ended(outcome(("a", kind), failure=kind))
    assert told.heard == []


def test_each_threshold_of_a_budget_is_told() -> None:
    told = Told()
    budget = Budget("bud_1", "profile", "default", "month", 50_000_000, "USD", 0)
    for percent in (50, 80, 80):
        told.notices.budget(BudgetWarning(budget, percent, percent * 500_000, 9))
    assert [dict(notice.values)["percent"] for notice in told.heard] == ["50", "80"]
    assert notice_words(told.heard[0]).startswith("50 % of this month's budget is spent")


def test_the_servers_trouble_ends_when_it_is_on() -> None:
    told = Told()
    told.notices.server("Port 8777 is taken by nginx.")
    assert told.notices.last_error == told.heard[0]
    told.notices.server_works()
    assert told.notices.last_error is None


def test_recording_that_fails_is_told_once_and_forgotten_when_it_goes_on() -> None:
    told = Told()
    for trouble in ("", "The disk is full.", "The disk is full.", ""):
        told.notices.recording(trouble)
    assert told.kinds == [NoticeKind.RECORDING]
    assert told.notices.last_error is None
