from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("membership", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="membershippage",
            options={
                "verbose_name": "membership page",
                "verbose_name_plural": "membership pages",
            },
        ),
    ]
