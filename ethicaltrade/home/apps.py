from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def set_up_site(**kwargs) -> None:
    """What a new site starts with, and its address as the settings have it."""
    from ethicaltrade.bilingual.repair import is_fully_migrated

    from . import groups, site

    if is_fully_migrated():
        groups.ensure_groups()
        site.follow_base_url()


class HomeConfig(AppConfig):
    name = "ethicaltrade.home"
    label = "home"
    verbose_name = _("Front page")

    def ready(self):
        post_migrate.connect(set_up_site, sender=self)
