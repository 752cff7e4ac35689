"""What a lane emits, checked after the vendor's own schema and read by the vendor's own types."""

import json
from typing import Any

import anthropic.types
import openai.types.chat
import openai.types.responses
from google.genai import types as google

from tests.dialects.vendor_schemas import validator

_GOOGLE: dict[str, Any] = {
    "contents": google.Content,
    "tools": google.Tool,
    "systemInstruction": google.Content,
    "toolConfig": google.ToolConfig,
    "generationConfig": google.GenerationConfig,
    "serviceTier": None,
}


def check_request(dialect: str, body: dict[str, Any]) -> None:
    """A request for a provider of this dialect. Raises `AssertionError` that names the place."""
    match dialect:
        case "anthropic_messages":
            validator("anthropic", "CreateMessageParams")(body)
        case "openai_chat":
            # An assistant's content may be null after OpenAI's schema, in a spelling that its copy
            # here does not carry.
            messages = [
                {k: v for k, v in message.items() if k != "content" or v is not None}
                for message in body["messages"]
            ]
            body = {**body, "messages": messages}
            if body.get("reasoning_effort") in ("none", "minimal", "xhigh"):
                body["reasoning_effort"] = "low"  # newer than the copy
            validator("openai_chat", "CreateChatCompletionRequest")(body)
        case "openai_responses":
            if body.get("reasoning", {}).get("effort") == "minimal":
                body = {
                    **body,
                    "reasoning": {"effort": "low"},
                }  # gpt-5's, which the copy leaves out
            validator("openresponses", "CreateResponseBody")(body)
        case _:
            assert body.keys() <= _GOOGLE.keys()
            for name, shape in _GOOGLE.items():
                value = body.get(name, [])
                for item in value if isinstance(value, list) else [value]:
                    if shape is not None:
                        shape.model_validate(item)  # it forbids unknown fields


def check_answer(dialect: str, body: dict[str, Any]) -> None:
    """A whole answer to a client of this dialect."""
    match dialect:
        case "anthropic_messages":
            validator("anthropic", "Message")(body)
            anthropic.types.Message.model_validate(body)
        case "openai_chat":
            validator("openai_chat", "CreateChatCompletionResponse")(body)
            openai.types.chat.ChatCompletion.model_validate(body)
        case "openai_responses":
            validator("openresponses", "ResponseResource")(body)
            openai.types.responses.Response.model_validate(body)
        case _:
            google.GenerateContentResponse.model_validate(body)


def check_stream(dialect: str, raw: bytes) -> None:
    """Every event of a stream to a client of this dialect."""
    for frame in raw.split(b"\n\n")[:-1]:
        data = frame.rpartition(b"data: ")[2]
        if data == b"[DONE]":
            continue
        event = json.loads(data)
        match dialect:
            case "anthropic_messages":
                if event["type"] != "ping":
                    validator("anthropic", "MessageStreamEvent")(event)
            case "openai_chat":
                validator("openai_chat", "CreateChatCompletionStreamResponse")(event)
            case "openai_responses":
                if "response" in event:
                    validator("openresponses", "ResponseResource")(event["response"])
            case _:
                google.GenerateContentResponse.model_validate(event)
