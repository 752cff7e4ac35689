"""aider edits files on every provider, in both wire formats that it speaks."""

from pathlib import Path

import pytest

from tests.clients.aider import Aider
from tests.clients.conftest import Lane
from tests.clients.working import REFUSAL, ask
from tests.fakes import answers, tasks

pytestmark = [pytest.mark.client("aider"), pytest.mark.heavy]


@pytest.fixture(params=["chat", "messages"])
def aider(request: pytest.FixtureRequest, tmp_path: Path) -> Aider:
    return Aider(tmp_path / "aider", request.param)


@pytest.mark.parametrize("open_lane", ["chat", "messages", "responses", "gemini"], indirect=True)
def test_a_file_is_written_by_what_the_text_says(aider: Aider, lane: Lane) -> None:
    run = ask(aider, lane, "Do [[edit:new.txt]]")
    assert run.code == 0, run.errors
    assert (aider.work / "new.txt").read_text() == tasks.WRITTEN
    assert tasks.FIRST_THOUGHT in run.output
    assert len(lane.upstream.asked) == 1


@pytest.mark.parametrize("open_lane", ["chat", "messages"], indirect=True)
def test_it_shows_what_a_provider_refused(aider: Aider, lane: Lane) -> None:
    lane.upstream.queue.append(answers.status(400, REFUSAL))
    shown = ask(aider, lane, "Do [[edit:new.txt]]").output
    assert REFUSAL in " ".join(shown.split())
    assert not (aider.work / "new.txt").exists()
