"""The list of requests: those that run, then the recorded ones, the newest first, live."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.desktop.presenters.presenter import Presenter
from app.desktop.program.history import History, Request
from app.desktop.program.listeners import Listeners
from app.storage.records import UsageRow
from app.storage.selection import Selection

_PAGE = 200


class Outcome(StrEnum):
    """Which requests are listed."""

    ALL = "all"
    FAILED = "failed"
    LOSSY = "lossy"


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for: requests of a selection whose words contain `text`, in any case."""

    selection: Selection = field(default_factory=Selection)
    text: str = ""
    outcome: Outcome = Outcome.ALL


@dataclass(frozen=True, slots=True)
class RowsChange:
    """Rows `first` to `last` are new ("inserted") or other ("changed"); "reset": all of them."""

    kind: str
    first: int = 0
    last: int = 0


class RequestsPresenter(Presenter):
    """`rows` is what is listed now, `rows_changed` tells how it became so.

    `more` says whether older requests are left to load; `loading` that some are on their way.
    """

    def __init__(self, history: History) -> None:
        super().__init__()
        self.rows_changed: Listeners[RowsChange] = Listeners()
        self.rows: list[Request] = []
        self.filter = Filter()
        self.more = False
        self.loading = False
        self._history = history
        self._oldest: int | None = None
        self._turn = 0
        self._meanwhile: list[Request] | None = None
        self._listed: set[str] = set()
        self.watch(history.requests_changed.connect(self._told))

    @property
    def trouble(self) -> str:
        """Why nothing new is recorded, "" where it is."""
        return self._history.trouble

    @property
    def filtered(self) -> bool:
        """Whether anything is looked for."""
        return self.filter != Filter()

    def look_for(
        self,
        *,
        selection: Selection | None = None,
        text: str | None = None,
        outcome: Outcome | None = None,
    ) -> None:
        """List other requests; what is not given stays as it was."""
        wanted = replace(
            self.filter,
            selection=self.filter.selection if selection is None else selection,
            text=self.filter.text if text is None else text.strip(),
            outcome=self.filter.outcome if outcome is None else outcome,
        )
        if wanted != self.filter or not self.rows:
            self.filter = wanted
            self.load()

    def clear_filter(self) -> None:
        """List everything."""
        self.look_for(selection=Selection(), text="", outcome=Outcome.ALL)

    def load(self) -> None:
        """Read the newest requests again."""
        self._turn += 1
        self._oldest = None
        self._meanwhile = []
        self.loading = True
        self.changed.tell(None)
        self.spawn(self._load(self._turn, first=True))

    def load_more(self) -> None:
        """Read the next older ones."""
        if self.more and not self.loading:
            self.loading = True
            self.changed.tell(None)
            self.spawn(self._load(self._turn, first=False))

    def place_of(self, request_id: str) -> int | None:
        """The row of a request, None where it is not listed."""
        if request_id not in self._listed:  # most that are told of are new
            return None
        for number, request in enumerate(self.rows):
            if request.row.request_id == request_id:
                return number
        return None

    async def _load(self, turn: int, *, first: bool) -> None:
        found: list[Request] = []
        try:
            oldest = self._oldest
            while True:
                page = await self._history.requests(self.filter.selection, oldest, _PAGE)
                if turn != self._turn:  # something else is looked for by now
                    return
                found += [request for request in page if self._wanted(request)]
                oldest = page[-1].row_id if page else oldest
                # Words and outcomes are looked for here: a page may hold none of them.
                if len(page) < _PAGE or len(found) >= _PAGE:
                    break
            self._oldest, self.more = oldest, len(page) == _PAGE
            if first:
                running = [each for each in self._history.running() if self._wanted(each)]
                running.sort(key=lambda request: request.row.started_ms, reverse=True)
                self._reset(running + found)
                meanwhile, self._meanwhile = self._meanwhile or [], None
                for request in meanwhile:
                    self._told(request)
            elif found:
                start = len(self.rows)
                self.rows += found
                self._listed.update(each.row.request_id for each in found)
                self.rows_changed.tell(RowsChange("inserted", start, start + len(found) - 1))
        finally:
            if turn == self._turn:
                self.loading, self._meanwhile = False, None
                self.changed.tell(None)

    def _reset(self, rows: Sequence[Request]) -> None:
        # A request that ended while the page was read is in both.
        known: dict[str, Request] = {}
        for request in rows:
            known.setdefault(request.row.request_id, request)
        recorded = {each.row.request_id: each for each in rows if not each.running}
        self.rows = [recorded.get(name, request) for name, request in known.items()]
        self._listed = set(known)
        self.rows_changed.tell(RowsChange("reset"))

    def _told(self, request: Request) -> None:
        if self._meanwhile is not None:  # the list is about to be another one
            self._meanwhile.append(request)
            return
        place = self.place_of(request.row.request_id)
        if place is not None:
            self.rows[place] = request
            self.rows_changed.tell(RowsChange("changed", place, place))
        elif self._wanted(request):
            self.rows.insert(0, request)
            self._listed.add(request.row.request_id)
            self.rows_changed.tell(RowsChange("inserted"))
        self.changed.tell(None)

    def _wanted(self, request: Request) -> bool:
        row = request.row
        match self.filter.outcome:
            case Outcome.FAILED if row.failure is None:
                return False
            case Outcome.LOSSY if not row.loss_count:
                return False
        if not selects(self.filter.selection, row):
            return False
        text = self.filter.text.lower()
        return not text or any(text in word.lower() for word in _words(request))


def selects(selection: Selection, row: UsageRow) -> bool:
    """Whether a selection has this request in it."""
    pairs = (
        (selection.user_id, row.user_id),
        (selection.key_id, row.key_id),
        (selection.profile, row.profile),
        (selection.provider, row.provider),
        (selection.model, row.model),
        (selection.client, row.client_program),
        (selection.endpoint, row.endpoint),
        (selection.conversation, row.conversation),
    )
    if selection.start_ms is not None and row.started_ms < selection.start_ms:
        return False
    if selection.end_ms is not None and row.started_ms >= selection.end_ms:
        return False
    return all(wanted is None or wanted == value for wanted, value in pairs)


def _words(request: Request) -> tuple[str, ...]:
    row = request.row
    return (
        row.client_program,
        row.client_model,
        row.provider,
        row.model,
        row.conversation,
        row.request_id,
        row.failure or "",
        request.key_name,
        request.user_name,
    )
