"""The living style guide: every component, drawn by its own template and style."""

from pathlib import Path
from typing import Any, NamedTuple

from csp.constants import HEADER
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from wagtail.models import Site

from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.languages import Worded, active
from ethicaltrade.core.blocks import BodyBlock
from ethicaltrade.core.forms import TextField
from ethicaltrade.core.headers import written
from ethicaltrade.core.models import Person, Topic
from ethicaltrade.core.navigation import MenuItem
from ethicaltrade.media.models import CustomImage
from events.models import EventDate, EventIndexPage, EventPage
from events.status import RegistrationStatus, RegistrationSummary

from . import emails

# E-mails, which have styles of their own, stand in frames.
GUIDE_POLICY = written({**settings.CSP_OF_PAGES, "frame-src": ["'self'"]})
EMAIL_POLICY = written({**settings.CSP_OF_PAGES, "style-src": ["'unsafe-inline'"]})
ENTRIES = Path(settings.BASE_DIR) / "templates" / "styleguide" / "entries"


class Entry(NamedTuple):
    """A component, or a family of them, in each of its states."""

    name: str
    template: str

    @property
    def title(self) -> str:
        return self.name.replace("_", " ").capitalize()


def entries() -> list[Entry]:
    return [
        Entry(file.stem, f"styleguide/entries/{file.name}")
        for file in sorted(ENTRIES.glob("*.html"))
    ]


class SampleForm(forms.Form):
    name = forms.CharField(label="Navn", max_length=80)
    email = forms.EmailField(
        label="E-post", help_text="Vi skriver bare om påmeldingen."
    )
    kind = forms.ChoiceField(
        label="Type virksomhet",
        choices=[("", "Velg"), ("company", "Bedrift"), ("public", "Offentlig")],
    )
    size = forms.ChoiceField(
        label="Størrelse",
        choices=[("s", "Under 50 ansatte"), ("l", "50 ansatte eller flere")],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label="Hva vil du høre om?",
        choices=[("wage", "Levelønn"), ("law", "Åpenhetsloven")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    message = TextField(label="Melding", widget=forms.Textarea, required=False)
    agree = forms.BooleanField(label="Jeg godtar at opplysningene lagres i ett år")


class Step:
    def __init__(self, title: str, url: str = ""):
        self.title = title
        self.url = url


def body_blocks() -> list[tuple[str, str]]:
    """Name and HTML of every block of a body, as its own preview shows it."""
    return [
        (name, block.render(block.normalize(block.get_preview_value())))
        for name, block in BodyBlock().child_blocks.items()
    ]


def samples() -> dict[str, Any]:
    """What the entries take; ``image`` and ``event`` are none without the demo."""
    event = EventPage.objects.published().with_cards().first()
    return {
        "lead": "Sju av ti funn gjelder arbeidstid. Slik følger du dem opp.",
        "date": timezone.now(),
        "image": CustomImage.objects.filter(is_decorative=False).first(),
        "topics": [Topic(name="Levelønn", slug="levelonn")],
        "authors": [Person(name="Kari Demo", role="Seniorrådgiver")],
        "role": Worded("Seniorrådgiver", active()),
        "organisation": Worded("Fjordvik kommune", active()),
        "place": Worded("Oslo", active()),
        "crumbs": [MenuItem("Forsiden", "/"), MenuItem("Nyheter", "/nyheter/")],
        "event": event,
        "programme": EventIndexPage.objects.published().first(),
        "registration_status": RegistrationSummary(
            status=RegistrationStatus.OPEN,
            url="#registration",
            deadline=timezone.localdate(),
            deadline_time=None,
            has_few_left=True,
            prices=[],
            invites_members=True,
        ),
        "registration_details": [
            ("Når", "12. mai 2027 kl. 09.00–11.30"),
            ("Hvor", "Demohuset\nOslo"),
        ],
        "event_date": EventDate.objects.select_related("page").first(),
        "page_of_list": Paginator(range(240), 12).get_page(7),
        "years": [2026, 2025],
        "form": SampleForm(),
        "form_in_error": SampleForm({"name": "", "email": "kari@", "kind": ""}),
        "steps": [
            Step("Virksomheten", "#"),
            Step("Størrelse"),
            Step("Kontakter"),
            Step("Oppsummering"),
        ],
        "body_blocks": body_blocks(),
        "emails": emails.names(),
        "email_languages": list(languages.codes()),
        "email_widths": [600, 360],
        "site": Site.objects.filter(is_default_site=True).first(),
    }


def style_guide(request: HttpRequest) -> HttpResponse:
    context = {"entries": entries(), **samples()}
    response = render(request, "styleguide/style_guide.html", context)
    response.headers[HEADER] = GUIDE_POLICY
    return response


@xframe_options_sameorigin
def email(request: HttpRequest, name: str, language: str, kind: str) -> HttpResponse:
    """One e-mail by itself: ``kind`` is ``html`` or ``text``."""
    is_known = name in emails.names() and language in dict(settings.LANGUAGES)
    if not is_known or kind not in ("html", "text"):
        raise Http404
    sample = emails.sample(name, language)
    if kind == "html":
        return HttpResponse(sample.html, headers={HEADER: EMAIL_POLICY})
    text = f"{sample.subject}\n\n{sample.text}"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


urlpatterns = [
    path("stilguide/", style_guide, name="style_guide"),
    path(
        "stilguide/e-post/<path:name>/<slug:language>/<slug:kind>/",
        email,
        name="style_guide_email",
    ),
]
