"""The real Codex does its work on a provider of each wire format.

Chat and Messages know nothing of what Codex sends; Responses gets it untouched.
"""

import itertools
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.clients.codex import Codex, Run
from tests.clients.conftest import Lane, served
from tests.clients.dragoman import Dragoman
from tests.clients.seen import check_chat, check_credentials
from tests.fakes import answers, tasks
from tests.fakes import messages as fake_messages
from tests.fakes import responses as fake_responses
from tests.fakes.exchange import Recorded
from tests.fakes.reply import Reply, View
from tests.fakes.upstream import Face, FakeUpstream, running

pytestmark = pytest.mark.client("Codex")

# What belongs to Responses alone, and what Codex says of itself.
_OWN = (b"encrypted_content", b"client_metadata", b"prompt_cache_key", b"dragoman:")


@pytest.fixture
def upstream(lane: Lane) -> FakeUpstream:
    return lane.upstream


@pytest.fixture
def dragoman(lane: Lane) -> Dragoman:
    return lane.dragoman


# What our fake of OpenAI itself does not do: it knows no search for tools, and no tools in items.
translated = pytest.mark.parametrize("open_lane", ["chat", "messages"], indirect=True)


def ask(codex: Codex, dragoman: Dragoman, prompt: str, **options: Any) -> Run:
    """A run of Codex, which must go well."""
    run = codex.ask(prompt, url=dragoman.url, key=dragoman.client_key, **options)
    assert run.code == 0, f"{run.output}\n{run.errors}"
    return run


def check(upstream: FakeUpstream, request: Recorded) -> list[dict[str, Any]]:
    """The messages of a request that any strict provider takes, or the items as they were sent."""
    if upstream.face == "responses":
        check_credentials(request)
        items: list[dict[str, Any]] = request.json["input"]
        return items
    for mark in _OWN:
        assert mark not in request.body
    if upstream.face == "chat":
        return check_chat(request)
    check_credentials(request)
    messages: list[dict[str, Any]] = request.json["messages"]
    roles = [message["role"] for message in messages]
    assert roles == [("user", "assistant")[number % 2] for number in range(len(roles))]
    return messages


def test_it_gets_a_text(codex: Codex, dragoman: Dragoman, upstream: FakeUpstream) -> None:
    run = ask(codex, dragoman, "Say [[text:hi]]")
    assert run.said == ["The fake model answers: hi."]
    assert run.events[-1]["usage"]["input_tokens"] == 1200
    assert run.events[-1]["usage"]["cached_input_tokens"] == 200
    (request,) = upstream.asked
    assert "[[text:hi]]" in str(check(upstream, request)[-1])


