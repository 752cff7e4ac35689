"""The real Codex over a WebSocket: as its built-in provider, and as one that says it has one."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.clients.codex import Codex, Run
from tests.clients.conftest import served
from tests.clients.dragoman import Dragoman
from tests.clients.seen import check_credentials
from tests.fakes import answers, tasks
from tests.fakes.reply import Reply, View
from tests.fakes.upstream import Face, FakeUpstream, running

pytestmark = pytest.mark.client("Codex")

_HISTORY: dict[Face, str] = {"responses": "input", "gemini": "contents"}
OWN = ("-c", "model_providers.local.supports_websockets=true")


@pytest.fixture(params=["chat", "messages", "responses", "gemini"])
def upstream(request: pytest.FixtureRequest) -> Iterator[FakeUpstream]:
    face: Face = request.param
    with running(FakeUpstream(answers.plays(tasks.obey), face=face)) as fake:
        yield fake


@pytest.fixture
def dragoman(upstream: FakeUpstream, tmp_path: Path) -> Iterator[Dragoman]:
    with served(upstream, tmp_path) as gateway:
        yield gateway


def ask(codex: Codex, dragoman: Dragoman, prompt: str, **options: Any) -> Run:
    """A run that goes well, and over a socket from its beginning to its end."""
    options.setdefault("options", OWN)
    run = codex.ask(prompt, url=dragoman.url, key=dragoman.client_key, **options)
    assert run.code == 0, f"{run.output}\n{run.errors}"
    assert "POST /v1/responses" not in dragoman.log
    assert "WS /v1/responses 200" in dragoman.log
    return run


def said(upstream: FakeUpstream) -> list[list[Any]]:
    for request in upstream.asked:
        check_credentials(request)
    name = _HISTORY.get(upstream.face, "messages")
    # What we remember of an answer lacks the `content: null` with which Codex echoes it.
    return [[_filled(one) for one in request.json[name]] for request in upstream.asked]


def _filled(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if value is not None}


def test_it_gets_a_text(codex: Codex, dragoman: Dragoman, upstream: FakeUpstream) -> None:
    run = ask(codex, dragoman, "Say [[text:hi]]")
    assert run.said == ["The fake model answers: hi."]
    assert run.events[-1]["usage"]["input_tokens"] == 1200
    assert len(upstream.asked) == 1


def test_a_tool_loop_tells_its_provider_everything_each_time(
    codex: Codex, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    run = ask(codex, dragoman, "Do [[steps:3]]")
    assert run.said == ["Step 1.", "Step 2.", "Step 3.", "All 3 steps are done."]
    told = said(upstream)
    assert len(told) == 4
    for before, after in itertools.pairwise(told):
        assert after[: len(before)] == before
        assert len(after) > len(before)


def test_tools_run_in_parallel(codex: Codex, dragoman: Dragoman, upstream: FakeUpstream) -> None:
    run = ask(codex, dragoman, f"Do [[parallel:{codex.work}]]")
    assert {path.name for path in codex.work.iterdir()} == {"one.txt", "two.txt"}
    assert run.said[0].startswith("Both are done: ")
    assert str(said(upstream)[-1]).count("call_parallel_one") == 2


def test_reasoning_comes_back_to_its_provider(
    codex: Codex, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    run = ask(codex, dragoman, f"Do [[think:{codex.work}]]")
    assert run.said == ["I look.", "There is one file."]
    # Gemini wants its signature back, and no words.
    proof = "thoughtSignature" if upstream.face == "gemini" else tasks.FIRST_THOUGHT
    assert proof in str(said(upstream)[-1])


def test_a_conversation_goes_on_in_another_connection(
    codex: Codex, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    ask(codex, dragoman, f"Do [[think:{codex.work}]]")
    before = said(upstream)[-1]
    run = ask(codex, dragoman, "Say [[text:again]]", resume=True)
    assert run.said == ["The fake model answers: again."]
    after = said(upstream)[-1]
    assert after[: len(before)] == before


@pytest.mark.parametrize("upstream", ["chat", "messages"], indirect=True)
@pytest.mark.parametrize("model", ["gpt-5.5", "own-model"])
def test_the_built_in_provider_works_as_it_does_at_openai(
    codex: Codex, dragoman: Dragoman, upstream: FakeUpstream, model: str
) -> None:
    run = codex.built_in("Do [[steps:2]]", url=dragoman.url, key=dragoman.client_key, model=model)
    assert run.code == 0, f"{run.output}\n{run.errors}"
    assert run.said == ["Step 1.", "Step 2.", "All 2 steps are done."]
    assert "POST /v1/responses" not in dragoman.log
    assert "WS /v1/responses 200" in dragoman.log
    assert len(upstream.asked) == 3


@pytest.mark.parametrize("upstream", ["chat"], indirect=True)
def test_a_failure_that_passes_is_got_over(
    codex: Codex, dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    upstream.queue.append(answers.status(529, "not now"))
    run = codex.ask("Say [[text:hi]]", url=dragoman.url, key=dragoman.client_key, options=OWN)
    assert run.said == ["The fake model answers: hi."]
    assert len(upstream.asked) == 2


def _fills_up(view: View) -> Reply:
    """Step by step until the context is nearly full; a summary where one is asked for."""
    if "Sum this conversation up" in view.user_texts[-1]:
        return Reply(text="Step 1 is done.", input_tokens=300)
    if any("Step 1 is done." in text for text in view.user_texts):
        return Reply(text="The work goes on after the summary.", input_tokens=300)
    return replace(tasks.obey(view), input_tokens=15_000)


@pytest.mark.parametrize("face", ["chat", "messages", "responses", "gemini"])
def test_a_context_that_fills_is_summed_up_by_us_and_the_work_goes_on(
    codex: Codex, tmp_path: Path, face: Face
) -> None:
    options = ("-c", "model_auto_compact_token_limit=10000")
    with (
        running(FakeUpstream(answers.plays(_fills_up), face=face)) as upstream,
        served(upstream, tmp_path) as dragoman,
    ):
        run = codex.built_in(
            "Do [[steps:9]]",
            url=dragoman.url,
            key=dragoman.client_key,
            model="own-model",
            options=options,
        )
    assert run.said[-1] == "The work goes on after the summary.", f"{run.output}\n{run.errors}"
    assert len(upstream.asked) == 3
    assert b"dragoman:" not in upstream.asked[-1].body
    said(upstream)
