"""The official SDKs get whole and right answers over every lane.

Each test runs over a provider that speaks Chat Completions only, Anthropic Messages only, Responses
only, or Gemini only: with what the two SDKs speak these are twelve lanes.
"""

import asyncio
import base64
import json
from collections.abc import Iterator
from typing import Any, cast

import anthropic
import httpx2
import openai
import pytest
from anthropic.types import Message, MessageParam, ToolParam, ToolUseBlock
from openai.types.chat import ChatCompletionMessageParam, ChatCompletionToolParam
from openai.types.responses import FunctionToolParam, ResponseInputParam

from tests.clients.conftest import served
from tests.clients.dragoman import Dragoman
from tests.clients.seen import check_credentials
from tests.fakes import answers, chat, gemini, media, messages, responses, tasks
from tests.fakes.exchange import SSE, Exchange
from tests.fakes.reply import Reply
from tests.fakes.upstream import FakeUpstream, running

CITY_SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
}
ANTHROPIC_TOOLS: list[ToolParam] = [
    {"name": name, "description": "Looks it up.", "input_schema": CITY_SCHEMA}
    for name in ("get_weather", "get_time")
]
OPENAI_TOOLS: list[ChatCompletionToolParam] = [
    {
        "type": "function",
        "function": {"name": name, "description": "Looks it up.", "parameters": CITY_SCHEMA},
    }
    for name in ("get_weather", "get_time")
]
RESPONSES_TOOLS: list[FunctionToolParam] = [
    {
        "type": "function",
        "name": name,
        "description": "Looks it up.",
        "parameters": CITY_SCHEMA,
        "strict": False,
    }
    for name in ("get_weather", "get_time")
]
PNG = base64.b64encode(media.png()).decode()
GREETING = "Hello, this is {}."
LONG = Reply(text="A sentence that is never heard to its end. " * 80, thinking="Well. " * 40)


async def talks_on(exchange: Exchange) -> None:
    """Begin an answer and never end it."""
    if answers.is_chat(exchange):
        frames = list(chat.frames(LONG, "chatcmpl-on", "talks-on"))
    elif answers.is_responses(exchange):
        frames = list(responses.frames(LONG, "resp_on", "talks-on"))
    elif answers.is_gemini(exchange):
        frames = list(gemini.frames(LONG, "on", "talks-on"))
    else:
        frames = list(messages.frames(LONG, "msg_on", "talks-on"))
    await exchange.head(200, SSE)
    for frame in frames[:7]:
        await exchange.send(frame)
    await exchange.silent()


FAILING = {
    "fails-400": answers.status(400, "temperature is too warm"),
    "fails-429": answers.status(429, "slow down", headers={"retry-after": "30"}),
    "fails-500": answers.status(500, "it broke"),
    "overflows": answers.context_full,
    "is-cut": answers.cut(answers.says(LONG), 2000, "rst"),
    "hangs-up": answers.cut(answers.says(LONG), 2000, "eof"),
    "talks-on": talks_on,
}


@pytest.fixture(params=["chat", "messages", "responses", "gemini"], scope="module")
def upstream(request: pytest.FixtureRequest) -> Iterator[FakeUpstream]:
    """A provider of each kind."""
    obliging = answers.plays(tasks.accommodate)
    with running(FakeUpstream(obliging, face=request.param, by_model=FAILING)) as fake:
        yield fake


@pytest.fixture(scope="module")
def dragoman(
    upstream: FakeUpstream, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Dragoman]:
    """One gateway for all tests of a lane."""
    with served(upstream, tmp_path_factory.mktemp("sdks")) as gateway:
        yield gateway


@pytest.fixture
def claude(dragoman: Dragoman) -> Iterator[anthropic.Anthropic]:
    """The Anthropic SDK, which shows every error at once."""
    with anthropic.Anthropic(
        base_url=dragoman.url, api_key=dragoman.client_key, max_retries=0
    ) as client:
        yield client


@pytest.fixture
def gpt(dragoman: Dragoman) -> Iterator[openai.OpenAI]:
    """The OpenAI SDK, which shows every error at once."""
    with openai.OpenAI(
        base_url=f"{dragoman.url}/v1", api_key=dragoman.client_key, max_retries=0
    ) as client:
        yield client


