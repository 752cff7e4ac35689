"""`dragoman doctor`."""

from dataclasses import asdict

import click

from app.cli.exits import DONE, FAILED
from app.cli.output import as_json, mark
from app.cli.session import Session, pass_session


@click.command()
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
@click.pass_context
def doctor(ctx: click.Context, session: Session, json_wanted: bool) -> None:
    """Check this machine's setup and say what to do. Exit code 1 where something is wrong.

    It looks at settings, keyring, keys, database, port, providers and environment, changes nothing,
    and calls no provider; 'dragoman provider test' does that.
    """
    from app.cli.diagnosis import examine

    findings = []
    for finding in examine(session):
        findings.append(finding)
        if not json_wanted:
            click.echo(f"{mark(finding.status)}  {finding.subject}: {finding.message}")
            if finding.remedy:
                click.echo(f"        {finding.remedy}")
    if json_wanted:
        as_json([asdict(finding) for finding in findings])
    ctx.exit(FAILED if any(finding.status == "wrong" for finding in findings) else DONE)
