from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("media", "0002_initial")]

    operations = [
        migrations.AddField(
            model_name="customimage",
            name="placeholder",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=2
            ),
            preserve_default=False,
        ),
    ]
