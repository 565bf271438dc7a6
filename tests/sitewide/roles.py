"""Who may open what in the CMS: a row for every address that Django knows there."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from django.urls import URLPattern, URLResolver, get_resolver

from ethicaltrade.demo.site import ROLES
from ethicaltrade.home import groups

LETTERS = {
    "S": groups.WRITERS,  # skribent
    "R": groups.PUBLISHERS,  # redaktør
    "O": groups.TRANSLATORS,  # oversetter
    "M": groups.MEMBER_STAFF,  # medlemsansvarlig
    "A": groups.EVENT_STAFF,  # arrangementsansvarlig
    "D": groups.ADMINISTRATORS,  # administrator
}

# For each role its letter, or a dot. The first row that an address matches is its own.
# In it stands what test_roles.py makes: an article, an event, what others uploaded.
TABLE = """
                    not behind the CMS's door, or asked for by scripts alone
======  admin/login/ wagtailadmin_login wagtailadmin_logout wagtailadmin_password_reset*
======  wagtailadmin_block_preview
                    no superuser either: switched off, not there, another's upload
xxxxxx  wagtailadmin_workflows:* wagtailadmin_reports:workflow* wagtailadmin_error_test
xxxxxx  wagtailadmin_pages:*workflow*
xxxxxx  wagtailadmin_api:documents:* wagtailadmin_api:images:*
xxxxxx  wagtailimages:url_generator* wagtailsettings:preview_on_edit
xxxxxx  wagtailsnippets:index wagtailsnippetchoosers_*:create feedback:add
xxxxxx  *:create_multiple_from_uploaded_* *:delete_upload_multiple exchange_import

                    everybody in the CMS
SROMAD  wagtailadmin_home wagtailadmin_account wagtailadmin_dismissibles cms_session
SROMAD  wagtailadmin_sprite wagtailadmin_javascript_catalog admin/test404/
SROMAD  wagtailadmin_tag_* wagtailadmin_editing_sessions:release wagtailembeds:*
                    which lead on, or offer only what one may
SROMAD  wagtailadmin_pages:choose_parent wagtailadmin_pages:revisions_index
SROMAD  guide guide_page writing_pasted
SROMAD  wagtailadmin_api:pages:listing wagtail_bulk_action
                    windows to pick from: those of files are empty for who has no right
SROMAD  wagtailadmin_choose_page* choose_page_to_link admin/choose-page-to-link/*
SROMAD  wagtailsnippetchoosers_core_* wagtailsnippetchoosers_events_*
SROMAD  *_chooser:choose* *_chooser:chosen_multiple

                    pages: every role that writes any
SR.MAD  wagtailadmin_explore_root wagtailadmin_explore wagtailadmin_explore_results
SR.MAD  wagtailadmin_pages:search* wagtailadmin_pages:type_use* bilingual_report*
SR.MAD  exchange_files exchange_download
SR.MAD  wagtailadmin_reports:aging_pages* wagtailadmin_reports:page_types_usage*
                    an article: who may write everywhere
SR...D  ask_task end_task article_from_word
SR...D  wagtailadmin_pages:add wagtailadmin_pages:add_subpage wagtailadmin_pages:copy
SR...D  wagtailadmin_pages:edit wagtailadmin_pages:preview_* wagtailadmin_pages:usage
SR...D  wagtailadmin_pages:view_draft wagtailadmin_pages:history*
SR...D  wagtailadmin_pages:revisions_view wagtailadmin_pages:revisions_revert
SR...D  wagtailadmin_pages:revisions_compare wagtailadmin_editing_sessions:ping
SR...D  wagtailadmin_pages:convert_alias
SR...D  wagtailadmin_api:pages:detail wagtailadmin_api:pages:find bilingual_changes
                    and who publishes
.R...D  wagtailadmin_pages:delete wagtailadmin_pages:unpublish wagtailadmin_pages:move*
.R...D  wagtailadmin_pages:set_* wagtailadmin_pages:lock wagtailadmin_pages:unlock
.R...D  wagtailadmin_pages:revisions_unschedule schedule_language
.R...D  task_section
.R...D  wagtailadmin_reports:locked_pages* wagtailadmin_api:pages:action
                    what several pages show
.R..AD  wagtailsnippets_core_person:list* wagtailsnippets_core_person:add
.R..AD  wagtailsnippets_core_person:edit wagtailsnippets_core_person:usage
.R..AD  wagtailsnippets_core_person:history* wagtailsnippets_core_person:copy
.R..AD  wagtailsnippets_events_organisation:*
.R...D  wagtailsnippets_core_* wagtailsnippets_bilingual_oldaddress:*
.R...D  wagtailsnippetchoosers_bilingual_oldaddress:* wagtailsettings:*
.R...D  admin/settings/* feedback:*
                    files: who uploads, and who changes what others uploaded
SR.MAD  admin/images/ admin/images/results/
SR.MAD  wagtailimages:index* wagtailimages:add* wagtailimages_chooser:*
SR.MAD  wagtaildocs:index* wagtaildocs:add* wagtaildocs_chooser:* downloads_report*
.R...D  wagtailimages:* admin/images/*
.R.M.D  wagtaildocs:* admin/documents/*
                    events
.R..AD  event_admin:publish
....AD  event_admin:*
                    members
...M.D  wagtailsnippets_membership_* wagtailsnippetchoosers_membership_*
...M.D  member_people:* membership_applications:* proposals:*
                    the house
.....D  wagtailusers_users:* wagtailusers_groups:* wagtailadmin_collections:*
.....D  wagtailsites:index* wagtailsites:edit wagtailsites:history* wagtailsites:usage
.....D  wagtailadmin_reports:site_history* try_emails_again forget_second_factors
                    a superuser
......  wagtailsites:*
"""
LOG_INS = {
    letter: f"{name}@example.org"
    for letter, role in LETTERS.items()
    for name, (group, _first_name) in ROLES.items()
    if group == role
}
"""Of the demo site."""
NOT_ASKED, NOBODY = "======", "xxxxxx"


def rows() -> Iterator[tuple[str, str]]:
    """A pattern of names, and the letters of those who may open it."""
    for line in filter(str.strip, TABLE.splitlines()):
        if not line.startswith(" "):
            letters, *patterns = line.split()
            for pattern in patterns:
                yield pattern, letters.replace(".", "")


def may_open(name: str) -> str | None:
    """The letters of the first row; None where there is none."""
    return next((who for pattern, who in rows() if fnmatchcase(name, pattern)), None)


LEAST_FIRST = "OSAMRD"
"""The letters: who may open little, before who may open much."""


def least_first(name: str) -> list[str]:
    """The letters of those who may open it; none where it is nobody's."""
    who = may_open(name) or ""
    return [letter for letter in LEAST_FIRST if letter in who]


def addresses() -> Iterator[tuple[str, str]]:
    """The name of each below /admin/, or its route where it has none; and the route."""
    yield from _walk(get_resolver(), "", [])


def _walk(
    resolver: URLResolver, route: str, spaces: list[str]
) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        here = f"{route}{pattern.pattern}".replace("^", "").replace("$", "")
        if not here.startswith("admin/"):
            continue
        if isinstance(pattern, URLPattern):
            yield ":".join([*spaces, pattern.name]) if pattern.name else here, here
        else:
            inner = [*spaces, pattern.namespace] if pattern.namespace else spaces
            yield from _walk(pattern, here, inner)
