from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    name = "membership.proposals"
    label = "proposals"
    verbose_name = _("From members")

    def ready(self) -> None:
        from ethicaltrade.core.protection import protect
        from membership.members.models import Member

        protect(Member, lambda member: member.proposals.all())
