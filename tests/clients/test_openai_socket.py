"""OpenAI's own SDK over a WebSocket: it reads every event of every answer."""

from collections.abc import Iterator
from pathlib import Path

import openai
import pytest
from openai.resources.responses.responses import ResponsesConnection
from openai.types.responses import Response, ResponseErrorEvent

from tests.clients.conftest import served
from tests.clients.dragoman import CLIENT_KEY
from tests.fakes import answers, tasks
from tests.fakes.upstream import Face, FakeUpstream, running

# openai 3.52 opens its sockets in a way that websockets 17 says is old.
pytestmark = pytest.mark.filterwarnings("ignore:connect:DeprecationWarning")


@pytest.fixture(params=["chat", "messages", "responses", "gemini"])
def upstream(request: pytest.FixtureRequest) -> Iterator[FakeUpstream]:
    face: Face = request.param
    with running(FakeUpstream(answers.plays(tasks.accommodate), face=face)) as fake:
        yield fake


@pytest.fixture
def client(upstream: FakeUpstream, tmp_path: Path) -> Iterator[openai.OpenAI]:
    with served(upstream, tmp_path) as gateway:
        yield openai.OpenAI(base_url=f"{gateway.url}/v1", api_key=CLIENT_KEY, max_retries=0)


def answered(connection: ResponsesConnection) -> tuple[str, Response]:
    """The words of an answer as they came, and the response at its end."""
    words = ""
    for event in connection:
        if event.type == "response.output_text.delta":
            words += event.delta
        elif event.type == "response.completed":
            return words, event.response
        elif event.type in ("error", "response.failed", "response.incomplete"):
            pytest.fail(str(event))
    pytest.fail("the socket was closed")


def test_a_conversation_of_several_turns(client: openai.OpenAI, upstream: FakeUpstream) -> None:
    with client.responses.connect() as connection:
        connection.response.create(model="m", input="One", store=False)
        words, first = answered(connection)
        assert words == first.output_text != ""
        connection.response.create(
            model="m", input="Two", store=False, previous_response_id=first.id
        )
        answered(connection)
    assert upstream.asked[-1].body.count(b'"One"') == 1


def test_an_error_is_an_event_and_the_connection_goes_on(
    client: openai.OpenAI, upstream: FakeUpstream
) -> None:
    with client.responses.connect() as connection:
        connection.response.create(model="m", input="Hi", previous_response_id="resp_nobody")
        if upstream.face != "responses":
            event = connection.recv()
            assert isinstance(event, ResponseErrorEvent) or event.type == "error"
            connection.response.create(model="m", input="Hi")
        answered(connection)
