from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "membership.members"
    label = "membership"
    verbose_name = _("Membership")

    def ready(self) -> None:
        from ethicaltrade.core.protection import protect

        from .models import Member

        protect(Member)  # its reports are its own
