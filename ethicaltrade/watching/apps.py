from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.utils.translation import gettext_lazy as _

SHORTEST = 20
"""Letters of a token that cannot be guessed."""


class WatchingConfig(AppConfig):
    name = "ethicaltrade.watching"
    label = "watching"
    verbose_name = _("Monitoring")

    def ready(self) -> None:
        register(check_token, Tags.security)
        from . import alarms  # noqa: F401  (it looks when an answer has gone)

        if settings.SENTRY_DSN:
            from . import sentry

            sentry.start(settings.SENTRY_DSN)


def check_token(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    token = settings.MONITORING_TOKEN
    if not token or (len(token) >= SHORTEST and len(set(token)) >= 8):
        return []
    return [
        Error(
            "MONITORING_TOKEN can be guessed.",
            hint="Take secrets.token_urlsafe(32), in Python.",
            id="watching.E001",
        )
    ]
