"""Settings files as they are found on people's machines, and what we want in them."""

from dataclasses import dataclass

from app.connect.plan import ABSENT, KeyEdit, Notation

URL = "http://127.0.0.1:7421"
KEY = "dg-local-0123456789abcdef"

EDITS: dict[Notation, tuple[KeyEdit, ...]] = {
    "jsonc": (
        KeyEdit(("env", "ANTHROPIC_BASE_URL"), URL),
        KeyEdit(("env", "ANTHROPIC_AUTH_TOKEN"), KEY, secret=True),
        KeyEdit(("env", "ANTHROPIC_API_KEY"), ABSENT),
        KeyEdit(("model",), "claude-opus"),
    ),
    "toml": (
        KeyEdit(("model_provider",), "dragoman"),
        KeyEdit(("model_providers", "dragoman", "name"), "Dragoman"),
        KeyEdit(("model_providers", "dragoman", "base_url"), f"{URL}/v1"),
        KeyEdit(("model_providers", "dragoman", "experimental_bearer_token"), KEY, secret=True),
        KeyEdit(("disable_response_storage",), ABSENT),
    ),
    "yaml": (
        KeyEdit(("openai-api-base",), f"{URL}/v1"),
        KeyEdit(("openai-api-key",), KEY, secret=True),
        KeyEdit(("anthropic-api-key",), ABSENT),
    ),
    "dotenv": (
        KeyEdit(("GOOGLE_GEMINI_BASE_URL",), URL),
        KeyEdit(("GEMINI_API_KEY",), KEY, secret=True),
        KeyEdit(("GOOGLE_API_KEY",), ABSENT),
    ),
}


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    notation: Notation
    content: bytes

    def __str__(self) -> str:
        return f"{self.notation} {self.name}"


def _cases(notation: Notation, texts: dict[str, str]) -> tuple[Case, ...]:
    return tuple(Case(name, notation, text.encode()) for name, text in texts.items())


FULL = """{
  // my settings
  "$schema": "https://example.org/schema.json",
  "permissions": { "allow": ["Bash(ls)"], "deny": [] }, // do not touch
  "hooks": {
    "PostToolUse": [{ "command": "echo \\"hi\\"" }]
  },
  /* the environment */
  "env": {
    "FOO": "bar", // foo
    "ANTHROPIC_API_KEY": "sk-ant-users-own-key-1", // mine
    "ANTHROPIC_BASE_URL": "https://api.example.org"
  },
  "statusLine": { "type": "command", "n": 1.50e+3 }
}
"""
CODEX = """# Codex
model = "gpt-5" # the model
model_provider = "openai"
disable_response_storage = true

[projects."/home/a b"]
trust_level = "trusted"

[mcp_servers.one]
command = "npx"
args = ["-y", # comment
  "x",
]

[tui]
theme = 'dark'
"""
AIDER = """# aider
model: gpt-5   # model
openai-api-base: "https://api.example.org/v1"
anthropic-api-key: sk-ant-users-own-key-1 # mine

read:
  - CONVENTIONS.md
auto-commits: false
"""
DOTENV = """# keys
export FOO='a b' # foo
GOOGLE_API_KEY="users own key" # mine
export GEMINI_API_KEY=AIzaUsersOwnKey000
BAR=baz
"""

