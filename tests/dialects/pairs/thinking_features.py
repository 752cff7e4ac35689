"""How much the model shall think, and what of it is shown."""

from typing import Any

from tests.dialects.pairs.feature import Feature, Verdict
from tests.dialects.pairs.pattern import Either, Lacks
from tests.dialects.pairs.speech import g_config
from tests.dialects.pairs.wires import CHAT, GEMINI, MESSAGES, RESPONSES

Json = dict[str, Any]


def _g_thinking(**fields: Any) -> Json:
    return g_config(thinkingConfig=fields)


def _effort(level: str, **more: Any) -> dict[str, Any]:
    return {
        MESSAGES: {"output_config": {"effort": level}},
        CHAT: {"reasoning_effort": level},
        RESPONSES: {"reasoning": {"effort": level}},
        **more,
    }


FEATURES = (
    Feature(
        "thinking-off",
        "Thinking off",
        "关闭思考",
        {
            MESSAGES: {"thinking": {"type": "disabled"}},
            CHAT: {"reasoning_effort": "none"},
            RESPONSES: {"reasoning": {"effort": "none"}},
            GEMINI: _g_thinking(thinkingBudget=0),
        },
        {
            MESSAGES: {"thinking": {"type": "disabled"}},
            CHAT: Either({"reasoning_effort": "none"}, {"thinking": {"type": "disabled"}}),
            RESPONSES: {"reasoning": {"effort": "none"}},
            GEMINI: Either(
                {"thinkingConfig": {"thinkingBudget": 0}},
                {"thinkingConfig": {"thinkingLevel": "MINIMAL"}},
            ),
        },
        {
            CHAT: Lacks("reasoning_effort"),
            RESPONSES: Lacks("effort"),
            GEMINI: Lacks("thinkingConfig"),
        },
    ),
    Feature(
        "thinking-low",
        "Effort: low",
        "思考强度：低",
        _effort("low", **{GEMINI: _g_thinking(thinkingLevel="low")}),
        _effort("low", **{GEMINI: {"thinkingConfig": {"thinkingLevel": "LOW"}}}),
        {
            MESSAGES: {"thinking": {"type": "enabled"}},
            GEMINI: {"thinkingConfig": {"thinkingBudget": 2048}},
        },
    ),
    Feature(
        "thinking-high",
        "Effort: high",
        "思考强度：高",
        _effort("high", **{GEMINI: _g_thinking(thinkingLevel="high")}),
        _effort("high", **{GEMINI: {"thinkingConfig": {"thinkingLevel": "HIGH"}}}),
        {
            MESSAGES: {"thinking": {"type": "enabled"}},
            GEMINI: {"thinkingConfig": {"thinkingBudget": 24576}},
        },
    ),
    Feature(
        "thinking-max",
        "Effort: as much as there is",
        "思考强度：最高",
        _effort("max"),
        _effort("max"),
        {
            CHAT: Either({"reasoning_effort": "xhigh"}, {"reasoning_effort": "high"}),
            RESPONSES: Either({"effort": "xhigh"}, {"effort": "high"}),
            GEMINI: Either({"thinkingConfig": {"thinkingLevel": "HIGH"}}, {"thinkingConfig": {}}),
        },
    ),
    Feature(
        "thinking-budget",
        "Budget in tokens",
        "以 token 计的思考预算",
        {
            MESSAGES: {
                "max_tokens": 20_000,
                "thinking": {"type": "enabled", "budget_tokens": 10_000},
            },
            GEMINI: _g_thinking(thinkingBudget=10_000),
        },
        {
            MESSAGES: {"thinking": {"type": "enabled", "budget_tokens": 10_000}},
            GEMINI: {"thinkingConfig": {"thinkingBudget": 10_000}},
        },
        {
            MESSAGES: ({"thinking": {"type": "adaptive"}}, {"effort": "medium"}),
            CHAT: {"reasoning_effort": "medium"},
            RESPONSES: {"reasoning": {"effort": "medium"}},
            GEMINI: {"thinkingConfig": {"thinkingLevel": "MEDIUM"}},
        },
        own=Verdict.CHANGED,
    ),
    Feature(
        "thinking-adaptive",
        "As much as the model finds right",
        "由模型自行决定",
        {
            MESSAGES: {"thinking": {"type": "adaptive"}},
            GEMINI: _g_thinking(thinkingBudget=-1),
        },
        {
            MESSAGES: {"thinking": {"type": "adaptive"}},
            # What these wires do where nothing is said.
            CHAT: Lacks("reasoning_effort"),
            RESPONSES: Lacks("effort"),
            GEMINI: Either({"thinkingConfig": {"thinkingBudget": -1}}, Lacks("thinkingBudget")),
        },
    ),
    Feature(
        "thinking-summary",
        "Summary of the thinking shown",
        "显示思考摘要",
        {
            MESSAGES: {"thinking": {"type": "adaptive", "display": "summarized"}},
            RESPONSES: {"reasoning": {"effort": "low", "summary": "auto"}},
            GEMINI: _g_thinking(includeThoughts=True),
        },
        {
            MESSAGES: {"thinking": {"display": "summarized"}},
            RESPONSES: {"reasoning": {"summary": "auto"}},
            GEMINI: {"thinkingConfig": {"includeThoughts": True}},
        },
    ),
    Feature(
        "thinking-hidden",
        "Thinking not shown",
        "不显示思考",
        {MESSAGES: {"thinking": {"type": "adaptive", "display": "omitted"}}},
        {
            MESSAGES: {"thinking": {"display": "omitted"}},
            RESPONSES: Lacks("summary"),
            GEMINI: Either(
                {"thinkingConfig": {"includeThoughts": False}}, Lacks("includeThoughts")
            ),
        },
    ),
)
