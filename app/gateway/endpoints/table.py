"""Which function answers which endpoint, where a key is needed."""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from app.gateway.call import Call
from app.gateway.endpoints import about
from app.gateway.endpoints.compact import compact
from app.gateway.endpoints.embeddings import embed, embed_content
from app.gateway.endpoints.gemini import count_contents, generate_content
from app.gateway.endpoints.generation import generate
from app.gateway.endpoints.model_listing import describe_model, list_models
from app.gateway.endpoints.no_socket import no_socket
from app.gateway.endpoints.responses import create_response
from app.gateway.endpoints.stored_response import (
    cancel_response,
    conversations,
    input_items,
    stored_response,
)
from app.gateway.endpoints.token_count import count_tokens
from app.gateway.paths import Endpoint, Route
from app.secrets.client_keys import ClientKey

Answering = Callable[[Call, Route, ClientKey], Awaitable[web.StreamResponse]]


async def _about(call: Call, route: Route, key: ClientKey) -> web.StreamResponse:
    del route, key
    return call.json(about.about())


ENDPOINTS: Mapping[Endpoint, Answering] = {
    "root": _about,
    "hello": _about,
    "models": list_models,
    "model": describe_model,
    "count_tokens": count_tokens,
    "messages": generate,
    "chat_completions": generate,
    "generate_content": generate_content,
    "count_contents": count_contents,
    "embed_content": embed_content,
    "embeddings": embed,
    "responses": create_response,
    "response": stored_response,
    "compact": compact,
    "chat_socket": no_socket,
    "input_items": input_items,
    "cancel_response": cancel_response,
    "conversations": conversations,
}
