import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone


def add_entries(apps, schema_editor):
    """The dates of the events that are live; what else counts is not known yet."""
    model = apps.get_model("events", "CalendarEntry")
    dates = apps.get_model("events", "EventDate").objects.filter(page__live=True)
    model.objects.bulk_create(
        model(
            page_id=date.page_id,
            starts_at=date.starts_at,
            ends_at=date.ends_at,
            changed_at=timezone.now(),
        )
        for date in dates
    )


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0003_registration"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("is_withdrawn", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_entries",
                        to="events.eventpage",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "pk"],
            },
        ),
        migrations.RunPython(add_entries, migrations.RunPython.noop),
    ]
