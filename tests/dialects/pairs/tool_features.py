"""Tools that are offered to the model."""

from typing import Any

from tests.dialects.pairs.feature import Feature
from tests.dialects.pairs.pattern import Holds
from tests.dialects.pairs.speech import (
    LOOSE,
    SCHEMA,
    c_tool,
    g_tool,
    g_tools,
    m_assistant,
    m_call,
    m_result,
    m_said,
    m_text,
    m_tool,
    m_user,
    offered,
    r_tool,
)
from tests.dialects.pairs.wires import CHAT, GEMINI, MESSAGES, RESPONSES

Json = dict[str, Any]

_GRAMMAR = {"type": "grammar", "syntax": "lark", "definition": "start: WORD"}

FEATURES = (
    Feature(
        "tool",
        "Tool with a JSON schema",
        "带 JSON schema 的工具",
        {client: offered(client, "weather") for client in (MESSAGES, CHAT, RESPONSES, GEMINI)},
        {
            MESSAGES: {"name": "weather", "description": "Tells it.", "input_schema": SCHEMA},
            CHAT: {"name": "weather", "description": "Tells it.", "parameters": SCHEMA},
            RESPONSES: {"name": "weather", "description": "Tells it.", "parameters": SCHEMA},
            GEMINI: {"name": "weather", "description": "Tells it.", "parametersJsonSchema": SCHEMA},
        },
        {GEMINI: {"name": "weather", "description": "Tells it.", "parameters": {}}},
    ),
    Feature(
        "tool-strict",
        "Strict arguments",
        "严格参数",
        {
            MESSAGES: {"tools": [m_tool(strict=True)]},
            CHAT: {"tools": [c_tool(strict=True)]},
            RESPONSES: {"tools": [r_tool(strict=True)]},
        },
        {
            MESSAGES: {"name": "weather", "strict": True},
            CHAT: {"name": "weather", "strict": True},
            RESPONSES: {"name": "weather", "strict": True},
        },
    ),
    Feature(
        "tool-strict-loose",
        "Strict arguments with optional fields",
        "带可选字段的严格参数",
        {
            MESSAGES: {"tools": [{"name": "weather", "strict": True, "input_schema": LOOSE}]},
        },
        {MESSAGES: {"name": "weather", "strict": True}},
    ),
    Feature(
        "tool-deferred",
        "Tool that a search must find first",
        "需先搜索到才提供的工具",
        {
            MESSAGES: {"tools": [m_tool(), m_tool("later", defer_loading=True)]},
            RESPONSES: {"tools": [r_tool(), r_tool("later", defer_loading=True)]},
        },
        {
            MESSAGES: {"name": "later", "defer_loading": True},
            RESPONSES: {"name": "later", "defer_loading": True},
        },
    ),
    Feature(
        "tool-found",
        "Tool that a search found",
        "已被搜索到的工具",
        {
            MESSAGES: {
                "tools": [m_tool("ToolSearch"), m_tool("later", defer_loading=True)],
                **m_said(
                    m_user(m_text("Find it")),
                    m_assistant(m_call("call_1", "ToolSearch", query="later")),
                    m_user(m_result("call_1", {"type": "tool_reference", "tool_name": "later"})),
                ),
            },
        },
        {
            MESSAGES: (
                {"type": "tool_reference", "tool_name": "later"},
                {"name": "later", "defer_loading": True},
            ),
        },
        {
            MESSAGES: ({"name": "later", "input_schema": SCHEMA}, {"text": Holds("later is now")}),
            CHAT: ({"function": {"name": "later", "parameters": SCHEMA}}, Holds("later is now")),
            RESPONSES: ({"name": "later", "parameters": SCHEMA}, Holds("later is now")),
            GEMINI: ({"name": "later"}, {"functionResponse": {"name": "ToolSearch"}}),
        },
    ),
    Feature(
        "tool-raw",
        "Tool with raw input after a grammar",
        "按语法接收原始输入的工具",
        {
            CHAT: {
                "tools": [
                    {
                        "type": "custom",
                        "custom": {
                            "name": "patch",
                            "format": {
                                "type": "grammar",
                                "grammar": {"syntax": "lark", "definition": "start: WORD"},
                            },
                        },
                    }
                ]
            },
            RESPONSES: {"tools": [{"type": "custom", "name": "patch", "format": _GRAMMAR}]},
        },
        {
            RESPONSES: {"type": "custom", "name": "patch", "format": _GRAMMAR},
        },
        {
            MESSAGES: {"name": "patch", "description": Holds("start: WORD")},
            CHAT: {"function": {"name": "patch", "description": Holds("start: WORD")}},
            RESPONSES: {"name": "patch", "description": Holds("start: WORD")},
            GEMINI: {"name": "patch", "description": Holds("start: WORD")},
        },
    ),
    Feature(
        "tool-namespace",
        "Tools inside a namespace",
        "命名空间中的工具",
        {
            RESPONSES: {
                "tools": [{"type": "namespace", "name": "agents", "tools": [r_tool("start")]}]
            }
        },
        {RESPONSES: {"type": "namespace", "name": "agents", "tools": [{"name": "start"}]}},
        {
            MESSAGES: {"name": "agents__start", "input_schema": SCHEMA},
            CHAT: {"function": {"name": "agents__start", "parameters": SCHEMA}},
            GEMINI: {"name": "agents__start"},
        },
    ),
    Feature(
        "tool-known-shape",
        "Shell and editor tools without a schema",
        "没有 schema 的命令行与编辑器工具",
        {
            MESSAGES: {"tools": [{"type": "bash_20250124", "name": "bash"}]},
            RESPONSES: {"tools": [{"type": "local_shell"}]},
        },
        {MESSAGES: {"type": "bash_20250124"}, RESPONSES: {"type": "local_shell"}},
        {
            MESSAGES: {"name": Holds("sh"), "input_schema": {"type": "object"}},
            CHAT: {"function": {"parameters": {"type": "object"}}},
            RESPONSES: {"type": "function", "name": "bash", "parameters": {"type": "object"}},
            GEMINI: {"functionDeclarations": [{"name": Holds("sh")}]},
        },
    ),
    Feature(
        "tool-web-search",
        "Web search made by the provider",
        "由服务商搜索网页",
        {
            MESSAGES: {"tools": [{"type": "web_search_20250305", "name": "web_search"}]},
            CHAT: {"web_search_options": {}},
            RESPONSES: {"tools": [{"type": "web_search"}]},
            GEMINI: {"tools": [{"googleSearch": {}}]},
        },
        {
            MESSAGES: {"type": Holds("web_search_"), "name": "web_search"},
            CHAT: {"web_search_options": {}},
            RESPONSES: {"type": "web_search"},
            GEMINI: {"googleSearch": {}},
        },
    ),
    Feature(
        "tool-web-search-limits",
        "Which sites a web search may read",
        "网页搜索可读取的网站",
        {
            MESSAGES: {
                "tools": [
                    {
                        "type": "web_search_20250305",
                        "name": "web_search",
                        "allowed_domains": ["example.com"],
                    }
                ]
            },
            RESPONSES: {
                "tools": [{"type": "web_search", "filters": {"allowed_domains": ["example.com"]}}]
            },
        },
        {
            MESSAGES: {"name": "web_search", "allowed_domains": ["example.com"]},
            RESPONSES: {"type": "web_search", "filters": {"allowed_domains": ["example.com"]}},
        },
    ),
    Feature(
        "tool-examples",
        "What else a tool says of itself",
        "工具的其他说明",
        {
            MESSAGES: {"tools": [m_tool(input_examples=[{"city": "Rome"}])]},
            CHAT: {"tools": [c_tool(novelty=1)]},
            RESPONSES: {"tools": [r_tool(novelty=1)]},
            GEMINI: g_tools(g_tool(response={"type": "STRING"})),
        },
        {
            MESSAGES: {"name": "weather", "input_examples": [{"city": "Rome"}]},
            CHAT: {"name": "weather", "novelty": 1},
            RESPONSES: {"name": "weather", "novelty": 1},
            GEMINI: {"name": "weather", "response": {"type": "STRING"}},
        },
    ),
    Feature(
        "tool-code",
        "Code run by the provider",
        "由服务商执行代码",
        {
            MESSAGES: {"tools": [{"type": "code_execution_20250825", "name": "code_execution"}]},
            RESPONSES: {"tools": [{"type": "code_interpreter", "container": {"type": "auto"}}]},
            GEMINI: {"tools": [{"codeExecution": {}}]},
        },
        {
            MESSAGES: {"type": "code_execution_20250825"},
            RESPONSES: {"type": "code_interpreter"},
            GEMINI: {"codeExecution": {}},
        },
    ),
    Feature(
        "tool-file-search",
        "Search in files kept at the provider",
        "在服务商存储的文件中搜索",
        {RESPONSES: {"tools": [{"type": "file_search", "vector_store_ids": ["vs_1"]}]}},
        {RESPONSES: {"type": "file_search"}},
    ),
    Feature(
        "tool-mcp",
        "MCP server asked by the provider",
        "由服务商连接的 MCP 服务器",
        {
            MESSAGES: {
                "mcp_servers": [{"type": "url", "url": "https://example.com/mcp", "name": "docs"}]
            },
            RESPONSES: {
                "tools": [
                    {
                        "type": "mcp",
                        "server_label": "docs",
                        "server_url": "https://example.com/mcp",
                        "require_approval": "never",
                    }
                ]
            },
        },
        {MESSAGES: {"mcp_servers": [{"name": "docs"}]}, RESPONSES: {"server_label": "docs"}},
    ),
)
