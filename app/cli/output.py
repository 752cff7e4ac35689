"""Results for a person and for a script."""

import json
import sys
from collections.abc import Sequence
from typing import Any

import click

from app.platform.terminal import wants_colour


def say(text: str) -> None:
    """Tell the user something that is no result: on standard error."""
    click.echo(text, err=True)


def as_json(value: Any) -> None:
    """Write a result for a script."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write rows under titles: drawn on a terminal, aligned plain text anywhere else."""
    if wants_colour(sys.stdout):
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        drawn = Table(*titles, header_style="bold", box=None, pad_edge=False)
        for row in rows:
            drawn.add_row(*(Text(cell) for cell in row))  # Text: a name is not markup
        Console().print(drawn)
        return
    lines = [[title.upper() for title in titles], *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(titles))]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def mark(status: str) -> str:
    """A status word, coloured where colours are: green, yellow or red."""
    colours = {"ok": "green", "note": "yellow", "wrong": "red", "failed": "red"}
    word = status.ljust(6)
    return click.style(word, colours.get(status)) if wants_colour(sys.stdout) else word
