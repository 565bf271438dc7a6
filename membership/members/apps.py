from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "membership.members"
    label = "membership"
    verbose_name = _("Membership")

    def ready(self) -> None:
        from ethicaltrade.core.changes import follow
        from ethicaltrade.core.protection import protect

        from .models import Member, MemberIndexPage

        protect(Member)  # its reports are its own
        directories = MemberIndexPage.objects.values_list("pk", flat=True)
        follow(Member, lambda member: directories.all())
