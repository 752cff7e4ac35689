"""Runs a script of `js` with the real SDKs against a gateway."""

import json
import shutil
from pathlib import Path

from tests.clients import install
from tests.clients.program import Api, Keeps, Program, Run

_SCRIPTS = Path(__file__).with_name("js")
_MODEL = "deepseek-reasoner"


class JsSdk:
    """A script that lets the model use one tool, in a wire format that its SDK speaks."""

    def __init__(self, folder: Path, script: str, api: Api, keeps: Keeps) -> None:
        # Node.js looks for packages beside the script.
        beside = folder / "js"
        shutil.copytree(_SCRIPTS, beside)
        (beside / "node_modules").symlink_to(install.JS_SDKS.folder / "node_modules")
        self._program = Program([*install.NODE.command, str(beside / script)], folder)
        self.api = api
        self.keeps = keeps
        self.work = self._program.work

    def ask(self, prompt: str, *, url: str, key: str) -> Run:
        """Do what `prompt` says."""
        job = {"prompt": prompt, "url": url, "key": key, "api": self.api, "model": _MODEL}
        return self._program.run(json.dumps(job), environment={})
