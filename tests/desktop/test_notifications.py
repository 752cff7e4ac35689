from collections.abc import Callable

import pytest

from app.desktop.notifications import Notifications
from app.desktop.program.notices import NoticeKind
from tests.desktop.windows.opened import Opened
from tests.fakes.program import FakeConfiguration, FakeNotices, fake_program


class Told:
    def __init__(self) -> None:
        self.configuration, self.notices = FakeConfiguration(), FakeNotices()
        self.opened, self.now = Opened(), 0.0
        self.shown: list[tuple[str, str, Callable[[], None]]] = []
        self.notifications = Notifications(
            fake_program(configuration=self.configuration, notices=self.notices),
            self.opened,
            lambda title, sentence, clicked: self.shown.append((title, sentence, clicked)),
            lambda: self.now,
        )

    def mute(self, kind: str) -> None:
        self.configuration.edit_elsewhere(
            lambda settings: settings.model_copy(
                update={
                    "desktop": settings.desktop.model_copy(
                        update={
                            "notifications": settings.desktop.notifications.model_copy(
                                update={kind: False}
                            )
                        }
                    )
                }
            )
        )


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.mark.parametrize(
    ("kind", "setting", "leads"),
    [
        (NoticeKind.BUDGET, "budget", ("settings", "budgets")),
        (NoticeKind.FAILOVER, "failover", ("requests", "req_1")),
        (NoticeKind.KEY_REJECTED, "key_rejected", ("settings", "providers")),
        (NoticeKind.SERVER, "server", ("settings", "server")),
    ],
)
def test_each_kind_leads_somewhere_and_can_be_muted(
    told: Told, kind: NoticeKind, setting: str, leads: tuple[str, str]
) -> None:
    told.notices.give(kind, "Something.", request_id="req_1")
    ((_, sentence, clicked),) = told.shown
    assert sentence == "Something."
    clicked()
    assert told.opened.asked == [leads]
    told.mute(setting)
    told.now += 3600
    told.notices.give(kind, "Something.", request_id="req_1")
    assert len(told.shown) == 1


@pytest.mark.parametrize("kind", [NoticeKind.FAILURE, NoticeKind.RECORDING])
def test_what_the_menu_tells_is_no_notification(told: Told, kind: NoticeKind) -> None:
    told.notices.give(kind)
    assert told.shown == []


def test_the_same_subject_is_told_of_once_a_minute(told: Told) -> None:
    for _ in range(5):
        told.notices.give(NoticeKind.FAILOVER, subject="deepseek")
    told.notices.give(NoticeKind.FAILOVER, subject="ollama")
    assert len(told.shown) == 2
    told.now = 61.0
    told.notices.give(NoticeKind.FAILOVER, subject="deepseek")
    assert len(told.shown) == 3


def test_after_the_end_nothing_is_told(told: Told) -> None:
    told.notifications.close()
    told.notices.give(NoticeKind.BUDGET)
    assert told.shown == []
