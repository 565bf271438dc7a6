"""Every form that the site's visitors can send, found by what takes a POST.

The addresses come from Django's patterns, the views below pages, and the pages
themselves: a new form joins by itself. What an address needs, as a key, is planted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.http import int_to_base36

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import languages, subviews
from ethicaltrade.users.models import User
from events.models import Registration
from events.models.registration import TOKENS
from membership.affiliations import services as affiliations
from membership.affiliations.models import Affiliation
from membership.applications import session as applications
from membership.applications.models import Application, ApplicationState
from tests.membership.affiliations.support import key_in_email

MAIN = "medlem@example.org"
PASSWORD = "etisk-handel-demo"
SECRET = "hemmelig-passord-17"
TOKEN = "csrfmiddlewaretoken"
FILE = "file"


@dataclass
class PublicForm:
    """A form on a page, as a browser has it before it is sent."""

    page: str
    action: str
    fields: dict[str, str]
    typed: dict[str, str] = field(default_factory=dict)
    kind: str = ""  # the name of the address it is sent to, if it is the page's own

    @property
    def data(self) -> dict[str, str]:
        return {**self.fields, **self.typed}

    @property
    def name(self) -> str:
        """What it is called in a failing test."""
        return f"{self.page} → {self.action} ({', '.join(self.typed) or 'a button'})"


@dataclass
class World:
    """What the addresses need, on the demo site, and who reads."""

    language: str
    keys: dict[str, dict[str, object]]

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Name and address of all that is not the CMS's or a file's."""
        with languages.in_language(self.language):
            for name, pattern in sorted(named_patterns()):
                if name.startswith("style_guide"):
                    continue  # for those who build the site
                if name in self.keys:
                    yield name, reverse(name, kwargs=self.keys[name])
                elif not pattern:
                    yield name, reverse(name)
        yield from self.below_pages()

    def below_pages(self) -> Iterator[tuple[str, str]]:
        subviews.discover()
        for kind, patterns in subviews._registered.items():
            for page in kind.objects.live():
                if not page.is_published_in(self.language):
                    continue
                for pattern in patterns:
                    if "POST" in pattern.callback.methods:
                        needed = self.keys.get(pattern.name, {})
                        address = page.subview_url(
                            pattern.name, language=self.language, **needed
                        )
                        yield f"{kind.__name__}.{pattern.name}", address
        for page in BasePage.objects.live().specific():
            if "POST" in page.allowed_http_methods and page.is_published_in(
                self.language
            ):
                yield type(page).__name__, page.get_url_in(self.language)


def named_patterns() -> set[tuple[str, bool]]:
    """The names of addresses outside the CMS, and whether they need something."""

    def walk(resolver: URLResolver, needs: bool) -> Iterator[tuple[str, bool]]:
        for pattern in resolver.url_patterns:
            needs_more = needs or pattern.pattern.regex.groups > 0
            if isinstance(pattern, URLResolver):
                if str(pattern.pattern) not in ("admin/", "documents/"):
                    yield from walk(pattern, needs_more)
            elif isinstance(pattern, URLPattern) and pattern.name:
                yield pattern.name, needs_more

    return set(walk(get_resolver(), False))


def plant(language: str) -> World:
    """Keys to what the demo site has, and what it lacks."""
    main = Affiliation.objects.get(user__email=MAIN)
    colleague = main.member.affiliations.exclude(pk=main.pk).first()
    invitation = affiliations.invite(
        main.member, email="ny.kollega@example.org", language=language, by=main.user
    )
    registration = Registration.objects.filter(email=MAIN).first()
    person = User.objects.get(email=MAIN)
    return World(
        language,
        {
            "event_registration": {"token": TOKENS.token_of(registration)},
            "link": {"token": "dead"},  # of an application
            "invitation": {"key": key_in_email(invitation)},
            "colleague_remove": {"pk": colleague.pk},
            "colleague_hand_over": {"pk": colleague.pk},
            "colleague_invitation": {"pk": invitation.pk},
            "account_reset_password_from_key": {
                "uidb36": int_to_base36(person.pk),
                "key": default_token_generator.make_token(person),
            },
        },
    )


# Who reads


def log_in(client: Client, address: str) -> None:
    """By the log-in's own form, as another tab does it: the token is a new one."""
    page = BeautifulSoup(client.get(address).content, "html.parser")
    token = page.find(attrs={"name": TOKEN})["value"]
    data = {"login": MAIN, "password": PASSWORD, TOKEN: token}
    assert client.post(address, data).status_code == 302


def nobody() -> Client:
    return Client(enforce_csrf_checks=True)


