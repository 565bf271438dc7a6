from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MyPageConfig(AppConfig):
    name = "ethicaltrade.mypage"
    label = "mypage"
    verbose_name = _("My page")

    def ready(self):
        from . import access  # noqa: F401  (it registers the parts of My page)
