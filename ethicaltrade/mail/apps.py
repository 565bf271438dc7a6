from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Warning, register
from django.utils.translation import gettext_lazy as _

NOWHERE = tuple(f"{kind}.EmailBackend" for kind in ("console", "dummy", "filebased"))


class MailConfig(AppConfig):
    name = "ethicaltrade.mail"
    label = "mail"
    verbose_name = _("E-mail")

    def ready(self) -> None:
        register(check_mail_server, deploy=True)


def check_mail_server(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What is right for a try-out sends nothing, and writes keys where others read."""
    if not settings.EMAIL_BACKEND.endswith(NOWHERE):
        return []
    return [
        Warning(
            "No e-mail is sent: each is written on the console or in a file, with the "
            "keys of its links, or thrown away.",
            hint="Set EMAIL_URL to smtp+tls://user:password@host:587.",
            id="mail.W001",
        )
    ]
