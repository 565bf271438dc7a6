from django.db import migrations

TOP = {"title": "Toppnivå", "title_nb": "Toppnivå", "title_en": "Top level"}
FILES = "Felles"  # a collection has a name in one language
APPROVAL = "Godkjenning"


def name_them(apps, schema_editor):
    """What Wagtail made is named in English; what somebody has named is left alone.

    Without a title of a draft, lists show the title in the language of whoever reads.
    """
    pages = apps.get_model("basepage", "BasePage").objects
    pages.filter(depth=1, title="Root").update(draft_title="", **TOP)
    collections = apps.get_model("wagtailcore", "Collection").objects
    collections.filter(depth=1, name="Root").update(name=FILES)
    for model in ("Workflow", "Task"):
        made = apps.get_model("wagtailcore", model).objects
        made.filter(name="Moderators approval").update(name=APPROVAL)


class Migration(migrations.Migration):
    dependencies = [
        ("basepage", "0010_schedule_of_each_language"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(name_them, migrations.RunPython.noop)]
