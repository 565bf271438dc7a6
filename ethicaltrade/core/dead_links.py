"""Links in e-mails that lead nowhere: a page that explains, and sends the link again.

It is one page, whatever the reason: a link that is made up, cut in two, replaced by a
later one or forgotten. Nobody learns by trying whether a link was ever real, nor by
asking whether an address has one.
"""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ethicaltrade.users.limits import Limit, account_of, address_of

from .forms import EmailField, SpamProtectedForm

PAGE = "pages/core/dead_link.html"
ASKED = Limit("links-asked-for", most=20, window=60 * 60)  # an office has one address
SENT = Limit("links-sent-again", most=5, window=24 * 60 * 60)  # to one recipient


class SendAgainForm(SpamProtectedForm):
    email = EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("The one that the e-mail with the link was sent to."),
        error_messages={"required": gettext_lazy("Enter your e-mail address.")},
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ("email",)


def dead_link(
    request: HttpRequest,
    send: Callable[[str], None],
    *,
    template: str = PAGE,
    **context: object,
) -> HttpResponse:
    """404, and a form for the address that the link was sent to.

    ``send`` writes to the address given, if there is anything to write.
    """
    is_asked = request.method == "POST" and "stamp" in request.POST
    form = SendAgainForm(request.POST if is_asked else None)
    is_sent = is_asked and form.is_valid() and _send(request, form, send)
    context |= {"form": form, "is_sent": is_sent, "action": request.path}
    return TemplateResponse(request, template, context, status=200 if is_sent else 404)


def _send(
    request: HttpRequest, form: SendAgainForm, send: Callable[[str], None]
) -> bool:
    """False when too much is asked for; whom it is sent to is never told."""
    address, email = address_of(request), form.cleaned_data["email"]
    if not ASKED.count(address):
        form.add_error(
            None, _("There have been too many requests from here. Try again later.")
        )
        return False
    if SENT.count(account_of(email)):
        send(email)
    return True
