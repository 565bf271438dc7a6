"""What follows when an account changes, whoever changes it."""

from typing import Any

from .accounts import keep_address_in_step


def keep_in_step(sender: type, instance: Any, raw: bool, **kwargs) -> None:
    """Let the person be found by the address that was saved."""
    fields = kwargs.get("update_fields")
    if not raw and (fields is None or "email" in fields):  # a fixture has its rows
        keep_address_in_step(instance)
