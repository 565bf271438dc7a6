"""The server behind the browser tests: the tests' settings, with nothing cached.

All it knows is then in its database, which the tests put back between them. E-mails go
to files in the folder MAILBOX, where the environment names one.
"""

import os

from ethicaltrade.settings import base
from ethicaltrade.settings.test import *  # noqa: F403  (a settings module)

TASKS = base.TASKS
WAGTAILSEARCH_BACKENDS = base.WAGTAILSEARCH_BACKENDS

CACHES = {
    name: {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    for name in ("default", "memory", "renditions")
}

if "MAILBOX" in os.environ:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = os.environ["MAILBOX"]
