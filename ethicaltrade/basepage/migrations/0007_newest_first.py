from django.db import migrations, models


def newest(language):
    return migrations.AddIndex(
        model_name="basepage",
        index=models.Index(
            fields=["-first_published_at", "-id", "content_type", "gate"],
            name=f"basepage_newest_published_{language}",
            condition=models.Q(
                ("live", True), (f"published_{language}", True), ("alias_of", None)
            ),
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("basepage", "0006_gates")]

    operations = [newest("nb"), newest("en")]
