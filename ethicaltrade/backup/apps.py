from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BackupConfig(AppConfig):
    name = "ethicaltrade.backup"
    label = "backup"
    verbose_name = _("Backups")

    def ready(self) -> None:
        from . import checks  # noqa: F401  (it registers them)
