"""Desktop notifications: few, muted by kind, and each leads to where something can be done."""

import time
from collections.abc import Callable

from app.desktop.program import Program
from app.desktop.program.notices import Notice, NoticeKind
from app.desktop.windows.opening import Opener
from app.desktop.wording import translate
from app.desktop.wording.notices import notice_words

APART_SECONDS = 60.0

Tell = Callable[[str, str, Callable[[], None]], object]


class Notifications:
    """Tells of notices by `tell` (title, sentence, what a click does).

    The same subject is told of once a minute at most. `clock` is monotonic, in seconds.
    """

    def __init__(
        self,
        program: Program,
        open_: Opener,
        tell: Tell,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._program, self._open, self._tell, self._clock = program, open_, tell, clock
        self._told: dict[tuple[NoticeKind, str], float] = {}
        self._ending = program.notices.told.connect(self._hear)

    def close(self) -> None:
        """Tell of nothing any more."""
        self._ending()

    def _hear(self, notice: Notice) -> None:
        if not self._wanted(notice.kind):
            return
        now = self._clock()
        self._told = {what: at for what, at in self._told.items() if now - at < APART_SECONDS}
        subject = (notice.kind, notice.subject)
        if subject in self._told:
            return
        self._told[subject] = now
        self._tell(_TITLES[notice.kind](), notice_words(notice), lambda: self._lead(notice))

    def _wanted(self, kind: NoticeKind) -> bool:
        wanted = self._program.configuration.settings.desktop.notifications
        return {
            NoticeKind.BUDGET: wanted.budget,
            NoticeKind.FAILOVER: wanted.failover,
            NoticeKind.KEY_REJECTED: wanted.key_rejected,
            NoticeKind.SERVER: wanted.server,
        }.get(kind, False)  # single failures and the recording stand in the menu and the windows

    def _lead(self, notice: Notice) -> None:
        if notice.kind is NoticeKind.BUDGET:
            self._open.settings("budgets")
        elif notice.kind is NoticeKind.KEY_REJECTED:
            self._open.settings("providers")
        elif notice.kind is NoticeKind.SERVER:
            self._open.settings("server")
        else:
            self._open.requests(notice.request_id)


_TITLES: dict[NoticeKind, Callable[[], str]] = {
    NoticeKind.BUDGET: lambda: translate("Tray", "Budget"),
    NoticeKind.FAILOVER: lambda: translate("Tray", "Another provider answered"),
    NoticeKind.KEY_REJECTED: lambda: translate("Tray", "Key rejected"),
    NoticeKind.SERVER: lambda: translate("Tray", "The server is not running"),
}
