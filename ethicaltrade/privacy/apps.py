from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "ethicaltrade.privacy"
    label = "privacy"

    def ready(self):
        """Put the gate before pages and documents."""
        from . import gate  # noqa: F401  (it registers Wagtail's hooks)
