"""Dead links in e-mails: explained, with a next step, and alike to a guesser."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import int_to_base36

from ethicaltrade.bilingual.languages import in_language
from ethicaltrade.mail.models import Email
from events.models import EventPage, Registration
from events.models.registration import TOKENS as REGISTRATIONS
from membership.affiliations.models import TOKENS as INVITATIONS
from membership.affiliations.models import Invitation
from membership.applications import session
from membership.applications.models import Application, ApplicationPage
from tests.membership.affiliations.support import invite
from tests.membership.applications.support import stamp
from tests.support import factories
from tests.support.pages import folded, soup
from tests.support.public_forms import MAIN

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("lasting_demo_site"),
]

LANGUAGES = ["nb", "en"]
OTHERS = "ingen@example.org"


@dataclass
class Link:
    """A link of one kind that works: its key, and the address for any key."""

    key: str
    address: Callable[[str], str]
    record: object
    tokens: object = None


def of_registration() -> Link:
    one = Registration.objects.filter(email=MAIN).first()
    return Link(
        REGISTRATIONS.token_of(one),
        lambda key: reverse("event_registration", args=[key]),
        one,
        REGISTRATIONS,
    )


def of_application() -> Link:
    one = Application.objects.first()
    page = ApplicationPage.objects.get()
    key = session.TOKENS.token_of(one)
    return Link(
        key, lambda key: page.subview_url("link", token=key), one, session.TOKENS
    )


def of_invitation() -> Link:
    member = factories.member_person("inviterer@example.org").affiliation.member
    one, key = invite(member)
    return Link(key, lambda key: reverse("invitation", args=[key]), one, INVITATIONS)


def of_new_password() -> Link:
    person = factories.user("glemsk@example.org")
    number = int_to_base36(person.pk)
    return Link(
        default_token_generator.make_token(person),
        lambda key: reverse("account_reset_password_from_key", args=[number, key]),
        person,
    )


KINDS = {
    "registration": of_registration,
    "application": of_application,
    "invitation": of_invitation,
    "new password": of_new_password,
}


def another(sign: str) -> str:
    return "b" if sign == "a" else "a"


def deaths(link: Link) -> dict[str, Callable[[], str]]:
    """What can have become of a link; each gives the key that is tried."""

    def revoked() -> str:
        """By a later link, or, of a password's, by its use."""
        if link.tokens is None:
            link.record.set_password("et-helt-nytt-passord")
        else:
            link.tokens.revoke(link.record)
        link.record.save()
        return link.key

    def deleted() -> str:
        link.record.delete()
        return link.key

    known = {
        "tampered with": lambda: link.key[:-1] + another(link.key[-1]),
        "never made": lambda: re.sub(r"[A-Za-z]", lambda m: another(m[0]), link.key),
        "revoked": revoked,
    }
    return known if link.tokens is None else {**known, "deleted": deleted}


def told(response, key: str) -> str:
    """The page without what differs at every visit, and without the key itself."""
    html = response.content.decode().replace(key, "KEY")
    html = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", html)
    return re.sub(r'(name="stamp" value=")[^"]+', r"\1", html)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_dead_link_explains_itself_and_tells_a_guesser_nothing(kind, language):
    link = KINDS[kind]()
    pages, lengths = {}, set()
    for death, die in deaths(link).items():
        cache.clear()  # the limit on guesses
        key = die()
        with in_language(language):
            response = Client().get(link.address(key))
        assert response.status_code == 404, death
        assert {"no-store", "private"} <= set(
            response.headers["Cache-Control"].split(", ")
        )
        pages[death] = told(response, key)
        lengths.add(len(response.content))
    assert len(set(pages.values())) == 1
    assert len(lengths) == 1
    page = soup(response)
    assert page.html["lang"] == language
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert folded(page.h1) in folded(page.title)
    assert len(folded(page.select_one(".lead"))) > 60, "it says why"
    steps = page.main.select("form[method=post], a[href]")
    assert steps, "it says what next"


@pytest.mark.parametrize("kind", ["registration", "application"])
def test_link_that_works_is_not_answered_like_a_dead_one(kind):
    link = KINDS[kind]()
    assert Client().get(link.address(link.key)).status_code in (200, 302)


@pytest.mark.parametrize("language", LANGUAGES)
def test_key_that_proves_to_be_ours_is_told_what_has_become_of_it(language):
    """410, and what it was for."""
    link = of_registration()
    EventPage.objects.filter(pk=link.record.event_id).update(
        starts_at=timezone.now() - timedelta(days=90),
        ends_at=timezone.now() - timedelta(days=90),
    )
    with in_language(language):
        response = Client().get(link.address(link.key))
        title = EventPage.objects.get(pk=link.record.event_id).title
    assert response.status_code == 410
    assert title in folded(soup(response).main)
    invited = of_invitation()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    with in_language(language):
        response = Client().get(invited.address(invited.key))
    assert response.status_code == 410
    assert len(folded(soup(response).select_one(".lead"))) > 60


# Sent again


ADDRESSEES = {
    "registration": lambda record: record.email,
    "application": lambda record: record.email,
    "invitation": lambda record: record.email,
}


def ask(link: Link, email: str, **more: str):
    data = {"email": email, "stamp": stamp(), "website": "", **more}
    return Client().post(link.address("x"), data)


@pytest.mark.parametrize("kind", ADDRESSEES)
def test_link_is_sent_again_to_its_own_address_alone(kind):
    link = KINDS[kind]()
    email = ADDRESSEES[kind](link.record)
    answers = []
    for address in (email.upper(), OTHERS):
        before = set(Email.objects.values_list("pk", flat=True))
        response = ask(link, address)
        assert response.status_code == 200
        assert folded(soup(response).h1) in folded(soup(response).title)
        answers.append(told(response, "x"))
        sent = Email.objects.exclude(pk__in=before)
        assert [one.recipient.lower() for one in sent] == (
            [email.lower()] if address != OTHERS else []
        )
        if sent:
            assert link.address(link.key).encode() in sent[0].text.encode()
    assert len(set(answers)) == 1, "nobody learns who has one"


@pytest.mark.parametrize("kind", ["registration", "application"])
def test_link_is_sent_again_so_often_and_no_more(kind):
    link = KINDS[kind]()
    email = ADDRESSEES[kind](link.record)
    before = Email.objects.count()
    for _time in range(20):
        assert ask(link, email).status_code == 200
    assert Email.objects.count() - before <= 5
    response = ask(link, email)
    assert response.status_code == 404
    assert soup(response).select_one("[role=alert]")


@pytest.mark.parametrize("kind", ADDRESSEES)
def test_address_that_is_none_is_told_beside_the_field(kind):
    response = ask(KINDS[kind](), "ikke en adresse")
    assert response.status_code == 404
    page = soup(response)
    assert page.select_one("#id_email[aria-invalid=true]")
    assert page.select_one("#id_email")["value"] == "ikke en adresse"
