"""The demo's resources: eight open to everyone, the rest for members."""

from typing import Any

from wagtail.models import Collection, PageViewRestriction

from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.languages import localized
from membership.members.models import MembershipPage
from membership.resources.access import members_collection
from membership.resources.models import (
    ChapterPage,
    ResourceDocument,
    ResourceIndexPage,
    ResourcePage,
)

from . import content, factories
from .content import in_languages, in_order, is_there, make_body
from .library import Library, add_document

FOLDER = "resources"
AREA = "area"


def add_resources(
    section: MembershipPage, library: Library, editor: Any
) -> ResourceIndexPage:
    """The resources area below the page about membership, and what is missing in it.

    A resource is known by its title or its address; one that is there is the editors'.
    """
    area = add_area(section, editor)
    for name in resource_names():
        text = content.load(f"{FOLDER}/{name}")
        if not is_there(ResourcePage.objects.child_of(area), text):
            add_resource(area, text, library, editor)
    return area


def resource_names() -> list[str]:
    paths = (content.FOLDER / FOLDER).glob("*.toml")
    return sorted(path.stem for path in paths if path.stem != AREA)


def add_area(section: MembershipPage, editor: Any) -> ResourceIndexPage:
    if found := ResourceIndexPage.objects.child_of(section).first():
        return found
    text = content.load(f"{FOLDER}/{AREA}")
    page = ResourceIndexPage(**words(text, "title", "slug", "lead"))
    return factories.add_live_page(section, page, editor)


def words(text: dict[str, Any], *names: str) -> dict[str, Any]:
    written = [code for code in languages.codes() if code in text]
    return {
        **factories.published_in(*written),
        **in_languages(text, *names),
    }


def updated(text: dict[str, Any]) -> dict[str, Any]:
    if "updated" not in text:
        return {}
    written = [code for code in languages.codes() if code in text]
    moment = factories.local_time(text["updated"])
    return {localized("updated", code): moment for code in written}


def add_resource(
    area: ResourceIndexPage, text: dict[str, Any], library: Library, editor: Any
) -> ResourcePage:
    """One resource. It is born closed; until it is opened it takes no open document."""
    page = ResourcePage(
        kind=text["kind"],
        steps=text["steps"],
        first_published_at=factories.local_time(text["date"]),
        **updated(text),
        shows_teaser=text.get("teaser", False),
        recording_url=text.get("film", ""),
        recording_language=text.get("film_language", languages.default()),
        contact_person=library.people.get(text.get("contact", "")),
        **words(text, "title", "lead"),
        **bodies(text, library),
    )
    page.topics = [library.topics[key] for key in text["topics"]]
    factories.put_page(area, page, editor)
    collection = members_collection()
    if text.get("open", False):
        collection = Collection.get_first_root_node()
        PageViewRestriction.objects.get(page_id=page.pk).delete()
    page.documents = in_order(
        ResourceDocument(
            document=add_document(
                source["title"],
                source["paragraphs"],
                source["language"],
                collection=collection,
            ),
            **in_languages(source, "label"),
        )
        for source in text.get("documents", [])
    )
    page.save()
    factories.keep_revision(page, editor)
    for source in text.get("chapters", []):
        chapter = ChapterPage(**words(source, "title"), **bodies(source, library))
        factories.add_live_page(page, chapter, editor)
    return page


def bodies(text: dict[str, Any], library: Library) -> dict[str, Any]:
    return {
        localized("body", code): make_body(
            [{"type": "text", "html": text[code]["html"]}], library, {}
        )
        for code in languages.codes()
        if text.get(code, {}).get("html")
    }
