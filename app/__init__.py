"""Dragoman: any LLM client on any LLM provider, through a translation server on localhost."""

__version__ = "0.1.0"
