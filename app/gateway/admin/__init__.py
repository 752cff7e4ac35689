"""The administration over HTTP: its operations, their OpenAPI document, and what they answer.

Loaded when the port answers and the database is there: it may import SQLAlchemy's side of the
storage. Who calls is decided before (`admin_door`); what a caller may see is decided here. No
secret is ever answered, but for a new client key, once.
"""
