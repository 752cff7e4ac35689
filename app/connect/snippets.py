"""Ready text for SDKs and shells."""

from app.connect import command_line
from app.connect.clients.client import Access, Snippet
from app.connect.clients.program import first_model


def snippets(access: Access) -> tuple[Snippet, ...]:
    """Each whole as it is, with the key in it."""
    url, key, model = access.base_url, access.key, first_model(access)
    variables = {
        "ANTHROPIC_BASE_URL": url,
        "ANTHROPIC_AUTH_TOKEN": key,
        "OPENAI_BASE_URL": f"{url}/v1",
        "OPENAI_API_KEY": key,
        "GOOGLE_GEMINI_BASE_URL": url,
        "GEMINI_API_KEY": key,
    }
    powershell = "\n".join(command_line.powershell_variables(variables))
    filled = {"url": url, "key": key, "model": model}
    return (
        Snippet("Anthropic SDK for Python", "python", _fill(_ANTHROPIC_PYTHON, filled)),
        Snippet("OpenAI SDK for Python", "python", _fill(_OPENAI_PYTHON, filled)),
        Snippet("Google Gen AI SDK for Python", "python", _fill(_GOOGLE_PYTHON, filled)),
        Snippet("Anthropic SDK for JavaScript", "javascript", _fill(_ANTHROPIC_JS, filled)),
        Snippet("OpenAI SDK for JavaScript", "javascript", _fill(_OPENAI_JS, filled)),
        Snippet("curl", "shell", _fill(_CURL, filled)),
        Snippet("Shell (bash, zsh)", "shell", command_line.exports(variables)),
        Snippet("Shell (fish)", "fish", command_line.fish_variables(variables)),
        Snippet("PowerShell", "powershell", powershell),
    )


def _fill(template: str, values: dict[str, str]) -> str:
    text = template
    for name, value in values.items():
        text = text.replace(f"<{name}>", value.replace("\\", "\\\\").replace('"', '\\"'))
    return text


_ANTHROPIC_PYTHON = """\
from anthropic import Anthropic

client = Anthropic(base_url="<url>", auth_token="<key>")
message = client.messages.create(
    model="<model>",
    max_tokens=1024,
    messages=[{"role": "user", "content": "Hello"}],
)
print(message.content[0].text)
"""

_OPENAI_PYTHON = """\
from openai import OpenAI

client = OpenAI(base_url="<url>/v1", api_key="<key>")
answer = client.chat.completions.create(
    model="<model>",
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.choices[0].message.content)
"""

_GOOGLE_PYTHON = """\
from google import genai

client = genai.Client(api_key="<key>", http_options={"base_url": "<url>"})
answer = client.models.generate_content(model="<model>", contents="Hello")
print(answer.text)
"""

_ANTHROPIC_JS = """\
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({ baseURL: "<url>", authToken: "<key>" });
const message = await client.messages.create({
  model: "<model>",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Hello" }],
});
console.log(message.content[0].text);
"""

_OPENAI_JS = """\
import OpenAI from "openai";

const client = new OpenAI({ baseURL: "<url>/v1", apiKey: "<key>" });
const answer = await client.chat.completions.create({
  model: "<model>",
  messages: [{ role: "user", content: "Hello" }],
});
console.log(answer.choices[0].message.content);
"""

_CURL = """\
curl <url>/v1/chat/completions \\
  -H "Authorization: Bearer <key>" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "<model>", "messages": [{"role": "user", "content": "Hello"}]}'
"""