ASK: list[MessageParam] = [{"role": "user", "content": "Hi"}]
ASK_CHAT: list[ChatCompletionMessageParam] = [{"role": "user", "content": "Hi"}]


def limit(upstream: FakeUpstream) -> int:
    """The output limit of the latest request."""
    body = upstream.asked[-1].json
    names = {"responses": "max_output_tokens", "gemini": "maxOutputTokens"}
    place = body["generationConfig"] if upstream.face == "gemini" else body
    found: int = place[names.get(upstream.face, "max_tokens")]
    return found


class TestAnthropic:
    def test_a_whole_answer(self, claude: anthropic.Anthropic, upstream: FakeUpstream) -> None:
        message = claude.messages.create(model="model-a", max_tokens=99, messages=ASK)
        (block,) = message.content
        assert block.type == "text"
        assert block.text == GREETING.format("model-a")
        assert (message.model, message.stop_reason) == ("model-a", "end_turn")
        assert (message.usage.input_tokens, message.usage.output_tokens) == (1000, 40)
        assert message.usage.cache_read_input_tokens == 200
        check_credentials(upstream.asked[-1])
        assert limit(upstream) == 99

    def test_a_streamed_answer_is_the_whole_one(self, claude: anthropic.Anthropic) -> None:
        with claude.messages.stream(model="model-a", max_tokens=99, messages=ASK) as stream:
            heard = "".join(stream.text_stream)
            message = stream.get_final_message()
        assert heard == GREETING.format("model-a")
        assert message.stop_reason == "end_turn"
        assert (message.usage.input_tokens, message.usage.output_tokens) == (1000, 40)

    @pytest.mark.parametrize("streamed", [False, True])
    def test_parallel_tools_and_their_results(
        self, claude: anthropic.Anthropic, streamed: bool
    ) -> None:
        messages = list(ASK)
        answer: Message
        if streamed:
            with claude.messages.stream(
                model="model-a", max_tokens=99, messages=messages, tools=ANTHROPIC_TOOLS
            ) as stream:
                answer = stream.get_final_message()
        else:
            answer = claude.messages.create(
                model="model-a", max_tokens=99, messages=messages, tools=ANTHROPIC_TOOLS
            )
        assert answer.stop_reason == "tool_use"
        calls = [block for block in answer.content if isinstance(block, ToolUseBlock)]
        assert [call.name for call in calls] == ["get_weather", "get_time"]
        assert [call.input for call in calls] == [{"city": "sample"}] * 2
        messages += [
            {"role": "assistant", "content": answer.content},
            {
                "role": "user",
                "content": [
                    {"type": "tool_result", "tool_use_id": call.id, "content": f"is {call.name}"}
                    for call in calls
                ],
            },
        ]
        done = claude.messages.create(
            model="model-a", max_tokens=99, messages=messages, tools=ANTHROPIC_TOOLS
        )
        (block,) = done.content
        assert block.type == "text"
        assert "is get_weather" in block.text
        assert "is get_time" in block.text

    def test_thinking_is_told_and_taken_back(self, claude: anthropic.Anthropic) -> None:
        with claude.messages.stream(
            model="claude-sonnet-4",
            max_tokens=4000,
            messages=ASK,
            thinking={"type": "enabled", "budget_tokens": 2000},
        ) as stream:
            answer = stream.get_final_message()
        thinking = answer.content[0]
        assert thinking.type == "thinking"
        assert thinking.thinking == "Let me think about it step by step."
        assert thinking.signature
        again = claude.messages.create(
            model="claude-sonnet-4",
            max_tokens=99,
            messages=[*ASK, {"role": "assistant", "content": answer.content}, *ASK],
        )
        assert again.stop_reason == "end_turn"

    def test_a_picture(self, claude: anthropic.Anthropic) -> None:
        answer = claude.messages.create(
            model="model-a",
            max_tokens=99,
            messages=[
                {
                    "role": "user",
                    "content": [
                        {
                            "type": "image",
                            "source": {"type": "base64", "media_type": "image/png", "data": PNG},
                        },
                        {"type": "text", "text": "What is it?"},
                    ],
                }
            ],
        )
        assert "I see: image." in str(answer.content)

    @pytest.mark.parametrize(
        ("model", "error", "words"),
        [
            ("fails-400", anthropic.BadRequestError, "temperature is too warm"),
            ("fails-429", anthropic.RateLimitError, "slow down"),
            ("fails-500", anthropic.InternalServerError, "it broke"),
            ("overflows", anthropic.BadRequestError, "prompt is too long"),
        ],
    )
    @pytest.mark.parametrize("streamed", [False, True])
    def test_an_error_of_the_provider_comes_as_its_own_class(
        self,
        claude: anthropic.Anthropic,
        model: str,
        error: type[anthropic.APIStatusError],
        words: str,
        streamed: bool,
    ) -> None:
        with pytest.raises(error, match=words) as raised:
            claude.messages.create(model=model, max_tokens=99, messages=ASK, stream=streamed)
        assert isinstance(raised.value.body, dict)
        assert raised.value.body["type"] == "error"
        assert raised.value.request_id
        if model == "fails-429":
            assert raised.value.response.headers["retry-after"] == "30"

    @pytest.mark.parametrize("model", ["is-cut", "hangs-up"])
    def test_a_cut_answer_is_an_error_streamed_or_not(
        self, claude: anthropic.Anthropic, model: str
    ) -> None:
        with (
            pytest.raises((anthropic.APIError, httpx2.TransportError)),
            claude.messages.stream(model=model, max_tokens=99, messages=ASK) as stream,
        ):
            stream.get_final_message()
        with pytest.raises(anthropic.APIError):
            claude.messages.create(model=model, max_tokens=99, messages=ASK)

    def test_hanging_up_hangs_up_on_the_provider(
        self, claude: anthropic.Anthropic, upstream: FakeUpstream
    ) -> None:
        with claude.messages.stream(model="talks-on", max_tokens=99, messages=ASK) as stream:
            next(iter(stream))
        upstream.wait(upstream.asked[-1].gone)

    def test_a_bad_client_key_is_an_authentication_error(self, dragoman: Dragoman) -> None:
        with (
            anthropic.Anthropic(base_url=dragoman.url, api_key="wrong", max_retries=0) as client,
            pytest.raises(anthropic.AuthenticationError),
        ):
            client.messages.create(model="model-a", max_tokens=99, messages=ASK)

    def test_tokens_are_counted(self, claude: anthropic.Anthropic, upstream: FakeUpstream) -> None:
        before = len(upstream.requests)
        counted = claude.messages.count_tokens(
            model="model-a",
            messages=[{"role": "user", "content": "One two three four five six seven."}],
            tools=ANTHROPIC_TOOLS,
        )
        assert 10 < counted.input_tokens < 600  # the vendor adds some 350 for having tools
        assert len(upstream.requests) == before

    def test_models_are_listed(self, claude: anthropic.Anthropic) -> None:
        for model in claude.models.list():
            assert model.type == "model"


