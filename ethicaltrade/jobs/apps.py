from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Work that is done beside the requests."""

    name = "ethicaltrade.jobs"
    label = "jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        """Let every app's ``periodic.py`` register its jobs."""
        autodiscover_modules("periodic")
