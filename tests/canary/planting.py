"""A site full of words that no outsider may ever read.

Every word begins with ``kanari`` and is unlike any other; nothing public has such
words. Those that begin with ``spurv`` an editor has let out (a teaser's). What is
closed has them everywhere: in title, lead, text, alternative text, caption, address,
and in a document's title, name and bytes.

A new kind of closed content is one more function marked ``@planter``.
"""

import random
import string
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from articles.models import ArticlePage
from ethicaltrade.bilingual import languages, schedules
from ethicaltrade.home.models import StandardPage
from ethicaltrade.media.models import CustomDocument, CustomImage
from ethicaltrade.users.models import MEMBERS_GROUP
from events.choices import Attendance
from events.models import EventIndexPage, EventPage
from membership.members.models import MembershipPage
from membership.resources.models import (
    ResourceIndexPage,
)
from tests.events.support import event, in_days
from tests.support import factories
from tests.support.files import document, picture

CANARY, SPARROW = "kanari", "spurv"
BOTH = factories.published_in("nb", "en")


def word(kind: str = CANARY) -> str:
    """A word that is nowhere else."""
    return kind + "".join(random.choices(string.ascii_lowercase, k=9))


def in_both(name: str, kind: str = CANARY) -> dict[str, str]:
    """A translated field's values, each a word of its own."""
    return {languages.localized(name, code): word(kind) for code in languages.codes()}


@dataclass
class Site:
    """What was planted, and where somebody may look for it."""

    home: Any
    news: Any
    programme: Any
    area: Any
    public: Any  # a section that everyone reads
    members: Collection
    pages: dict[str, Any] = field(default_factory=dict)
    """Closed pages by what they are; those that members read, and those nobody does."""
    readable: set[str] = field(default_factory=set)
    """Names of the pages, and of the documents, that a member reads."""
    partly_open: set[str] = field(default_factory=set)
    """Names of public pages, with words in what is not published of them."""
    documents: dict[str, CustomDocument] = field(default_factory=dict)
    embargoed: list[CustomDocument] = field(default_factory=list)
    """Documents in open collections that nothing leads to yet."""
    images: list[CustomImage] = field(default_factory=list)
    old_addresses: list[str] = field(default_factory=list)

    def add_document(self, name: str, collection: Collection | None = None) -> Any:
        """A closed document, with words in title, name and bytes."""
        made = document(
            f"{word()}.pdf",
            b"%PDF-1.7 " + word().encode(),
            title=word(),
            collection=collection or self.members,
        )
        self.documents[name] = made
        self.readable.add(name)
        return made

    def add_image(self) -> CustomImage:
        """A picture with words in all that is said of it, and in its file."""
        fields = in_both("alt_text") | in_both("caption")
        image = picture(title=word(), credit=word(), **fields)
        with image.file.open("rb") as file:
            drawn = file.read()
        name = f"{word()}.png"
        image.file = ContentFile(drawn + word().encode(), name=name)
        image.save()
        if not self.images:  # the others' sizes are made when a member reads
            image.make_ready()
        self.images.append(image)
        return image

    def words_for(self, model: type, **fields: Any) -> dict[str, Any]:
        """Values for a page of the type, with a word in everything that it says."""
        values = {"show_in_menus": True, **BOTH}
        for name in ("title", "slug", "seo_title", "search_description"):
            values |= in_both(name)
        if any(each.name == "lead" for each in model._meta.get_fields()):
            values |= in_both("lead") | self.bodies()
        return values | fields

    def bodies(self) -> dict[str, list]:
        """Texts with a picture and a document in them, one a language."""
        image = self.add_image()
        own = self.add_document(f"document {len(self.documents)} of a text")
        return {
            languages.localized("body", code): self.body(image, own)
            for code in languages.codes()
        }

    @staticmethod
    def body(picture: CustomImage, own: CustomDocument) -> list[dict[str, Any]]:
        """Every block that takes words."""
        image = {"image": picture.pk, "caption": word()}
        quotation = {"quote": word(), "name": word(), "role": word()}
        return [
            {"type": "text", "value": f"<h2>{word()}</h2><p>{word()}</p>"},
            {"type": "image", "value": image},
            {"type": "quotation", "value": quotation},
            {"type": "documents", "value": {"heading": word(), "documents": [own.pk]}},
        ]

    def put(self, name: str, parent: Any, page: Any, *, readable: bool = True) -> Any:
        """A live page below the parent, known by the name."""
        made = factories.put_page(parent, page)
        return self.note(name, made, readable=readable)

    def note(self, name: str, page: Any, *, readable: bool = True) -> Any:
        """Remember a page by the name, as it is stored."""
        self.pages[name] = type(page).objects.get(pk=page.pk)
        if readable:
            self.readable.add(name)
        return self.pages[name]


