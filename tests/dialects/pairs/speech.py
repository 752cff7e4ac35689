"""Requests of each wire in a line: what a case says, without what every request says."""

from typing import Any

Json = dict[str, Any]

# The smallest PNG, the head of a PDF and of a WAV, in base64: encoders look at the first bytes.
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhf"
    "DwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
PDF = "JVBERi0xLjcKMSAwIG9iajw8Pj5lbmRvYmoK"
WAV = "UklGRiQAAABXQVZFZm10IA=="
NOTE = "d29yZHMgb2YgYSBub3Rl"  # "words of a note"
SCHEMA: Json = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
LOOSE: Json = {"type": "object", "properties": {"city": {"type": "string"}}}


# Anthropic Messages


def m_said(*messages: Json) -> Json:
    return {"messages": list(messages)}


def m_user(*blocks: Json) -> Json:
    return {"role": "user", "content": list(blocks)}


def m_assistant(*blocks: Json) -> Json:
    return {"role": "assistant", "content": list(blocks)}


def m_text(text: str, **more: Any) -> Json:
    return {"type": "text", "text": text, **more}


def m_call(call_id: str, name: str = "weather", **arguments: Any) -> Json:
    return {"type": "tool_use", "id": call_id, "name": name, "input": arguments}


def m_result(call_id: str, *blocks: Json, **more: Any) -> Json:
    return {"type": "tool_result", "tool_use_id": call_id, "content": list(blocks), **more}


def m_tool(name: str = "weather", **more: Any) -> Json:
    return {"name": name, "description": "Tells it.", "input_schema": SCHEMA, **more}


# Chat Completions


def c_said(*messages: Json) -> Json:
    return {"messages": list(messages)}


def c_user(*parts: Json) -> Json:
    return {"role": "user", "content": list(parts)}


def c_text(text: str, **more: Any) -> Json:
    return {"type": "text", "text": text, **more}


def c_calls(*calls: Json, content: str | None = None) -> Json:
    return {"role": "assistant", "content": content, "tool_calls": list(calls)}


def c_call(call_id: str, name: str = "weather", arguments: str = "{}") -> Json:
    function = {"name": name, "arguments": arguments}
    return {"id": call_id, "type": "function", "function": function}


def c_result(call_id: str, content: Any) -> Json:
    return {"role": "tool", "tool_call_id": call_id, "content": content}


def c_tool(name: str = "weather", **more: Any) -> Json:
    function = {"name": name, "description": "Tells it.", "parameters": SCHEMA, **more}
    return {"type": "function", "function": function}


# OpenAI Responses


def r_said(*items: Json) -> Json:
    return {"input": list(items)}


def r_user(*parts: Json) -> Json:
    return {"type": "message", "role": "user", "content": list(parts)}


def r_text(text: str) -> Json:
    return {"type": "input_text", "text": text}


def r_assistant(text: str) -> Json:
    content = [{"type": "output_text", "text": text, "annotations": []}]
    return {"type": "message", "role": "assistant", "content": content}


def r_call(call_id: str, name: str = "weather", arguments: str = "{}") -> Json:
    return {"type": "function_call", "call_id": call_id, "name": name, "arguments": arguments}


def r_result(call_id: str, output: Any) -> Json:
    return {"type": "function_call_output", "call_id": call_id, "output": output}


def r_tool(name: str = "weather", **more: Any) -> Json:
    tool = {"type": "function", "name": name, "description": "Tells it.", "parameters": SCHEMA}
    return {**tool, "strict": False, **more}


# Gemini


def g_said(*contents: Json) -> Json:
    return {"contents": list(contents)}


def g_user(*parts: Json) -> Json:
    return {"role": "user", "parts": list(parts)}


def g_model(*parts: Json) -> Json:
    return {"role": "model", "parts": list(parts)}


def g_text(text: str) -> Json:
    return {"text": text}


def g_inline(media_type: str, data: str) -> Json:
    return {"inlineData": {"mimeType": media_type, "data": data}}


def g_call(call_id: str, name: str = "weather", **arguments: Any) -> Json:
    return {"functionCall": {"id": call_id, "name": name, "args": arguments}}


def g_result(call_id: str, name: str = "weather", **response: Any) -> Json:
    return {"functionResponse": {"id": call_id, "name": name, "response": response}}


def g_tools(*declarations: Json) -> Json:
    return {"tools": [{"functionDeclarations": list(declarations)}]}


def g_tool(name: str = "weather", **more: Any) -> Json:
    return {"name": name, "description": "Tells it.", "parametersJsonSchema": SCHEMA, **more}


def g_config(**fields: Any) -> Json:
    return {"generationConfig": fields}


# Tools of these names in a client's words


def offered(client: str, *names: str) -> Json:
    match client:
        case "anthropic_messages":
            return {"tools": [m_tool(name) for name in names]}
        case "openai_chat":
            return {"tools": [c_tool(name) for name in names]}
        case "openai_responses":
            return {"tools": [r_tool(name) for name in names]}
        case _:
            return g_tools(*(g_tool(name) for name in names))
