from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Lower

from ethicaltrade.bilingual.models import LastSegmentField, last_segment

PART = 2000  # rows


def fill_slugs(apps, schema_editor):
    addresses = apps.get_model("bilingual", "OldAddress").objects
    part = []
    for old in addresses.only("path").iterator(chunk_size=PART):
        old.slug = last_segment(old.path)
        part.append(old)
        if len(part) == PART:
            addresses.bulk_update(part, ["slug"])
            part = []
    addresses.bulk_update(part, ["slug"])


class Migration(migrations.Migration):
    dependencies = [
        ("bilingual", "0002_without_the_front_page"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="oldaddress",
            name="slug",
            field=LastSegmentField(default="", editable=False, max_length=2048),
        ),
        migrations.RunPython(fill_slugs, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="oldaddress",
            index=models.Index(
                models.F("language"), Lower("path"), name="bilingual_old_address_lower"
            ),
        ),
        migrations.AddIndex(
            model_name="oldaddress",
            index=models.Index(models.F("slug"), name="bilingual_old_address_slug"),
        ),
    ]
