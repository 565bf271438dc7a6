"""A member's people in the CMS, for those who may change members."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ethicaltrade.core.cms import RestrictedView
from membership.affiliations.models import Affiliation
from membership.members.models import Member

from . import services
from .forms import StaffInviteForm
from .services import RefusedError


def may_change_people(user: Any) -> bool:
    return user.has_perm("membership.change_member")


class MemberAccess(RestrictedView, WagtailAdminTemplateMixin):
    """For a view below a member: ``self.member``; 403, and never cached."""

    member: Member
    may_see = staticmethod(may_change_people)
    header_icon = "group"
    page_title = gettext_lazy("People")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.member = get_object_or_404(Member, pk=kwargs["member_id"])

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"member_people:{name}", args=[self.member.pk, *args])

    def get_page_subtitle(self) -> str:
        return self.member.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        viewset = Member.snippet_viewset
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse(viewset.get_url_name("list")), "label": _("Members")},
            {
                "url": reverse(viewset.get_url_name("edit"), args=[self.member.pk]),
                "label": self.member.name,
            },
            {"url": "", "label": self.get_page_title()},
        ]

    def do(self, action: Any, pk: int, sentence: str) -> HttpResponse:
        try:
            name = action(self.member.pk, pk, by=self.request.user, by_staff=True)
        except RefusedError as error:
            messages.warning(self.request, str(error))
        else:
            messages.success(self.request, sentence % {"name": name})
        return redirect(self.url("list"))


class PeopleView(MemberAccess, TemplateView):
    template_name = "admin/membership/affiliations/list.html"
    form: StaffInviteForm | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = list(self.member.affiliations.listed())
        has_main = any(one.is_main for one in people)
        waiting = self.member.invitations.unanswered().select_related("invited_by")
        for one in waiting:
            one.member = self.member
        return super().get_context_data(**kwargs) | {
            "member": self.member,
            "people": people,
            "has_main": has_main,
            "invitations": waiting,
            "form": self.form or StaffInviteForm(has_main=has_main),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """404 for an unknown action."""
        action = request.POST.get("do")
        if action == "invite":
            return self.invite()
        pk = request.POST.get("invitation", "")
        if not pk.isdecimal() or len(pk) > 18:
            raise Http404
        if action == "send-again":
            sentence = _("The invitation has been sent again.")
            return self.do(services.send_again, int(pk), sentence)
        if action == "withdraw":
            sentence = _("The invitation has been withdrawn.")
            return self.do(services.withdraw, int(pk), sentence)
        raise Http404

    def invite(self) -> HttpResponse:
        self.form = StaffInviteForm(self.request.POST, has_main=False)
        if self.form.is_valid():
            cleaned = self.form.cleaned_data
            try:
                services.invite(self.member, by=self.request.user, **cleaned)
            except (RefusedError, ValidationError) as error:
                self.form.add_error("email", getattr(error, "messages", str(error)))
            else:
                sentence = _("An invitation is on its way to %(email)s.")
                messages.success(self.request, sentence % {"email": cleaned["email"]})
                return redirect(self.url("list"))
        return self.render_to_response(self.get_context_data())


class ConfirmView(MemberAccess, TemplateView):
    template_name = "admin/membership/affiliations/confirm.html"
    affiliation: Affiliation
    button: str | Promise  # what it says
    consequence: str | Promise  # what will happen, to ``name``

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """404 for another member's person."""
        super().setup(request, *args, **kwargs)
        people = self.member.affiliations.select_related("user")
        self.affiliation = get_object_or_404(people, pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "member": self.member,
            "affiliation": self.affiliation,
            "back_url": self.url("list"),
            "button": self.button,
            "consequence": self.consequence % {"name": self.affiliation.user},
        }


class RemoveView(ConfirmView):
    page_title = gettext_lazy("Remove from the member")
    button = pgettext_lazy("a person", "Remove")

    @property
    def consequence(self) -> str:
        if self.affiliation.is_main:
            return _(
                "%(name)s is the main contact and will lose access at once. The "
                "member will then have no main contact until you choose a new one. An "
                "e-mail will be sent."
            )
        return _("%(name)s will lose access at once and receive an e-mail about it.")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sentence = _("%(name)s has been removed and will be told by e-mail.")
        return self.do(services.remove, self.affiliation.pk, sentence)


class HandOverView(ConfirmView):
    page_title = button = gettext_lazy("Make main contact")
    consequence = gettext_lazy(
        "%(name)s will become the main contact, and the current one will become a "
        "colleague. Both will receive an e-mail."
    )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sentence = _("%(name)s is now the main contact.")
        return self.do(services.hand_over, self.affiliation.pk, sentence)
