from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BasePageConfig(AppConfig):
    name = "ethicaltrade.basepage"
    label = "basepage"
    verbose_name = _("Base page")

    def ready(self) -> None:
        from django.db.models.signals import pre_delete
        from wagtail.signals import pre_page_move

        from . import closing
        from .models import BasePage

        pre_page_move.connect(closing.before_move)
        pre_delete.connect(closing.before_deletion, sender=BasePage)
