"""All features, in the order of the table."""

from tests.dialects.pairs import (
    answer_features,
    call_features,
    choice_features,
    ending_features,
    instruction_features,
    loop_features,
    option_features,
    thinking_features,
    tool_features,
    unknown_features,
    words_features,
)
from tests.dialects.pairs.answer import AnswerFeature
from tests.dialects.pairs.feature import Feature

GROUPS: tuple[tuple[str, str, tuple[Feature, ...]], ...] = (
    ("What is said", "内容", words_features.FEATURES),
    ("Instructions and history", "指示与历史", instruction_features.FEATURES),
    ("Tools", "工具", tool_features.FEATURES),
    ("Choice of tools", "工具选择", choice_features.FEATURES),
    ("Calls and results", "调用与结果", loop_features.FEATURES),
    ("Thinking", "思考", thinking_features.FEATURES),
    ("Form of the answer", "回答形式", option_features.FORM),
    ("Sampling and limits", "采样与限制", option_features.SAMPLING),
    ("Who asks, and caching", "请求方与缓存", option_features.ASKER),
    ("What is not known yet", "尚不认识的内容", unknown_features.FEATURES),
)

FEATURES = tuple(feature for _, _, group in GROUPS for feature in group)

ANSWER_GROUPS: tuple[tuple[str, str, tuple[AnswerFeature, ...]], ...] = (
    ("What is answered", "回答内容", answer_features.WORDS),
    ("Calls", "调用", call_features.CALLS),
    ("How it ends, and its tokens", "结束方式与 token 数", ending_features.ENDS),
    ("Errors", "错误", ending_features.ERRORS),
)

ANSWERS = tuple(feature for _, _, group in ANSWER_GROUPS for feature in group)
