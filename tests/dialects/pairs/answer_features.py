"""What a provider may answer: words, thoughts, and what stands beside them."""

from tests.dialects.pairs.answer import AnswerFeature
from tests.dialects.pairs.answer_bodies import (
    OFFERED,
    SHOW_THOUGHTS,
    SOURCE,
    answer_c,
    answer_g,
    answer_m,
    answer_r,
    answer_r_call,
    answer_r_message,
    answer_r_text,
)
from tests.dialects.pairs.pattern import Either, Holds
from tests.dialects.pairs.speech import (
    c_call,
    g_call,
    m_call,
    m_text,
)
from tests.dialects.pairs.wires import CHAT, GEMINI, MESSAGES, RESPONSES

WORDS = (
    AnswerFeature(
        "answer-text",
        "Text",
        "文字",
        {
            MESSAGES: answer_m(m_text("Good day. 語")),
            CHAT: answer_c(content="Good day. 語"),
            RESPONSES: answer_r(answer_r_message(answer_r_text("Good day. 語"))),
            GEMINI: answer_g({"text": "Good day. 語"}),
        },
        {
            MESSAGES: {"type": "text", "text": "Good day. 語"},
            CHAT: {"role": "assistant", "content": "Good day. 語"},
            RESPONSES: {"type": "output_text", "text": "Good day. 語"},
            GEMINI: {"parts": [{"text": "Good day. 語"}]},
        },
    ),
    AnswerFeature(
        "answer-thinking",
        "Thinking in words",
        "可读的思考",
        {
            MESSAGES: answer_m(
                {"type": "thinking", "thinking": "Hm.", "signature": "signed"}, m_text("Yes")
            ),
            CHAT: answer_c(content="Yes", reasoning_content="Hm."),
            RESPONSES: answer_r(
                {
                    "type": "reasoning",
                    "id": "rs_1",
                    "summary": [{"type": "summary_text", "text": "Hm."}],
                    "encrypted_content": "sealed",
                },
                answer_r_message(answer_r_text("Yes")),
            ),
            GEMINI: answer_g({"text": "Hm.", "thought": True}, {"text": "Yes"}),
        },
        {
            MESSAGES: {"type": "thinking", "thinking": "Hm."},
            CHAT: {"reasoning_content": "Hm.", "content": "Yes"},
            RESPONSES: {"type": "reasoning", "summary": [{"text": "Hm."}]},
            GEMINI: {"text": "Hm.", "thought": True},
        },
        asks=SHOW_THOUGHTS,
    ),
    AnswerFeature(
        "thought-kept",
        "Thinking back to its provider on the next turn",
        "下一轮把思考交还给原服务商",
        {
            MESSAGES: answer_m(
                {"type": "thinking", "thinking": "Hm.", "signature": "signed"},
                m_call("call_1"),
                stop_reason="tool_use",
            ),
            CHAT: answer_c("tool_calls", reasoning_content="Hm.", tool_calls=[c_call("call_1")]),
            RESPONSES: answer_r(
                {
                    "type": "reasoning",
                    "id": "rs_1",
                    "summary": [{"type": "summary_text", "text": "Hm."}],
                    "encrypted_content": "sealed",
                },
                answer_r_call("call_1"),
            ),
            GEMINI: answer_g({**g_call("call_1"), "thoughtSignature": "c2lnbmVk"}),
        },
        asks=OFFERED,
        back={
            MESSAGES: {"type": "thinking", "thinking": "Hm.", "signature": "signed"},
            CHAT: {"role": "assistant", "reasoning_content": "Hm.", "tool_calls": [{}]},
            RESPONSES: {
                "input": [
                    {"type": "reasoning", "encrypted_content": "sealed"},
                    {"type": "function_call", "call_id": "call_1"},
                ]
            },
            GEMINI: {"functionCall": {"name": "weather"}, "thoughtSignature": "c2lnbmVk"},
        },
    ),
    AnswerFeature(
        "answer-refusal",
        "Refusal",
        "拒答",
        {
            MESSAGES: answer_m(m_text("I will not."), stop_reason="refusal"),
            CHAT: answer_c(refusal="I will not."),
            RESPONSES: answer_r(answer_r_message({"type": "refusal", "refusal": "I will not."})),
        },
        {
            MESSAGES: ({"stop_reason": "refusal"}, {"text": "I will not."}),
            CHAT: {"message": {"refusal": "I will not."}},
            RESPONSES: {"type": "refusal", "refusal": "I will not."},
        },
        {
            CHAT: ({"finish_reason": "content_filter"}, {"content": "I will not."}),
            RESPONSES: ({"reason": "content_filter"}, {"text": "I will not."}),
            GEMINI: ({"finishReason": "SAFETY"}, {"text": "I will not."}),
        },
    ),
    AnswerFeature(
        "answer-blocked",
        "Answer stopped by a filter",
        "被过滤器中止的回答",
        {
            MESSAGES: answer_m(stop_reason="refusal"),
            CHAT: answer_c("content_filter", content="Well"),
            RESPONSES: answer_r(
                answer_r_message(answer_r_text("Well")),
                status="incomplete",
                incomplete_details={"reason": "content_filter"},
            ),
            GEMINI: answer_g({"text": "Well"}, finish="SAFETY"),
        },
        {
            MESSAGES: {"stop_reason": "refusal"},
            CHAT: {"finish_reason": "content_filter"},
            RESPONSES: {"incomplete_details": {"reason": "content_filter"}},
            GEMINI: Either({"finishReason": "SAFETY"}, {"blockReason": Holds("")}),
        },
    ),
    AnswerFeature(
        "answer-sources",
        "Sources of what is said",
        "所述内容的来源",
        {
            MESSAGES: answer_m(
                m_text(
                    "It rains.",
                    citations=[
                        {
                            "type": "web_search_result_location",
                            "url": SOURCE,
                            "title": "A page",
                            "cited_text": "rain",
                            "encrypted_index": "x",
                        }
                    ],
                )
            ),
            CHAT: answer_c(
                content="It rains.",
                annotations=[
                    {
                        "type": "url_citation",
                        "url_citation": {
                            "url": SOURCE,
                            "title": "A page",
                            "start_index": 0,
                            "end_index": 9,
                        },
                    }
                ],
            ),
            RESPONSES: answer_r(
                answer_r_message(
                    answer_r_text(
                        "It rains.",
                        annotations=[
                            {
                                "type": "url_citation",
                                "url": SOURCE,
                                "title": "A page",
                                "start_index": 0,
                                "end_index": 9,
                            }
                        ],
                    )
                )
            ),
            GEMINI: answer_g(
                {"text": "It rains."},
                candidate={
                    "groundingMetadata": {
                        "webSearchQueries": ["weather"],
                        "groundingChunks": [{"web": {"uri": SOURCE, "title": "A page"}}],
                    }
                },
            ),
        },
        {
            MESSAGES: {"citations": [{"url": SOURCE}]},
            CHAT: {"annotations": [{"url_citation": {"url": SOURCE}}]},
            RESPONSES: {"annotations": [{"url": SOURCE}]},
            GEMINI: {"groundingChunks": [{"web": {"uri": SOURCE}}]},
        },
        dict.fromkeys((MESSAGES, CHAT, RESPONSES, GEMINI), Holds(SOURCE)),
    ),
    AnswerFeature(
        "answer-search",
        "Web search made by the provider",
        "服务商所做的网页搜索",
        {
            MESSAGES: answer_m(
                {
                    "type": "server_tool_use",
                    "id": "srvtoolu_1",
                    "name": "web_search",
                    "input": {"query": "weather"},
                },
                {
                    "type": "web_search_tool_result",
                    "tool_use_id": "srvtoolu_1",
                    "content": [
                        {
                            "type": "web_search_result",
                            "url": SOURCE,
                            "title": "A page",
                            "encrypted_content": "x",
                        }
                    ],
                },
                m_text("It rains."),
            ),
            RESPONSES: answer_r(
                {
                    "type": "web_search_call",
                    "id": "ws_1",
                    "status": "completed",
                    "action": {"type": "search", "query": "weather"},
                },
                answer_r_message(answer_r_text("It rains.")),
            ),
        },
        {
            MESSAGES: {"type": "server_tool_use", "input": {"query": "weather"}},
            RESPONSES: {"type": "web_search_call", "action": {"query": "weather"}},
        },
        dict.fromkeys((MESSAGES, CHAT, RESPONSES, GEMINI), Holds("weather")),
    ),
    AnswerFeature(
        "answer-code",
        "Code run by the provider",
        "服务商执行的代码",
        {
            MESSAGES: answer_m(
                {
                    "type": "server_tool_use",
                    "id": "srvtoolu_1",
                    "name": "bash_code_execution",
                    "input": {"command": "date"},
                },
                m_text("Today."),
            ),
            RESPONSES: answer_r(
                {
                    "type": "code_interpreter_call",
                    "id": "ci_1",
                    "status": "completed",
                    "code": "print(1)",
                    "container_id": "c",
                    "outputs": [],
                },
                answer_r_message(answer_r_text("Today.")),
            ),
            GEMINI: answer_g(
                {"executableCode": {"language": "PYTHON", "code": "print(1)"}},
                {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "1"}},
                {"text": "Today."},
            ),
        },
        {
            MESSAGES: {"type": "server_tool_use"},
            RESPONSES: {"type": "code_interpreter_call"},
            GEMINI: {"executableCode": {"code": "print(1)"}},
        },
        {
            client: Either(Holds("print(1)"), Holds("date"))
            for client in (MESSAGES, CHAT, RESPONSES, GEMINI)
        },
    ),
    AnswerFeature(
        "answer-logprobs",
        "Log probabilities",
        "对数概率",
        {
            CHAT: {
                **answer_c(),
                "choices": [
                    {
                        "index": 0,
                        "message": {"role": "assistant", "content": "Hi"},
                        "logprobs": {"content": [{"token": "Hi", "logprob": -0.1}]},
                        "finish_reason": "stop",
                    }
                ],
            },
        },
        {CHAT: {"logprobs": {"content": [{"token": "Hi"}]}}},
    ),
)
