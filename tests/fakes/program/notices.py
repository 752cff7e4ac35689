"""Notices that a test gives."""

from app.desktop.program.listeners import Listeners
from app.desktop.program.notices import Notice, NoticeKind
from tests.fakes.program import sample


class FakeNotices:
    """`give` lets one happen."""

    def __init__(self) -> None:
        self.told: Listeners[Notice] = Listeners()
        self.last_error: Notice | None = None

    def give(
        self,
        kind: NoticeKind,
        sentence: str = "Something happened.",
        *,
        subject: str = "",
        request_id: str = "",
        at_ms: int = sample.NOW_MS,
        **values: str,
    ) -> Notice:
        """Tell of a notice; a failure, a rejected key and a dead server are errors too."""
        notice = Notice(kind, at_ms, sentence, subject, request_id, tuple(values.items()))
        if kind in (NoticeKind.FAILURE, NoticeKind.KEY_REJECTED, NoticeKind.SERVER):
            self.last_error = notice
        self.told.tell(notice)
        return notice

    def dismiss(self) -> None:
        """Forget the last error."""
        self.last_error = None
