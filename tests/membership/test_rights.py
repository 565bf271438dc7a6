"""Editors' rights on a site that was running before there were members."""

from importlib import import_module

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from ethicaltrade.home.groups import EDITORS_GROUP

pytestmark = pytest.mark.django_db

NAME = "0003_editors_may_edit_members"
RIGHTS = ["add_member", "change_member", "delete_member", "view_member"]


@pytest.fixture
def migrate():
    """Run the migration's work on the models as they were then."""
    migration = import_module(f"membership.migrations.{NAME}")
    apps = MigrationLoader(connection).project_state(("membership", NAME)).apps
    return lambda: migration.let_editors_edit_members(apps, None)


def test_editors_of_a_running_site_may_edit_members(migrate):
    editors, _is_new = Group.objects.get_or_create(name=EDITORS_GROUP)
    editors.permissions.clear()
    migrate()
    migrate()
    found = editors.permissions.order_by("codename").values_list("codename", flat=True)
    assert list(found) == RIGHTS


def test_new_site_has_no_editors_yet(migrate):
    Group.objects.all().delete()
    migrate()
    assert not Group.objects.exists()


def test_editors_of_a_new_site_may_edit_members():
    editors = Group.objects.get(name=EDITORS_GROUP)
    assert editors.permissions.filter(codename__in=RIGHTS).count() == len(RIGHTS)
