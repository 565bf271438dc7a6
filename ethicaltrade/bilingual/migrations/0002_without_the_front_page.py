from django.conf import settings
from django.db import migrations


def forget_the_front_page(apps, schema_editor):
    """Keep of an old path what an address has: all that follows the front page's own.

    A front page's earlier paths are its old addresses of one segment that others begin
    with. Of two that become one, the newer stays.
    """
    OldAddress = apps.get_model("bilingual", "OldAddress")
    Page = apps.get_model(settings.WAGTAIL_PAGE_MODEL)
    fronts = Page.objects.filter(depth=2)
    columns = [
        field.name
        for field in Page._meta.get_fields()
        if field.name.startswith("url_path")
    ]
    beginnings = {
        path for paths in fronts.values_list(*columns) for path in paths if path
    }
    for path in OldAddress.objects.filter(page__in=fronts).values_list(
        "path", flat=True
    ):
        if path.count("/") == 2 and path.startswith("/") and path.endswith("/"):
            beginnings.add(path)
    for old in OldAddress.objects.order_by("created_at", "pk"):
        beginning = old.path[: old.path.find("/", 1) + 1]
        if beginning not in beginnings or beginning == old.path:
            continue
        path = old.path[len(beginning) - 1 :]
        OldAddress.objects.filter(language=old.language, path=path).delete()
        OldAddress.objects.filter(pk=old.pk).update(path=path)


class Migration(migrations.Migration):
    dependencies = [
        ("bilingual", "0001_initial"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.RunPython(forget_the_front_page, migrations.RunPython.noop)
    ]
