"""Publishing a change that participants are told of: the editor is asked first."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages as notices
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page
from wagtail.models import Revision

from ethicaltrade.bilingual import (
    actions,
    languages,
    publication,
    refusals,
    schedules,
)
from ethicaltrade.bilingual.forms import PUBLISH
from ethicaltrade.bilingual.languages import localized
from ethicaltrade.core.forms import TextField
from ethicaltrade.mail.previews import EmailFormView, Preview
from events import changes, emails
from events.choices import RegistrationState
from events.details import event_details
from events.models import ChangeNote, EventPage, Registration

from .access import EventAdminMixin

REMARK_LENGTH = 1000
LANGUAGES = "languages"  # a query parameter
TIMES = ("publish_at", "take_down_at")  # and of what is scheduled


def ask_first(request: HttpRequest, page: Any) -> HttpResponse | None:
    """A hook: what was to be published is kept as a draft, and the question asked."""
    event = page.specific
    if not isinstance(event, EventPage):
        return None
    revision = event.latest_revision
    if not changes.pending(revision.as_object()).count:
        return None
    return _question(event, **{LANGUAGES: request.POST.get(PUBLISH, "")})


def ask_before_scheduling(
    request: HttpRequest, page: Any, code: str, times: dict[str, datetime]
) -> HttpResponse | None:
    """A hook: the times are set with the answer."""
    if not isinstance(page, EventPage) or TIMES[0] not in times:
        return None
    if not changes.pending(page.get_latest_revision_as_object()).count:
        return None
    asked = {name: at.isoformat() for name, at in times.items()}
    return _question(page, **{LANGUAGES: code}, **asked)


def _question(event: EventPage, **query: str) -> HttpResponse:
    url = reverse("event_admin:publish", args=[event.pk, event.latest_revision_id])
    return redirect(f"{url}?{urlencode(query)}")


class RemarkForm(forms.Form):
    """A language may be left out, and gets another's words."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for code in languages.codes():
            self.fields[localized("remark", code)] = TextField(
                label=_("A sentence of your own: %(language)s")
                % {"language": languages.name_of(code)},
                max_length=REMARK_LENGTH,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )

    @property
    def words(self) -> dict[str, str]:
        texts = {
            code: self.cleaned_data[localized("remark", code)]
            for code in languages.codes()
        }
        return {code: text for code, text in texts.items() if text}


