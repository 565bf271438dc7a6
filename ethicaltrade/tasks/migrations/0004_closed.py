from django.db import migrations, models


def close_what_was_done(apps, schema_editor):
    """Until now, what was done had mostly been published."""
    tasks = apps.get_model("tasks", "Task").objects
    tasks.filter(state="done").update(state="closed")


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0003_reminders"),
    ]

    operations = [
        migrations.AlterField(
            model_name="task",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "open"),
                    ("handed_back", "handed back"),
                    ("done", "done"),
                    ("cancelled", "cancelled"),
                    ("closed", "closed"),
                ],
                default="open",
                max_length=12,
                verbose_name="status",
            ),
        ),
        migrations.RunPython(close_what_was_done, migrations.RunPython.noop),
    ]
