from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def ensure_groups(**kwargs) -> None:
    """Make the editors' and members' groups of a new site."""
    from .groups import ensure_groups

    ensure_groups()


class HomeConfig(AppConfig):
    name = "ethicaltrade.home"
    label = "home"
    verbose_name = _("Front page")

    def ready(self):
        post_migrate.connect(ensure_groups, sender=self)
