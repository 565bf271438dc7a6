"""Numbers in groups: ``12 500`` in Norwegian, ``12,500`` in English, nowhere else."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from django.conf import settings
from django.utils import translation

from ethicaltrade.core.numbers import grouped
from ethicaltrade.styleguide import emails
from membership.applications import details
from membership.applications.models import Application
from tests.events.support import get, in_days, put_event
from tests.support.pages import folded

pytestmark = pytest.mark.django_db

CATALOGUE = Path(settings.BASE_DIR) / "locale" / "nb" / "LC_MESSAGES" / "django.po"
FOREIGN = {  # a number as the other language groups it
    "nb": re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3})+(?![\d,])"),
    "en": re.compile(
        r"(?<![\d+,])(?<!\d[ \xa0])\d{1,3}(?:[ \xa0\u202f]\d{3})+(?![,\d]|[ \xa0]\d)"
    ),
}
NAMES = re.compile(r"\d{3}[ \xa0]\d{3}[ \xa0]\d{3}")  # of organisations, not amounts


def foreign_in(text: str, language: str) -> list[str]:
    found = (match[0] for match in FOREIGN[language].finditer(text))
    return [number for number in found if not NAMES.fullmatch(number)]


def test_the_test_sees_what_is_foreign():
    text = "1,250 12 500 1\xa0250\xa0000 974 760 673 1814, 2026 2,5"
    assert foreign_in(text, "nb") == ["1,250"]
    assert foreign_in("a 12 500 b 974 760 673", "en") == ["12 500"]
    assert foreign_in("Turnover 7,700 137,800 in 2026", "en") == []
    assert foreign_in("NOK 1\xa0250\xa0000", "en") == ["1\xa0250\xa0000"]


def test_number_is_grouped_as_the_language_has_it():
    for language, shown in (("nb", "12\xa0500\xa0000"), ("en", "12,500,000")):
        with translation.override(language):
            assert grouped(12_500_000) == shown


def test_messages():
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        shown = message.string
        texts = shown if isinstance(shown, tuple) else (shown,)
        if message.id:
            assert not foreign_in(" ".join(sources), "en"), message.id
            assert not foreign_in(" ".join(map(str, texts)), "nb"), message.id


def test_pages(demo_answers):
    for address, answer in demo_answers.items():
        if answer.language not in FOREIGN:
            continue
        page = BeautifulSoup(answer.html, "html.parser")
        for other in page.find_all(lang=True):
            if other.name != "html" and other["lang"] != answer.language:
                other.decompose()
        texts = [folded(text) for text in page.stripped_strings]
        texts += [field["value"] for field in page.find_all(value=True)]
        assert not foreign_in(" | ".join(texts), answer.language), address


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("name", emails.names())
def test_emails(name, language):
    email = emails.sample(name, language)
    assert not foreign_in(f"{email.subject} | {email.text}", language)


@pytest.mark.parametrize(("language", "sign"), [("nb", "\xa0"), ("en", ",")])
def test_counts_and_sizes(client, programme, language, sign):
    page = put_event(programme, "Stort møte", in_days(9), capacity=1500)
    assert f"1{sign}500 pl" in get(client, page, language).main.get_text()
    application = Application(kind="public", inhabitants=12_500, language=language)
    with translation.override(language):
        shown = [value for _label, value in details._size(application)]
    assert f"12{sign}500" in shown
