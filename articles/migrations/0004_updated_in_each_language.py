"""When it was updated: from one day to a moment in each language."""

from datetime import date, datetime, time

from django.db import migrations, models
from django.utils import timezone

CODES = ["nb", "en"]
HELP = (
    "Only when the content has changed. Correcting a typo is not an update. "
    "At 00:00, readers see the date alone."
)


def dates_of(page, day):
    """The day's beginning, in the languages that were public before that."""
    moment = timezone.make_aware(datetime.combine(day, time.min))
    firsts = {code: getattr(page, f"first_published_{code}") for code in CODES}
    return {
        f"updated_{code}": moment
        for code, first in firsts.items()
        if first and first < moment
    }


def by_language(apps, schema_editor):
    """Of the pages, and of what is kept of them."""
    pages = apps.get_model("articles", "ArticlePage").objects
    for page in pages.exclude(updated_on=None):
        if dates := dates_of(page, page.updated_on):
            pages.filter(pk=page.pk).update(**dates)
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="articles",
        content_type__model="articlepage",
        content__updated_on__isnull=False,
    )
    for revision in revisions.iterator():
        day = revision.content["updated_on"]
        page = pages.filter(pk=revision.object_id).first()
        if day and page:
            dates = dates_of(page, date.fromisoformat(day))
            revision.content |= {n: at.isoformat() for n, at in dates.items()}
            revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_names_of_rows"),
        ("basepage", "0009_each_language_by_itself"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        *(
            migrations.AddField(
                "articlepage",
                name,
                models.DateTimeField(
                    blank=True, null=True, help_text=HELP, verbose_name="updated"
                ),
            )
            for name in ("updated", *(f"updated_{code}" for code in CODES))
        ),
        migrations.RunPython(by_language, migrations.RunPython.noop),
        migrations.RemoveField("articlepage", "updated_on"),
    ]
