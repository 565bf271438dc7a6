from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TasksConfig(AppConfig):
    """Knows no page type."""

    name = "ethicaltrade.tasks"
    label = "tasks"
    verbose_name = _("Tasks")

    def ready(self) -> None:
        from ethicaltrade.bilingual import actions

        from . import services

        actions.language_published.connect(services.settle_published)
