from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Knows no page type."""

    name = "ethicaltrade.exchange"
    label = "exchange"
    verbose_name = _("Translation files")
