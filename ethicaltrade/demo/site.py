"""The demo site: every page of it, through the same code as an editor's save."""

from collections.abc import Callable
from typing import Any

from wagtail.models import Site

from articles.models import ArticleIndexPage, ArticlePage, Byline, RelatedArticle
from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.languages import localized
from ethicaltrade.core.models import FooterPage, SiteSettings
from ethicaltrade.home import groups
from ethicaltrade.home.blocks import SectionsBlock
from ethicaltrade.home.models import (
    AccessibilityPage,
    HomePage,
    PrivacyPage,
    StandardPage,
)
from events.models import EventIndexPage
from membership.members.models import MembershipPage

from . import content, factories
from .content import HEAD, in_languages, in_order, is_there, make_body
from .events import add_events
from .library import Library
from .members import add_member_people, add_members
from .membership import add_application_page, add_public_pages
from .resources import add_resources

SECTIONS = {  # key in pages.toml: page type and whether it is in the main menu
    "news": (ArticleIndexPage, True),
    "events": (EventIndexPage, True),
    "membership": (MembershipPage, True),
    "about": (StandardPage, True),
    "contact": (StandardPage, True),
    "accessibility": (AccessibilityPage, False),
    "privacy": (PrivacyPage, False),
}
IN_FOOTER = ("about", "contact", "accessibility", "privacy")
SETTINGS = (
    *("organisation_name", "tagline", "footer_text"),
    *("closing_heading", "closing_text", "closing_label"),
)
ROLES = {  # one log-in for each, with its first name
    "skribent": (groups.WRITERS, "Sigrid"),
    "redaksjon": (groups.PUBLISHERS, "Runa"),
    "oversetter": (groups.TRANSLATORS, "Odd"),
    "medlemsansvarlig": (groups.MEMBER_STAFF, "Marte"),
    "arrangement": (groups.EVENT_STAFF, "Anders"),
    "administrator": (groups.ADMINISTRATORS, "Aslaug"),
}
CHOOSERS = ("page", "article", "value")  # what names a page or document in pages.toml


def build(log: Callable[[str], Any]) -> None:
    editor = add_people()
    log("Making the demo site")
    library = Library()
    is_new = not HomePage.objects.exists()
    home = add_front_page(editor)
    sections = add_sections(home, library, editor)
    add_articles(sections["news"], library, sections, editor)
    add_members(library.people)
    add_public_pages(sections, library, editor)
    add_application_page(sections["membership"], editor)
    add_resources(sections["membership"], library, editor)
    add_events(sections["events"], library, sections, editor)
    add_member_people()
    if is_new:
        arrange_front_page(home, library, sections, editor)
    add_settings(sections)


def add_people() -> Any:
    """The demo log-ins of the staff; returns the editor, who does most of it."""
    factories.user("admin@example.org", is_staff=True, is_superuser=True)
    for name, (group, first_name) in ROLES.items():
        address = f"{name}@example.org"
        factories.user(address, group, first_name=first_name, last_name="Demo")
    return factories.user(
        "redaktor@example.org",
        *groups.EVERYDAY,
        first_name="Ragnhild",
        last_name="Demo",
    )


def add_front_page(editor: Any) -> HomePage:
    if found := HomePage.objects.first():
        return found
    text = content.load("pages")["home"]
    return factories.add_front_page(
        factories.put_page,  # the revision comes with the sections
        owner=editor,
        **in_languages(text, "heading", "introduction", "search_description"),
    )


def add_sections(home: HomePage, library: Library, editor: Any) -> dict[str, Any]:
    """The pages right below the front page, by key; bodies last, when all exist."""
    sections, new = {}, []
    for key, (model, is_in_menu) in SECTIONS.items():
        text = content.load("pages")[key]
        slug = text[languages.default()]["slug"]
        found = home.get_children().filter(slug=slug).first()
        if found is None:
            page = model(
                show_in_menus=is_in_menu,
                **text.get("fields", {}),
                **factories.published_in(*text["publish"]),
                **in_languages(text, *HEAD),
            )
            found = factories.put_page(home, page, editor)
            new.append(key)
        sections[key] = found.specific
    for key in new:
        fill_body(sections[key], content.load("pages")[key], library, sections)
        sections[key].save()
        factories.keep_revision(sections[key], editor)
    return sections


