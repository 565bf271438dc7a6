from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class CachingConfig(AppConfig):
    name = "ethicaltrade.caching"
    label = "caching"

    def ready(self) -> None:
        from . import generation, writes

        connection_created.connect(writes.watch)
        pre_migrate.connect(generation.pause, sender=self)
        post_migrate.connect(generation.begin, sender=self)
