"""The tables that no public page shows: what is written there changes no page.

All others are public, so that nobody need think of it: a table that is missing here
costs some speed, and one too many shows what is old. Models are named by their labels:
the rooms above are not imported.
"""

from functools import cache

from django.apps import apps
from django.conf import settings

MODELS = {
    "the number itself": ("caching.Generation",),
    "who is logged in, and how": (
        "sessions.Session",
        "account.EmailAddress",
        "account.EmailConfirmation",
        "mfa.Authenticator",
        "usersessions.UserSession",
        "users.EarlierAddress",
        "wagtailcore.APIToken",
    ),
    "e-mails and jobs that wait": (
        "mail.Email",
        "mail.Attachment",
        "events.Message",
        "scheduling.JobRun",
        "django_tasks_database.DBTaskResult",
    ),
    "what only the CMS shows: drafts, and the history of it": (
        "bilingual.PageLanguage",
        "bilingual.Schedule",
        "bilingual.TranslatedFrom",
        "tasks.Section",
        "tasks.Task",
        "wagtailcore.Revision",
        "wagtailcore.PageLogEntry",
        "wagtailcore.ModelLogEntry",
        "wagtailcore.Comment",
        "wagtailcore.CommentReply",
        "wagtailcore.PageSubscription",
        "wagtailcore.UploadedFile",
        "wagtailadmin.EditingSession",
        "wagtailadmin.FormState",
        "wagtailusers.UserProfile",
    ),
    "what visitors send to the staff": (
        "home.Feedback",
        "applications.Application",
        "applications.ApplicationEvent",
        "affiliations.Invitation",
        "proposals.Proposal",
    ),
    "what one person has read, or how often all did": (
        "media.DownloadCount",
        "resources.ResourceVisit",
        "resources.ChapterRead",
    ),
    # It follows other tables; what the site searches are rows of search.SearchEntry.
    "the index of what is searched": ("wagtailsearch.IndexEntry",),
}

OF_SQLITE = ("sqlite_sequence", "wagtailsearch_indexentry_fts")

# What changes while a page is edited, before anything is published, and at a log-in.
FIELDS = {
    "basepage.BasePage": (
        "latest_revision",
        "latest_revision_created_at",
        "draft_title",
        "has_unpublished_changes",
        "locked",
        "locked_at",
        "locked_by",
    ),
    "users.User": ("last_login",),
}


@cache
def tables() -> frozenset[str]:
    models = [label for labels in MODELS.values() for label in labels]
    named = {apps.get_model(label)._meta.db_table for label in models}
    return frozenset({*named, settings.CACHE_TABLE, *OF_SQLITE})


@cache
def columns() -> dict[str, frozenset[str]]:
    """By table."""
    found = {}
    for label, names in FIELDS.items():
        meta = apps.get_model(label)._meta
        found[meta.db_table] = frozenset(meta.get_field(name).column for name in names)
    return found