CASES = (
    *_cases(
        "jsonc",
        {
            "empty": "",
            "a byte order mark alone": "\ufeff",
            "blanks only": " \n\t\r\n ",
            "comments only": "// nothing yet\n/* at all */",
            "an empty object": "{}",
            "an empty object with a newline": "{}\n",
            "an empty object over lines": "{\n}\n",
            "an object with blanks": "{  }",
            "an object with a comment": "{ /* empty */ }\n",
            "an object with a line comment": "{ // empty\n}\n",
            "an empty env": '{\n  "env": {}\n}\n',
            "an env with a comment": '{\n  "env": {\n    // keys\n  }\n}\n',
            "an env on one line": '{"env": {"A": "b"}}\n',
            "full": FULL,
            "full with CRLF": FULL.replace("\n", "\r\n"),
            "full with a byte order mark": "\ufeff" + FULL,
            "full with tabs": FULL.replace("  ", "\t"),
            "full with four blanks": FULL.replace("  ", "    "),
            "full without a final newline": FULL.rstrip("\n"),
            "full with a blank end": FULL + "\n  \n",
            "mixed line ends": FULL.replace("\n", "\r\n", 7),
            "old Mac line ends": '{\r  "a": 1,\r  "env": {\r    "B": "c"\r  }\r}\r',
            "minified": '{"a":1,"env":{"ANTHROPIC_API_KEY":"k1","B":[1,2]},"c":null}',
            "one line with blanks": '{ "a": 1, "env": { "ANTHROPIC_API_KEY": "k1" } }',
            "a trailing comma": '{\n  "a": 1,\n  "env": {\n    "B": "c",\n  },\n}\n',
            "a trailing comma and comments": '{\n  "a": 1, // one\n  // two\n}\n',
            "a comment before the end": '{\n  "a": 1 // one\n  /* two */\n}\n',
            "a comma on the next line": '{\n    "a": 1\n  , "b": 2\n  , "env": {}\n}',
            "block comments everywhere": '{/*1*/"a"/*2*/:/*3*/1/*4*/,/*5*/"env"/*6*/:/*7*/{}/*8*/}',
            "keys with escapes": '{\n  "\\u0065nv": { "A\\nB": "\\u00e9" },\n  "a.b": {"\\"": 1}}',
            "Chinese and emoji": '{\n  "名字": "译员 \N{ROBOT FACE}",\n  "env": {"键": "值"}\n}\n',
            "odd numbers": '{\n  "a": 1.0, "b": 1e5, "c": -0, "d": 12345678901234567890\n}\n',
            "deep": '{"a": ' + "[" * 90 + "]" * 90 + ',\n "env": {"x": {"y": {"z": {}}}}}',
            "braces in texts and comments": '{\n  "a": "} // no",\n  // }\n  "env": {}\n}\n',
            "half connected by cc-switch": '{\n  "env": {\n    "ANTHROPIC_AUTH_TOKEN": '
            '"PROXY_MANAGED",\n    "ANTHROPIC_BASE_URL": "http://127.0.0.1:15721"\n  }\n}\n',
            "another gateway's": '{"env": {"ANTHROPIC_BASE_URL": "http://localhost:4000", '
            '"ANTHROPIC_API_KEY": "sk-litellm"}, "model": "gpt-5"}',
            "only what we take out": '{\n  "env": {\n    "ANTHROPIC_API_KEY": "k1"\n  }\n}\n',
            "what we take out first": '{"env": {"ANTHROPIC_API_KEY": "k1", // a\n "B": 1}}',
            "big": '{\n  "history": [\n'
            + ",\n".join(f'    {{"n": {n}, "text": "line {n}"}}' for n in range(3000))
            + "\n  ]\n}\n",
        },
    ),
    *_cases(
        "toml",
        {
            "empty": "",
            "comments only": "# nothing yet\n",
            "full": CODEX,
            "full with CRLF": CODEX.replace("\n", "\r\n"),
            "full with a byte order mark": "\ufeff" + CODEX,
            "full without a final newline": CODEX.rstrip("\n"),
            "mixed line ends": CODEX.replace("\n", "\r\n", 4),
            "tables only": '# top\n\n# of tools\n[tools]\na = 1\n\n[tools.b]\n"c d" = 2\n',
            "dotted keys": 'a.b.c = 1\nmodel_providers.other.name = "x"\n"q.r".s = 2\n',
            "inline tables": 'model_providers = { other = { name = "x" } } # all\nx = {}\n',
            "lists of tables": '[[agents]]\nname = "x"\n[agents.sub]\na = 1\n[[agents]]\n',
            "texts over lines": "a = \"\"\"\n[no]\nb = 1\\\n \"\"\"\nb = '''\n[[no]]'''\n[c]\n",
            "indented": '  model = "x"\n  [tools]\n    web = true\n',
            "another provider's": '[model_providers.custom]\nname = "cc-switch"\n'
            'experimental_bearer_token = "PROXY_MANAGED"\n\n\n[z]\n',
            "our table": '[model_providers.dragoman]\nname = "old" # ours\n\n[z]\na = 2024-01-01\n',
            "our table, empty": "[model_providers.dragoman]\n# filled in later\n\n[z]\n",
            "a table of all providers": "[model_providers]\n\n[z]\nd = 1979-05-27 07:32:00\n",
        },
    ),
    *_cases(
        "yaml",
        {
            "empty": "",
            "comments only": "# nothing yet\n",
            "full": AIDER,
            "full with CRLF": AIDER.replace("\n", "\r\n"),
            "full with a byte order mark": "\ufeff" + AIDER,
            "full without a final newline": AIDER.rstrip("\n"),
            "a document start": "---\nmodel: x\n",
            "empty values": "openai-api-base:\nmodel: # none\nopenai-api-key: ~\n",
            "blocks": "a: |\n  text\n\nanthropic-api-key: >-\n  folded\n\n# c\nb: 'it''s'\n",
        },
    ),
    *_cases(
        "dotenv",
        {
            "empty": "",
            "comments only": "# nothing yet",
            "full": DOTENV,
            "full with CRLF": DOTENV.replace("\n", "\r\n"),
            "full with a byte order mark": "\ufeff" + DOTENV,
            "full without a final newline": DOTENV.rstrip("\n"),
            "quotes over lines": "A=\"one\ntwo\"\nGOOGLE_API_KEY='x\ny'\nB=`z`\n",
            "odd lines": "not an assignment\n=x\nA = b # c\nC=\n  export  D=e#f\n",
            "others twice": "A=1\nA=2\n",
        },
    ),
)

