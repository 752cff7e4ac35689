"""What the demo provider says, in English and Chinese."""

from app.core.conversation import Inline, Text, ToolResult, Written
from app.providers.demo.prompt import Prompt

_QUOTE = 400  # characters of a tool's answer


def introduction(prompt: Prompt) -> str:
    """What this is, what was asked, and what to do next."""
    said = prompt.gist
    if prompt.chinese:
        lines = [
            (
                "您好，我是 Dragoman 内置的演示服务：无需网络和密钥即可应答，"
                "您看到这段话，就说明客户端与 Dragoman 已经连通。"
            )
        ]
        lines += [f"您说的是：“{said}”"] if said else []
        lines += _seen(prompt)
        lines.append(
            "接下来：用 `dragoman provider add deepseek --preset deepseek --default` "
            "添加真正的模型服务，再问一次。想看工具调用，可以说“运行 ls”或“创建文件 hello.txt”。"
        )
    else:
        lines = [
            (
                "Hello from Dragoman's built-in demo provider. It answers offline and without a "
                "key: that you read this means that your client and Dragoman work together."
            )
        ]
        lines += [f"You said: “{said}”"] if said else []
        lines += _seen(prompt)
        lines.append(
            "Next, add a real provider with `dragoman provider add deepseek --preset deepseek "
            "--default`, and ask again. To see a tool call, say “run ls” or “create a file "
            "hello.txt”."
        )
    return "\n\n".join(lines)


def about_results(prompt: Prompt) -> str:
    """What the tools answered."""
    lines = []
    for name, result in prompt.results:
        words = _text(result)
        if prompt.chinese:
            what = "报告了错误" if result.is_error else "返回了"
            lines.append(f"工具 {name or '（未知）'} {what}：{_quoted(words, '（空）')}")
        else:
            what = "reported an error" if result.is_error else "answered"
            lines.append(f"The tool {name or '(unknown)'} {what}: {_quoted(words, '(nothing)')}")
    lines += _seen(prompt)
    done = "演示到此完成。" if prompt.chinese else "That completes the demo of a tool call."
    return "\n\n".join([*lines, done])


def before_calls(prompt: Prompt, names: list[str]) -> str:
    """A sentence before the calls."""
    if prompt.chinese:
        return f"好的，我来调用 {'、'.join(names)}。"
    return f"I will call {' and '.join(names)}."


def thoughts(prompt: Prompt) -> str:
    """What a demo thinks."""
    if prompt.chinese:
        return f"用户的请求是：“{prompt.gist}”。我是演示服务，应当说明自己并给出下一步。"
    return (
        f"The user asks: “{prompt.gist}”. I am a demo, so I say what I am, do the tool call "
        "if there is one to do, and name the next step."
    )


def _seen(prompt: Prompt) -> list[str]:
    lines = []
    for image in prompt.images:
        kind = image.source.media_type if isinstance(image.source, Inline) else "URL"
        lines.append(
            f"收到一张图片（{kind}），演示服务看不懂图片。"
            if prompt.chinese
            else f"I got an image ({kind}), which a demo cannot see."
        )
    for document in prompt.documents:
        source = document.source
        kind = source.media_type if isinstance(source, Inline) else "text"
        if document.title:
            kind = f"{document.title}, {kind}"
        first = _quoted(source.text, "") if isinstance(source, Written) else ""
        lines.append(
            f"收到一份文档（{kind}）。{first}"
            if prompt.chinese
            else f"I got a document ({kind}). {first}".rstrip()
        )
    return lines


def _text(result: ToolResult) -> str:
    return "\n".join(part.text for part in result.parts if isinstance(part, Text)).strip()


def _quoted(text: str, empty: str) -> str:
    if not text:
        return empty
    return f"“{text}”" if len(text) <= _QUOTE else f"“{text[:_QUOTE]}…”"
