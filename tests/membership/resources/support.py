"""Resources to test with."""

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from wagtail.models import (
    BaseViewRestriction,
    Collection,
    CollectionViewRestriction,
    PageViewRestriction,
)

from ethicaltrade.media.models import CustomDocument
from membership.resources.choices import Kind
from membership.resources.models import ChapterPage, ResourceDocument, ResourcePage
from tests.support import factories
from tests.support.pages import folded, soup

NB, EN = "/medlemskap/ressurser/", "/en/membership/resources/"
BOTH = factories.published_in("nb", "en")


def make_resource(title="Ærlig veileder", **fields) -> ResourcePage:
    """A guide in both languages, not saved."""
    return ResourcePage(
        **{
            "title_nb": title,
            "title_en": f"{title} (en)",
            "lead_nb": f"Ingress til {title}.",
            "lead_en": f"Lead of {title}.",
            "kind": Kind.GUIDE,
            **BOTH,
            **fields,
        }
    )


def put_resource(area, title="Ærlig veileder", *, is_open=False, **fields):
    """A live resource, closed as it is born unless it is to be open."""
    topics = fields.pop("topics", [])
    documents = fields.pop("documents", [])
    page = make_resource(title, **fields)
    page.topics = topics
    rows = [
        ResourceDocument(document=document, sort_order=place)
        for place, document in enumerate(documents)
    ]
    if is_open:  # until then it takes no document that lies open
        factories.put_page(area, page)
        open_page(page)
        page.documents = rows
        page.save()
    else:
        page.documents = rows
        factories.put_page(area, page)
    return ResourcePage.objects.get(pk=page.pk)


def put_chapter(guide, title="Første kapittel", **fields) -> ChapterPage:
    """A live chapter in both languages."""
    values = {"title_nb": title, "title_en": f"{title} (en)", **BOTH, **fields}
    page = factories.put_page(guide, ChapterPage(**values))
    return ChapterPage.objects.get(pk=page.pk)


def open_page(page) -> None:
    """As Wagtail's privacy button does it: the restriction goes."""
    PageViewRestriction.objects.get(page_id=page.pk).delete()


def text(html: str) -> list:
    """A body of one text."""
    return [{"type": "text", "value": html}]


def add_document(title="Mal", collection=None, language="nb") -> CustomDocument:
    """A document of a few bytes, in the open collection unless one is named."""
    document = CustomDocument(
        title=title,
        language=language,
        file=ContentFile(b"%PDF-1.7 " + title.encode(), name=f"{title}.pdf"),
        collection=collection or Collection.get_first_root_node(),
    )
    document.save()
    return document


def closed_collection(*groups: str, name="Stengt") -> Collection:
    """A collection that only the groups may open."""
    collection = Collection.get_first_root_node().add_child(name=name)
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=BaseViewRestriction.GROUPS
    )
    restriction.groups.set(Group.objects.get_or_create(name=each)[0] for each in groups)
    return collection


def groups_of(page) -> set[str]:
    """Names of the groups that the page is closed to all but."""
    restriction = PageViewRestriction.objects.get(page_id=page.pk)
    assert restriction.restriction_type == BaseViewRestriction.GROUPS
    return set(restriction.groups.values_list("name", flat=True))


def titles(response) -> list[str]:
    """Titles of what the list leads to."""
    return [folded(link) for link in soup(response).select(".resource-card__link")]


def teasers(response) -> list[str]:
    """Titles of what the list only tells of."""
    cards = soup(response).select(".resource-card--closed .resource-card__title")
    return [folded(card) for card in cards]
