"""The WSGI door: what gunicorn serves in production."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ethicaltrade.settings.production")
# In seconds, before the settings are read: nobody waits longer for a page.
os.environ.setdefault("STATEMENT_TIMEOUT", "10")

application = get_wsgi_application()

from ethicaltrade.caching.generation import forget_in_front  # noqa: E402

forget_in_front()  # a new release makes other pages of the same content
