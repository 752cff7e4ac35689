from typing import Any

from app.core.conversation import Opaque, Text, Thinking, ToolCall
from app.core.events import Finished, Started
from app.core.fold import Answer, fold
from app.core.search import Search
from app.core.sidecar import Origin, Sidecar
from app.dialects.openai_responses.assembly import Assembly

ORIGIN = Origin("openai_responses", "p", "m")


def assembly() -> Assembly:
    return Assembly(ORIGIN, {"short": "the-long-name"})


def folded(found: Assembly) -> Answer:
    return fold([Started(), *found.out, Finished("stop")])


def whole(item: dict[str, Any]) -> Answer:
    found = assembly()
    found.item_done(item)
    return folded(found)


def test_a_message_s_done_says_what_its_deltas_left_out() -> None:
    found = assembly()
    found.item_added({"type": "message", "phase": "commentary"})
    found.text("text", "Hel")
    annotation = {"type": "url_citation", "url": "https://x"}
    content = {"type": "output_text", "text": "Hello", "annotations": [annotation]}
    found.item_done({"type": "message", "content": [content]})
    data = {"message": {"phase": "commentary"}, "annotations": [annotation]}
    assert folded(found).parts == (Text("Hello", sidecar=Sidecar(ORIGIN, data)),)


def test_a_summary_in_parts_is_one_thought() -> None:
    found = assembly()
    found.item_added({"type": "reasoning", "id": "rs"})
    for number, words in enumerate(("One", "Two")):
        found.summary_begins(number)
        found.thought("summary", words)
    parts = [{"type": "summary_text", "text": words} for words in ("One", "Two")]
    found.item_done({"type": "reasoning", "id": "rs", "summary": parts, "encrypted_content": "g"})
    proof = Sidecar(ORIGIN, {"id": "rs", "summary": parts, "encrypted_content": "g"})
    assert folded(found).parts == (Thinking("One\n\nTwo", sidecar=proof),)


def test_reasoning_without_words_is_hidden_and_without_proof_nothing() -> None:
    (hidden,) = whole({"type": "reasoning", "id": "rs", "encrypted_content": "g"}).parts
    assert isinstance(hidden, Thinking)
    assert hidden.redacted
    assert whole({"type": "reasoning", "id": "rs", "summary": []}).parts == ()


def test_a_function_s_name_is_the_client_s_own() -> None:
    item = {"type": "function_call", "call_id": "c", "name": "short", "arguments": "{}"}
    assert whole(item).parts == (ToolCall("c", "the-long-name", "{}"),)
    inner = {**item, "name": "f", "namespace": "ns"}
    assert whole(inner).parts == (ToolCall("c", "ns__f", "{}"),)


def test_calls_of_other_forms_are_functions() -> None:
    custom = {"type": "custom_tool_call", "call_id": "c", "name": "p", "input": "x"}
    assert whole(custom).parts == (ToolCall("c", "p", '{"input":"x"}'),)
    shell = {"type": "local_shell_call", "call_id": "c", "action": {"command": ["ls"]}}
    assert whole(shell).parts == (ToolCall("c", "local_shell", '{"command":["ls"]}'),)


def test_an_id_is_each_call_s_own() -> None:
    found = assembly()
    for call_id in ("same", "same", "functions.f:0", ""):
        found.item_done({"type": "function_call", "call_id": call_id, "name": "f"})
    ids = [part.id for part in folded(found).parts if isinstance(part, ToolCall)]
    assert ids[0] == "same"
    assert len(set(ids)) == 4
    assert all(found_id.startswith("call_") for found_id in ids[1:])


def test_an_item_of_openai_alone_is_kept_whole() -> None:
    item = {"type": "web_search_call", "action": {"query": "q"}}
    found = assembly()
    found.item_done(item)
    (part,) = folded(found).parts
    kept = Sidecar(ORIGIN, item)
    assert part == Opaque("web_search_call", "[Searched the web: q]", kept, Search("q"))
    assert found.searches == 1
