from django.db import migrations

from ethicaltrade.privacy import gates


def fill(apps, schema_editor):
    """Each document has the gate that Wagtail's restrictions say."""
    gates.mend(gates.DOCUMENTS, apps)


class Migration(migrations.Migration):
    dependencies = [
        ("media", "0004_customdocument_gate"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
