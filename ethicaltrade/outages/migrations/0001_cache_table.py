"""The table of the cache that the processes share where there is no other."""

from django.conf import settings
from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    database = schema_editor.connection.alias
    call_command(
        "createcachetable", settings.CACHE_TABLE, database=database, verbosity=0
    )


def drop_table(apps, schema_editor):
    schema_editor.execute(
        f"DROP TABLE {schema_editor.quote_name(settings.CACHE_TABLE)}"
    )


class Migration(migrations.Migration):
    dependencies = []
    operations = [migrations.RunPython(make_table, drop_table)]
