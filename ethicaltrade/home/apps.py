from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def set_up_site(**kwargs) -> None:
    from ethicaltrade.bilingual.repair import is_fully_migrated

    if is_fully_migrated():
        follow_base_url()


def follow_base_url() -> None:
    """Wagtail starts with http://localhost; every canonical address would say so."""
    from wagtail.models import Site

    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.filter(is_default_site=True).update(
        hostname=address.hostname, port=port
    )
    Site.clear_site_root_paths_cache()


class HomeConfig(AppConfig):
    name = "ethicaltrade.home"
    label = "home"
    verbose_name = _("Front page")

    def ready(self):
        from . import groups

        groups.follow_sections()
        post_migrate.connect(set_up_site, sender=self)
