"""The jobs of the events; the worker finds them here."""

from events.registration import jobs
from events.staff import jobs as staff_jobs

__all__ = ["jobs", "staff_jobs"]
