"""The small server. Everything it needs comes from the environment.

Source: https://12factor.net/config. A missing setting stops the start with a
sentence that names it.
"""

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

NEEDED = {
    "SECRET_KEY": "a long random string that signs sessions and links",
    "ALLOWED_HOSTS": "the site's host names, separated by commas",
    "BASE_URL": "the site's public address, such as https://www.example.org",
    "DATABASE_URL": "such as postgres://user:password@host:5432/name",
    "CACHE_URL": "such as redis://host:6379/0",
    "EMAIL_URL": "such as smtp+tls://user:password@host:587",
    "DEFAULT_FROM_EMAIL": "the sender of the e-mails, such as post@example.org",
}


def require(environment: Mapping[str, str]) -> None:
    missing = [name for name in NEEDED if not environment.get(name)]
    if missing:
        lines = "\n".join(f"  {name}: {NEEDED[name]}" for name in missing)
        raise ImproperlyConfigured(
            f"The site cannot start: set these environment variables.\n{lines}"
        )


require(os.environ)  # first: the base settings trip over an empty variable

from .base import *  # noqa: E402, F403  (a settings module is a namespace)
from .base import STORAGES, TASKS, env  # noqa: E402

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
    raise ImproperlyConfigured(
        "The site cannot start: SECRET_KEY is too weak; use 50 random characters."
    )
# Old keys, while links and second factors locked with them are in use.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [BASE_URL]  # noqa: F405

# A try-out on this machine alone has no TLS in front of it.
SECURE = urlsplit(BASE_URL).scheme == "https"  # noqa: F405
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", SECURE)
# Asked from inside, over http.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
# Anybody can send a header. A proxy's are believed where one is said to be there.
if TRUSTED_PROXY_COUNT:  # noqa: F405
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Browsers hold the site to its word: a day's mistake lasts a year. Start small, and
# raise it when all of the domain has TLS (docs/deploy.md).
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 3600 if SECURE else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
if SECURE:  # "__Host-": no other host of the domain can have set it
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
# Editors can do much harm with a stolen password; a try-out has demo people only.
STAFF_NEEDS_SECOND_FACTOR = env.bool("STAFF_NEEDS_SECOND_FACTOR", SECURE)

STORAGES = {
    **STORAGES,
    # Names carry a hash of the content: cached for a year, never stale.
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# A worker runs beside the site; without one, what it would do is done at once.
if env.bool("WORKER", True):
    TASKS["worker"] = {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "OPTIONS": {"id_function": "ethicaltrade.logs.task_id"},
    }
    MAIL_AT_ONCE = False

WEB_CONCURRENCY = env.int("WEB_CONCURRENCY", 1)  # gunicorn's processes read it, too

SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains, and its preload: when the domain is ready
    "security.W021",
]