def main_contact(world: World) -> Client:
    """Somebody who has just logged in: what asks for the password again is open."""
    client = nobody()
    with languages.in_language(world.language):
        log_in(client, reverse("account_login"))
        token = client.cookies["csrftoken"].value
        data = {"password": PASSWORD, TOKEN: token}
        client.post(reverse("account_reauthenticate"), data)
    return client


def applicant(world: World, state: str = ApplicationState.DRAFT) -> Client:
    """Somebody with an application in the browser, all of whose steps are done."""
    client = nobody()
    one = Application.objects.first()
    one.state, one.secret = state, "x" * 22
    one.save()
    link = applications.link_to(one)
    client.get(urlsplit(link).path)
    return client


def asked_for_a_code(world: World) -> Client:
    """Somebody half-way through the log-in."""
    client = nobody()
    with languages.in_language(world.language):
        address = reverse("account_request_login_code")
    page = BeautifulSoup(client.get(address).content, "html.parser")
    token = page.find(attrs={"name": TOKEN})["value"]
    client.post(address, {"email": MAIN, TOKEN: token})
    return client


READERS = {
    "nobody": lambda world: nobody(),
    "main contact": main_contact,
    "applicant": applicant,
    "applicant who is asked": lambda world: applicant(
        world, ApplicationState.MORE_ASKED
    ),
    "half-way through the log-in": asked_for_a_code,
}


# Forms


def forms_on(client: Client, address: str) -> list[PublicForm]:
    """The forms that send something from the page at the address, filled in."""
    response = client.get(address, follow=True)
    page = response.request["PATH_INFO"]
    is_page = "text/html" in response.headers.get("Content-Type", "")
    if not is_page or b'method="post"' not in response.content:
        return []  # most pages: taking them apart takes time
    forms = BeautifulSoup(response.content, "html.parser").select("form[method=post]")
    return [make_form(page, form) for form in forms]


def make_form(page: str, form: Tag) -> PublicForm:
    fields, typed = {}, {}
    for control in form.select("input[name], textarea[name], select[name]"):
        name, kind = control["name"], control.get("type", control.name)
        if kind == "hidden":
            fields[name] = control.get("value", "")
        elif "honeypot" in name or control.get("tabindex") == "-1":
            fields[name] = ""
        elif kind != FILE:
            typed[name] = something_for(control, name, kind)
    for button in form.select("button[name]")[:1]:
        fields[button["name"]] = button.get("value", "")
    action = urldefrag(urljoin(page, form.get("action") or "")).url
    return PublicForm(page, action, fields, typed)


def something_for(control: Tag, name: str, kind: str) -> str:
    if kind in {"checkbox", "radio"}:
        return control.get("value", "on")
    if kind in {"select", "select-one"}:
        return control.select("option")[-1].get("value", "")
    if kind == "password":
        return SECRET
    if kind == "textarea":
        return f"Noe langt i {name} <b>æøå</b>,\nover to linjer"
    known = {"email": "ola.ny@example.org", "number": "2025"}
    known |= {"url": "https://example.org/ny"}
    return known.get(kind, f"Noe & mer i {name}")


def all_forms(world: World) -> Iterator[tuple[str, Client, PublicForm]]:
    """Each kind of form once, with the first reader who has it."""
    known = set()
    addresses = [*world.addresses()]
    for reader, make in READERS.items():
        client = make(world)
        for kind, address in addresses:
            for form in forms_on(client, address):
                form.kind = kind if form.action == address else ""
                place = form.kind or form.action
                key = (place, *sorted(form.data.keys() - {TOKEN}))
                if key not in known:
                    known.add(key)
                    yield reader, client, form


# What came back


def taken_apart(response: HttpResponse) -> BeautifulSoup:
    """Its HTML; once, whoever asks."""
    if not hasattr(response, "taken_apart"):
        response.taken_apart = BeautifulSoup(response.content, "html.parser")
    return response.taken_apart


def kept_in(response: HttpResponse) -> dict[str, set[str]]:
    """The values of every field there is in the page's forms, by name."""
    found: dict[str, set[str]] = {}
    for control in taken_apart(response).select("main form [name]"):
        name, kind = control["name"], control.get("type", control.name)
        if kind in {"checkbox", "radio"} and not control.has_attr("checked"):
            continue
        if kind == "textarea":
            value = control.get_text().removeprefix("\n")
        elif control.name == "select":
            chosen = control.select_one("option[selected]")
            value = chosen.get("value", "") if chosen else ""
        else:
            value = control.get("value", "on" if kind == "checkbox" else "")
        found.setdefault(name, set()).add(value)
    return found


def lost(form: PublicForm, response: HttpResponse) -> list[str]:
    """The fields whose text did not come back; passwords must not."""
    kept = kept_in(response)
    return [
        name
        for name, value in form.typed.items()
        if value != SECRET and value not in kept.get(name, set())
    ]