class PublishView(EventAdminMixin, EmailFormView):
    page_title = gettext_lazy("Publish and tell participants")
    header_icon = "mail"
    template_name = "admin/events/publish.html"
    form_class = RemarkForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A version that is not the latest leads back to the page's form."""
        if not self.is_for(request.user):
            raise PermissionDenied
        if self.kwargs["revision_id"] != self.event.latest_revision_id:
            get_object_or_404(self.event.revisions, pk=self.kwargs["revision_id"])
            notices.warning(
                request,
                _("Somebody has saved a newer version. Look at it before publishing."),
            )
            return redirect("wagtailadmin_pages:edit", self.event.pk)
        if self.event.live_revision_id == self.event.latest_revision_id:
            notices.info(request, _("This version has already been published."))
            return redirect("wagtailadmin_pages:edit", self.event.pk)
        return super().dispatch(request, *args, **kwargs)

    def is_for(self, user: Any) -> bool:
        """Who publishes tells how many have registered, and not who."""
        return self.event.permissions_for_user(user).can_publish()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        last = {"label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [
            *get_breadcrumbs_items_for_page(self.event, self.request.user),
            {"url": "", **last},
        ]

    @cached_property
    def draft(self) -> EventPage:
        return self.event.latest_revision.as_object()

    @property
    def codes(self) -> list[str]:
        """The languages that the editor chose to publish."""
        asked = self.request.GET.get(LANGUAGES, "").split()
        chosen = [code for code in languages.codes() if code in asked]
        return chosen or publication.languages_to_publish(self.draft)

    @cached_property
    def pending(self) -> changes.Pending:
        return changes.pending(self.draft)

    @property
    def confirm_label(self) -> str:
        if self.scheduled_for:
            label = ngettext(
                "Schedule, and e-mail %(count)s person then",
                "Schedule, and e-mail %(count)s people then",
                self.pending.count,
            )
        else:
            label = ngettext(
                "Publish, and e-mail %(count)s person",
                "Publish, and e-mail %(count)s people",
                self.pending.count,
            )
        return label % {"count": self.pending.count}

    @cached_property
    def times(self) -> dict[str, datetime]:
        """When it is to be published, and taken down, if that is later."""
        asked = {name: self.request.GET.get(name, "") for name in TIMES}
        try:
            found = {name: parse_datetime(text) for name, text in asked.items()}
        except ValueError:
            raise Http404 from None
        return {name: at for name, at in found.items() if at and timezone.is_aware(at)}

    @property
    def scheduled_for(self) -> str:
        at = self.times.get(TIMES[0])
        return schedules.written(at) if at else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "count": self.pending.count,
            "differences": differences(self.event, self.draft),
            "scheduled_for": self.scheduled_for,
            "confirm_label": self.confirm_label,
        }
        return super().get_context_data(**context | kwargs)

    def get_previews(self, form: RemarkForm) -> list[Preview]:
        note = ChangeNote(words=form.words)
        name = self.pending.template or "changed"
        return [
            Preview(
                capfirst(languages.name_of(code)),
                code,
                emails.preview(name, example(self.draft, code), note),
            )
            for code in languages.codes()
        ]

    def send(self, form: RemarkForm) -> HttpResponse:
        revision, user = self.event.latest_revision, self.request.user
        sentence = self.success_sentence()  # without a worker they are told at once
        try:
            with transaction.atomic():
                ChangeNote.objects.create(
                    words=form.words, sender=user, **self._publish(revision, user)
                )
        except ValidationError as error:  # somebody registered meanwhile, for one
            form.add_error(None, refusals.in_words(error, self.event))
            return self.form_invalid(form)
        notices.success(self.request, sentence)
        return redirect("wagtailadmin_explore", self.event.get_parent().pk)

    def _publish(self, revision: Revision, user: Any) -> dict[str, Any]:
        """Now, or as scheduled; what the words belong to."""
        if TIMES[0] not in self.times:
            published = actions.publish(
                self.event, self.codes, user=user, content=revision.content
            )
            return {"revision": published}
        publication, *_ends = schedules.schedule(
            self.event,
            self.codes[0],
            user=user,
            content=revision.content,
            **self.times,
        )
        return {"schedule": publication}

    def success_sentence(self) -> str:
        title = self.draft.get_admin_display_title()
        if self.scheduled_for:
            sentence = _(
                "“%(title)s” will be published on %(at)s, and participants will be "
                "told then."
            )
            return sentence % {"title": title, "at": self.scheduled_for}
        sentence = ngettext(
            "“%(title)s” is published. An e-mail is on its way to %(count)s person.",
            "“%(title)s” is published. An e-mail is on its way to %(count)s people.",
            self.pending.count,
        )
        return sentence % {"title": title, "count": self.pending.count}


def example(event: EventPage, language: str) -> Registration:
    """Of nobody, with a place; not saved."""
    with languages.in_language(language):
        name = _("Kari Example")
    state = RegistrationState.CONFIRMED
    return Registration(event=event, name=name, language=language, state=state)


def differences(before: EventPage, after: EventPage) -> list[tuple[str, str, str]]:
    """What participants are told that differs: labels, and how it was and will be."""
    old, new = facts_of(before), facts_of(after)
    return [
        (label, old.get(label, ""), new.get(label, ""))
        for label in dict.fromkeys([*old, *new])
        if old.get(label) != new.get(label)
    ]


def facts_of(event: EventPage) -> dict[str, str]:
    facts = {_("Status"): event.get_state_display()}
    for label, value in event_details(event, join_link=True):
        facts[label] = "\n".join(filter(None, [facts.get(label), value]))
    return facts
