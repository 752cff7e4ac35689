"""What every client that works with tools must get done over every lane."""

from tests.clients.conftest import Lane
from tests.clients.program import Agent, Run
from tests.clients.seen import check_request, thoughts
from tests.fakes import answers, tasks
from tests.fakes.exchange import Recorded

REFUSAL = "The moon is too bright."


def ask(agent: Agent, lane: Lane, prompt: str) -> Run:
    """A run that asks nobody but the gateway."""
    run = agent.ask(prompt, url=lane.dragoman.url, key=lane.dragoman.client_key)
    assert run.elsewhere == ()
    face = lane.upstream.face
    for request in lane.upstream.asked:
        check_request(request, face, translated=agent.api != face)
    return run


def works(agent: Agent, lane: Lane) -> None:
    """Tools run, two of them at once, and what was thought before comes back to the model."""
    run = ask(agent, lane, f"Do [[work:{agent.work}]]")
    assert run.code == 0, run.errors
    assert run.output.strip().endswith("There are two files."), run.errors
    written = [(agent.work / f"{word}.txt").read_text().strip() for word in ("one", "two")]
    assert written == ["one", "two"]
    last = max(lane.upstream.asked, key=lambda request: len(request.body))
    places = [last.body.index(f"{agent.work}/{word}.txt".encode()) for word in ("one", "two")]
    assert places == sorted(places)
    _check_reasoning(agent, lane, last)


def gets_a_text(agent: Agent, lane: Lane) -> None:
    """A text, and nothing around it."""
    run = ask(agent, lane, "Say [[text:hi]]")
    assert run.code == 0, run.errors
    assert run.output.strip() == "The fake model answers: hi."


def shows_a_refusal(agent: Agent, lane: Lane) -> None:
    """What the provider says stands somewhere in what the client says."""
    # Some ask again in other words.
    lane.upstream.queue.extend([answers.status(400, REFUSAL)] * 9)
    run = ask(agent, lane, "Say [[text:hi]]")
    assert REFUSAL in run.output + run.errors


def _check_reasoning(agent: Agent, lane: Lane, last: Recorded) -> None:
    """As much of its reasoning is back with the provider as the client and its own format allow."""
    face = lane.upstream.face
    # Responses and Gemini take nothing of theirs back without its proof; Gemini's is hidden.
    missing = {
        "proof": (),
        "shown": ("gemini",),
        "words": ("responses", "gemini"),
        "nothing": ("chat", "messages", "responses", "gemini"),
    }
    kept = face not in missing[agent.keeps]
    expected = [tasks.FIRST_THOUGHT, tasks.SECOND_THOUGHT] if kept else []
    assert thoughts(last, face, proven=agent.keeps != "words") == expected
