"""The person's data: what is kept and why, to take along, and to have deleted."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from ethicaltrade.bilingual import languages
from ethicaltrade.core.models import SiteSettings
from ethicaltrade.mail.emails import send
from ethicaltrade.privacy import registry
from ethicaltrade.privacy.cache_control import personal, private
from events.personal_data import to_come

from .access import membership_of
from .forms import DeleteAccountForm


@require_safe
@personal
def my_data(request: HttpRequest) -> HttpResponse:
    context = {
        "membership": membership_of(request),
        "is_staff": is_staff(request.user),
        "registration_days": SiteSettings.for_request(request).registration_kept_days,
        "email_days": settings.MAIL_KEPT_DAYS,
    }
    return TemplateResponse(request, "pages/mypage/data.html", context)


def is_staff(user: Any) -> bool:
    """Whether the person works in the CMS: the pages' history names them."""
    return (
        user.is_superuser or user.is_staff or user.has_perm("wagtailadmin.access_admin")
    )


@require_safe
@personal
def export(request: HttpRequest) -> HttpResponse:
    """All that is kept of the person, as one JSON file; times are ISO 8601."""
    now = timezone.now()
    content = {
        "site": settings.BASE_URL,
        "exported_at": now,
        **registry.everything_about(request.user),
    }
    response = JsonResponse(
        content,
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        content_type="application/json; charset=utf-8",
    )
    name = pgettext("name of a file", "my-data")
    response["Content-Disposition"] = (
        f'attachment; filename="{name}-{timezone.localdate(now):%Y-%m-%d}.json"'
    )
    return response


# Deleting


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def delete(request: HttpRequest) -> HttpResponseBase:
    """Only for somebody who has just logged in again: an open session is not enough."""
    if is_staff(request.user):
        sentence = _(
            "You work in the CMS, and your name is in the history of its pages. Ask "
            "your technical administrator to delete your account."
        )
        messages.warning(request, sentence)
        return redirect("my_data")
    return _delete(request)


@reauthentication_required
def _delete(request: HttpRequest) -> HttpResponse:
    user = request.user
    form = DeleteAccountForm(request.POST or None, emails=[user.email])
    if request.method == "POST" and form.is_valid():
        site = SiteSettings.for_request(request)
        delete_account(user, reply_to=site.email)
        logout(request)
        return redirect("my_goodbye")
    context = {
        "form": form,
        "membership": membership_of(request),
        "coming": to_come(user, earlier=True).count(),
        "registration_days": SiteSettings.for_request(request).registration_kept_days,
        "email_days": settings.MAIL_KEPT_DAYS,
    }
    return TemplateResponse(request, "pages/mypage/delete.html", context)


@transaction.atomic
def delete_account(user: Any, *, reply_to: str = "") -> None:
    """Forget the person everywhere, and write them a last e-mail; all or nothing.

    ``reply_to`` is whom they write to if it was somebody else's doing.
    """
    registry.forget(user)
    send(
        "mypage/farewell",
        to=user.email,
        language=languages.active(),
        context={
            "name": user.get_full_name(),
            "kept_days": settings.MAIL_KEPT_DAYS,
        },
        key=f"farewell:{user.pk}",
        reply_to=reply_to,
    )
    user.delete()


@require_safe
@private
def goodbye(request: HttpRequest) -> HttpResponse:
    response = TemplateResponse(request, "pages/mypage/goodbye.html")
    response["X-Robots-Tag"] = "noindex"
    return response
