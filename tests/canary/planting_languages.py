"""What is hidden in one language of a page that is public in another."""

from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from ethicaltrade.bilingual import actions, languages, schedules
from ethicaltrade.home.blocks import SectionsBlock
from ethicaltrade.home.models import HomePage, StandardPage
from ethicaltrade.tasks.models import Task
from events.models import EventPage, EventSpeaker, ProgrammeItem
from tests.events.support import event, in_days
from tests.support import factories

from .planting import Site, planter, word


def write(site: Site, page: Any, code: str) -> None:
    """Words in all that the page says in the language."""
    for name, value in site.words_for(type(page)).items():
        if name in {languages.localized(each, code) for each in OWN}:
            setattr(page, name, value)


OWN = ("title", "lead", "body", "slug", "seo_title", "search_description")


def stored(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def note(site: Site, name: str, page: Any) -> None:
    site.note(name, page, readable=False)
    site.partly_open.add(name)


@planter
def draft_of_english(site: Site) -> None:
    """Beside Norwegian that went out again and again; with an alias, made before."""
    fields = {"title_en": "", "lead_en": "", **factories.published_in("nb")}
    page = factories.put_page(site.public, factories.standard_page(**fields))
    page = stored(page)
    alias = page.create_alias(parent=site.news.get_parent(), update_slug="speil")
    write(site, page, "en")
    page.save_revision()
    actions.publish(page, ["nb"])
    page = stored(page).get_latest_revision_as_object()
    page.title_nb = "Rettet"
    page.save_revision()
    actions.publish(page, ["nb"])
    note(site, "draft of English", page)
    note(site, "alias of a draft of English", alias.specific)
    late = stored(page).create_alias(parent=site.public, update_slug="speil-etterpaa")
    note(site, "late alias of a draft of English", late.specific)


@planter
def scheduled_norwegian(site: Site) -> None:
    """A newer Norwegian that waits for its time, while English goes out."""
    page = stored(factories.put_page(site.public, factories.standard_page()))
    write(site, page, "nb")
    page.save_revision()
    schedules.schedule(page, "nb", publish_at=timezone.now() + timedelta(days=9))
    page = page.get_latest_revision_as_object()
    page.lead_en = "Corrected."
    page.save_revision()
    actions.publish(page, ["en"])
    note(site, "scheduled Norwegian", page)


@planter
def taken_down(site: Site) -> None:
    """English that was public; and what only English said of a speaker."""
    page = StandardPage(
        **site.words_for(StandardPage)
        | {"slug_en": "taken-down", "slug_nb": "tatt-ned", "title_nb": "Tatt ned"}
        | {"lead_nb": "Ingress.", "seo_title_nb": "", "search_description_nb": ""}
        | {"body_nb": []}
    )
    page = stored(factories.put_page(site.public, page))
    actions.take_down(page, ["en"])
    note(site, "taken down English", page)
    programme = speaking()
    taken = stored(factories.put_page(site.programme, programme))
    actions.take_down(taken, ["en"])
    note(site, "event of taken down English", taken)


def speaking(**fields: Any) -> EventPage:
    """An event whose speakers and programme have words in English."""
    return event(
        in_days(20),
        title_nb=f"Kurs {len(fields)}",
        slug_nb="",
        speakers=[
            EventSpeaker(name="Åse", role_nb="Leder", role_en=word(), sort_order=0),
            EventSpeaker(name="Øyvind", role_en=word(), sort_order=1),
        ],
        programme=[
            ProgrammeItem(
                start_time=time(9), title_nb="Velkommen", title_en=word(), sort_order=0
            ),
            ProgrammeItem(start_time=time(10), title_en=word(), sort_order=1),
        ],
        **fields,
    )


@planter
def rows_of_a_draft(site: Site) -> None:
    """Speakers whose titles wait in a draft, where the rest went out."""
    page = stored(factories.put_page(site.programme, event(in_days(21))))
    draft = speaking()
    page.speakers = draft.speakers.all()
    page.programme = draft.programme.all()
    page.place_name_en, page.city_en = word(), word()
    page.save_revision()
    actions.publish(page, ["nb"])
    note(site, "rows of a draft", page)


@planter
def sections_of_a_draft(site: Site) -> None:
    """The front page's sections: one known to readers, one only to its editors."""
    home = HomePage.objects.get(pk=site.home.pk)
    heading = {"nb": "Siste nytt", "en": "Latest news"}
    first = {"type": "news", "id": "a1", "value": {"heading": heading, "number": "3"}}
    home.sections = SectionsBlock().to_python([first])
    home.save()
    heading = {"nb": "Nytt nå", "en": word()}
    changed = {**first, "value": {"heading": heading, "number": "3"}}
    heading = {"nb": "Hva skjer", "en": word()}
    added = {"type": "events", "id": "b2", "value": {"heading": heading, "number": "3"}}
    home.sections = SectionsBlock().to_python([changed, added])
    home.heading_en = word()
    home.save_revision()
    actions.publish(home, ["nb"])
    note(site, "sections of a draft", home)


@planter
def tasks_of_a_page(site: Site) -> None:
    """What its editors write to each other, while it is public."""
    page = stored(factories.put_page(site.public, factories.standard_page()))
    for kind in Task.Kind:
        said = {"comment": word(), "answer": word()}
        Task.objects.create(page_id=page.pk, language="en", kind=kind, **said)
