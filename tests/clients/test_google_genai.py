"""Google's own SDK gets whole and right answers from providers of every kind."""

import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from google import genai
from google.genai import errors, types
from pydantic import BaseModel

from tests.clients.conftest import served
from tests.clients.dragoman import Dragoman
from tests.clients.seen import check_request, thoughts
from tests.fakes import answers, media, tasks
from tests.fakes.reply import Call, Reply, View
from tests.fakes.upstream import FakeUpstream, running

GREETING = "Hello, this is {}."
# A Chat provider gets reasoning back for models only that are known to want it; Google's fake is
# strict about signatures with a model of this name.
THINKERS = {"chat": "deepseek-reasoner", "gemini": "gemini-3-pro"}
LONG = Reply(text="".join(f"Sentence number {number}. " for number in range(200)))


def thinks(view: View) -> Reply:
    """Look at the weather, then say what was thought before."""
    if view.rounds == 0:
        calls = (Call("get_weather", {"city": "Bonn"}, "call_think_1"),)
        return Reply(thinking=tasks.FIRST_THOUGHT, calls=calls)
    return Reply(thinking=tasks.SECOND_THOUGHT, text=f"Remembered {len(view.thinking)}.")


def model_of(view: View) -> Reply:
    """What the tests ask for by a word of the prompt."""
    text = " ".join(view.user_texts)
    if "think" in text:
        return thinks(view)
    if "JSON" in text:
        return Reply(text='{"name": "Ada", "age": 36}')
    return tasks.accommodate(view)


FAILING = {
    "fails-400": answers.status(400, "temperature is too warm"),
    "fails-429": answers.status(429, "slow down", headers={"retry-after": "30"}),
    "fails-500": answers.status(500, "it broke"),
    "overflows": answers.context_full,
    "is-cut": answers.cut(answers.says(LONG), 3000, "rst"),
}


@pytest.fixture(params=["chat", "messages", "responses", "gemini"], scope="module")
def upstream(request: pytest.FixtureRequest) -> Iterator[FakeUpstream]:
    """A provider of each kind."""
    fake = FakeUpstream(answers.plays(model_of), face=request.param, by_model=FAILING)
    with running(fake) as started:
        yield started


@pytest.fixture(scope="module")
def dragoman(
    upstream: FakeUpstream, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Dragoman]:
    """One gateway for all tests of a lane."""
    with served(upstream, tmp_path_factory.mktemp("genai")) as gateway:
        yield gateway


@pytest.fixture
def client(dragoman: Dragoman, upstream: FakeUpstream) -> Iterator[genai.Client]:
    """The SDK, which shows every error at once; the provider was asked nothing before."""
    upstream.forget()
    options = types.HttpOptions(base_url=dragoman.url)
    with genai.Client(api_key=dragoman.client_key, http_options=options) as made:
        yield made
    for request in upstream.asked:
        check_request(request, upstream.face, translated=upstream.face != "gemini")


def get_weather(city: str) -> str:
    """Looks the weather up."""
    return f"{city} is sunny"


def get_time(city: str) -> str:
    """Looks the time up."""
    return f"{city} is late"


def config(**more: Any) -> types.GenerateContentConfig:
    return types.GenerateContentConfig(**more)


BY_HAND = types.AutomaticFunctionCallingConfig(disable=True)
TOOLS = [get_weather, get_time]


def test_a_whole_answer(client: genai.Client) -> None:
    told = client.models.generate_content(model="model-a", contents="Hi")
    assert told.text == GREETING.format("model-a")
    assert told.candidates
    assert told.candidates[0].finish_reason is types.FinishReason.STOP
    assert told.model_version == "model-a"
    assert told.usage_metadata is not None
    counts = told.usage_metadata
    assert (counts.prompt_token_count, counts.candidates_token_count) == (1200, 40)
    assert counts.cached_content_token_count == 200


