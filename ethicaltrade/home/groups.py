"""The groups a new site starts with."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.users.models import MEMBERS_GROUP

EDITORS_GROUP = "Redaktører"
TRANSLATORS_GROUP = "Oversettere"

ON_PAGES = ("add", "change", "publish", "bulk_delete", "lock", "unlock")
IN_COLLECTIONS = (
    *(("wagtailimages", f"{do}_image") for do in ("add", "change", "choose")),
    *(("wagtaildocs", f"{do}_document") for do in ("add", "change", "choose")),
)
ON_MODELS_OF = ("core", "bilingual", "events", "membership", "applications")
ON_MODELS = (
    "topic", "person", "sitesettings", "oldaddress",
    "organisation", "member", "application", "feetable",
)  # fmt: skip
ON_FEEDBACK = ("view_feedback", "change_feedback", "delete_feedback")


def ensure_groups() -> None:
    """A group that exists is left as the technician has it."""
    Group.objects.get_or_create(name=MEMBERS_GROUP)
    editors, is_new = Group.objects.get_or_create(name=EDITORS_GROUP)
    translators, are_new = Group.objects.get_or_create(name=TRANSLATORS_GROUP)
    if is_new or are_new:
        for config in apps.get_app_configs():  # this may run before Django's own turn
            create_permissions(config, verbosity=0)
    entering = Permission.objects.filter(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    if are_new:  # they see what is given to them, and nothing else
        translating = Permission.objects.filter(
            content_type__app_label="tasks", codename="translate_pages"
        )
        translators.permissions.set(entering | translating)
    if not is_new:
        return
    editors.permissions.set(
        entering
        | Permission.objects.filter(
            content_type__app_label__in=ON_MODELS_OF, content_type__model__in=ON_MODELS
        )
        | Permission.objects.filter(
            content_type__app_label="home", codename__in=ON_FEEDBACK
        )
    )
    root = BasePage.get_first_root_node()
    for codename in ON_PAGES:
        permission = Permission.objects.get(
            content_type__app_label="basepage", codename=f"{codename}_basepage"
        )
        GroupPagePermission.objects.create(
            group=editors, page=root, permission=permission
        )
    collection = Collection.get_first_root_node()
    for app_label, codename in IN_COLLECTIONS:
        permission = Permission.objects.get(
            content_type__app_label=app_label, codename=codename
        )
        GroupCollectionPermission.objects.create(
            group=editors, collection=collection, permission=permission
        )