def fill_body(page: Any, text: dict, library: Library, sections: dict) -> None:
    keys = {key: section.pk for key, section in sections.items()}
    for code in languages.codes():
        source = text.get(code, {}).get("body", [])
        setattr(page, localized("body", code), make_body(source, library, keys))


def add_articles(
    news: ArticleIndexPage, library: Library, sections: dict, editor: Any
) -> None:
    """The articles; what each points to is set when all exist."""
    made: dict[str, ArticlePage] = {}
    for name in content.article_names():
        text = content.load(f"articles/{name}")
        if is_there(ArticlePage.objects.child_of(news), text):
            continue
        page = make_article(text, library)
        fill_body(page, text, library, sections)
        made[name] = factories.put_page(news, page, editor)
    for name, page in made.items():
        chosen = content.load(f"articles/{name}").get("related", [])
        page.related_links = in_order(
            RelatedArticle(article=made[other]) for other in chosen if other in made
        )
        page.related_links.commit()
        text = content.load(f"articles/{name}")
        if earlier := text.get(page.source_language, {}).get("earlier_lead"):
            factories.keep_earlier_source(page, "lead", earlier, editor)
        factories.keep_revision(page, editor)


def make_article(text: dict[str, Any], library: Library) -> ArticlePage:
    page = ArticlePage(
        hero_image=library.pictures[text["picture"]],
        first_published_at=factories.local_time(text["date"]),
        contact_person=library.people.get(text.get("contact", "")),
        **factories.published_in(*text["publish"]),
        **in_languages(text, *HEAD),
    )
    page.topics = [library.topics[key] for key in text["topics"]]
    page.bylines = in_order(
        Byline(person=library.people[key]) for key in text["byline"]
    )
    return page


def arrange_front_page(
    home: HomePage, library: Library, sections: dict, editor: Any
) -> None:
    """Give a new front page its sections, when all they point to exists."""
    keys = {name: page.pk for name, page in sections.items()}
    keys |= {name: document.pk for name, document in library.documents.items()}
    keys |= {name: _key_of_article(name) for name in content.article_names()}
    source = content.load("pages")["home"]["sections"]
    home.sections = SectionsBlock().to_python(
        [
            {"type": section["type"], "value": _with_keys(section, keys)}
            for section in source
        ]
    )
    home.save()
    factories.keep_revision(home, editor)


def _key_of_article(name: str) -> int:
    text = content.load(f"articles/{name}")
    language = text["publish"][0]
    title = {localized("title", language): text[language]["title"]}
    return ArticlePage.objects.get(**title).pk


def _with_keys(part: Any, keys: dict[str, int]) -> Any:
    if isinstance(part, list):
        return [_with_keys(item, keys) for item in part]
    if isinstance(part, dict):
        return {
            name: keys[item] if name in CHOOSERS else _with_keys(item, keys)
            for name, item in part.items()
        }
    return part


def add_settings(sections: dict[str, BasePage]) -> None:
    """The site's own words; left alone once an editor could have changed them."""
    site = Site.objects.get(is_default_site=True)
    settings = SiteSettings.for_site(site)
    if settings.closing_heading:
        return
    text = content.load("settings")
    values = in_languages(text, *SETTINGS) | {
        "email": text["email"],
        "phone": text["phone"],
        "address": text[languages.default()]["address"],
        "closing_page": sections["membership"].basepage_ptr,
    }
    for name, value in values.items():
        setattr(settings, name, value)
    settings.footer_pages = in_order(
        FooterPage(page=sections[key].basepage_ptr) for key in IN_FOOTER
    )
    settings.social_links = [
        ("link", {"name": link["label"], "url": link["url"]})
        for link in text["social_links"]
    ]
    settings.save()
