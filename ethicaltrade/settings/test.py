"""Tests: fast hashing, mail in a list, files in a folder that goes away."""

import atexit
import shutil
import tempfile
from pathlib import Path

from .base import *  # noqa: F403  (a settings module is a namespace)
from .base import INSTALLED_APPS, NOTHING, SHARED_BY_DATABASE, STORAGES, TASKS

INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]
DEBUG = False
DEMO_ALLOWED = True
STYLE_GUIDE = True
SECRET_KEY = "test-only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
BASE_URL = WAGTAILADMIN_BASE_URL = "http://localhost"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

MEDIA_FOLDER = Path(tempfile.mkdtemp(prefix="ethicaltrade-test-"))
atexit.register(shutil.rmtree, MEDIA_FOLDER, ignore_errors=True)
MEDIA_ROOT = MEDIA_FOLDER / "media"
STORAGES = {
    **STORAGES,
    "private": {
        **STORAGES["private"],
        "OPTIONS": {"location": str(MEDIA_FOLDER / "private"), "base_url": None},
    },
}
CACHES = {
    name: {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": name,
    }
    for name in ("default", "renditions", "memory")
} | {"database": SHARED_BY_DATABASE, "pages": NOTHING, "nothing": NOTHING}
STORAGE_CHECK_SECONDS = 0  # each test would leave a thread behind
WATCH_SECONDS = 0  # the first request of each minute would ask more
KEEP_PAGES = False  # the tests of it switch it on: tests/support/caching.py
# Tests that need an index are marked: tests/support/indexing.py
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "tests.support.indexing.NoIndex", "AUTO_UPDATE": False}
}
TASKS = {**TASKS, "default": {"BACKEND": "tests.support.indexing.AllButIndexing"}}
LOGGING = {"version": 1, "disable_existing_loggers": False}
