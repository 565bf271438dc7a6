from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "ethicaltrade.privacy"
    label = "privacy"

    def ready(self):
        from . import following, registry, visibility  # noqa: F401  (hooks, and a job)

        following.connect()
