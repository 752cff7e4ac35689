"""The `dragoman` command itself: its options and the table of its commands."""

import sys
from pathlib import Path
from typing import Any

import click

from app import __version__
from app.cli.exits import errors_told
from app.cli.lazy_group import LazyGroup
from app.cli.session import Session

_COMMANDS = {
    "tray": ("app.cli.desktop:tray", "Run the desktop application, as dragoman alone does."),
    "demo": ("app.cli.demo:demo", "Try Dragoman at once: a built-in provider, no key, no network."),
    "serve": ("app.cli.serve:serve", "Run the gateway."),
    "connect": ("app.cli.connect:connect", "Make Claude Code, Codex and others use Dragoman."),
    "disconnect": ("app.cli.connect:disconnect", "Put their own settings back."),
    "status": ("app.cli.connect:status", "Show the server and every client program."),
    "provider": ("app.cli.provider:provider", "Add, list, test and remove providers."),
    "model": ("app.cli.model:model", "Map the model names that clients ask for."),
    "search": ("app.cli.search:search", "Who searches the web where a model cannot."),
    "key": ("app.cli.key:key", "Show, make and revoke the keys of clients."),
    "user": ("app.cli.user:user", "The people who share this server."),
    "budget": ("app.cli.budget:budget", "Limit what a user, key, profile or provider may spend."),
    "usage": ("app.cli.usage:usage", "Show requests, tokens and money."),
    "transcript": ("app.cli.transcript:transcript", "Read requests that were kept word for word."),
    "admin": ("app.cli.admin:admin", "The key of the administration page and API."),
    "doctor": ("app.cli.doctor:doctor", "Check this machine's setup and say what to do."),
    "import": ("app.cli.import_file:import_file", "Take providers from a .env or config.json."),
}


class _Dragoman(LazyGroup):
    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; its errors become sentences and exit codes."""
        with errors_told():
            return super().invoke(ctx)


@click.command(
    cls=_Dragoman,
    lazy=_COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: dragoman demo. Exit codes: 0 done, 1 failed, 2 wrong usage, "
    "3 configuration refused, 4 port taken.",
)
@click.option(
    "--profile",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="DRAGOMAN_PROFILE",
    metavar="DIR",
    help="Keep everything that this run touches in DIR.  [env: DRAGOMAN_PROFILE]",
)
@click.version_option(__version__, prog_name="dragoman", message="%(prog)s %(version)s")
@click.pass_context
def dragoman(ctx: click.Context, profile: Path | None) -> None:
    """Any LLM client on any LLM provider, through a gateway on this machine.

    Without a command it is the desktop application.
    """
    if not isinstance(ctx.obj, Session):
        ctx.obj = Session.open(profile)
    if ctx.invoked_subcommand is None:
        from app.cli.desktop import start

        start(ctx.obj)


def main() -> None:
    """Entry point; ends the process with an exit code."""
    from app.secrets import redact

    redact.install()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a name that the terminal cannot show
    dragoman(prog_name="dragoman")
