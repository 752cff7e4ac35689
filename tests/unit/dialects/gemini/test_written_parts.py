from typing import Any

from app.core.conversation import (
    Conversation,
    Opaque,
    Options,
    Reasoning,
    Refusal,
    Text,
    Thinking,
    ToolCall,
)
from app.core.events import AnswerPart, FinishReason
from app.core.search import Found, Search
from app.core.sidecar import Origin, Sidecar
from app.dialects.base import Reply
from app.dialects.gemini import proofs
from app.dialects.gemini.written_parts import WrittenParts

SEAL = b"s" * 32
FOREIGN = Origin("openai_chat", "p", "m")
NATIVE = Origin("gemini", "google", "gemini-3-pro")
CALL = ToolCall("c1", "look", "")
CALLED = {"functionCall": {"id": "c1", "name": "look", "args": {"a": 1}}}


def writer(shown: bool = False) -> WrittenParts:
    display = "summarized" if shown else None
    options = Options(reasoning=Reasoning(display=display))
    return WrittenParts(Reply(Conversation("gemini", "m", (), options=options), "r", 1, seal=SEAL))


def written(
    *parts: tuple[AnswerPart, str, Sidecar | None], shown: bool = False, end: FinishReason = "stop"
) -> list[dict[str, Any]]:
    out = writer(shown)
    found: list[dict[str, Any]] = []
    for part, text, ending in parts:
        found += out.open(part)
        if text:
            found += out.add(text)
        found += out.close(ending)
    return found + out.finish(end)


def sidecar(origin: Origin, **data: Any) -> Sidecar:
    return Sidecar(origin, data)


def native(**data: Any) -> Sidecar:
    return Sidecar(NATIVE, {"thoughtSignature": "sig", **data})


def test_text_and_refusals_are_text() -> None:
    assert written((Text(""), "a", None), (Refusal("b"), "", None)) == [
        {"text": "a"},
        {"text": "b"},
    ]


def test_a_call_is_written_whole() -> None:
    assert written((CALL, '{"a": 1}', None)) == [CALLED]


def test_a_foreign_thought_stands_on_the_part_after_it() -> None:
    proof = sidecar(FOREIGN, reasoning_content="hm")
    (part,) = written((Thinking(""), "hm", proof), (CALL, '{"a":1}', None))
    signature = part.pop("thoughtSignature")
    assert part == CALLED
    assert proofs.thoughts(signature, SEAL) == (Thinking("hm", sidecar=proof),)


def test_several_thoughts_stand_on_one_part() -> None:
    hidden = sidecar(Origin("anthropic_messages"), data="x")
    first, second = written(
        (Thinking(""), "a", None),
        (Thinking("", redacted=True), "", hidden),
        (Text(""), "so", None),
        (Text(""), "on", None),
    )
    told = proofs.thoughts(first["thoughtSignature"], SEAL)
    assert told == (Thinking("a"), Thinking("", True, hidden))
    assert second == {"text": "on"}


def test_thoughts_are_shown_where_they_are_asked_for() -> None:
    first, second = written((Thinking(""), "hm", None), (Text(""), "so", None), shown=True)
    assert first == {"text": "hm", "thought": True}
    assert proofs.thoughts(second["thoughtSignature"], SEAL) == (Thinking("hm"),)


def test_a_thought_at_the_end_has_a_part_of_its_own() -> None:
    (part,) = written((Thinking(""), "hm", None))
    assert part["text"] == ""
    assert proofs.thoughts(part["thoughtSignature"], SEAL) == (Thinking("hm"),)


def test_google_s_signatures_go_out_as_they_came() -> None:
    hidden = Thinking("", redacted=True)
    assert written(
        (hidden, "", native(on="next", call="c1")),
        (CALL, '{"a":1}', None),
        (Text(""), "a", None),
        (hidden, "", native(on="previous")),
    ) == [
        {**CALLED, "thoughtSignature": "sig"},
        {"text": "a"},
        {"text": "", "thoughtSignature": "sig"},
    ]


def test_a_thought_s_own_signature_ends_it() -> None:
    assert written((Thinking(""), "hm", native(on="own")), shown=True) == [
        {"text": "hm", "thought": True},
        {"text": "", "thought": True, "thoughtSignature": "sig"},
    ]


def test_a_signed_thought_that_is_not_shown_is_carried() -> None:
    (part,) = written((Thinking(""), "hm", native(on="own")), (Text(""), "so", None))
    (thought,) = proofs.thoughts(part["thoughtSignature"], SEAL)
    assert thought == Thinking("hm", sidecar=native(on="own"))


def test_a_broken_call_waits_and_is_mended() -> None:
    found = written((CALL, '{"a": 1,}', None), (Text(""), "so", None))
    assert found == [CALLED, {"text": "so"}]
    (raw,) = written((CALL, '{"a', None))
    assert raw["functionCall"]["args"] == {"_raw": '{"a'}


def test_a_call_that_the_limit_cut_is_none_and_is_told_as_lost() -> None:
    out = writer()
    out.open(CALL)
    out.add('{"a": "unfin')
    assert out.close(None) == []
    assert out.finish("length") == []
    (loss,) = out.losses
    assert (loss.what, loss.weight) == ("look", "content")


def test_google_s_own_parts_go_out_whole() -> None:
    whole = {"executableCode": {"code": "1"}}
    assert written((Opaque("executableCode", "g", Sidecar(NATIVE, whole)), "", None)) == [whole]
    sources = Opaque("grounding", "g", sidecar(NATIVE, groundingMetadata={}))
    assert written((sources, "", None)) == []


def test_what_only_others_know_is_told_in_words() -> None:
    out = writer()
    out.open(Opaque("x", "gist", sidecar(FOREIGN, a=1)))
    assert out.close(None) == [{"text": "gist"}]
    assert [loss.what for loss in out.losses] == ["x"]


def test_a_search_of_others_is_kept_for_the_end() -> None:
    search = Search("q", (Found("T", "https://e.com"),))
    out = writer()
    out.open(Opaque("web_search", "gist", sidecar(FOREIGN), search))
    assert out.close(None) == []
    assert out.searches == [search]


def test_only_text_without_a_proof_flows() -> None:
    out = writer()
    assert not out.flows
    out.open(Thinking("hm"))
    out.close(None)
    out.open(Text(""))
    assert not out.flows
    out.add("a")
    assert out.flows
