from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembershipConfig(AppConfig):
    name = "membership"
    label = "membership"
    verbose_name = _("Membership")

    def ready(self) -> None:
        """Listen to what changes who may read the resources."""
        from .application import signals as _application  # noqa: F401
        from .people import signals as _people  # noqa: F401
        from .resources import signals  # noqa: F401  (its receivers register themselves)
