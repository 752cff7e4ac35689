"""What the built program runs: the same command as `python -m app`."""

from app.cli.main import main

main()