def close_page(page: Any, *names: str) -> None:
    """Close the page and all below it to all but the groups."""
    restriction = PageViewRestriction.objects.create(
        page_id=page.pk, restriction_type=PageViewRestriction.GROUPS
    )
    names = names or (MEMBERS_GROUP,)
    restriction.groups.set(Group.objects.get_or_create(name=name)[0] for name in names)


def close_collection(collection: Collection, *names: str) -> Collection:
    """Close the collection and all below it to all but the groups."""
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    names = names or (MEMBERS_GROUP,)
    restriction.groups.set(Group.objects.get_or_create(name=name)[0] for name in names)
    return collection


PLANTERS: list[Callable[[Site], None]] = []


def planter(plant: Callable[[Site], None]) -> Callable[[Site], None]:
    """Let the function plant in every site."""
    PLANTERS.append(plant)
    return plant


def build() -> Site:
    """A public site, and everything that is planted in it."""
    home = factories.add_front_page(add=factories.put_page)
    titles = {
        "news": ("Nyheter", "News"),
        "programme": ("Arrangementer", "Events"),
        "membership": ("Medlemskap", "Membership"),
        "area": ("Ressurser", "Resources"),
        "public": ("Om oss", "About us"),
    }

    def put(parent: Any, model: type, name: str) -> Any:
        title_nb, title_en = titles[name]
        fields = {"title_nb": title_nb, "title_en": title_en, "show_in_menus": True}
        if model in (StandardPage, MembershipPage):
            fields |= {"lead_nb": "Ingress.", "lead_en": "Lead."}
        return factories.put_page(parent, model(**fields, **BOTH))

    news = factories.add_news(home, add=factories.put_page)
    root = Collection.get_first_root_node()
    site = Site(
        home=home,
        news=news,
        programme=put(home, EventIndexPage, "programme"),
        area=put(put(home, MembershipPage, "membership"), ResourceIndexPage, "area"),
        public=put(home, StandardPage, "public"),
        members=close_collection(root.add_child(name=word())),
    )
    for plant in PLANTERS:
        plant(site)
    lead_to_everything(site)
    return site


def lead_to_everything(site: Site) -> None:
    """A public article that links to all that is closed, in text and in lists."""
    links = [
        *(
            f'<a linktype="page" id="{page.pk}">lenke</a>'
            for page in site.pages.values()
        ),
        *(
            f'<a linktype="document" id="{each.pk}">fil</a>'
            for each in site.documents.values()
        ),
    ]
    keys = [each.pk for each in site.documents.values()]
    body = [
        {"type": "text", "value": f"<p>{' '.join(links)}</p>"},
        {"type": "documents", "value": {"heading": "", "documents": keys}},
    ]
    article = factories.article(body_nb=body, body_en=body)
    factories.put_page(site.news, article)


# Pages


@planter
def direct(site: Site) -> None:
    """Pages that are closed themselves, of each kind."""
    words = site.words_for(ArticlePage, hero_image=site.add_image())
    article = ArticlePage(**words)
    close_page(site.put("article", site.news, article))
    page = StandardPage(**site.words_for(StandardPage))
    close_page(site.put("standard page", site.home, page))


@planter
def below(site: Site) -> None:
    """Pages of a closed section: child, grandchild."""
    section = StandardPage(**site.words_for(StandardPage))
    close_page(site.put("section", site.public, section))
    child = StandardPage(**site.words_for(StandardPage))
    site.put("child", site.pages["section"], child)
    grandchild = StandardPage(**site.words_for(StandardPage))
    site.put("grandchild", site.pages["child"], grandchild)


