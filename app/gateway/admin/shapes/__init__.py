"""What goes in and out, as pydantic models: the OpenAPI document is made from them."""
