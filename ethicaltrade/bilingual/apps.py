from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate
from django.utils.translation import gettext_lazy as _


def fill_missing_addresses(**kwargs: object) -> None:
    """After Wagtail's first migration, or when a language was added."""
    from . import repair

    if repair.is_fully_migrated():
        repair.fill_missing_addresses()


class BilingualConfig(AppConfig):
    """Knows no page type."""

    name = "ethicaltrade.bilingual"
    label = "bilingual"
    verbose_name = _("Languages")

    def ready(self):
        from wagtail.signals import page_published, page_unpublished, post_page_move

        from . import (  # noqa: F401  (they register)
            checks,
            looks,
            marks,
            schedules,
            summaries,
        )

        post_delete.connect(marks.forget)
        for signal in (page_published, page_unpublished):
            signal.connect(summaries.follow)
        post_page_move.connect(summaries.follow_move)

        post_migrate.connect(fill_missing_addresses, sender=self)
