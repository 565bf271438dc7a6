from django.apps import AppConfig
from django.db.models.signals import pre_save
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "ethicaltrade.core"
    label = "core"
    verbose_name = _("Shared content")

    def ready(self):
        from ethicaltrade import typed_text

        pre_save.connect(typed_text.clean_before_save)
