from app.core.conversation import CacheMark
from app.core.sidecar import Origin, Sidecar
from app.core.traits import Target, Traits
from app.dialects.openai_chat.notes import Notes


def notes(*, cache_marks: bool = False) -> Notes:
    target = Target("p", "openai_chat", "m", Traits(cache_marks=cache_marks))
    return Notes("openai_chat", target, {"a b": "a_b"})


def test_a_loss_is_noted_where_the_writer_is() -> None:
    written = notes()
    written.where = "messages[3]"
    written.lose("image", "content", "left out")
    written.lose("top_k", "option", "left out", "top_k")
    assert [(loss.what, loss.where) for loss in written.losses] == [
        ("image", "messages[3]"),
        ("top_k", "top_k"),
    ]


def test_a_tool_is_called_as_the_wire_calls_it() -> None:
    assert (notes().tool_name("a b"), notes().tool_name("ab")) == ("a_b", "ab")


def test_inner_objects_are_joined_and_known_fields_win() -> None:
    sidecar = Sidecar(Origin("openai_chat"), {"image_url": {"url": "x", "zoom": 2}, "role": "x"})
    found = notes().extended({"role": "user", "image_url": {"url": "a"}}, sidecar)
    assert found == {"role": "user", "image_url": {"url": "a", "zoom": 2}}


def test_a_mark_is_written_or_noted() -> None:
    assert notes(cache_marks=True).marked({}, CacheMark("5m")) == {
        "cache_control": {"type": "ephemeral", "ttl": "5m"}
    }
    written = notes()
    assert written.marked({}, CacheMark()) == {}
    assert [loss.weight for loss in written.losses] == ["marker"]
    assert notes().marked({}, None) == {}
