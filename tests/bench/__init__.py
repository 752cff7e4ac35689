"""How fast the gateway is, measured beside the direct way and, where wanted, beside peers.

Run by hand: `python -m tests.bench`, or with `--quick` for a first look. Loopback only; it stops by
itself. The load generator and the scripted provider are raw asyncio protocols in processes of their
own, so that what is measured is the gateway. Every cell is run for each target in turn, several
rounds long, and medians are reported: on a shared machine only ratios within one run mean much.
"""
