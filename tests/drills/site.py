"""The site that the drills are held on: made in a database of its own.

    DATABASE_URL=postgres://…/drill python -m tests.drills.site

migrates it, plants what no outsider may read (``tests/canary``), adds articles and
events with few places, and prints as JSON what the clients need to know of it.
"""

import gc
import json
import re
import sys
from io import StringIO

import django

ARTICLES, EVENTS, PLACES = 12, 4, 5
TITLES = {"nb": "Utgave", "en": "Edition"}
"""Of what is published again and again; a number follows."""
CANARY_WORD = re.compile(r"kanari[a-z]{9}")


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from wagtail.signal_handlers import disable_reference_index_auto_update

    gc.disable()  # a third of the time of the migrations
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    with disable_reference_index_auto_update():  # another third
        print(json.dumps(build()))


def build() -> dict:
    from django.conf import settings

    from ethicaltrade.home.groups import EVERYDAY
    from tests.canary import planting, planting_languages, planting_membership
    from tests.support import factories

    assert planting_languages, planting_membership  # they plant by being imported
    settings.MAIL_AT_ONCE = False
    site = planting.build()
    articles = [
        factories.add_page(site.news, factories.article(**titles(number)))
        for number in range(ARTICLES)
    ]
    events = put_events(site.programme)
    editor = factories.user("redaktor@example.org", *EVERYDAY)
    members = [factories.member_person(f"medlem{n}@example.org") for n in range(4)]
    published = articles[-1]
    return {
        "front": addresses(site.home),
        "news": addresses(site.news),
        "programme": addresses(site.programme),
        "about": addresses(site.public),
        "articles": [addresses(page) for page in articles[:-1]],
        "published": addresses(published),
        "published_key": published.pk,
        "form": form_of(published, editor),
        "events": [
            {"pk": event.pk, "form": event.subview_url("register", language="nb")}
            for event in events
        ],
        "places": PLACES,
        "closed": [
            addresses(site.pages[name]) for name in ("article", "resource", "chapter")
        ],
        "editor": session_of(editor),
        "members": [session_of(person) for person in members],
        "unreadable": sorted(unreadable(site)),
    }


def titles(number: int) -> dict[str, str]:
    return {"title_nb": f"Sak {number} fra drøftingen", "title_en": f"Story {number}"}


def put_events(programme) -> list:
    from tests.events.support import in_days, put_event

    return [
        put_event(
            programme,
            f"Kurs {number}",
            in_days(30 + number),
            takes_registrations=True,
            capacity=PLACES,
            has_waiting_list=True,
        )
        for number in range(EVENTS)
    ]


def addresses(page) -> dict[str, str]:
    return {code: page.get_url_in(code) for code in TITLES}


def form_of(page, editor) -> dict:
    """What the edit form sends, but for the title."""
    from tests.sitewide.test_untouched import form_of
    from tests.support.cms_forms import sent_untouched

    page = type(page).objects.get(pk=page.pk)
    return sent_untouched(form_of(page, editor))


def session_of(user) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def unreadable(site) -> set[str]:
    """Words that not even members read: of drafts, of the other language."""

    def words(page) -> set[str]:
        return set(
            CANARY_WORD.findall(json.dumps(page.serializable_data(), default=str))
        )

    closed, read = set(), set()
    for name, page in site.pages.items():
        (read if name in site.readable else closed).update(words(page))
        if name not in site.readable and page.latest_revision:
            closed.update(words(page.latest_revision.as_object()))
    return closed - read


if __name__ == "__main__":
    sys.stdout, out = StringIO(), sys.stdout
    main()
    out.write(sys.stdout.getvalue().strip().splitlines()[-1])
