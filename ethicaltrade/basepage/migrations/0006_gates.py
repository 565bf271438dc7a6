from django.db import migrations

from ethicaltrade.privacy import gates


def fill(apps, schema_editor):
    """Each page has the gate that Wagtail's restrictions say."""
    gates.mend(gates.PAGES, apps)


class Migration(migrations.Migration):
    dependencies = [
        ("basepage", "0005_basepage_gate"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
