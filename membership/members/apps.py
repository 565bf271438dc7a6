from collections.abc import Iterable

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "membership.members"
    label = "membership"
    verbose_name = _("Membership")

    def ready(self) -> None:
        from ethicaltrade.core.changes import follow
        from ethicaltrade.core.protection import protect

        from .fees.models import FeeTable
        from .models import Member, MemberIndexPage, MembershipPage

        def shown_by(table: FeeTable) -> Iterable[MembershipPage]:
            """The pages whose calculator uses the table today."""
            is_current = table == FeeTable.current()
            return MembershipPage.objects.live() if is_current else ()

        protect(Member)  # its reports are its own
        protect(FeeTable, shown_by)
        directories = MemberIndexPage.objects.values_list("pk", flat=True)
        follow(Member, lambda member: directories.all())
