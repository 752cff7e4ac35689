"""One request from its beginning to its end: its course, its losses, and what each side said."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from app.core.loss import Loss
from app.desktop.presenters.presenter import Presenter
from app.desktop.presenters.side_by_side import Row, side_by_side
from app.desktop.program.failure import ProgramError
from app.desktop.program.history import Request, Timeline
from app.desktop.program.meanings import EMBEDDINGS, Reading
from app.desktop.program.program import Program
from app.storage.records import Side, TranscriptBody, UsageRow

# Larger bodies are shown by their beginning: a text view that holds more is no help to anybody.
SHOWN_BYTES = 1024 * 1024
_PATHS = {"messages": "messages", "chat_completions": "chat/completions", "responses": "responses"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Both sides of one translation: what they say beside each other, and as it went over the wire.

    `trouble` says what could not be read. The texts are "" where nothing was kept.
    """

    rows: tuple[Row, ...] = ()
    left: str = ""
    right: str = ""
    trouble: str = ""

    @property
    def kept(self) -> bool:
        """Whether there is anything of it."""
        return bool(self.left or self.right)


@dataclass(frozen=True, slots=True)
class DetailState:
    """`request` None: nothing is chosen. `trouble` says why it cannot be shown.

    `asked` is what the client sent and the provider got, `answered` what the provider answered and
    the client got, both of the attempt `attempt` (from 1) of `attempts`.
    """

    request: Request | None = None
    timeline: Timeline = field(default_factory=Timeline)
    losses: tuple[Loss, ...] = ()
    loading: bool = False
    trouble: str = ""
    kept: bool = False
    attempt: int = 1
    attempts: int = 1
    asked: Pair = Pair()
    answered: Pair = Pair()


class RequestDetailPresenter(Presenter):
    """Shows one request at a time; reads and compares on a thread."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self.state = DetailState()
        self._program = program
        self._bodies: Sequence[TranscriptBody] = ()
        self._turn = 0
        self.watch(program.history.requests_changed.connect(self._told))

    def show(self, request_id: str) -> None:
        """Read a request and show it; "" for none."""
        self._turn += 1
        if not request_id:
            self._set(DetailState())
            return
        shown = self.state.request
        same = shown is not None and shown.row.request_id == request_id
        self._set(replace(self.state, loading=True) if same else DetailState(loading=True))
        self.spawn(self._show(request_id, self._turn))

    def show_attempt(self, number: int) -> None:
        """Show what went to the provider, and came from it, on another attempt."""
        if 1 <= number <= self.state.attempts and self.state.request is not None:
            self._turn += 1
            self._set(replace(self.state, attempt=number, loading=True))
            self.spawn(self._compare(self._turn))

    @property
    def can_copy_curl(self) -> bool:
        """Whether what the client sent is kept as a whole."""
        body = self._body("client_sent", 0)
        return body is not None and not body.truncated

    def curl(self) -> str:
        """A shell command that sends the same again, with a place for the key; "" if unknown."""
        request, body = self.state.request, self._body("client_sent", 0)
        if request is None or body is None or body.truncated:
            return ""
        path = _path(request.row)
        address = self._program.server.state.address
        version = " -H 'anthropic-version: 2023-06-01'" if path.endswith("/messages") else ""
        text = body.body.decode("utf-8", "replace").replace("'", "'\\''")
        return (
            f"curl '{address}/{path}' -H 'content-type: application/json'{version} \\\n"
            f'  -H "authorization: Bearer $DRAGOMAN_KEY" \\\n'
            f"  --data-binary '{text}'\n"
        )

    async def _show(self, request_id: str, turn: int) -> None:
        history = self._program.history
        try:
            request = await history.request(request_id)
            timeline = await history.timeline(request_id)
            bodies = [] if request.running else await history.transcript(request_id)
        except ProgramError as error:
            if turn == self._turn:
                self._set(DetailState(trouble=error.message))
            return
        if turn != self._turn:
            return
        self._bodies = bodies
        attempts = max((body.attempt for body in bodies), default=0)
        self._set(
            DetailState(
                request=request,
                timeline=timeline,
                losses=losses(request.row.losses),
                loading=bool(bodies),
                kept=bool(bodies),
                attempt=max(1, attempts),
                attempts=max(1, attempts),
            )
        )
        if bodies:
            await self._compare(turn)

    async def _compare(self, turn: int) -> None:
        request, attempt = self.state.request, self.state.attempt
        if request is None:
            return
        asked, answered = await asyncio.to_thread(self._pairs, request, attempt)
        if turn == self._turn:
            self._set(replace(self.state, asked=asked, answered=answered, loading=False))

    def _pairs(self, request: Request, attempt: int) -> tuple[Pair, Pair]:
        row, read = request.row, self._program.meanings
        vectors = EMBEDDINGS if row.endpoint == EMBEDDINGS else ""
        client, provider = vectors or row.client_dialect, vectors or row.provider_dialect
        sent, got = self._body("client_sent", 0), self._body("provider_got", attempt)
        came, told = self._body("provider_answered", attempt), self._body("client_got", 0)
        asked = _pair(
            sent,
            got,
            Reading() if sent is None else read.request(sent, client),
            Reading() if got is None else read.request(got, provider),
        )
        answered = _pair(
            came,
            told,
            Reading() if came is None else read.answer(came, provider),
            Reading() if told is None else read.answer(told, client),
        )
        return asked, answered

    def _body(self, side: Side, attempt: int) -> TranscriptBody | None:
        return next((b for b in self._bodies if b.side == side and b.attempt == attempt), None)

    def _told(self, request: Request) -> None:
        shown = self.state.request
        if shown is not None and shown.row.request_id == request.row.request_id:
            self.show(request.row.request_id)

    def _set(self, state: DetailState) -> None:
        if not state.kept:
            self._bodies = ()
        if state != self.state:
            self.state = state
            self.changed.tell(None)


def losses(recorded: str | None) -> tuple[Loss, ...]:
    """The losses of a row; none where what is recorded cannot be read."""
    try:
        return tuple(Loss(**each) for each in json.loads(recorded or "[]"))
    except (ValueError, TypeError):
        return ()


def laid_out(body: TranscriptBody) -> str:
    """A body to read: JSON with its lines and levels, anything else as it is."""
    text = body.body[:SHOWN_BYTES].decode("utf-8", "replace")
    if len(body.body) > SHOWN_BYTES or "json" not in body.content_type:
        return text
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except ValueError:
        return text


def _pair(
    left: TranscriptBody | None, right: TranscriptBody | None, one: Reading, other: Reading
) -> Pair:
    trouble = dict.fromkeys(filter(None, (one.trouble, other.trouble)))
    return Pair(
        side_by_side(one.lines, other.lines),
        "" if left is None else laid_out(left),
        "" if right is None else laid_out(right),
        " ".join(trouble),
    )


def _path(row: UsageRow) -> str:
    """Where a request went; Gemini's clients name the model and the method there."""
    if row.endpoint != "generate_content":
        return f"v1/{_PATHS.get(row.endpoint, row.endpoint)}"
    method = "streamGenerateContent?alt=sse" if row.stream else "generateContent"
    return f"v1beta/models/{quote(row.client_model, safe='/:')}:{method}"
