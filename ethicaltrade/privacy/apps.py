from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "ethicaltrade.privacy"
    label = "privacy"

    def ready(self):
        from . import registry, visibility  # noqa: F401  (hooks, and a periodic job)
