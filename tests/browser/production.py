"""The production settings, with the site's own static files only.

Wagtail's, which no reader is sent, take half a minute to compress.
"""

import os
from pathlib import Path

from ethicaltrade.settings.production import *  # noqa: F403  (a settings module)
from ethicaltrade.settings.production import STATICFILES_FINDERS as ALL_FINDERS

APPS_FINDER = "django.contrib.staticfiles.finders.AppDirectoriesFinder"
STATICFILES_FINDERS = [finder for finder in ALL_FINDERS if finder != APPS_FINDER]
STATIC_ROOT = Path(os.environ["STATIC_ROOT"])
