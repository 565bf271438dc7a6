from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    name = "membership.applications"
    label = "applications"
    verbose_name = _("Applications")

    def ready(self) -> None:
        from ethicaltrade.core.protection import protect
        from membership.members.models import Member

        from . import personal_data  # noqa: F401  (its receiver registers itself)

        protect(Member, lambda member: member.applications.all())