class TestOpenAI:
    def test_a_whole_answer(self, gpt: openai.OpenAI, upstream: FakeUpstream) -> None:
        answer = gpt.chat.completions.create(model="model-a", messages=ASK_CHAT, max_tokens=99)
        (choice,) = answer.choices
        assert choice.message.content == GREETING.format("model-a")
        assert (answer.model, choice.finish_reason) == ("model-a", "stop")
        assert answer.usage is not None
        assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (1200, 40)
        check_credentials(upstream.asked[-1])
        assert limit(upstream) == 99

    def test_a_streamed_answer_is_the_whole_one(self, gpt: openai.OpenAI) -> None:
        with gpt.chat.completions.stream(
            model="model-a", messages=ASK_CHAT, stream_options={"include_usage": True}
        ) as stream:
            answer = stream.get_final_completion()
        (choice,) = answer.choices
        assert choice.message.content == GREETING.format("model-a")
        assert choice.finish_reason == "stop"
        assert answer.usage is not None
        assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (1200, 40)

    @pytest.mark.parametrize("streamed", [False, True])
    def test_parallel_tools_and_their_results(self, gpt: openai.OpenAI, streamed: bool) -> None:
        messages = list(ASK_CHAT)
        if streamed:
            with gpt.chat.completions.stream(
                model="model-a", messages=messages, tools=OPENAI_TOOLS
            ) as stream:
                choice = stream.get_final_completion().choices[0]
                told, finish = choice.message.model_dump(exclude_none=True), choice.finish_reason
        else:
            whole = gpt.chat.completions.create(
                model="model-a", messages=messages, tools=OPENAI_TOOLS
            ).choices[0]
            told, finish = whole.message.model_dump(exclude_none=True), whole.finish_reason
        assert finish == "tool_calls"
        calls = told["tool_calls"]
        assert [call["function"]["name"] for call in calls] == ["get_weather", "get_time"]
        for call in calls:
            assert json.loads(call["function"]["arguments"]) == {"city": "sample"}
            call["function"].pop("parsed_arguments", None)
        told.pop("parsed", None)
        messages.append(cast("ChatCompletionMessageParam", told))
        messages += [
            {"role": "tool", "tool_call_id": call["id"], "content": f"is {name}"}
            for call in calls
            for name in [call["function"]["name"]]
        ]
        done = gpt.chat.completions.create(model="model-a", messages=messages, tools=OPENAI_TOOLS)
        content = done.choices[0].message.content or ""
        assert "is get_weather" in content
        assert "is get_time" in content

    def test_a_picture(self, gpt: openai.OpenAI) -> None:
        answer = gpt.chat.completions.create(
            model="model-a",
            messages=[
                {
                    "role": "user",
                    "content": [
                        {"type": "text", "text": "What is it?"},
                        {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PNG}"}},
                    ],
                }
            ],
        )
        assert "I see: image." in (answer.choices[0].message.content or "")

    @pytest.mark.parametrize(
        ("model", "error", "words", "code"),
        [
            ("fails-400", openai.BadRequestError, "temperature is too warm", None),
            ("fails-429", openai.RateLimitError, "slow down", None),
            ("fails-500", openai.InternalServerError, "it broke", None),
            (
                "overflows",
                openai.BadRequestError,
                "context|prompt is too long|input token count",
                "context_length_exceeded",
            ),
        ],
    )
    @pytest.mark.parametrize("streamed", [False, True])
    def test_an_error_of_the_provider_comes_as_its_own_class(
        self,
        gpt: openai.OpenAI,
        model: str,
        error: type[openai.APIStatusError],
        words: str,
        code: str | None,
        streamed: bool,
    ) -> None:
        with pytest.raises(error, match=words) as raised:
            gpt.chat.completions.create(model=model, messages=ASK_CHAT, stream=streamed)
        if code is not None:
            assert raised.value.code == code
        assert raised.value.request_id
        if model == "fails-429":
            assert raised.value.response.headers["retry-after"] == "30"

    @pytest.mark.parametrize("model", ["is-cut", "hangs-up"])
    def test_a_cut_answer_is_an_error_streamed_or_not(self, gpt: openai.OpenAI, model: str) -> None:
        with (
            pytest.raises((openai.APIError, httpx2.TransportError)),
            gpt.chat.completions.stream(model=model, messages=ASK_CHAT) as stream,
        ):
            stream.get_final_completion()
        with pytest.raises(openai.APIError):
            gpt.chat.completions.create(model=model, messages=ASK_CHAT)

    def test_hanging_up_hangs_up_on_the_provider(
        self, gpt: openai.OpenAI, upstream: FakeUpstream
    ) -> None:
        with gpt.chat.completions.stream(model="talks-on", messages=ASK_CHAT) as stream:
            next(iter(stream))
        upstream.wait(upstream.asked[-1].gone)

    def test_a_bad_client_key_is_an_authentication_error(self, dragoman: Dragoman) -> None:
        with (
            openai.OpenAI(base_url=f"{dragoman.url}/v1", api_key="wrong", max_retries=0) as client,
            pytest.raises(openai.AuthenticationError),
        ):
            client.chat.completions.create(model="model-a", messages=ASK_CHAT)

    def test_models_are_listed(self, gpt: openai.OpenAI) -> None:
        for model in gpt.models.list():
            assert model.object == "model"


