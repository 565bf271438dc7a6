from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0008_organisers"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="eventindexpage",
            options={
                "verbose_name": "programme of events",
                "verbose_name_plural": "programmes of events",
            },
        ),
    ]
