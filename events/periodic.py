"""The scheduled tasks, where the worker looks for them."""

from events import scheduled

__all__ = ["scheduled"]
