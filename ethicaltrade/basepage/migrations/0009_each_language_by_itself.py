from django.conf import settings
from django.db import migrations, models

import ethicaltrade.bilingual.languages

CODES = ["nb", "en"]


def state_of_each_language(apps, schema_editor):
    """From the page's own dates; what is not live is published in no language."""
    pages = apps.get_model("basepage", "BasePage").objects
    for code in CODES:
        pages.filter(live=False).update(**{f"published_{code}": False})
        pages.filter(**{f"published_{code}": True}).update(
            **{
                f"first_published_{code}": models.F("first_published_at"),
                f"last_published_{code}": models.F("last_published_at"),
            }
        )
    for code in reversed(CODES):
        titled = pages.exclude(**{f"title_{code}": None}).exclude(
            **{f"title_{code}": ""}
        )
        titled.update(source_language=code)


class Migration(migrations.Migration):
    dependencies = [
        ("basepage", "0008_in_menus"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("privacy", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="basepage",
            name="basepage_newest_published_nb",
        ),
        migrations.RemoveIndex(
            model_name="basepage",
            name="basepage_newest_published_en",
        ),
        migrations.AddField(
            model_name="basepage",
            name="first_published",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="date of publication"
            ),
        ),
        migrations.AddField(
            model_name="basepage",
            name="first_published_en",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="date of publication"
            ),
        ),
        migrations.AddField(
            model_name="basepage",
            name="first_published_nb",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="date of publication"
            ),
        ),
        migrations.AddField(
            model_name="basepage",
            name="last_published",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="last published"
            ),
        ),
        migrations.AddField(
            model_name="basepage",
            name="last_published_en",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="last published"
            ),
        ),
        migrations.AddField(
            model_name="basepage",
            name="last_published_nb",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="last published"
            ),
        ),
        migrations.AddField(
            model_name="basepage",
            name="source_language",
            field=models.CharField(
                blank=True,
                choices=ethicaltrade.bilingual.languages.choices,
                max_length=10,
                verbose_name="written first in",
            ),
        ),
        migrations.AddField(
            model_name="basepage",
            name="translated_from",
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="basepage",
            name="translated_from_en",
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="basepage",
            name="translated_from_nb",
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.RunPython(state_of_each_language, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="basepage",
            index=models.Index(
                condition=models.Q(
                    ("live", True), ("published_nb", True), ("alias_of", None)
                ),
                fields=["-first_published_nb", "-id", "content_type", "gate"],
                name="basepage_newest_nb",
            ),
        ),
        migrations.AddIndex(
            model_name="basepage",
            index=models.Index(
                condition=models.Q(
                    ("live", True), ("published_en", True), ("alias_of", None)
                ),
                fields=["-first_published_en", "-id", "content_type", "gate"],
                name="basepage_newest_en",
            ),
        ),
    ]
