import pytest

from app.core.conversation import CacheMark
from app.core.failure import Refused
from app.core.sidecar import Origin, Sidecar
from app.core.traits import Target
from app.dialects.openai_responses.notes import Notes, dumped
from app.dialects.openai_responses.wire import NAME, ORIGIN


def test_fields_of_this_wire_come_out_and_others_are_lost_by_name() -> None:
    notes = Notes("x", Target("p", NAME, "m"), where="here")
    own = Sidecar(ORIGIN, {"a": 1, "message": {}})
    assert notes.extended({"type": "t"}, own, "message") == {"type": "t", "a": 1}
    assert notes.extended({"type": "t"}, Sidecar(Origin("y"), {"b": 2})) == {"type": "t"}
    notes.unmarked(CacheMark())
    assert [(loss.what, loss.where) for loss in notes.losses] == [
        ("b", "here"),
        ("cache_control", "here"),
    ]


def test_what_nests_too_deeply_is_refused() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(Refused, match="nests too deeply"):
        dumped(deep)
