"""How many tokens a conversation is, counted on this machine, without asking a provider.

Clients ask before they send (`count_tokens`) and decide by the answer when to compact. Every
provider has a vocabulary of its own and few publish it, so this is one good vocabulary for all:
near on prose and code, never the bill. Pure but for the vocabulary, which is loaded when the first
text is counted; no asyncio, no I/O, no settings.
"""
