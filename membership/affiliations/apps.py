from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AffiliationsConfig(AppConfig):
    name = "membership.affiliations"
    label = "affiliations"
    verbose_name = _("People")

    def ready(self) -> None:
        from ethicaltrade.core.protection import protect
        from membership.members.models import Member

        from . import members_group  # noqa: F401  (its receivers register themselves)

        protect(Member, lambda member: member.affiliations.all())
