from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="email",
            options={"verbose_name": "e-mail", "verbose_name_plural": "e-mails"},
        ),
    ]