def test_a_tool_loop_runs_to_its_end(
    codex: Codex, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    run = ask(codex, dragoman, "Do [[steps:3]]")
    assert run.said == ["Step 1.", "Step 2.", "Step 3.", "All 3 steps are done."]
    assert [item["exit_code"] for item in run.items("command_execution")] == [0, 0, 0]
    assert len(upstream.asked) == 4
    told = [check(upstream, request) for request in upstream.asked]
    for before, after in itertools.pairwise(told):
        assert after[: len(before)] == before


def test_a_command_really_writes_a_file(
    codex: Codex, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    run = ask(codex, dragoman, "Do [[run:echo written > new.txt]]")
    assert run.said == ["I run it.", "The command has run."]
    assert (codex.work / "new.txt").read_text() == "written\n"
    assert "call_run_1" in str(check(upstream, upstream.asked[-1])[-1])


def test_tools_run_in_parallel(codex: Codex, dragoman: Dragoman, upstream: FakeUpstream) -> None:
    run = ask(codex, dragoman, f"Do [[parallel:{codex.work}]]")
    assert {path.name for path in codex.work.iterdir()} == {"one.txt", "two.txt"}
    assert run.said[0].startswith("Both are done: ")
    assert len(upstream.asked) == 2
    told = str(check(upstream, upstream.asked[1]))
    assert told.index("call_parallel_one") < told.index("call_parallel_two")
    assert told.count("call_parallel_one") == 2


def test_reasoning_is_shown_and_comes_back_to_its_provider(
    codex: Codex, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    run = ask(codex, dragoman, f"Do [[think:{codex.work}]]")
    assert run.said == ["I look.", "There is one file."]
    thoughts = [tasks.FIRST_THOUGHT, tasks.SECOND_THOUGHT]
    assert [item["text"] for item in run.items("reasoning")] == thoughts
    messages = check(upstream, upstream.asked[-1])
    if upstream.face == "responses":
        items = [item for item in messages if item["type"] == "reasoning"]
        assert [item["summary"][0]["text"] for item in items] == thoughts
        assert {item["encrypted_content"] for item in items} == {fake_responses.ENCRYPTED}
        return
    said = [message for message in messages if message["role"] == "assistant"]
    if upstream.face == "chat":
        assert [message["reasoning_content"] for message in said] == thoughts
    else:
        blocks = [message["content"][0] for message in said]
        assert [block["thinking"] for block in blocks] == thoughts
        assert {block["signature"] for block in blocks} == {fake_messages.SIGNATURE}


def test_a_conversation_goes_on_where_it_stopped(
    codex: Codex, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    ask(codex, dragoman, f"Do [[think:{codex.work}]]")
    first = upstream.asked[-1]
    run = ask(codex, dragoman, "Say [[text:again]]", resume=True)
    assert run.said == ["The fake model answers: again."]
    second = upstream.asked[-1]
    before, after = check(upstream, first), check(upstream, second)
    assert after[: len(before)] == before
    if upstream.face != "responses":  # its bytes are Codex's own
        assert first.body.endswith(b"]}")
        assert second.body.startswith(first.body[:-2])


def test_a_patch_comes_back_as_raw_input_and_is_applied(
    codex: Codex, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    run = ask(codex, dragoman, "Do [[patch:patched.txt]]", model="gpt-5.5")
    assert run.said == ["The patch is applied."]
    assert (codex.work / "patched.txt").read_text() == tasks.WRITTEN
    (change,) = run.items("file_change")
    assert change["status"] == "completed"
    offered = upstream.asked[0].body
    assert b"begin_patch" in offered, "the grammar of the patch is told in words"


@translated
def test_a_tool_inside_a_namespace_is_found(
    codex: Codex, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    run = ask(codex, dragoman, 'Do [[named:multi_agent_v1__close_agent {"target":"nobody"}]]')
    (told,) = run.said
    assert told.startswith("It said: ")
    assert "unsupported call" not in told
    assert "agent" in told


@translated
def test_a_tool_that_was_searched_for_is_offered_from_then_on(
    codex: Codex, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    order = 'Do [[named:tool_search {"query":"spawn an agent"}]]'
    run = ask(codex, dragoman, order, model="gpt-5.5")
    assert run.said[0].startswith("It said: ")
    first, second = upstream.asked
    assert b"multi_agent_v1__spawn_agent" not in first.body
    assert b"multi_agent_v1__spawn_agent" in second.body


@translated
def test_tools_that_stand_in_the_conversation_are_offered_and_run(
    codex: Codex, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    run = ask(codex, dragoman, "Do [[raw:text(20+1)]]", model="gpt-6-sol")
    (told,) = run.said
    assert told.endswith("21")
    assert "functions__exec" in str(upstream.asked[0].json["tools"])


@pytest.mark.parametrize("status", [429, 500, 529])
def test_a_failure_that_passes_is_got_over(
    codex: Codex, dragoman: Dragoman, upstream: FakeUpstream, status: int
) -> None:
    upstream.queue.append(answers.status(status, "not now"))
    assert ask(codex, dragoman, "Say [[text:hi]]").said == ["The fake model answers: hi."]
    assert len(upstream.asked) == 2


LONG = Reply(text="This sentence is never heard to its end. " * 40)


@pytest.mark.parametrize("after", [10, 1500])
def test_a_cut_stream_is_asked_again_and_never_taken_for_an_answer(
    codex: Codex, dragoman: Dragoman, upstream: FakeUpstream, after: int
) -> None:
    upstream.queue.append(answers.cut(answers.says(LONG), after, "rst"))
    assert ask(codex, dragoman, "Say [[text:hi]]").said == ["The fake model answers: hi."]
    assert len(upstream.asked) >= 2


def test_a_full_context_is_told_in_words_and_not_tried_again(
    codex: Codex, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    upstream.queue.extend([answers.context_full] * 3)
    run = codex.ask("Say [[text:hi]]", url=dragoman.url, key=dragoman.client_key)
    assert run.code == 1
    assert "context" in run.output
    assert len(upstream.asked) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("chat", "responses"),
        ("responses", "messages"),
        ("messages", "responses"),
        ("messages", "gemini"),
    ],
)
def test_a_conversation_may_move_to_another_provider_and_back(
    codex: Codex, tmp_path: Path, first: Face, second: Face
) -> None:
    with (
        running(FakeUpstream(answers.plays(tasks.obey), face=first)) as one,
        running(FakeUpstream(answers.plays(tasks.obey), face=second)) as two,
    ):
        gateway = Dragoman(tmp_path)
        gateway.add_provider(one, "--model", "one=m", name="first")
        gateway.add_provider(two, "--model", "two=m", name="second")
        with gateway:
            ask(codex, gateway, f"Do [[think:{codex.work}]]", model="one")
            moved = ask(codex, gateway, f"Do [[steps:5]] in {codex.work}", model="two", resume=True)
            assert moved.said[-1] == "All 5 steps are done."
            back = ask(codex, gateway, "Say [[text:back]]", model="one", resume=True)
            assert back.said == ["The fake model answers: back."]
    for upstream in (one, two):
        for request in upstream.asked:
            assert b"dragoman:" not in request.body
            check_credentials(request)
    for proof in (fake_messages.SIGNATURE.encode(), fake_responses.ENCRYPTED.encode()):
        makers = [up for up in (one, two) if any(proof in r.body for r in up.asked)]
        assert len(makers) <= 1, "a proof went to a provider that did not make it"
    told = one.asked[-1].body.decode()
    if first != "chat":
        own = fake_responses.ENCRYPTED if first == "responses" else fake_messages.SIGNATURE
        assert own in told, "the first provider's own reasoning is back with it"


def _fills_up(view: View) -> Reply:
    """Step by step until the context is nearly full; a summary where one is asked for."""
    if "COMPACTION" in view.user_texts[-1]:
        return Reply(text="Step 1 is done.", input_tokens=300)
    if any("Step 1 is done." in text for text in view.user_texts):
        return Reply(text="The work goes on after the summary.", input_tokens=300)
    return replace(tasks.obey(view), input_tokens=15_000)


@pytest.mark.parametrize("face", ["chat", "messages", "responses"])
def test_a_conversation_that_fills_its_context_is_summed_up_and_goes_on(
    codex: Codex, tmp_path: Path, face: Face
) -> None:
    with (
        running(FakeUpstream(answers.plays(_fills_up), face=face)) as upstream,
        served(upstream, tmp_path) as dragoman,
    ):
        options = ("-c", "model_auto_compact_token_limit=10000")
        run = ask(codex, dragoman, "Do [[steps:9]]", options=options)
    assert run.said[-1] == "The work goes on after the summary."
    assert len(upstream.asked) == 3
    check(upstream, upstream.asked[-1])