class TestResponses:
    def test_an_answer_is_gone_on_from_read_again_and_deleted(
        self, gpt: openai.OpenAI, upstream: FakeUpstream
    ) -> None:
        if upstream.face == "responses":
            return  # that provider keeps its own
        first = gpt.responses.create(model="model-a", input="My name is Ada.")
        second = gpt.responses.create(model="model-a", input="Go on", previous_response_id=first.id)
        assert second.status == "completed"
        assert b"My name is Ada." in upstream.asked[-1].body
        assert gpt.responses.retrieve(first.id).output_text == first.output_text
        gpt.responses.delete(first.id)
        with pytest.raises(openai.NotFoundError):
            gpt.responses.retrieve(first.id)

    def test_a_whole_answer(self, gpt: openai.OpenAI, upstream: FakeUpstream) -> None:
        answer = gpt.responses.create(model="model-a", input="Hi", max_output_tokens=99)
        assert answer.output_text == GREETING.format("model-a")
        assert (answer.model, answer.status) == ("model-a", "completed")
        assert answer.usage is not None
        assert (answer.usage.input_tokens, answer.usage.output_tokens) == (1200, 40)
        assert answer.usage.input_tokens_details.cached_tokens == 200
        check_credentials(upstream.asked[-1])
        assert limit(upstream) == 99

    def test_a_streamed_answer_is_the_whole_one(self, gpt: openai.OpenAI) -> None:
        with gpt.responses.stream(model="model-a", input="Hi") as stream:
            heard = "".join(e.delta for e in stream if e.type == "response.output_text.delta")
            answer = stream.get_final_response()
        assert heard == answer.output_text == GREETING.format("model-a")
        assert answer.usage is not None
        assert (answer.usage.input_tokens, answer.usage.output_tokens) == (1200, 40)

    @pytest.mark.parametrize("streamed", [False, True])
    def test_parallel_tools_and_their_results(self, gpt: openai.OpenAI, streamed: bool) -> None:
        said: ResponseInputParam = [{"role": "user", "content": "Hi"}]
        if streamed:
            with gpt.responses.stream(model="model-a", input=said, tools=RESPONSES_TOOLS) as stream:
                output: list[Any] = list(stream.get_final_response().output)
        else:
            whole = gpt.responses.create(model="model-a", input=said, tools=RESPONSES_TOOLS)
            output = list(whole.output)
        calls = [item for item in output if item.type == "function_call"]
        assert [call.name for call in calls] == ["get_weather", "get_time"]
        assert [json.loads(call.arguments) for call in calls] == [{"city": "sample"}] * 2
        echoed = [item.to_dict() for item in output]
        for item in echoed:
            item.pop("parsed_arguments", None)
        said += cast("ResponseInputParam", echoed)
        for call in calls:
            said.append(
                {
                    "type": "function_call_output",
                    "call_id": call.call_id,
                    "output": f"is {call.name}",
                }
            )
        done = gpt.responses.create(model="model-a", input=said, tools=RESPONSES_TOOLS)
        assert "is get_weather" in done.output_text
        assert "is get_time" in done.output_text

    def test_reasoning_is_told_and_taken_back(
        self, gpt: openai.OpenAI, upstream: FakeUpstream
    ) -> None:
        with gpt.responses.stream(
            model="claude-sonnet-4", input="Hi", reasoning={"effort": "low", "summary": "auto"}
        ) as stream:
            output = list(stream.get_final_response().output)
        reasoning = output[0]
        assert reasoning.type == "reasoning"
        assert reasoning.summary[0].text == "Let me think about it step by step."
        assert reasoning.encrypted_content
        said = [{"role": "user", "content": "Hi"}, *[item.to_dict() for item in output]]
        said.append({"role": "user", "content": "Go on"})
        again = gpt.responses.create(
            model="claude-sonnet-4", input=cast("ResponseInputParam", said)
        )
        assert again.status == "completed"
        body = upstream.asked[-1].body
        assert b"dragoman:" not in body
        if upstream.face == "messages":
            assert messages.SIGNATURE.encode() in body
        if upstream.face == "responses":
            assert responses.ENCRYPTED.encode() in body

    def test_a_picture(self, gpt: openai.OpenAI) -> None:
        answer = gpt.responses.create(
            model="model-a",
            input=[
                {
                    "role": "user",
                    "content": [
                        {"type": "input_text", "text": "What is it?"},
                        {
                            "type": "input_image",
                            "detail": "auto",
                            "image_url": f"data:image/png;base64,{PNG}",
                        },
                    ],
                }
            ],
        )
        assert "I see: image." in answer.output_text

    @pytest.mark.parametrize(
        ("model", "error", "words", "code"),
        [
            ("fails-400", openai.BadRequestError, "temperature is too warm", None),
            ("fails-429", openai.RateLimitError, "slow down", None),
            ("fails-500", openai.InternalServerError, "it broke", None),
            (
                "overflows",
                openai.BadRequestError,
                "context|prompt is too long|input token count",
                "context_length_exceeded",
            ),
        ],
    )
    @pytest.mark.parametrize("streamed", [False, True])
    def test_an_error_of_the_provider_comes_as_its_own_class(
        self,
        gpt: openai.OpenAI,
        model: str,
        error: type[openai.APIStatusError],
        words: str,
        code: str | None,
        streamed: bool,
    ) -> None:
        with pytest.raises(error, match=words) as raised:
            gpt.responses.create(model=model, input="Hi", stream=streamed)
        if code is not None:
            assert raised.value.code == code
        assert raised.value.request_id

    @pytest.mark.parametrize("model", ["is-cut", "hangs-up"])
    def test_a_cut_answer_is_no_answer_streamed_or_not(
        self, gpt: openai.OpenAI, model: str
    ) -> None:
        try:
            with gpt.responses.create(model=model, input="Hi", stream=True) as stream:
                last = list(stream)[-1]
        except openai.InternalServerError:
            pass  # cut before its first word, it is a failure of the request
        else:
            assert last.type == "response.failed"
            assert last.response.error is not None
        with pytest.raises(openai.APIError):
            gpt.responses.create(model=model, input="Hi")

    def test_hanging_up_hangs_up_on_the_provider(
        self, gpt: openai.OpenAI, upstream: FakeUpstream
    ) -> None:
        with gpt.responses.create(model="talks-on", input="Hi", stream=True) as stream:
            next(iter(stream))
        upstream.wait(upstream.asked[-1].gone)


