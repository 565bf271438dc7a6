from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Substr

SECTION = 3 * 4  # levels, and the signs of a path for each


def compare_as_paths(apps, schema_editor):
    """Wagtail has tree paths ordered by their bytes; no index serves two orders."""
    if schema_editor.connection.vendor == "postgresql":
        table = apps.get_model("bilingual", "PageLanguage")._meta.db_table
        schema_editor.execute(
            f'ALTER TABLE {table} ALTER COLUMN section TYPE varchar(255) COLLATE "C"'
        )


def fill_sections(apps, schema_editor):
    pages = apps.get_model(settings.WAGTAIL_PAGE_MODEL).objects
    rows = apps.get_model("bilingual", "PageLanguage").objects
    page = pages.filter(pk=OuterRef("page_id")).order_by()
    rows.filter(page__live=True, page__alias_of=None).update(
        section=Subquery(page.values(place=Substr("path", 1, SECTION)))
    )


class Migration(migrations.Migration):
    dependencies = [
        ("bilingual", "0005_schedules"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="pagelanguage",
            name="section",
            field=models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=255
            ),
        ),
        migrations.RunPython(compare_as_paths, migrations.RunPython.noop),
        migrations.RunPython(fill_sections, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="pagelanguage",
            index=models.Index(
                condition=models.Q(("missing__gt", 0)),
                fields=["section", "language", "missing"],
                name="bilingual_missing",
            ),
        ),
        migrations.AddIndex(
            model_name="pagelanguage",
            index=models.Index(
                condition=models.Q(("outdated__gt", 0)),
                fields=["section", "language", "outdated"],
                name="bilingual_outdated",
            ),
        ),
    ]
