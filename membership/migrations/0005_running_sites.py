"""What a site that is running already has and a new one is given elsewhere.

Its editors may work through applications and set the fees, and its members are found by
the search in the directory. A new site's group is made after the migrations.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

from membership.directory.folding import fold

EDITORS_GROUP = "Redaktører"


def let_editors_work(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.filter(name=EDITORS_GROUP).first()
    if group is None:
        return
    config = apps.get_app_config("membership")
    config.models_module = True  # else nothing is made for a migration's models
    create_permissions(config, verbosity=0, apps=apps)
    config.models_module = None
    group.permissions.add(
        *apps.get_model("auth", "Permission").objects.filter(
            content_type__app_label="membership",
            content_type__model__in=["application", "feetable"],
        )
    )


def make_members_findable(apps, schema_editor):
    objects = apps.get_model("membership", "Member").objects
    members = list(objects.all())
    for member in members:
        words = (member.name, member.place, member.organisation_number)
        member.search_text = fold(" ".join(str(word or "") for word in words))
    objects.bulk_update(members, ["search_text"])


class Migration(migrations.Migration):
    dependencies = [
        ("membership", "0004_membership"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(let_editors_work, migrations.RunPython.noop),
        migrations.RunPython(make_members_findable, migrations.RunPython.noop),
    ]
