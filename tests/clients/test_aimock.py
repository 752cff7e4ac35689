"""Every dialect towards a provider that others wrote: aimock reads what we send, and answers.

The tests' own fake provider shares our understanding of the wires; this one does not.
"""

import base64
import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anthropic
import openai
import pytest
from anthropic.types import MessageParam, ToolParam, ToolUseBlock
from google import genai
from google.genai import errors, types
from openai.types.chat import ChatCompletionMessageParam, ChatCompletionToolParam
from openai.types.responses import FunctionToolParam, ResponseInputParam

from tests.clients import aimock
from tests.clients.aimock import Aimock
from tests.clients.dragoman import Dragoman

pytestmark = pytest.mark.client("aimock")

FACES = ("chat", "anthropic", "responses", "gemini")
CITIES = ["Zürich", "北京"]
SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
}
TOOL: ToolParam = {"name": "get_weather", "description": "Looks it up.", "input_schema": SCHEMA}
FUNCTION: ChatCompletionToolParam = {
    "type": "function",
    "function": {"name": "get_weather", "description": "Looks it up.", "parameters": SCHEMA},
}
RESPONSES_TOOL: FunctionToolParam = {
    "type": "function",
    "name": "get_weather",
    "description": "Looks it up.",
    "parameters": SCHEMA,
    "strict": False,
}
ASK = "both tools please"
DONE = "Rain in one, sun in the other."
GREETING = "Grüezi, 你好 👋"
VECTOR = [0.25, -0.5, 0.125]
FIXTURES: list[dict[str, Any]] = [
    {
        "match": {"userMessage": ASK, "hasToolResult": False},
        "response": {
            "reasoning": "Both at once.",
            "content": "I look.",
            "toolCalls": [
                {"id": f"call_{number}", "name": "get_weather", "arguments": {"city": city}}
                for number, city in enumerate(CITIES)
            ],
        },
    },
    {
        "match": {"userMessage": ASK, "toolResultContains": "sun", "hasToolResult": True},
        "response": {"content": DONE},
    },
    {
        "match": {"userMessage": "two and two"},
        "response": {"reasoning": "Two and two.", "content": "It is 4."},
    },
    {"match": {"userMessage": "hello", "endpoint": "chat"}, "response": {"content": GREETING}},
    {"match": {"inputText": "a vector"}, "response": {"embedding": VECTOR}},
    {
        "match": {"userMessage": "too much"},
        "response": {
            "error": {"message": "The request is too warm.", "type": "invalid_request_error"},
            "status": 400,
        },
    },
]


@pytest.fixture(scope="module")
def dragoman(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dragoman]:
    """A gateway whose providers are the faces of one aimock."""
    folder: Path = tmp_path_factory.mktemp("aimock")
    with Aimock(folder, FIXTURES) as mock:
        gateway = Dragoman(folder)
        gateway.more["AIMOCK_KEY"] = aimock.KEY
        for face in FACES:
            base = {"anthropic": mock.url, "gemini": f"{mock.url}/v1beta"}.get(face)
            gateway.command(
                *("provider", "add", f"mock-{face}", "--base-url", base or f"{mock.url}/v1"),
                *("--dialect", face, "--key-env", "AIMOCK_KEY", "--model", "*=*"),
            )
        with gateway:
            yield gateway


@pytest.fixture(params=FACES)
def model(request: pytest.FixtureRequest) -> str:
    """A model name that leads to one face."""
    return f"mock-{request.param}/m"


@pytest.fixture
def claude(dragoman: Dragoman) -> Iterator[anthropic.Anthropic]:
    """The Anthropic SDK."""
    key = dragoman.client_key
    with anthropic.Anthropic(base_url=dragoman.url, api_key=key, max_retries=0) as client:
        yield client


@pytest.fixture
def openai_client(dragoman: Dragoman) -> Iterator[openai.OpenAI]:
    """The OpenAI SDK."""
    key = dragoman.client_key
    with openai.OpenAI(base_url=f"{dragoman.url}/v1", api_key=key, max_retries=0) as client:
        yield client


@pytest.fixture
def gemini(dragoman: Dragoman) -> Iterator[genai.Client]:
    """The Google SDK."""
    options = types.HttpOptions(base_url=dragoman.url)
    with genai.Client(api_key=dragoman.client_key, http_options=options) as client:
        yield client


def user(text: str) -> list[Any]:
    """A conversation that begins."""
    return [{"role": "user", "content": text}]


def test_messages_stream_text_and_thinking(claude: anthropic.Anthropic, model: str) -> None:
    with claude.messages.stream(model=model, max_tokens=50, messages=user("hello")) as stream:
        assert "".join(stream.text_stream) == GREETING
    whole = claude.messages.create(model=model, max_tokens=50, messages=user("two and two"))
    said = {block.type: block for block in whole.content}
    assert said["text"].text == "It is 4."  # type: ignore[union-attr] # it is the text
    assert said["thinking"].thinking == "Two and two."  # type: ignore[union-attr] # and that too


