"""A newcomer's machine: SQLite, mail on the console, errors on the page."""

from .base import *  # noqa: F403  (a settings module is a namespace)

DEBUG = True
SECRET_KEY = env.str("SECRET_KEY", "development-only-not-a-secret")  # noqa: F405
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", ".localhost"]
INTERNAL_IPS = ["127.0.0.1"]

LOGGING["loggers"]["wagtail"] = {"level": "WARNING"}  # noqa: F405  (the history has it)
