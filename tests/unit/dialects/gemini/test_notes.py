import pytest

from app.core.conversation import CacheMark
from app.core.failure import FailureKind, Refused
from app.core.sidecar import Origin, Sidecar
from app.core.traits import Target
from app.dialects.gemini.notes import Notes, dumped, merged
from app.dialects.gemini.wire import ORIGIN

FOREIGN = Sidecar(Origin("openai_chat"), {"a": 1, "b": 2})


def notes(client: str = "openai_chat") -> Notes:
    return Notes(client, Target("p", "gemini", "m"))


def test_a_loss_stands_where_the_writing_is() -> None:
    written = notes()
    written.where = "contents[0]"
    written.lose("x", "option", "left out")
    written.lose("y", "option", "left out", "tools")
    written.unmarked(CacheMark())
    written.unmarked(None)
    assert [(loss.what, loss.where) for loss in written.losses] == [
        ("x", "contents[0]"),
        ("y", "tools"),
        ("cache_control", "contents[0]"),
    ]


def test_fields_of_this_wire_join_and_others_are_lost() -> None:
    written = notes()
    own = Sidecar(ORIGIN, {"text": "no", "zeta": 1, "inner": {"b": 2, "a": 3}})
    value = {"text": "x", "inner": {"a": 1}}
    assert written.extended(value, own) == {"text": "x", "inner": {"a": 1, "b": 2}, "zeta": 1}
    assert value == {"text": "x", "inner": {"a": 1}}
    assert written.extended({"text": "x"}, None) == {"text": "x"}
    assert written.losses == []
    assert written.extended({"text": "x"}, FOREIGN) == {"text": "x"}
    written.dropped(own)
    assert [loss.what for loss in written.losses] == ["a", "b"]


def test_merging_goes_one_level_deep() -> None:
    assert merged({"a": {"b": {"c": 1}}}, {"a": {"b": {"d": 2}}, "e": 3}) == {
        "a": {"b": {"c": 1}},
        "e": 3,
    }


def test_only_clients_of_this_wire_are_its_own() -> None:
    assert notes("gemini").own
    assert not notes().own


def test_what_cannot_be_written_is_refused() -> None:
    value: list[object] = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(Refused) as caught:
        dumped(value)
    assert caught.value.failure.kind is FailureKind.BAD_REQUEST