async def test_many_clients_at_once_each_get_their_own_answer(dragoman: Dragoman) -> None:
    async with anthropic.AsyncAnthropic(
        base_url=dragoman.url, api_key=dragoman.client_key, max_retries=0
    ) as client:

        async def heard(model: str) -> str:
            async with client.messages.stream(model=model, max_tokens=99, messages=ASK) as stream:
                return await stream.get_final_text()

        names = [f"model-{number}" for number in range(40)]
        texts = await asyncio.gather(*(heard(name) for name in names))
    assert texts == [GREETING.format(name) for name in names]


@pytest.fixture
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dragoman]:
    """A gateway whose only provider has one model, under one other name too."""
    with running(FakeUpstream()) as fake:
        gateway = Dragoman(tmp_path_factory.mktemp("narrow"))
        gateway.add_provider(fake, "--model", "known=fake-model")
        config = gateway.profile / "config.toml"
        head = "[providers.fake]\n"
        listed = config.read_text().replace(head, f'{head}models = ["fake-model"]\n')
        config.write_text(listed)
        with gateway:
            yield gateway


def test_an_unknown_model_is_not_found_and_the_known_ones_are_named(narrow: Dragoman) -> None:
    with (
        anthropic.Anthropic(
            base_url=narrow.url, api_key=narrow.client_key, max_retries=0
        ) as claude,
        pytest.raises(anthropic.NotFoundError, match="known"),
    ):
        claude.messages.create(model="nobody/knows", max_tokens=9, messages=ASK)
    with (
        openai.OpenAI(base_url=f"{narrow.url}/v1", api_key=narrow.client_key, max_retries=0) as gpt,
        pytest.raises(openai.NotFoundError, match="known") as raised,
    ):
        gpt.chat.completions.create(model="nobody/knows", messages=ASK_CHAT)
    assert raised.value.code == "model_not_found"
