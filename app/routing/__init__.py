"""Decisions: where a request goes, when it is tried again, when its answer begins.

Everything is a pure function or a small state machine. Times are numbers of seconds on a monotonic
clock and come in from outside, as does every random number: a decision can be replayed in a test.
"""