def test_a_streamed_answer_is_the_whole_one(client: genai.Client) -> None:
    chunks = list(client.models.generate_content_stream(model="model-a", contents="Hi"))
    assert len(chunks) > 1
    assert "".join(chunk.text or "" for chunk in chunks) == GREETING.format("model-a")
    assert len({chunk.response_id for chunk in chunks}) == 1
    assert chunks[-1].usage_metadata is not None
    assert chunks[-1].usage_metadata.total_token_count == 1240


@pytest.mark.parametrize("name", ["fake/model-a", "models/model-a"])
def test_a_model_s_name_may_hold_slashes(client: genai.Client, name: str) -> None:
    told = client.models.generate_content(model=name, contents="Hi")
    assert told.text == GREETING.format("model-a")


async def test_the_client_for_coroutines_streams_too(dragoman: Dragoman) -> None:
    async with httpx2.AsyncClient() as http:  # its other transport warns of the SDK's own classes
        options = types.HttpOptions(base_url=dragoman.url, httpx_async_client=http)
        client = genai.Client(api_key=dragoman.client_key, http_options=options)
        heard = ""
        async for chunk in await client.aio.models.generate_content_stream(
            model="model-a", contents="Hi"
        ):
            heard += chunk.text or ""
        client.close()
    assert heard == GREETING.format("model-a")


@pytest.mark.parametrize("streamed", [False, True])
def test_parallel_tools_and_their_results(client: genai.Client, streamed: bool) -> None:
    wanted = config(tools=TOOLS, automatic_function_calling=BY_HAND)
    contents: list[Any] = [types.UserContent("Hi")]
    ask = client.models
    told = (
        list(ask.generate_content_stream(model="model-a", contents=contents, config=wanted))
        if streamed
        else [ask.generate_content(model="model-a", contents=contents, config=wanted)]
    )
    calls = [call for chunk in told for call in chunk.function_calls or ()]
    assert [call.name for call in calls] == ["get_weather", "get_time"]
    assert [call.args for call in calls] == [{"city": "sample"}] * 2
    assert len({call.id for call in calls}) == 2
    contents += [chunk.candidates[0].content for chunk in told if chunk.candidates]
    results = [
        types.Part(
            function_response=types.FunctionResponse(
                id=call.id, name=call.name, response={"output": f"is {call.name}"}
            )
        )
        for call in calls
    ]
    contents.append(types.UserContent(results))
    done = ask.generate_content(model="model-a", contents=contents, config=wanted)
    assert "is get_weather" in (done.text or "")
    assert "is get_time" in (done.text or "")


def test_functions_are_called_by_the_sdk_itself(client: genai.Client) -> None:
    done = client.models.generate_content(
        model="model-a", contents="Hi", config=config(tools=TOOLS)
    )
    assert "sample is sunny" in (done.text or "")
    assert "sample is late" in (done.text or "")


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("shown", [False, True])
def test_what_was_thought_comes_back_to_its_provider(
    client: genai.Client, upstream: FakeUpstream, streamed: bool, shown: bool
) -> None:
    model = THINKERS.get(upstream.face, "claude-sonnet-4")
    wanted = config(
        tools=[get_weather],
        automatic_function_calling=BY_HAND,
        thinking_config=types.ThinkingConfig(thinking_budget=2000, include_thoughts=shown),
    )
    chat = client.chats.create(model=model, config=wanted)

    def send(message: Any) -> list[types.GenerateContentResponse]:
        return list(chat.send_message_stream(message)) if streamed else [chat.send_message(message)]

    first = send("Please think.")
    (call,) = (call for chunk in first for call in chunk.function_calls or ())
    parts = [
        part
        for chunk in first
        for candidate in chunk.candidates or ()
        for part in (candidate.content.parts if candidate.content else None) or ()
    ]
    seen = "".join(part.text or "" for part in parts if part.thought)
    if upstream.face != "gemini":  # the fake of Google always shows what it was asked for
        assert seen == (tasks.FIRST_THOUGHT if shown else "")
    result = types.FunctionResponse(id=call.id, name=call.name, response={"output": "sunny"})
    second = send(types.Part(function_response=result))
    assert "Remembered 1." in "".join(chunk.text or "" for chunk in second)
    send("And think again.")
    assert tasks.FIRST_THOUGHT in thoughts(upstream.asked[-1], upstream.face)


