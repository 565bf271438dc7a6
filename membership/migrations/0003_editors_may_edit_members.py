"""Editors of a site that is running already may edit members too.

A new site has no such group yet: it is made, with these rights, after the migrations.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

EDITORS_GROUP = "Redaktører"


def let_editors_edit_members(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.filter(name=EDITORS_GROUP).first()
    if group is None:
        return
    config = apps.get_app_config("membership")
    config.models_module = True  # else nothing is made for a migration's models
    create_permissions(config, verbosity=0, apps=apps)
    config.models_module = None
    group.permissions.add(
        *apps.get_model("auth", "Permission").objects.filter(
            content_type__app_label="membership", content_type__model="member"
        )
    )


class Migration(migrations.Migration):
    dependencies = [
        ("membership", "0002_members"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(let_editors_edit_members, migrations.RunPython.noop)
    ]
