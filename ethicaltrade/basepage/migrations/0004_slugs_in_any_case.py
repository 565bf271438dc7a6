from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("basepage", "0003_finalize")]

    operations = [
        migrations.AddIndex(
            model_name="basepage",
            index=models.Index(Lower("slug_nb"), name="basepage_lower_slug_nb"),
        ),
        migrations.AddIndex(
            model_name="basepage",
            index=models.Index(Lower("slug_en"), name="basepage_lower_slug_en"),
        ),
    ]