@planter
def aliases(site: Site) -> None:
    """Aliases of a closed page, and of one in a closed section; one below a section."""
    for name in ("article", "grandchild"):
        source = site.pages[name]
        alias = source.create_alias(parent=site.public, update_slug=word()).specific
        site.note(f"alias of {name}", alias)
    open_page = StandardPage(**site.words_for(StandardPage))
    source = factories.put_page(site.pages["section"], open_page)
    alias = source.create_alias(parent=site.pages["section"], update_slug=word())
    site.note("alias in a section", alias.specific)


@planter
def events(site: Site) -> None:
    """Events to come and past; and one of a place that nobody may know."""
    for name, days in (("event", 30), ("past event", -30)):
        fields = site.words_for(EventPage, attendance=Attendance.BOTH)
        fields["join_url"] = f"https://{word()}.example.org/"
        fields |= in_both("place_name") | in_both("city")
        page = event(in_days(days), **fields)
        close_page(site.put(name, site.programme, page))


@planter
def not_published(site: Site) -> None:
    """What even members do not read: draft, scheduled, expired, half-written."""
    now = timezone.now()
    states = {
        "draft": {"live": False},
        "scheduled": {"live": False},
        "expired": {"live": False, "expired": True},
    }
    for parent, model in ((site.news, ArticlePage), (site.public, StandardPage)):
        for name, state in states.items():
            page = model(**site.words_for(model))
            made = factories.put_page(parent, page)
            model.objects.filter(pk=made.pk).update(**state)
            for entry in made.search_entries.all():
                entry.delete()  # as unpublishing does
            page = model.objects.get(pk=made.pk)
            page.save_revision()
            if name == "scheduled":
                schedules.schedule(page, "nb", publish_at=now + timedelta(days=9))
            site.note(f"{name} {model._meta.model_name}", page, readable=False)


@planter
def draft_of_a_public_page(site: Site) -> None:
    """A page that everyone reads, with a draft that nobody does."""
    page = factories.put_page(site.public, factories.standard_page(title_nb="Åpen"))
    page = StandardPage.objects.get(pk=page.pk)
    words = site.words_for(StandardPage)
    for name in ("slug_nb", "slug_en"):
        words.pop(name)
    for name, value in words.items():
        setattr(page, name, value)
    page.save_revision()
    later = timezone.now() + timedelta(days=9)
    schedules.schedule(page, "nb", publish_at=later)
    site.note("draft of a public page", page, readable=False)
    site.partly_open.add("draft of a public page")


@planter
def half_written(site: Site) -> None:
    """English words of a page that is published in Norwegian only."""
    page = factories.standard_page(
        title_nb="Bare norsk",
        title_en=word(),
        lead_en=word(),
        slug_en="only-norwegian",  # the switcher leads there, to be told so
        body_en=site.body(site.add_image(), site.add_document("document of English")),
        **factories.published_in("nb"),
    )
    site.put("half-written page", site.public, page, readable=False)
    site.partly_open.add("half-written page")


@planter
def moved(site: Site) -> None:
    """A closed page whose address has changed."""
    page = StandardPage(**site.words_for(StandardPage, slug_nb="gammel", slug_en="old"))
    page = site.put("moved page", site.public, page)
    close_page(page)
    site.old_addresses += [page.get_url_in("nb"), page.get_url_in("en")]
    page.slug_nb, page.slug_en = word(), word()
    page.save()
    site.note("moved page", page)


# Documents


@planter
def shelves(site: Site) -> None:
    """Documents in a closed collection and below it."""
    site.add_document("document")
    sub = site.members.add_child(name=word())
    site.add_document("document of a sub-collection", sub)
    site.add_document("document further below", sub.add_child(name=word()))
    staff = close_collection(sub.add_child(name=word()), "Redaktører")
    site.add_document("document for the staff", staff)
    site.readable.remove("document for the staff")


@planter
def embargoed(site: Site) -> None:
    """Uploaded ahead of time, in the open: by themselves, and for a page's draft."""
    for _number in range(2):
        made = document(
            f"{word()}.pdf",
            b"%PDF-1.7 " + word().encode(),
            title=word(),
            opens_by_itself=False,
        )
        site.embargoed.append(made)
    draft = factories.article(body_nb=site.body(site.add_image(), site.embargoed[1]))
    draft = factories.put_page(site.news, draft)
    ArticlePage.objects.filter(pk=draft.pk).update(live=False)
