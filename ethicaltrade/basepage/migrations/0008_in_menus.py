from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("basepage", "0007_newest_first")]

    operations = [
        migrations.AddIndex(
            model_name="basepage",
            index=models.Index(
                fields=["path"],
                name="basepage_in_menus",
                condition=models.Q(("show_in_menus", True)),
            ),
        )
    ]
