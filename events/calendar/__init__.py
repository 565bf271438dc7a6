"""Events for calendars (RFC 5545): to download, to subscribe to, to send by mail."""

from .writing import CONTENT_TYPE, CONTENT_TYPE_IN_MAIL, event_calendar, file_name

__all__ = ["CONTENT_TYPE", "CONTENT_TYPE_IN_MAIL", "event_calendar", "file_name"]
