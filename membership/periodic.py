"""The jobs of the membership; the worker finds them here."""

from membership.application import jobs as application_jobs
from membership.people import jobs

__all__ = ["application_jobs", "jobs"]
