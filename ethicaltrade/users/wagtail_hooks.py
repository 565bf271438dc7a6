"""The CMS's part: its page about the editor's own account leads to ours."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks


@hooks.register("register_account_menu_item")
def own_account(request: HttpRequest) -> dict[str, str]:
    return {
        "url": reverse("account"),
        "label": _("Logging in"),
        "help_text": _(
            "E-mail address, password, two-factor authentication and where you are "
            "logged in"
        ),
    }
