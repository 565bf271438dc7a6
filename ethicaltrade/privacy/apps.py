from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "ethicaltrade.privacy"
    label = "privacy"

    def ready(self):
        """Put the gate before pages and documents, and have old data erased."""
        from . import gate, registry  # noqa: F401  (hooks, and a periodic job)
