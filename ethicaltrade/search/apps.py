from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "ethicaltrade.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self):
        from wagtail.models import get_page_models

        from .indexing import index_saved_page

        for model in get_page_models():
            post_save.connect(index_saved_page, sender=model)
