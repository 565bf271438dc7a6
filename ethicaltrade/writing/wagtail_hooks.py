from collections.abc import Mapping
from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from ethicaltrade.core.cms import DetailedFormatter, register_log_actions

from .importing import ACTION
from .notices import Notices
from .pasting import pasted


@hooks.register("register_admin_urls")
def pasting_url() -> list[Any]:
    return [path("pasted/", pasted, name="writing_pasted")]


class WordLog(DetailedFormatter):
    """What could not be kept, in the words of whoever reads it."""

    def get_details(self, data: Mapping[str, Any]) -> list[str]:
        return Notices(data.get("notices", [])).sentences()


prefix, action = ACTION.split(".")
register_log_actions(prefix, {action: _("Made from Word")}, WordLog)
