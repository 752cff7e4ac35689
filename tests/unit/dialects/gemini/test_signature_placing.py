from typing import Any

from app.core.conversation import Text, ToolCall, ToolResult
from app.dialects.gemini.signature_placing import FOREIGN, own
from tests.dialects.gemini_wire import SENT, assistant, contents, hidden, user

F = ToolCall("c1", "f", "{}")
G = ToolCall("c2", "g", "{}")
RESULTS = user(ToolResult("c1", (Text("1"),)), ToolResult("c2", (Text("2"),)))


def signed(*parts: Any, **traits: Any) -> list[str | None]:
    """The signatures of the written parts of a turn, in order."""
    turns = (user("Hi"), assistant(*parts), RESULTS)
    found = contents(*turns, **traits)[1]["parts"]
    return [part.get("thoughtSignature") for part in found]


def test_a_signature_stands_on_the_part_behind_it() -> None:
    assert signed(hidden("A"), "x", hidden("B", call="c1"), F, G) == ["A", "B", None]


def test_a_signature_stands_on_the_text_before_it() -> None:
    assert signed("x", hidden("A", "previous"), F) == ["A", None]


def test_a_call_finds_its_signature_wherever_the_client_put_it() -> None:
    assert signed(hidden("A", "previous"), hidden("B", call="c2"), "x", F, G) == ["A", None, "B"]
    assert signed(F, hidden("B", call="c1"), "x") == ["B", None]


def test_a_signature_without_a_part_comes_as_it_came() -> None:
    turn = assistant(F, hidden("A", "previous"))
    assert contents(user("Hi"), turn, RESULTS)[1]["parts"][-1] == {
        "text": "",
        "thoughtSignature": "A",
    }


def test_a_second_signature_does_not_replace_the_first() -> None:
    assert signed(hidden("A"), "x", hidden("B", "previous")) == ["A", "B"]


def test_a_call_that_is_gone_leaves_its_signature_to_the_next() -> None:
    assert signed(hidden("A", call="gone"), F) == ["A"]


def test_only_the_first_call_of_a_step_is_stamped_and_only_without_its_own() -> None:
    assert signed("x", F, G, call_signatures=True) == [None, FOREIGN, None]
    assert signed(hidden("A", call="c1"), F, G, call_signatures=True) == ["A", None]
    assert signed("x", F, G) == [None, None, None]


def test_only_one_generation_of_models_at_one_provider_takes_a_signature() -> None:
    target = SENT.target
    kept = [
        own(hidden("A", provider=provider, model=model).sidecar, target)
        for provider, model in (
            ("provider", "gemini-3-flash-preview"),
            ("provider", "google/gemini-3.8-flash"),
            (None, None),
        )
    ]
    assert all(kept)
    lost = [
        own(hidden("A", **origin).sidecar, target)
        for origin in (
            {"provider": "other"},
            {"model": "gemini-2.5-pro"},
            {"model": "odd"},
            {"dialect": "anthropic_messages"},
        )
    ]
    assert not any(lost)
    assert not own(None, target)
