"""Embeddings over real sockets, from every kind of provider."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import openai
import pytest
from google import genai
from google.genai import types

from app.gateway.embeddings import exchange
from app.storage.records import TranscriptBody
from tests.fakes import answers
from tests.fakes.embeddings import makes, pack, vector
from tests.fakes.exchange import Exchange
from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import CLIENT_KEY, Running, Start, chat, provider, rules

Embed = Callable[..., Awaitable[tuple[int, Any, Running]]]
FORMS = [
    ("openai", {"dialect": "openai_chat"}, "/v1"),
    ("ollama", {"preset": "ollama"}, "/v1"),
    ("gemini", {"dialect": "gemini"}, "/v1beta"),
]


@pytest.fixture
async def embed(start: Start) -> Embed:
    """Ask a gateway in front of `upstream` for embeddings: the status and the answer."""
    running: list[Running] = []

    async def ask(
        upstream: FakeUpstream,
        value: Any,
        /,
        settings: dict[str, Any] | None = None,
        base: str = "/v1",
        model: str = "vectors",
        **fields: Any,
    ) -> tuple[int, Any, Running]:
        if not running:
            given = settings or {"dialect": "openai_chat"}
            one = {"base_url": upstream.origin + base, "key": "env:PROVIDER_KEY", **given}
            if "preset" in given and given["preset"] == "ollama":
                one.pop("key")
            profiles = rules(("vectors", "p/theirs"), ("*", "p/*"))
            running.append(await start(providers={"p": one}, profiles=profiles))
        body = {"model": model, "input": value, **fields}
        async with running[0].post("/v1/embeddings", body) as response:
            return response.status, await response.json(), running[0]

    return ask


def numbers(answer: Any) -> list[Any]:
    assert [each["index"] for each in answer["data"]] == list(range(len(answer["data"])))
    return [each["embedding"] for each in answer["data"]]


@pytest.mark.parametrize(("form", "settings", "base"), FORMS, ids=[form[0] for form in FORMS])
@pytest.mark.parametrize("encoding", ["float", "base64", None])
async def test_texts_become_vectors_in_their_order_at_every_kind_of_provider(
    embed: Embed, form: str, settings: dict[str, Any], base: str, encoding: str | None
) -> None:
    async with FakeUpstream() as upstream:
        upstream.embeds = makes(base64_known=form == "openai")
        fields = {"encoding_format": encoding} if encoding else {}
        status, answer, running = await embed(
            upstream, ["one", "two two"], settings, base, dimensions=3, **fields
        )
    assert status == 200
    wanted = [vector("one", 3), vector("two two", 3)]
    assert numbers(answer) == ([pack(w) for w in wanted] if encoding == "base64" else wanted)
    assert answer["usage"] == {"prompt_tokens": 10, "total_tokens": 10}
    assert answer["object"] == "list"
    outcome = running.outcomes[0]
    assert outcome.asked == "embeddings"
    assert (outcome.provider, outcome.model, outcome.client_model) == ("p", "theirs", "vectors")
    assert outcome.lane == ("verbatim" if form == "openai" else "translated")
    assert outcome.usage is not None
    assert (outcome.usage.fresh, outcome.usage.output) == (10, 0)
    assert not outcome.usage.estimated


async def test_a_request_that_fits_goes_byte_for_byte_but_for_the_model(start: Start) -> None:
    async with FakeUpstream() as upstream:
        upstream.embeds = makes()
        running = await start(
            providers={"p": provider(upstream.url)}, profiles=rules(("m", "p/theirs"))
        )
        raw = b'{ "input":["\\u4f60", "b"] ,"model": "m","odd":{"a":1.50} }'
        sent = {"x-api-key": CLIENT_KEY, "content-type": "application/json"}
        url = running.url + "/v1/embeddings"
        async with running.http.post(url, data=raw, headers=sent) as response:
            body = await response.read()
            assert response.headers["x-dragoman-lane"] == "verbatim"
        assert upstream.asked[0].body == raw.replace(b'"m"', b'"theirs"')
        assert upstream.asked[0].path == "/v1/embeddings"
        assert body == bytes(upstream.asked[0].sent)


async def test_numbers_where_base64_was_asked_for_are_packed(embed: Embed) -> None:
    async with FakeUpstream() as upstream:
        upstream.embeds = makes(base64_known=False)
        _, answer, _ = await embed(upstream, "hello", encoding_format="base64")
    assert numbers(answer) == [pack(vector("hello"))]
    assert answer["model"] == "vectors"


async def test_many_inputs_are_cut_by_the_presets_limit_and_put_together(embed: Embed) -> None:
    texts = [f"{at:03} text" for at in range(33)]
    async with FakeUpstream() as upstream:
        upstream.embeds = makes(limit=10)
        status, answer, running = await embed(
            upstream, texts, {"preset": "dashscope"}, model="text-embedding-v4"
        )
        sent = [each.json for each in upstream.asked]
    assert status == 200
    assert numbers(answer) == [vector(text) for text in texts]
    assert sorted(len(each["input"]) for each in sent) == [3, 10, 10, 10]
    assert all("encoding_format" not in each for each in sent)
    assert answer["usage"]["prompt_tokens"] == sum(map(len, texts))
    assert running.outcomes[0].attempts == 1


async def test_a_limit_that_nobody_told_is_learnt_and_kept(embed: Embed) -> None:
    texts = [str(at) for at in range(9)]
    async with FakeUpstream() as upstream:
        upstream.embeds = makes(limit=4)
        for _ in range(2):
            status, answer, running = await embed(upstream, texts)
            assert status == 200
            assert numbers(answer) == [vector(text) for text in texts]
        sizes = [len(each.json["input"]) for each in upstream.asked]
    assert sizes[0] == 9
    assert sorted(sizes[1:]) == [1, 1, 4, 4, 4, 4]
    assert [outcome.attempts for outcome in running.outcomes] == [2, 1]


async def test_a_provider_that_refuses_the_encoding_is_asked_without_it(embed: Embed) -> None:
    async with FakeUpstream() as upstream:
        upstream.embeds = makes(rejects_encoding=True)
        status, answer, _ = await embed(upstream, "a", encoding_format="base64")
    assert status == 200
    assert numbers(answer) == [pack(vector("a"))]


@pytest.mark.parametrize("value", [[15339, 1917], [[15339, 1917], [15339]]])
async def test_tokens_go_to_who_takes_them(embed: Embed, value: Any) -> None:
    async with FakeUpstream() as upstream:
        upstream.embeds = makes()
        status, _, _ = await embed(upstream, value)
        assert upstream.asked[0].json["input"] == value
    assert status == 200


@pytest.mark.parametrize(("form", "settings", "base"), FORMS, ids=[form[0] for form in FORMS])
async def test_tokens_become_their_text_for_who_takes_texts_only(
    embed: Embed, form: str, settings: dict[str, Any], base: str
) -> None:
    async with FakeUpstream() as upstream:
        upstream.embeds = makes(arrays=False)
        status, answer, running = await embed(upstream, [[15339, 1917], [15339]], settings, base)
    assert status == 200
    assert numbers(answer) == [vector("hello world"), vector("hello")]
    assert running.outcomes[0].losses == []


async def test_what_is_no_token_is_a_bad_request_that_names_it(embed: Embed) -> None:
    async with FakeUpstream() as upstream:
        upstream.embeds = makes()
        status, answer, _ = await embed(upstream, [[1], [100_300]], {"preset": "ollama"})
        assert upstream.asked == []
    assert status == 400
    assert answer["error"]["param"] == "input[1]"
    assert "100300" in answer["error"]["message"]


async def test_what_a_provider_cannot_be_told_is_a_loss(embed: Embed) -> None:
    async with FakeUpstream() as upstream:
        upstream.embeds = makes()
        status, _, running = await embed(
            upstream, "a", {"preset": "ollama"}, user="someone", input_type="query"
        )
    assert status == 200
    assert {loss.what for loss in running.outcomes[0].losses} == {"user", "input_type"}


async def test_tokens_that_are_not_told_are_counted_here(embed: Embed) -> None:
    async with FakeUpstream() as upstream:
        upstream.embeds = makes(usage=False)
        _, answer, running = await embed(upstream, ["hello world", "hello"], {"preset": "ollama"})
    assert answer["usage"]["prompt_tokens"] == 3
    usage = running.outcomes[0].usage
    assert usage is not None
    assert usage.estimated


async def test_one_batch_that_fails_fails_the_request_and_nothing_is_answered(
    embed: Embed,
) -> None:
    fine = makes()

    async def script(exchange: Exchange) -> None:
        if "bad" in exchange.request.json["input"]:
            await answers.status(400, "input is too long")(exchange)
        else:
            await fine(exchange)

    async with FakeUpstream() as upstream:
        upstream.embeds = script
        texts = ["fine"] * 70 + ["bad"] + ["fine"] * 20
        settings = {"preset": "zhipu"}
        status, answer, running = await embed(upstream, texts, settings, model="embedding-3")
    assert status == 400
    assert answer["error"]["type"] == "invalid_request_error"
    assert "input is too long" in answer["error"]["message"]
    assert running.outcomes[0].failure is not None


async def test_a_batch_that_failed_is_tried_again_and_those_under_way_are_not(
    embed: Embed,
) -> None:
    fine = makes()
    failed = asyncio.Event()

    async def script(exchange: Exchange) -> None:
        if "b" in exchange.request.json["input"] and not failed.is_set():
            await answers.status(503, "overloaded")(exchange)
            failed.set()
        else:
            await failed.wait()
            await fine(exchange)

    async with FakeUpstream() as upstream:
        upstream.embeds = script
        texts = ["a"] * 64 + ["b"] * 3
        settings = {"preset": "zhipu"}
        status, answer, running = await embed(upstream, texts, settings, model="embedding-3")
        assert status == 200
        assert len(numbers(answer)) == 67
        sizes = [len(each.json["input"]) for each in upstream.asked]
    assert sorted(sizes) == [3, 3, 64]
    assert running.outcomes[0].attempts == 2


async def test_where_a_batch_has_failed_no_other_is_asked_for(
    embed: Embed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_AT_ONCE", 1)
    async with FakeUpstream() as upstream:
        upstream.embeds = answers.status(400, "input is too long")
        status, _, _ = await embed(upstream, ["a"] * 300, {"preset": "zhipu"}, model="embedding-3")
        assert len(upstream.asked) == 1
    assert status == 400


async def test_vectors_of_another_length_than_asked_for_are_refused(embed: Embed) -> None:
    async with FakeUpstream() as upstream:
        upstream.embeds = makes(dimensions=8)
        status, answer, _ = await embed(upstream, "a", dimensions=2)
    assert status == 400
    assert answer["error"]["param"] == "dimensions"
    assert "8 numbers" in answer["error"]["message"]


@pytest.mark.parametrize(
    ("script", "status", "code"),
    [
        (answers.status(401, "bad key"), 502, "provider_key_rejected"),
        (answers.status(404, "no such model"), 404, None),
        (answers.status(402, "insufficient balance"), 429, "insufficient_quota"),
    ],
)
async def test_a_providers_refusal_is_told_in_openais_shape(
    embed: Embed, script: Any, status: int, code: str | None
) -> None:
    async with FakeUpstream() as upstream:
        upstream.embeds = script
        got, answer, _ = await embed(upstream, "a", {"preset": "ollama"})
    assert got == status
    assert set(answer["error"]) == {"message", "type", "param", "code"}
    assert code is None or answer["error"]["code"] == code


async def test_an_answer_without_vectors_is_no_success(embed: Embed) -> None:
    async def script(exchange: Exchange) -> None:
        await exchange.json({"object": "list", "data": []})

    async with FakeUpstream() as upstream:
        upstream.embeds = script
        status, answer, _ = await embed(upstream, "a")
    assert status == 502
    assert "0 vectors came for 1 inputs" in answer["error"]["message"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/embeddings", {"model": "talks", "input": "a"}),
        ("/claude/v1/embeddings", {"model": "any", "input": "a"}),
    ],
)
async def test_who_makes_no_embeddings_is_told_so(start: Start, path: str, body: Any) -> None:
    running = await start(
        providers={"claude": provider("https://claude.example", "anthropic_messages")},
        profiles=rules(("*", "claude/talks")),
    )
    async with running.post(path, body) as response:
        assert response.status == 400
        answer = await response.json()
    assert "claude makes no embeddings" in answer["error"]["message"]


async def test_another_provider_of_the_same_model_takes_over(start: Start) -> None:
    async with FakeUpstream() as first, FakeUpstream() as second:
        first.embeds = answers.status(401, "no")
        second.embeds = makes()
        running = await start(
            providers={"a": provider(first.url), "b": provider(second.url)},
            profiles=rules(("bge", ["a/BAAI/bge-m3", "b/other", "b/bge-m3"])),
        )
        async with running.post("/v1/embeddings", {"model": "bge", "input": "x"}) as response:
            assert response.status == 200
        assert [each.json["model"] for each in second.asked] == ["bge-m3"]
    assert running.outcomes[0].failovers == 1


async def test_a_key_that_may_not_embed_talks_on(start: Start) -> None:
    async with FakeUpstream() as first, FakeUpstream() as second:
        first.embeds = answers.status(403, "The API you are accessing is not open")
        running = await start(
            providers={"a": provider(first.url), "b": provider(second.url)},
            profiles=rules(("*", ["a/*", "b/*"])),
        )
        body = {"model": "bge-m3", "input": "x"}
        async with running.post("/v1/embeddings", body) as response:
            assert response.status == 404  # the second one's own word
        async with running.post("/v1/chat/completions", chat("m")) as response:
            assert response.headers["x-dragoman-provider"] == "a"


async def test_a_client_that_leaves_ends_the_calls(start: Start) -> None:
    begun = asyncio.Event()

    async def script(exchange: Exchange) -> None:
        begun.set()
        await exchange.silent()

    async with FakeUpstream() as upstream:
        upstream.embeds = script
        running = await start(providers={"p": provider(upstream.url)}, profiles=rules(("*", "p/*")))
        asked = asyncio.ensure_future(
            running.http.post(
                running.url + "/v1/embeddings",
                json={"model": "m", "input": "a"},
                headers={"x-api-key": CLIENT_KEY},
            )
        )
        await begun.wait()
        asked.cancel()
        await asyncio.wait_for(upstream.asked[0].gone.wait(), 5)
        outcome = await asyncio.wait_for(running.told.get(), 5)
    assert outcome.failure == "cancelled"


async def test_the_demo_makes_vectors_without_a_network(start: Start) -> None:
    running = await start(
        providers={"demo": {"preset": "demo"}}, profiles=rules(("*", "demo/demo"))
    )
    for value, dimensions in (("hello", None), (["a", "b"], 8), ([[15339, 1917]], 16)):
        body = {"model": "text-embedding-3-small", "input": value, "dimensions": dimensions}
        async with running.post("/v1/embeddings", body) as response:
            assert response.status == 200
            answer = await response.json()
        assert {len(each) for each in numbers(answer)} == {dimensions or 256}
        assert answer["usage"]["total_tokens"] > 0
    body = {"model": "m", "input": "a", "dimensions": 10**9}
    async with running.post("/v1/embeddings", body) as response:
        assert response.status == 400


async def test_models_for_embeddings_are_listed_for_openais_clients_only(start: Start) -> None:
    running = await start(
        providers={"o": {"preset": "openai", "key": "env:PROVIDER_KEY"}},
        profiles=rules(("*", "o/gpt-5")),
    )
    async with running.get("/v1/models") as response:
        names = [each["id"] for each in (await response.json())["data"]]
    assert "o/text-embedding-3-small" in names
    async with running.get("/v1/models", **{"anthropic-version": "2023-06-01"}) as response:
        assert "embedding" not in json.dumps(await response.json())


@pytest.mark.parametrize("path", ["/v1/embeddings", "/embeddings", "/p/v1/embeddings"])
async def test_every_way_to_write_the_path_leads_there(start: Start, path: str) -> None:
    async with FakeUpstream() as upstream:
        upstream.embeds = makes()
        running = await start(providers={"p": provider(upstream.url)}, profiles=rules(("*", "p/*")))
        async with running.post(path, {"model": "m", "input": "a"}) as response:
            assert response.status == 200


async def test_a_wrong_request_is_told_in_openais_shape_before_anybody_is_asked(
    embed: Embed,
) -> None:
    async with FakeUpstream() as upstream:
        status, answer, _ = await embed(upstream, [])
        assert upstream.asked == []
    assert status == 400
    assert answer["error"]["param"] == "input"


class TestTheOfficialSdk:
    """openai for Python, which asks for base64 unless it is told otherwise."""

    @pytest.mark.parametrize("base64_known", [True, False])
    @pytest.mark.parametrize("encoding", ["float", "base64", None])
    async def test_lists_texts_and_tokens(
        self, start: Start, base64_known: bool, encoding: Any
    ) -> None:
        async with FakeUpstream() as upstream:
            upstream.embeds = makes(base64_known=base64_known)
            running = await start(
                providers={"p": provider(upstream.url)}, profiles=rules(("*", "p/*"))
            )
            client = openai.AsyncOpenAI(api_key=CLIENT_KEY, base_url=f"{running.url}/v1")
            extra = {"encoding_format": encoding} if encoding else {}
            async with client:
                for value, wanted in (
                    ("hello", ["hello"]),
                    (["a", "bc"], ["a", "bc"]),
                    ([1, 2, 3], [[1, 2, 3]]),
                    ([[1], [2, 3]], [[1], [2, 3]]),
                ):
                    made = await client.embeddings.create(
                        model="text-embedding-3-small",
                        input=value,
                        dimensions=4,
                        **extra,
                    )
                    vectors: list[Any] = [vector(each) for each in wanted]
                    if encoding == "base64":
                        vectors = [pack(each) for each in vectors]
                    assert [each.embedding for each in made.data] == vectors
                    assert made.usage.prompt_tokens == sum(map(len, wanted))


GEMINI_BATCH = {
    "requests": [
        {"model": "models/any", "content": {"parts": [{"text": text}]}, "outputDimensionality": 3}
        for text in ("one", "two two")
    ]
}


@pytest.mark.parametrize(("form", "settings", "base"), FORMS, ids=[form[0] for form in FORMS])
async def test_geminis_clients_get_vectors_from_every_kind_of_provider(
    start: Start, form: str, settings: dict[str, Any], base: str
) -> None:
    async with FakeUpstream() as upstream:
        upstream.embeds = makes()
        one = {"base_url": upstream.origin + base, **settings}
        if form != "ollama":
            one["key"] = "env:PROVIDER_KEY"
        running = await start(providers={"p": one}, profiles=rules(("*", "p/theirs")))
        path = "/v1beta/models/text-embedding-004"
        async with running.post(f"{path}:batchEmbedContents", GEMINI_BATCH) as response:
            assert response.status == 200
            answer = await response.json()
        wanted = [{"values": vector("one", 3)}, {"values": vector("two two", 3)}]
        assert answer == {"embeddings": wanted, "usageMetadata": {"promptTokenCount": 10}}
        single = {"content": {"parts": [{"text": "one"}]}}
        async with running.post(f"{path}:embedContent", single) as response:
            assert (await response.json())["embedding"] == {"values": vector("one")}
        async with running.post(f"{path}:embedContent", {}) as response:
            assert response.status == 400
            assert (await response.json())["error"]["status"] == "INVALID_ARGUMENT"
    outcome = running.outcomes[0]
    assert (outcome.asked, outcome.client_model) == ("embeddings", "text-embedding-004")


async def test_googles_sdk_embeds_through_an_openai_provider(start: Start) -> None:
    async with FakeUpstream() as upstream:
        upstream.embeds = makes()
        running = await start(
            providers={"p": provider(upstream.url)}, profiles=rules(("*", "p/theirs"))
        )
        options = types.HttpOptions(base_url=running.url)
        client = genai.Client(api_key=CLIENT_KEY, http_options=options)
        made = await asyncio.to_thread(
            client.models.embed_content,
            model="gemini-embedding-001",
            contents=["one", "two two"],
            config=types.EmbedContentConfig(output_dimensionality=3, task_type="CLUSTERING"),
        )
        client.close()
    found = [each.values for each in made.embeddings or ()]
    assert found == [vector("one", 3), vector("two two", 3)]
    assert {loss.what for loss in running.outcomes[0].losses} == {"taskType"}


async def test_a_transcript_has_every_batch_on_a_line_of_its_own(start: Start) -> None:
    async with FakeUpstream() as upstream:
        upstream.embeds = makes()
        entry = {"preset": "dashscope", "base_url": upstream.url, "key": "env:PROVIDER_KEY"}
        running = await start(
            providers={"p": entry},
            profiles=rules(("*", "p/*")),
            transcripts={"record": "all"},
        )
        kept: list[TranscriptBody] = []
        running.services.write_transcript = lambda _request, bodies, _limit: kept.extend(bodies)
        body = {"model": "text-embedding-v4", "input": [str(at) for at in range(11)]}
        async with running.post("/v1/embeddings", body) as response:
            answered = await response.read()
        await asyncio.wait_for(running.told.get(), 5)
        sent = [each.body for each in upstream.asked]
    sides = {each.side: each.body for each in kept}
    assert json.loads(sides["client_sent"]) == body
    assert sorted(sides["provider_got"].splitlines()) == sorted(sent)
    assert len(sides["provider_answered"].splitlines()) == 2
    assert sides["client_got"] == answered