def test_messages_run_a_loop_of_parallel_tools(claude: anthropic.Anthropic, model: str) -> None:
    messages: list[MessageParam] = user(ASK)
    with claude.messages.stream(
        model=model, max_tokens=50, messages=messages, tools=[TOOL]
    ) as stream:
        first = stream.get_final_message()
    calls = [block for block in first.content if isinstance(block, ToolUseBlock)]
    assert first.stop_reason == "tool_use"
    assert [call.input for call in calls] == [{"city": city} for city in CITIES]
    messages += [
        {"role": "assistant", "content": first.content},
        {
            "role": "user",
            "content": [
                {"type": "tool_result", "tool_use_id": call.id, "content": "sun"} for call in calls
            ],
        },
    ]
    second = claude.messages.create(model=model, max_tokens=50, messages=messages, tools=[TOOL])
    assert [block.text for block in second.content if block.type == "text"] == [DONE]
    assert second.stop_reason == "end_turn"


def test_chat_runs_a_loop_of_parallel_tools(openai_client: openai.OpenAI, model: str) -> None:
    messages: list[ChatCompletionMessageParam] = user(ASK)
    with openai_client.chat.completions.stream(
        model=model, messages=messages, tools=[FUNCTION]
    ) as stream:
        first = stream.get_final_completion().choices[0]
    calls = first.message.tool_calls or []
    assert first.finish_reason == "tool_calls"
    given = [json.loads(call.function.arguments) for call in calls]
    assert given == [{"city": city} for city in CITIES]
    messages.append(first.message.to_dict())  # type: ignore[arg-type] # what the model said
    messages += [{"role": "tool", "tool_call_id": call.id, "content": "sun"} for call in calls]
    second = openai_client.chat.completions.create(model=model, messages=messages, tools=[FUNCTION])
    assert second.choices[0].message.content == DONE


def test_responses_run_a_loop_of_parallel_tools(openai_client: openai.OpenAI, model: str) -> None:
    items: ResponseInputParam = user(ASK)
    with openai_client.responses.stream(
        model=model, input=items, tools=[RESPONSES_TOOL], store=False
    ) as stream:
        first = stream.get_final_response()
    calls = [item for item in first.output if item.type == "function_call"]
    assert [json.loads(call.arguments) for call in calls] == [{"city": city} for city in CITIES]
    items += [item.to_dict() for item in first.output]  # type: ignore[misc] # as they came
    items += [
        {"type": "function_call_output", "call_id": call.call_id, "output": "sun"} for call in calls
    ]
    second = openai_client.responses.create(
        model=model, input=items, tools=[RESPONSES_TOOL], store=False
    )
    assert second.output_text == DONE


# On the verbatim lane the client reads what aimock calls it; Google's word is STOP.
@pytest.mark.filterwarnings("ignore:FUNCTION_CALL is not a valid FinishReason:UserWarning")
def test_gemini_runs_a_loop_of_parallel_tools(gemini: genai.Client, model: str) -> None:
    asked: list[str] = []

    def get_weather(city: str) -> str:
        """Look the weather up."""
        asked.append(city)
        return "sun"

    config = types.GenerateContentConfig(tools=[get_weather])
    answer = gemini.models.generate_content(model=model, contents=ASK, config=config)
    assert asked == CITIES
    assert answer.text == DONE


def test_a_refused_request_is_told_in_the_clients_own_format(
    claude: anthropic.Anthropic, openai_client: openai.OpenAI, gemini: genai.Client, model: str
) -> None:
    with pytest.raises(anthropic.BadRequestError, match="too warm"):
        claude.messages.create(model=model, max_tokens=50, messages=user("too much"))
    with pytest.raises(openai.BadRequestError, match="too warm"):
        openai_client.chat.completions.create(model=model, messages=user("too much"))
    with pytest.raises(openai.BadRequestError, match="too warm"):
        openai_client.responses.create(model=model, input="too much")
    with pytest.raises(errors.ClientError, match="too warm") as told:
        gemini.models.generate_content(model=model, contents="too much")
    assert told.value.code == 400


def test_a_vector_is_what_the_provider_made(openai_client: openai.OpenAI) -> None:
    model = "mock-chat/text-embedding-3-small"
    made = openai_client.embeddings.create(model=model, input=["a vector", "a vector too"])
    assert [one.embedding for one in made.data] == [VECTOR, VECTOR]
    raw = openai_client.embeddings.create(model=model, input="a vector", encoding_format="base64")
    packed = raw.data[0].embedding
    assert isinstance(packed, str)
    assert list(struct.unpack("<3f", base64.b64decode(packed))) == VECTOR
