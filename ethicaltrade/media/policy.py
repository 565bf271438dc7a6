"""Which documents are offered to those who write pages, beside Wagtail's rights."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from ethicaltrade.privacy.visibility import is_passed_by

CHOOSE = {"choose"}


class DocumentPolicy(CollectionOwnershipPermissionPolicy):
    """A document is picked by those who may open it, and those who may change it.

    Wagtail's right to pick holds in every collection below, closed ones too.
    """

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet:
        found = super().instances_user_has_any_permission_for(user, actions)
        if {*actions} - CHOOSE or user.is_superuser:
            return found
        changed = super().instances_user_has_any_permission_for(user, ["change"])
        return found.filter(is_passed_by(user) | Q(pk__in=changed.values("pk")))

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Any
    ) -> bool:
        if not super().user_has_any_permission_for_instance(user, actions, instance):
            return False
        if {*actions} - CHOOSE or user.is_superuser:
            return True
        chosen = self.instances_user_has_any_permission_for(user, CHOOSE)
        return chosen.filter(pk=instance.pk).exists()
