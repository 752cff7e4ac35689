"""What a request may spend and what it leaves behind: limits, budgets, the row in the ledger.

Everything that a request waits for here is in memory, but for the budgets that several gateways
share. No SQLAlchemy is imported before the port answers: the database comes in when it stands.
"""
