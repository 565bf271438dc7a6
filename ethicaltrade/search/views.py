from typing import NamedTuple

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Site

from ethicaltrade.basepage.models import BasePage, BasePageQuerySet
from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.slugs import FRONT_PAGE_DEPTH
from ethicaltrade.caching.memory import remembered
from ethicaltrade.privacy.visibility import readership

from .excerpts import excerpt
from .forms import SearchForm
from .models import Found, SearchEntry

PER_PAGE = 10


class Result(NamedTuple):
    """A page that was found; the section is the title of the page above it."""

    title: str
    url: str
    excerpt: SafeString
    section: str
    entry: SearchEntry


class Elsewhere(NamedTuple):
    """The same search in another language, and a link's text in that language."""

    language: str
    text: str
    url: str


@require_safe
@cache_control(private=True)  # a member finds what others may not
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    pages = readable_pages(request)
    found = find(pages, form.words, request) if form.words else Found()
    page_of_list = Paginator(found.keys, PER_PAGE).get_page(form.page_number)
    context = {
        "query": form.query,
        "page_of_list": page_of_list,
        "is_cut": found.is_cut,
        "results": results_on(page_of_list, pages, form.words, request),
        "elsewhere": elsewhere(form.query),
    }
    response = render(request, "pages/search/search.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def find(pages: BasePageQuerySet, words: list[str], request: HttpRequest) -> Found:
    """Remembered, so that the next pages of a search are as good as found."""
    language = languages.active()
    reader = readership(request.user)
    site = Site.find_for_request(request)
    key = ("search", site and site.pk, language, reader, tuple(words))
    entries = SearchEntry.objects.of(pages, language)
    return remembered(key, lambda: entries.best(words))


def readable_pages(request: HttpRequest) -> BasePageQuerySet:
    site = Site.find_for_request(request)
    if site is None:
        return BasePage.objects.none()
    return (
        BasePage.objects.descendant_of(site.root_page, inclusive=True)
        .published()
        .originals()
        .visible_to(request.user)
    )


def results_on(
    page_of_list: PaginatorPage,
    pages: BasePageQuerySet,
    words: list[str],
    request: HttpRequest,
) -> list[Result]:
    """What the reader sees of the rows; two queries, for them and their sections."""
    rows = SearchEntry.objects.select_related("page").in_bulk(list(page_of_list))
    entries = [rows[key] for key in page_of_list if key in rows]
    sections = section_titles(entries, pages)
    return [
        Result(
            title=entry.title,
            url=entry.page.get_url(request) or "",
            excerpt=excerpt(entry.text, entry.text_lemmas, words),
            section=sections.get(section_path(entry.page), ""),
            entry=entry,
        )
        for entry in entries
    ]


def section_path(page: BasePage) -> str:
    return page.path[: -page.steplen]


def section_titles(
    entries: list[SearchEntry], pages: BasePageQuerySet
) -> dict[str, str]:
    """Titles of the pages above, by place in the tree; not the front page's."""
    paths = {section_path(entry.page) for entry in entries}
    if not paths:
        return {}
    sections = pages.filter(path__in=paths, depth__gt=FRONT_PAGE_DEPTH)
    return dict(sections.values_list("path", "title"))


def elsewhere(query: str) -> list[Elsewhere]:
    """Where the same words are searched for in the other languages."""
    links = []
    for language in languages.others(languages.active()):
        with languages.in_language(language):
            text = _("Search in %(language)s") % {
                "language": languages.name_of(language)
            }
            url = reverse("search", query={"q": query})
        links.append(Elsewhere(language, text, url))
    return links
