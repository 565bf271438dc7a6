from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    name = "membership.resources"
    label = "resources"
    verbose_name = _("Resources")

    def ready(self) -> None:
        from . import signals  # noqa: F401  (its receivers register themselves)
