from django.db import migrations
from django.utils.dateparse import parse_datetime

CODES = ["nb", "en"]


def schedule_each_language(apps, schema_editor):
    """What was scheduled of a page whole is, of each language that was to be public."""
    pages = apps.get_model("basepage", "BasePage").objects
    revisions = apps.get_model("wagtailcore", "Revision").objects
    schedules = apps.get_model("bilingual", "Schedule").objects

    def put(page, code, action, at, **version):
        schedules.update_or_create(
            page_id=page.pk,
            language=code,
            action=action,
            defaults={"at": at, **version},
        )

    for page in pages.filter(live=True, expire_at__isnull=False):
        for code in CODES:
            if getattr(page, f"published_{code}"):
                put(page, code, "take_down", page.expire_at)
    scheduled = revisions.filter(
        base_content_type__app_label="basepage",
        base_content_type__model="basepage",
        approved_go_live_at__isnull=False,
    )
    for revision in scheduled:
        page = pages.filter(pk=revision.object_id).first()
        if page is None:
            continue
        content, at = revision.content, revision.approved_go_live_at
        live = revisions.filter(pk=page.live_revision_id).first()
        ends = parse_datetime(content.get("expire_at") or "")
        for code in CODES:
            if content.get(f"published_{code}") and content.get(f"title_{code}"):
                version = {
                    "content": content,
                    "base": live.content if live else None,
                    "user_id": revision.user_id,
                }
                put(page, code, "publish", at, **version)
                if ends and ends > at:
                    put(page, code, "take_down", ends, user_id=revision.user_id)
    scheduled.update(approved_go_live_at=None)
    pages.update(go_live_at=None, expire_at=None)


class Migration(migrations.Migration):
    dependencies = [
        ("basepage", "0009_each_language_by_itself"),
        ("bilingual", "0005_schedules"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunPython(schedule_each_language, migrations.RunPython.noop)
    ]