def test_a_picture(client: genai.Client) -> None:
    picture = types.Part.from_bytes(data=media.png(), mime_type="image/png")
    told = client.models.generate_content(model="model-a", contents=[picture, "What is it?"])
    assert "I see: image." in (told.text or "")


class Person(BaseModel):
    """What the JSON holds."""

    name: str
    age: int


@pytest.mark.parametrize("form", ["response_schema", "response_json_schema"])
def test_an_answer_in_json_after_a_schema(
    client: genai.Client, upstream: FakeUpstream, form: str
) -> None:
    schema: Any = Person if form == "response_schema" else Person.model_json_schema()
    told = client.models.generate_content(
        model="model-a",
        contents="Some JSON please",
        config=config(response_mime_type="application/json", **{form: schema}),
    )
    assert json.loads(told.text or "") == {"name": "Ada", "age": 36}
    if form == "response_schema":
        assert told.parsed == Person(name="Ada", age=36)
    assert "age" in json.dumps(upstream.asked[-1].json)


def test_instructions_and_knobs_reach_the_provider(
    client: genai.Client, upstream: FakeUpstream
) -> None:
    wanted = config(
        system_instruction="Be kind.", temperature=0.5, max_output_tokens=99, stop_sequences=["END"]
    )
    client.models.generate_content(model="model-a", contents="Hi", config=wanted)
    body = json.dumps(upstream.asked[-1].json)
    assert "Be kind." in body
    assert "0.5" in body
    assert "99" in body


@pytest.mark.parametrize(
    ("model", "code", "status", "words"),
    [
        ("fails-400", 400, "INVALID_ARGUMENT", "temperature is too warm"),
        ("fails-429", 429, "RESOURCE_EXHAUSTED", "slow down"),
        ("fails-500", 502, "INTERNAL", "it broke"),
        ("overflows", 400, "INVALID_ARGUMENT", "input token count"),
    ],
)
@pytest.mark.parametrize("streamed", [False, True])
def test_an_error_of_the_provider_is_one_of_google_s(
    client: genai.Client,
    upstream: FakeUpstream,
    model: str,
    code: int,
    status: str,
    words: str,
    streamed: bool,
) -> None:
    ask = client.models.generate_content_stream if streamed else client.models.generate_content
    with pytest.raises(errors.APIError) as raised:
        list(ask(model=model, contents="Hi"))
    if upstream.face == "gemini" and model == "fails-500":
        code = 500  # the provider's own answer, untouched
    assert (raised.value.code, raised.value.status) == (code, status)
    assert words in (raised.value.message or "").lower()


def test_a_cut_answer_is_an_error_streamed_or_not(client: genai.Client) -> None:
    broken = (errors.APIError, httpx2.TransportError)
    with pytest.raises(broken):
        list(client.models.generate_content_stream(model="is-cut", contents="Hi"))
    with pytest.raises(broken):
        client.models.generate_content(model="is-cut", contents="Hi")


def test_a_bad_client_key_is_unauthenticated(dragoman: Dragoman) -> None:
    options = types.HttpOptions(base_url=dragoman.url)
    with (
        genai.Client(api_key="wrong", http_options=options) as client,
        pytest.raises(errors.ClientError) as raised,
    ):
        client.models.generate_content(model="model-a", contents="Hi")
    assert (raised.value.code, raised.value.status) == (401, "UNAUTHENTICATED")


def test_tokens_are_counted(client: genai.Client, upstream: FakeUpstream) -> None:
    counted = client.models.count_tokens(
        model="model-a", contents="One two three four five six seven."
    )
    assert 5 < (counted.total_tokens or 0) < 60
    assert upstream.requests == []


def test_models_are_listed_and_described(client: genai.Client) -> None:
    for model in client.models.list():
        assert (model.name or "").startswith("models/")
        assert "generateContent" in (model.supported_actions or ())
    assert client.models.get(model="fake/model-a").name == "models/fake/model-a"
