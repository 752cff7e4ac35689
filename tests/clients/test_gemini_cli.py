"""The real Gemini CLI works on every provider."""

import json
from pathlib import Path

import pytest

from tests.clients.conftest import Lane
from tests.clients.gemini_cli import GeminiCli
from tests.clients.working import ask, gets_a_text, shows_a_refusal, works
from tests.fakes import answers
from tests.fakes.reply import Reply

SETTINGS = b"""{
  // my own
  "security": {"auth": {"selectedType": "oauth-personal"}},
  "privacy": {"usageStatisticsEnabled": false},
  "general": {"enableAutoUpdate": false}
}
"""

pytestmark = pytest.mark.client("Gemini CLI")

heavy = pytest.mark.heavy
every_face = pytest.mark.parametrize(
    "open_lane",
    [
        "chat",
        "messages",
        pytest.param("responses", marks=heavy),
        pytest.param("gemini", marks=heavy),
    ],
    indirect=True,
)
on_chat = pytest.mark.parametrize("open_lane", ["chat"], indirect=True)


@pytest.fixture
def gemini(lane: Lane, tmp_path: Path) -> GeminiCli:
    """The real Gemini CLI, with a HOME of its own.

    Its model is one of Google's, which the program treats otherwise than others; but a Chat
    provider gets reasoning back for models only that are known to want it.
    """
    chat = lane.upstream.face == "chat"
    return GeminiCli(tmp_path / "gemini", "deepseek-reasoner" if chat else "gemini-3-pro")


@every_face
def test_it_works_with_tools_and_keeps_its_thoughts(gemini: GeminiCli, lane: Lane) -> None:
    works(gemini, lane)


@on_chat
def test_a_model_of_google_s_name_on_a_chat_provider_works(gemini: GeminiCli, lane: Lane) -> None:
    gemini.model = "gemini-2.5-pro"
    gemini.keeps = "nothing"
    works(gemini, lane)


@heavy
@every_face
def test_it_gets_a_text(gemini: GeminiCli, lane: Lane) -> None:
    gets_a_text(gemini, lane)


@heavy
@every_face
def test_it_shows_what_a_provider_refused(gemini: GeminiCli, lane: Lane) -> None:
    shows_a_refusal(gemini, lane)


@pytest.mark.parametrize("open_lane", ["chat", pytest.param("gemini", marks=heavy)], indirect=True)
def test_an_answer_that_breaks_off_is_asked_for_again(gemini: GeminiCli, lane: Lane) -> None:
    # It takes a sentence that comes again and again for a loop of the model's.
    long = "".join(
        f"Line {number} has {number * 7919} of {number * 104_729}. " for number in range(99)
    )
    lane.upstream.queue.append(answers.cut(answers.says(Reply(text=long)), 3000, "rst"))
    run = ask(gemini, lane, "Say [[text:hi]]")
    assert run.code == 0, run.errors
    assert run.output.strip().endswith("The fake model answers: hi.")
    assert len(lane.upstream.asked) == 2


@heavy
@on_chat
def test_a_busy_provider_is_asked_again_after_its_wait(gemini: GeminiCli, lane: Lane) -> None:
    busy = answers.status(429, "slow down", headers={"retry-after": "1"})
    lane.upstream.queue.extend([busy] * 3)
    run = ask(gemini, lane, "Say [[text:hi]]")
    assert run.output.strip() == "The fake model answers: hi."


@on_chat
def test_what_it_sends_is_all_understood(gemini: GeminiCli, lane: Lane) -> None:
    ask(gemini, lane, "Say [[text:hi]]")
    (request,) = lane.upstream.asked
    tools = [tool["function"] for tool in request.json["tools"]]
    assert len(tools) > 8
    assert all(tool["parameters"]["type"] == "object" for tool in tools)
    assert '"STRING"' not in json.dumps(tools)
    assert request.json["messages"][0]["role"] == "system"


@on_chat
def test_connected_as_the_default_it_works_and_is_as_before_afterwards(
    gemini: GeminiCli, lane: Lane
) -> None:
    port = lane.dragoman.url.rpartition(":")[2]
    lane.dragoman.more = {"HOME": str(gemini.home), "DRAGOMAN_PORT": port}
    folder = gemini.home / ".gemini"
    folder.mkdir()
    before = {
        folder / ".env": b"# mine\r\nGEMINI_API_KEY='AIzaMine'\r\n",
        folder / "settings.json": SETTINGS,
    }
    for path, content in before.items():
        path.write_bytes(content)
    lane.dragoman.command("connect", "gemini-cli", "--yes")
    assert b"AIzaMine" not in (folder / ".env").read_bytes()
    run = gemini.connected("Say [[text:hi]]")
    assert run.output.strip() == "The fake model answers: hi.", run.errors
    lane.dragoman.command("disconnect", "gemini-cli")
    assert {path: path.read_bytes() for path in before} == before
