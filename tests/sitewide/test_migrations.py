"""The release before the present one goes on while the database is already the next's.

An upgrade migrates first, and the old processes answer until the new ones do. So a
column comes with a default of the database's own, and goes, or is renamed, in a release
after the one whose code stopped asking for it.
"""

import pytest
from django.apps import apps
from django.db import connection
from django_migration_linter import MigrationLinter

BEFORE_THE_FIRST_DEPLOYMENT = (
    *("articles.0002_rows", "articles.0004_updated_in_each_language"),
    *("basepage.0003_finalize", "basepage.0009_each_language_by_itself"),
    *("bilingual.0002_without_the_front_page", "bilingual.0003_find_by_slug"),
    *("core.0002_alphabetical_order", "events.0003_alphabetical_order"),
    *("events.0004_rows", "events.0006_scheduled_notes"),
    *("media.0002_earlier_files", "media.0003_document_opens_by_itself"),
    *("members.0001_initial", "resources.0002_rows"),
    "resources.0003_updated_in_each_language",
)
"""Nothing ran while these did."""


@pytest.mark.django_db
def test_old_release_works_with_the_new_database(capsys):
    if connection.vendor != "postgresql":
        pytest.skip("The site is upgraded without a gap on PostgreSQL.")
    ours = [
        config.label
        for config in apps.get_app_configs()
        if config.name.split(".")[0]
        in ("articles", "ethicaltrade", "events", "membership")
    ]
    linter = MigrationLinter(
        include_apps=ours,
        ignore_name=[each.split(".")[1] for each in BEFORE_THE_FIRST_DEPLOYMENT],
        no_cache=True,
    )
    linter.lint_all_migrations()
    assert not linter.has_errors, capsys.readouterr().out
    assert linter.nb_total > 40
