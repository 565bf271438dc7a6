import json
from uuid import uuid4

from django.db import migrations, models

import ethicaltrade.core.blocks.field


def sections_so_far():
    """What a front page showed before its editors could arrange it."""
    sections = {
        "lead_story": {"article": None},
        "news": {"heading": {}, "number": "6"},
    }
    return [
        {"type": name, "value": value, "id": str(uuid4())}
        for name, value in sections.items()
    ]


def keep_what_is_shown(apps, schema_editor):
    """Give the page its sections, and its revisions, which may be published later."""
    HomePage = apps.get_model("home", "HomePage")
    Revision = apps.get_model("wagtailcore", "Revision")
    sections = sections_so_far()
    value = models.Value(sections, output_field=models.JSONField())
    HomePage.objects.update(sections=value)
    kind = {"content_type__app_label": "home", "content_type__model": "homepage"}
    for revision in Revision.objects.filter(**kind):
        revision.content["sections"] = json.dumps(sections)
        revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_feedback"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AddField(
            model_name="homepage",
            name="sections",
            field=ethicaltrade.core.blocks.field.BodyField(
                blank=True, verbose_name="sections"
            ),
        ),
        migrations.RunPython(keep_what_is_shown, migrations.RunPython.noop),
    ]
