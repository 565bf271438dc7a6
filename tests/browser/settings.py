"""The server behind the browser tests: the tests' settings, with nothing cached.

All it knows is then in its database, which the tests put back between them.
"""

from ethicaltrade.settings.test import *  # noqa: F403  (a settings module)

CACHES = {
    name: {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    for name in ("default", "renditions")
}
