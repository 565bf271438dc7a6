"""The tables that no backup holds. All others are in it, so that nobody forgets one.

Models are named by their labels: the rooms above are not imported.
"""

from functools import cache

from django.apps import apps
from django.db.models import Model

MODELS = {
    "who is logged in: after a restore, everybody logs in again": (
        "sessions.Session",
        "usersessions.UserSession",
    ),
    "it goes on and never back (docs/architecture/caching.md)": ("caching.Generation",),
    "what the worker is at; it would be done twice": (
        "scheduling.JobRun",
        "watching.Trouble",
        "django_tasks_database.DBTaskResult",
    ),
    "who has which form open in the CMS, and files on their way through one": (
        "wagtailadmin.EditingSession",
        "wagtailadmin.FormState",
        "wagtailcore.UploadedFile",
    ),
    "indexes, which are made anew from what they index": (
        "search.SearchEntry",
        "wagtailsearch.IndexEntry",
        "wagtailsearch.SQLiteFTSIndexEntry",
    ),
}

# What a database holds that has just been migrated: no content of anybody's.
MADE_BY_MIGRATIONS = frozenset(
    {
        "auth.Group",
        "auth.Group_permissions",
        "auth.Permission",
        "basepage.BasePage",  # Wagtail's root and welcome; others have a table more
        "contenttypes.ContentType",
        "wagtailcore.Collection",
        "wagtailcore.GroupApprovalTask",
        "wagtailcore.GroupApprovalTask_groups",
        "wagtailcore.GroupCollectionPermission",
        "wagtailcore.GroupPagePermission",
        "wagtailcore.Locale",
        "wagtailcore.Site",
        "wagtailcore.Task",
        "wagtailcore.Workflow",
        "wagtailcore.WorkflowPage",
        "wagtailcore.WorkflowTask",
    }
)


@cache
def labels() -> frozenset[str]:
    return frozenset(label for some in MODELS.values() for label in some)


def all_models() -> list[type[Model]]:
    """Those with a table that the site's migrations make, in the order of the apps."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]


def models() -> list[type[Model]]:
    """Those whose rows are in a backup."""
    return [model for model in all_models() if model._meta.label not in labels()]
