"""Rows get the uuid they are known by."""

import uuid

from django.db import migrations, models

from ethicaltrade.bilingual.rows import fill

ROWS = ("ResourceDocument",)


def fill_in(apps, schema_editor):
    for name in ROWS:
        fill(apps.get_model("resources", name))


class Migration(migrations.Migration):
    dependencies = [("resources", "0001_initial")]

    operations = [
        *(
            migrations.AddField(name, "uuid", models.UUIDField(null=True))
            for name in ROWS
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
        *(
            migrations.AlterField(name, "uuid", models.UUIDField(default=uuid.uuid4))
            for name in ROWS
        ),
        *(
            migrations.AddConstraint(
                name,
                models.UniqueConstraint(
                    fields=["page", "uuid"], name=f"resources_{name.lower()}_uuid"
                ),
            )
            for name in ROWS
        ),
    ]
