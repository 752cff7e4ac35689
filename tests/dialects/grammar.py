"""The grammar of `app.core.events`, which every stream decoder keeps."""

from collections.abc import Iterable

from app.core.events import (
    Event,
    Failed,
    Finished,
    PartDelta,
    PartEnded,
    PartStarted,
    Pulse,
    Started,
)


def check_grammar(events: Iterable[Event]) -> None:
    """The grammar of `app.core.events`, with exactly one terminal event, at the end."""
    started = over = False
    opened: int | None = None
    count = 0
    for event in events:
        assert not over, "an event after the terminal one"
        match event:
            case Started():
                assert not started
                started = True
            case PartStarted(index=index):
                assert started
                assert opened is None
                assert index == count
                opened, count = index, count + 1
            case PartDelta(index=index):
                assert index == opened
            case PartEnded(index=index):
                assert index == opened
                opened = None
            case Finished():
                assert started
                assert opened is None
                over = True
            case Failed():
                over = True
            case Pulse():
                pass
    assert over, "no terminal event"
