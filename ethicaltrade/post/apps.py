from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PostConfig(AppConfig):
    """Letters that are kept until they are sent."""

    name = "ethicaltrade.post"
    label = "post"
    verbose_name = _("Post")
