"""The table of pairs in the documentation, written out of what the cases do.

`python -m tests.dialects.pairs.table` writes `pairs.md` in both languages.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.dialects.pairs import results
from tests.dialects.pairs.feature import Verdict
from tests.dialects.pairs.results import Group, Result
from tests.dialects.pairs.wires import DIALECTS, TITLES

DOCS = Path(__file__).parents[3] / "resources" / "docs"


@dataclass(frozen=True, slots=True)
class Words:
    """One language of the page."""

    language: str
    title: str
    intro: str
    summary: str
    counted: str
    grades: dict[str, str]
    verdicts: dict[Verdict, str]
    legend: str
    client: str
    asks: str
    reads: str
    losses: str
    losses_intro: str
    columns: tuple[str, str, str]
    where: str
    tests: str


ENGLISH = Words(
    "en",
    "Which client on which provider",
    "A client program speaks one of four wire formats, and so does a provider. Dragoman translates "
    "between any two of them. This page says what of a request and of an answer comes through. "
    "Nothing is lost silently: every loss stands in the window Requests, and those of a request "
    "are counted in the header `x-dragoman-losses`.",
    "In short",
    "The four numbers say how many of the things below are carried, carried in another form, lost, "
    "and refused. Within one format nothing is translated: the bytes go as they are. *Very good*: "
    "at most one thing in seven is missing that steers or fills an answer; *good*: three in ten.",
    {"same": "as it is", "very good": "very good", "good": "good", "fair": "fair"},
    {
        Verdict.CARRIED: "carried",
        Verdict.CHANGED: "other form",
        Verdict.LOST: "lost",
        Verdict.REFUSED: "refused",
        Verdict.UNSAYABLE: "",
        Verdict.SILENT: "lost without a word",
    },
    "*carried*: the provider is told the same. *other form*: it is told so in another way, or in "
    "part. *lost*: left out, and told. *refused*: the request is answered with an error that says "
    "why. An asterisk: providers that have it; with others of the format it is lost, and told. An "
    "empty cell: the format has no word for it. The columns are the provider's format.",
    "Clients that speak {title}",
    "What they ask",
    "What they read",
    "What is told",
    "The words of each loss and refusal, as they stand in the log and in the details of a request.",
    ("What", "Told", "On"),
    "everywhere",
    "Each cell is a test: `tests/dialects/pairs`, `test_requests.py` and `test_answers.py`, by the "
    "name in the first column, the client and the provider. This page is written by "
    "`python -m tests.dialects.pairs.table`, and a test fails when it is out of date. How streams "
    "are cut, joined and ended is tested for every pair in `tests/dialects/test_lanes.py`.",
)

CHINESE = Words(
    "zh",
    "哪个客户端配哪个服务商",
    "客户端程序使用四种接口格式之一，服务商也是。Dragoman 可在任意两种之间转换。本页说明请求和"
    "回答中哪些内容能够传到。没有任何内容会无声丢失：每一处丢失都显示在“请求”窗口中，请求的丢失还计入"
    "响应头 `x-dragoman-losses`。",
    "概览",
    "四个数字依次为：原样传到、换一种形式传到、丢失、拒绝。同一格式之间不做转换，字节原样传递。"
    "“很好”：影响回答的内容至多缺七分之一；“好”：至多缺十分之三。",
    {"same": "原样", "very good": "很好", "good": "好", "fair": "尚可"},
    {
        Verdict.CARRIED: "传到",
        Verdict.CHANGED: "换形式",
        Verdict.LOST: "丢失",
        Verdict.REFUSED: "拒绝",
        Verdict.UNSAYABLE: "",
        Verdict.SILENT: "无声丢失",
    },
    "“传到”：服务商得到同样的内容。“换形式”：以另一种方式或部分传到。“丢失”：被略去，并有说明。"
    "“拒绝”：请求得到说明原因的错误。星号：限具备该功能的服务商，同格式的其他服务商会丢失并说明。"
    "空格：该格式无法表达。各列为服务商的格式。",
    "使用 {title} 的客户端",
    "请求",
    "回答",
    "会说明什么",
    "每一种丢失与拒绝的说明，与日志和请求详情中的文字相同。",
    ("内容", "说明", "服务商格式"),
    "所有",
    "每个格子都是一项测试：`tests/dialects/pairs` 中的 `test_requests.py` 与 `test_answers.py`，"
    "以第一列的名称、客户端和服务商命名。本页由 `python -m tests.dialects.pairs.table` 生成，"
    "过期时测试会失败。流的切分、拼接与结束由 `tests/dialects/test_lanes.py` 对每一对进行测试。",
)


def page(words: Words) -> str:
    """The whole page in one language."""
    lines = [f"# {words.title}", "", words.intro, "", f"## {words.summary}", ""]
    lines += _summary(words)
    lines += ["", words.counted, "", words.legend]
    for client in DIALECTS:
        lines += ["", f"## {words.client.format(title=TITLES[client])}"]
        for heading, groups in (
            (words.asks, results.requests(client)),
            (words.reads, results.answers(client)),
        ):
            lines += ["", f"### {heading}: {TITLES[client]}", ""]
            lines += _table(words, groups)
    lines += ["", f"## {words.losses}", "", words.losses_intro]
    for client in DIALECTS:
        lines += ["", f"### {words.losses}: {TITLES[client]}", ""]
        lines += _told(words, client)
    return "\n".join([*lines, "", words.tests, ""])


def _summary(words: Words) -> Iterator[str]:
    yield _row(["", *(TITLES[provider] for provider in DIALECTS)])
    yield _rule(len(DIALECTS))
    for client in DIALECTS:
        cells = []
        for provider in DIALECTS:
            counts = " / ".join(str(count) for count in results.kept(client, provider))
            named = words.grades[results.grade(client, provider)]
            cells.append(named if client == provider else f"{named}: {counts}")
        yield _row([f"**{TITLES[client]}**", *cells])


def _table(words: Words, groups: tuple[Group, ...]) -> Iterator[str]:
    yield _row(["", *(TITLES[provider] for provider in DIALECTS)])
    yield _rule(len(DIALECTS))
    for group in groups:
        title = group.title if words.language == "en" else group.chinese
        yield _row([f"**{title}**", *("" for _ in DIALECTS)])
        for row in group.rows:
            named = row.title if words.language == "en" else row.chinese
            cells = (_cell(words, row.results[provider]) for provider in DIALECTS)
            yield _row([f"{named} `{row.id}`", *cells])


def _cell(words: Words, result: Result) -> str:
    return words.verdicts[result.cell.verdict] + (r"\*" if result.often else "")


def _told(words: Words, client: str) -> Iterator[str]:
    yield _row(list(words.columns))
    yield _rule(len(words.columns) - 1)
    for row, sentence, providers in results.told(client):
        named = row.title if words.language == "en" else row.chinese
        everywhere = len(providers) == len(DIALECTS)
        where = words.where if everywhere else ", ".join(TITLES[each] for each in providers)
        yield _row([named, _plain(sentence), where])


def _plain(sentence: str) -> str:
    """The sentence inside a table's cell, as it is."""
    return "`" + sentence.replace("`", "'").replace("|", "/").replace("\n", " ") + "`"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _rule(columns: int) -> str:
    return "|---" * (columns + 1) + "|"


def path(words: Words) -> Path:
    """Where the page of a language is kept."""
    return DOCS / words.language / "pairs.md"


def main() -> None:
    """Write the page in both languages."""
    for words in (ENGLISH, CHINESE):
        path(words).write_text(page(words), encoding="utf-8")


if __name__ == "__main__":
    main()
