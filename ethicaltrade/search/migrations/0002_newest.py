from django.db import migrations, models

# What the search asks for, and Wagtail has no index for: the words of title and text
# as one; from words to the row that they are of.
INDEXES = {
    "search_words": "wagtailsearch_indexentry USING gin ((title || body))",
    "search_entry_as_object": "search_searchentry ((id::varchar(50)))",
}


def add_indexes(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, what in INDEXES.items():
            schema_editor.execute(f"CREATE INDEX {name} ON {what}")


def remove_indexes(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_initial"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="searchentry",
            index=models.Index(
                fields=["language", "-published_at"], name="search_entry_newest"
            ),
        ),
        migrations.RunPython(add_indexes, remove_indexes),
    ]
