"""A newcomer's machine: SQLite, mail on the console, the visitors' own error pages.

``DEBUG=1 make run`` shows Django's error pages instead.
"""

from .base import *  # noqa: F403  (a settings module is a namespace)
from .base import env

DEBUG = env.bool("DEBUG", False)
DEMO_ALLOWED = True
STYLE_GUIDE = True
SECRET_KEY = env.str("SECRET_KEY", "development-only-not-a-secret")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", ".localhost"]

KEEP_PAGES = env.bool("KEEP_PAGES", False)  # a template that is edited is seen

# Static files straight from their folders, as they are now.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
