"""Every e-mail, in every language: whole, alike as text and as HTML, with its links."""

import re
from copy import deepcopy

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as site

from ethicaltrade.styleguide import emails

LANGUAGES = [code for code, _name in site.LANGUAGES]


@pytest.fixture
def strict(settings):
    """What a template asks for and does not get shows."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0].setdefault("OPTIONS", {})["string_if_invalid"] = "missing: %s"
    settings.TEMPLATES = templates


def squeezed(text):
    """The text without what only lays it out."""
    return re.sub(r"[\s:]+", " ", text).strip()


def test_all_are_found():
    assert len(emails.names()) >= 40
    apps = {name.partition("/")[0] for name in emails.names()}
    assert {"users", "home", "mypage", "events", "applications"} <= apps
    assert {"affiliations", "proposals"} <= apps


def test_text_and_html_come_in_pairs():
    folder = emails.TEMPLATES
    texts = {path.with_suffix("") for path in folder.rglob("*.txt")}
    pages = {path.with_suffix("") for path in folder.rglob("*.html")}
    assert {path.name for path in texts ^ pages} == {"action", "style", "trouble_text"}


@pytest.mark.parametrize("name", emails.names())
def test_email_is_whole_in_every_language(strict, name):
    written = {language: emails.sample(name, language) for language in LANGUAGES}
    for language, email in written.items():
        has_one_line_as_subject(email)
        has_all_it_asks_for(email)
        says_the_same_as_html(email)
        names_the_organisation_in(language, email)
        assert f'<html lang="{language}">' in email.html
        if language != "en":
            is_translated(email, written["en"])


def has_one_line_as_subject(email):
    assert email.subject.strip()
    assert len(email.subject.splitlines()) == 1
    assert len(email.subject) <= 200


def has_all_it_asks_for(email):
    for words in email:
        assert "missing: " not in words
        assert "{{" not in words
        assert "{%" not in words


def says_the_same_as_html(email):
    """Line by line, and link by link: each in the text is one in the HTML."""
    body = BeautifulSoup(email.html, "html.parser").body
    links = {link["href"] for link in body("a", href=True)}
    assert links == set(re.findall(r"https?://\S+", email.text))
    assert all(link.startswith("http") for link in links)
    shown = squeezed(f"{body.get_text(' ')} {' '.join(links)}")
    for line in email.text.splitlines():
        assert squeezed(line) in shown or line == "-- "


def names_the_organisation_in(language, email):
    for code, name in site.ORGANISATION_NAMES.items():
        for words in (email.text, email.html):
            assert (name in words) == (code == language)


def is_translated(email, source):
    assert email.subject != source.subject
    for line in email.text.splitlines():
        is_sentence = len(line.split()) > 3 and "http" not in line
        assert not is_sentence or line not in source.text


def test_email_is_shown_by_itself(client):
    address = "/stilguide/e-post/users/login_code/en"
    assert '<html lang="en">' in client.get(f"{address}/html/").content.decode()
    shown = client.get(f"{address}/text/")
    assert shown.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "DEMO-KODE" in shown.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["users/code/en/html/", "users/login_code/sv/html/", "users/login_code/en/pdf/"],
)
def test_what_is_no_email_is_not_found(client, address):
    assert client.get(f"/stilguide/e-post/{address}").status_code == 404
