from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BasePageConfig(AppConfig):
    name = "ethicaltrade.basepage"
    label = "basepage"
    verbose_name = _("Base page")
