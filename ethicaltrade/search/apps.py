from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "ethicaltrade.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self):
        from wagtail.models import get_page_models

        from ethicaltrade.core.changes import pages_changed

        from .indexing import index_saved_page, index_what_shows

        for model in get_page_models():
            post_save.connect(index_saved_page, sender=model)
        pages_changed.connect(index_what_shows)