REFUSED = (
    Case("UTF-16", "jsonc", '{"a": 1}'.encode("utf-16")),
    Case("UTF-16 without a mark", "jsonc", '{"a": 1}'.encode("utf-16-le")),
    Case("Latin-1", "jsonc", '{"a": "é"}'.encode("latin-1")),
    *_cases(
        "jsonc",
        {
            "null": "null",
            "a list": '["env"]\n',
            "a text": '"env"',
            "a key twice": '{"env": {}, "a": 1, "env": {}}',
            "a key twice, spelled otherwise": '{"env": {}, "\\u0065nv": {}}',
            "env is a text": '{"env": "production"}',
            "env is null": '{"env": null}',
            "env is a list": '{"env": []}',
            "torn": '{"env": {"A": "b',
            "no end": '{"env": {}',
            "more than one": "{} {}",
            "no comma": '{"a": 1 "b": 2}',
            "two commas": '{"a": 1,, "b": 2}',
            "a comment without an end": "{} /*",
            "bare keys": "{a: 1}",
            "single quotes": "{'a': 1}",
            "not a number": '{"a": NaN}',
            "too deep": '{"a": ' + "[" * 5000 + "]" * 5000 + "}",
            "a merge conflict": '{\n<<<<<<< HEAD\n  "a": 1\n=======\n}\n',
        },
    ),
    *_cases(
        "toml",
        {
            "a key twice": "a = 1\na = 2\n",
            "torn": 'a = "b',
            "providers are a text": 'model_providers = "none"\n',
            "providers are a list": "[[model_providers]]\n",
        },
    ),
    *_cases(
        "yaml",
        {
            "a key twice": "a: 1\na: 2\n",
            "torn": 'a: "b\n',
            "a list": "- a\n",
            "a tab": "a:\n\tb: 1\n",
            "two documents": "a: 1\n---\nb: 2\n",
        },
    ),
    *_cases(
        "dotenv",
        {
            "ours twice": "GEMINI_API_KEY=a\nGEMINI_API_KEY=b\n",
            "torn": 'A="b\n',
        },
    ),
)
