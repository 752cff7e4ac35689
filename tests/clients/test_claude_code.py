"""The real Claude Code does its work on a provider that speaks Chat Completions only."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.claude_code import ClaudeCode
from tests.clients.conftest import Lane, lane_to, served
from tests.clients.dragoman import Dragoman
from tests.clients.program import Run
from tests.clients.seen import check_chat, check_credentials, parts
from tests.fakes import answers, chat, media, odd, tasks
from tests.fakes import messages as fake_messages
from tests.fakes.exchange import SSE, Exchange
from tests.fakes.reply import Reply
from tests.fakes.upstream import FakeUpstream, Script, running

pytestmark = pytest.mark.client("Claude Code")


@pytest.fixture(scope="module")
def open_lane(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lane]:
    with lane_to("chat", tmp_path_factory.mktemp("lane")) as opened:
        yield opened


@pytest.fixture
def upstream(lane: Lane) -> FakeUpstream:
    return lane.upstream


@pytest.fixture
def dragoman(lane: Lane) -> Dragoman:
    return lane.dragoman


def ask(
    claude: ClaudeCode,
    dragoman: Dragoman,
    prompt: str,
    *options: str,
    model: str = "deepseek-reasoner",
) -> str:
    """What Claude Code answers; the run must go well."""
    run = claude.ask(prompt, *options, url=dragoman.url, key=dragoman.client_key, model=model)
    assert_went_well(run)
    return run.output.strip()


def assert_went_well(run: Run) -> None:
    assert run.code == 0, f"{run.output}\n{run.errors}"


def test_it_gets_a_text(claude: ClaudeCode, dragoman: Dragoman, upstream: FakeUpstream) -> None:
    assert ask(claude, dragoman, "Say [[text:hi]]") == "The fake model answers: hi."
    (request,) = upstream.asked
    messages = check_chat(request)
    assert messages[0]["role"] == "system"
    assert "[[text:hi]]" in str(messages[1])
    assert request.json["stream"] is True


def test_a_tool_really_writes_a_file(
    claude: ClaudeCode, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    target = claude.work / "written.txt"
    assert ask(claude, dragoman, f"Do [[write:{target}]]") == "The file is written."
    assert target.read_text() == tasks.WRITTEN
    first, second = upstream.asked
    messages = check_chat(second)
    assert messages[: len(check_chat(first))] == check_chat(first)
    (call,) = next(m for m in messages if m["role"] == "assistant")["tool_calls"]
    assert call["id"] == "call_write_1"


def test_tools_run_in_parallel(
    claude: ClaudeCode, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    told = ask(claude, dragoman, f"Do [[parallel:{claude.work}]]")
    assert told == "Both are done: one and two."
    assert {path.name for path in claude.work.iterdir()} == {"one.txt", "two.txt"}
    messages = check_chat(upstream.asked[1])
    results = [m["tool_call_id"] for m in messages if m["role"] == "tool"]
    assert results == ["call_parallel_one", "call_parallel_two"]


def test_thinking_comes_back_to_the_model_on_every_turn(
    claude: ClaudeCode, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    assert ask(claude, dragoman, f"Do [[think:{claude.work}]]") == "There is one file."
    first, second, third = upstream.asked
    check_chat(first)
    thoughts = [
        [m.get("reasoning_content") for m in check_chat(request) if m["role"] == "assistant"]
        for request in (second, third)
    ]
    assert thoughts == [[tasks.FIRST_THOUGHT], [tasks.FIRST_THOUGHT, tasks.SECOND_THOUGHT]]


def test_a_picture_that_a_tool_read_reaches_the_model_as_a_picture(
    claude: ClaudeCode, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    picture = claude.work / "picture.png"
    picture.write_bytes(media.png())
    assert ask(claude, dragoman, f"Do [[read:{picture}]]") == "I have seen: image."
    messages = check_chat(upstream.asked[1])
    ((role, part),) = parts(messages, "image_url")
    assert role == "user"
    head, _, data = part["image_url"]["url"].partition(",")
    assert head.startswith("data:image/")
    assert base64.b64decode(data, validate=True)
    (result,) = [m for m in messages if m["role"] == "tool"]
    assert len(str(result["content"])) < 500


def test_a_pdf_that_a_tool_read_is_not_lost_silently(
    claude: ClaudeCode, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    file = claude.work / "page.pdf"
    file.write_bytes(media.pdf("A page of our own"))
    assert ask(claude, dragoman, f"Do [[read:{file}]]").startswith("I have seen: ")
    request = upstream.asked[1]
    messages = check_chat(request)
    files = parts(messages, "file")
    assert files or "pdf" in str(messages[-2:]).lower()
    assert not parts(messages, "image_url")
    if not files:
        assert base64.b64encode(file.read_bytes())[:60] not in request.body


def test_a_tool_that_was_searched_for_is_offered_from_then_on(
    claude: ClaudeCode, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    assert ask(claude, dragoman, "Do [[search:WebFetch]]") == "WebFetch is offered."
    first, second = upstream.asked
    check_chat(second)
    offered = [{tool["function"]["name"] for tool in r.json["tools"]} for r in (first, second)]
    assert offered[1] - offered[0] == {"WebFetch"}


@pytest.mark.parametrize("status", [429, 500, 529])
@pytest.mark.parametrize("times", [1, 2])
def test_a_failure_that_passes_is_got_over(
    claude: ClaudeCode, dragoman: Dragoman, upstream: FakeUpstream, status: int, times: int
) -> None:
    headers = {"retry-after": "1"} if status == 429 else {}
    upstream.queue.extend([answers.status(status, "not now", headers=headers)] * times)
    assert ask(claude, dragoman, "Say [[text:hi]]") == "The fake model answers: hi."
    assert len(upstream.asked) == times + 1


LONG = Reply(text="This sentence is never heard to its end. " * 20)


@pytest.mark.parametrize(
    "failing",
    [
        pytest.param(answers.cut(answers.says(LONG), 10, "rst"), id="reset before the first delta"),
        pytest.param(answers.cut(answers.says(LONG), 700, "rst"), id="reset in the text"),
        pytest.param(answers.cut(answers.says(LONG), 700, "eof"), id="hung up in the text"),
    ],
)
def test_a_cut_stream_is_asked_again_and_never_taken_for_an_answer(
    claude: ClaudeCode, dragoman: Dragoman, upstream: FakeUpstream, failing: Script
) -> None:
    upstream.queue.append(failing)
    assert ask(claude, dragoman, "Say [[text:hi]]") == "The fake model answers: hi."
    assert len(upstream.asked) >= 2


async def _error_in_the_stream(exchange: Exchange) -> None:
    frames = list(chat.frames(LONG, "chatcmpl-broken", "m"))[:3]
    error = chat.frame(chat.error("The engine fell over.", "server_error"))
    await exchange.stream([*frames, error], SSE)


def test_an_error_inside_the_stream_is_got_over(
    claude: ClaudeCode, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    upstream.queue.append(_error_in_the_stream)
    assert ask(claude, dragoman, "Say [[text:hi]]") == "The fake model answers: hi."
    assert len(upstream.asked) >= 2


@pytest.mark.parametrize(
    "change",
    [
        odd.finishes_with_stop,
        odd.finishes_with_tool_calls,
        odd.has_no_index,
        odd.repeats_names,
        odd.gives_all_calls_one_id,
        odd.sends_all_at_once,
    ],
)
def test_parallel_tools_run_whatever_the_provider_gets_wrong(
    claude: ClaudeCode, tmp_path: Path, change: odd.Change
) -> None:
    with (
        running(FakeUpstream(odd.odd(change, tasks.obey))) as upstream,
        served(upstream, tmp_path) as dragoman,
    ):
        told = ask(claude, dragoman, f"Do [[parallel:{claude.work}]]")
    assert told == "Both are done: one and two."
    assert {path.name for path in claude.work.iterdir()} == {"one.txt", "two.txt"}
    assert len(upstream.asked) == 2
    check_chat(upstream.asked[1])


def test_a_whole_answer_in_place_of_a_stream_is_an_answer(
    claude: ClaudeCode, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    upstream.queue.append(odd.json_for_a_stream)
    assert ask(claude, dragoman, "Hi") == "The fake model answers: all at once."
    assert len(upstream.asked) == 1


@pytest.mark.parametrize("script", [odd.error_with_200, odd.nothing_but_done, odd.html])
def test_what_is_no_answer_is_asked_again(
    claude: ClaudeCode, dragoman: Dragoman, upstream: FakeUpstream, script: Script
) -> None:
    upstream.queue.append(script)
    assert ask(claude, dragoman, "Say [[text:hi]]") == "The fake model answers: hi."
    assert len(upstream.asked) == 2


def test_a_full_context_is_compacted_and_the_work_goes_on(
    claude: ClaudeCode, tmp_path: Path
) -> None:
    model = tasks.Overflowing(rounds=2)
    with (
        running(FakeUpstream(answers.plays(model))) as upstream,
        served(upstream, tmp_path) as dragoman,
    ):
        told = ask(claude, dragoman, "Do [[steps:4]]")
    assert told == "The work goes on after the summary and is done."
    assert model.refused == 1
    assert tasks.SUMMARY_TEXT in str(check_chat(upstream.asked[-1]))


def test_a_conversation_goes_on_in_another_run_with_its_thinking(
    claude: ClaudeCode, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    ask(claude, dragoman, f"Do [[think:{claude.work}]]")
    before = len(upstream.asked)
    told = ask(claude, dragoman, "Now say [[text:goodbye]]", "--continue")
    assert told == "The fake model answers: goodbye."
    messages = check_chat(upstream.asked[before])
    thoughts = [m["reasoning_content"] for m in messages if m.get("reasoning_content")]
    assert thoughts == [tasks.FIRST_THOUGHT, tasks.SECOND_THOUGHT]


@pytest.mark.parametrize(
    ("model", "expected"),
    [("opus", "big"), ("haiku", "small"), ("claude-sonnet-4-5", "rest"), ("glm-5[1m]", "rest")],
)
def test_its_families_lead_to_the_models_that_the_user_chose(
    claude: ClaudeCode, tmp_path: Path, model: str, expected: str
) -> None:
    with running(FakeUpstream(answers.plays(tasks.obey))) as upstream:
        gateway = Dragoman(tmp_path)
        gateway.add_provider(upstream, "--model", "*=rest", "--default")
        gateway.command("model", "map", "opus", "fake/big")
        gateway.command("model", "map", "haiku", "fake/small")
        with gateway as dragoman:
            told = ask(claude, dragoman, "Say [[text:hi]]", model=model)
    assert told == "The fake model answers: hi."
    assert [request.json["model"] for request in upstream.asked] == [expected]


def test_its_model_picker_finds_names_that_it_shows(claude: ClaudeCode, tmp_path: Path) -> None:
    with running(FakeUpstream(answers.plays(tasks.obey))) as upstream:
        gateway = Dragoman(tmp_path)
        gateway.add_provider(upstream, "--model", "*=rest", "--default")
        gateway.command("model", "map", "glm-5", "fake/glm-5")
        with gateway as dragoman:
            discovery = {"CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY": "1"}
            run = claude.ask(
                "Say [[text:hi]]",
                url=dragoman.url,
                key=dragoman.client_key,
                environment=discovery,
            )
            assert_went_well(run)
    (found,) = claude.home.rglob("gateway-models.json")
    names = [model["id"] for model in json.loads(found.read_text())["models"]]
    shown = [name for name in names if "claude" in name or "anthropic" in name]
    assert any("glm-5" in name for name in shown), names


def test_it_works_on_the_demo_provider(claude: ClaudeCode, tmp_path: Path) -> None:
    with Dragoman(tmp_path, "demo", "--port", "0") as dragoman:
        run = claude.ask("Hello", url=dragoman.url, key=dragoman.client_key, model="sonnet")
        assert_went_well(run)
        assert run.output.strip()
        target = claude.work / "note.txt"
        prompt = f"Create the file {target} with the text 'hello'"
        run = claude.ask(prompt, url=dragoman.url, key=dragoman.client_key, model="sonnet")
        assert_went_well(run)
    assert "hello" in target.read_text()


@pytest.fixture
def vendor() -> Iterator[FakeUpstream]:
    """A provider that speaks Anthropic Messages only."""
    with running(FakeUpstream(answers.plays(tasks.obey), face="messages")) as fake:
        yield fake


def test_an_anthropic_provider_gets_everything_as_it_was_sent(
    claude: ClaudeCode, vendor: FakeUpstream, tmp_path: Path
) -> None:
    target = claude.work / "written.txt"
    with served(vendor, tmp_path) as dragoman:
        assert ask(claude, dragoman, f"Do [[write:{target}]]") == "The file is written."
    assert target.read_text() == tasks.WRITTEN
    for request in vendor.asked:
        check_credentials(request)
        assert b"cache_control" in request.body
        assert b"x-anthropic-billing-header" in request.body
        assert "claude-code-20250219" in str(request.header("anthropic-beta"))
        assert request.header("x-claude-code-session-id")
        assert request.json["metadata"]


def test_an_anthropic_provider_gets_its_signed_thinking_and_documents_back(
    claude: ClaudeCode, vendor: FakeUpstream, tmp_path: Path
) -> None:
    file = claude.work / "page.pdf"
    file.write_bytes(media.pdf("A page of our own"))
    with served(vendor, tmp_path) as dragoman:
        assert ask(claude, dragoman, f"Do [[think:{claude.work}]]") == "There is one file."
        thought = vendor.asked[-1].json["messages"]
        assert ask(claude, dragoman, f"Do [[read:{file}]]") == "I have seen: document."
    signed = [
        (block["thinking"], block["signature"])
        for message in thought
        for block in message["content"]
        if isinstance(block, dict) and block["type"] == "thinking"
    ]
    assert signed == [
        (tasks.FIRST_THOUGHT, fake_messages.SIGNATURE),
        (tasks.SECOND_THOUGHT, fake_messages.SIGNATURE),
    ]


def test_a_cut_stream_of_an_anthropic_provider_is_asked_again(
    claude: ClaudeCode, vendor: FakeUpstream, tmp_path: Path
) -> None:
    vendor.queue.append(answers.cut(answers.says(LONG), 1000, "rst"))
    with served(vendor, tmp_path) as dragoman:
        told = ask(claude, dragoman, "Say [[text:hi]]")
    assert told == "The fake model answers: hi."
    assert len(vendor.asked) >= 2
