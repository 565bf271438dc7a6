"""News: articles, and the page that lists them."""

from collections.abc import Iterable
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page as PaginatorPage
from django.db import connection, models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modeltranslation.translator import translator
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import PageManager

from ethicaltrade.basepage.models import BasePage, BasePageQuerySet
from ethicaltrade.bilingual.forms import in_languages
from ethicaltrade.bilingual.languages import active, localized, worded
from ethicaltrade.bilingual.row_forms import RowsPanel
from ethicaltrade.bilingual.rows import OrderedRow
from ethicaltrade.caching.memory import remembered
from ethicaltrade.core.forms import FIRST_YEAR, ListFilter, YearField
from ethicaltrade.core.models import Topic, remembered_people, remembered_topics
from ethicaltrade.core.pages import (
    WithContactPerson,
    WithHeroImage,
    WithUpdateDate,
    WrittenPage,
)
from ethicaltrade.core.pagination import LongList
from ethicaltrade.media.renditions import look_up_sizes
from ethicaltrade.privacy.visibility import readership

PER_PAGE = 12  # full rows of two and of three
RELATED = 3


class ArticleQuerySet(BasePageQuerySet):
    def to_list(self, user):
        """What the user may see in the active language, each under one address."""
        return self.published().originals().visible_to(user)

    def as_links(self, *more: str):
        """With no more than a link and its date need, and what else is named."""
        names = ("title", "slug", "url_path", "published", "first_published", *more)
        translated = translator.get_options_for_model(self.model).all_fields
        columns = [
            localized(name, active()) if name in translated else name for name in names
        ]
        return self.only(*columns, "live")

    def about(self, topic: Topic | int):
        return self.filter(pk__in=keys_about(topic))

    def as_cards(self):
        """With no more than a card shows; :func:`cards_of` adds the rest."""
        return self.as_links("lead", "hero_image").select_related("hero_image")


def keys_about(topic: Topic | int) -> models.QuerySet:
    tagged = ArticlePage.topics.through.objects.filter(topic=topic)
    return tagged.values("articlepage_id")


ArticleManager = PageManager.from_queryset(ArticleQuerySet)


class ArticlePage(WithContactPerson, WithHeroImage, WithUpdateDate, WrittenPage):
    topics = ParentalManyToManyField(
        Topic, blank=True, related_name="articles", verbose_name=_("topics")
    )

    objects = ArticleManager()
    og_type = "article"

    parent_page_types: ClassVar[list[str]] = ["articles.ArticleIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("News, in Norwegian and English")
    template = "pages/articles/article_page.html"
    anchors: ClassVar[tuple[str, ...]] = ("related-articles", "closing-block")

    content_panels = [
        *WrittenPage.content_panels[:1],
        FieldPanel("hero_image"),
        *WrittenPage.content_panels[1:],
        MultiFieldPanel(
            [
                RowsPanel("bylines", label=_("Author")),
                FieldPanel("contact_person"),
                in_languages("updated"),
            ],
            heading=_("Who and when"),
        ),
        FieldPanel("topics"),
        RowsPanel("related_links", label=_("Related article"), max_num=RELATED),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    @classmethod
    def serving_queryset(cls) -> ArticleQuerySet:
        return cls.objects.select_related("hero_image")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """Found when the template asks for it: most of it is remembered."""
        context = super().get_context(request, *args, **kwargs)
        parts = SimpleLazyObject(lambda: self._get_parts(request))
        return context | {
            "authors": SimpleLazyObject(lambda: parts["authors"]),
            "topics": SimpleLazyObject(lambda: parts["topics"]),
            "related_articles": SimpleLazyObject(lambda: parts["related_articles"]),
        }

    def _get_parts(self, request: HttpRequest) -> dict[str, Any]:
        """People, topics, what to read next; and the picture knows its sizes."""
        look_up_sizes([self.hero_image])
        chosen = self.choices(is_draft=request.is_preview)
        people = remembered_people([*chosen.authors, self.contact_person_id])
        self.contact_person = people.get(self.contact_person_id)
        topics = remembered_topics().values()
        return {
            "authors": [people[key] for key in chosen.authors if key in people],
            "topics": [each for each in topics if each.pk in chosen.topics],
            "related_articles": self.get_related(request.user, chosen),
        }

    def choices(self, *, is_draft: bool = False) -> "Choices":
        """What is stored, by one query; or what a draft has, which is not stored."""
        if is_draft:
            return Choices(
                [byline.person_id for byline in self.bylines.all()],
                [link.article_id for link in self.related_links.all()],
                [topic.pk for topic in self.topics.all()],
            )
        chosen = Choices([], [], [])
        with connection.cursor() as cursor:
            cursor.execute(SQL_OF_CHOICES, [self.pk] * len(chosen))
            for kind, _order, key in sorted(cursor.fetchall()):
                chosen[kind].append(key)
        return chosen

    def get_related(self, user, choices: "Choices") -> list["ArticlePage"]:
        """What to read next, for the user in the active language: at most three.

        The editors' own choice first, in their order, then the newest on the topics.
        """
        itself = (self.pk, self.alias_of_id)
        chosen: list[ArticlePage] = []
        if keys := [key for key in choices.related if key not in itself]:
            found = ArticlePage.objects.to_list(user).as_links().in_bulk(keys)
            chosen = [found[key] for key in keys if key in found][:RELATED]
        without = {*itself, *(article.pk for article in chosen)}
        nearby = {
            article.pk: article
            for topic in choices.topics
            for article in newest_about(topic, user)
            if article.pk not in without
        }
        newest = sorted(nearby.values(), key=by_publication, reverse=True)
        return [*chosen, *newest][:RELATED]


class Choices(NamedTuple):
    """Keys of what an article's editors chose, each in its order."""

    authors: list[int]
    related: list[int]
    topics: list[int]


# Django takes longer to write the three than to be answered.
SQL_OF_CHOICES = """
SELECT 0, COALESCE(sort_order, 0), person_id
FROM articles_byline WHERE page_id = %s
UNION ALL SELECT 1, COALESCE(sort_order, 0), article_id
FROM articles_relatedarticle WHERE page_id = %s
UNION ALL SELECT 2, 0, topic_id
FROM articles_articlepage_topics WHERE articlepage_id = %s
"""


def newest_about(topic: int, user) -> tuple[ArticlePage, ...]:
    """The newest that the user may read, in the active language; from memory.

    As many as are wanted, and as many again as are left out: an article itself, and
    what its editors chose.
    """

    def find() -> tuple[ArticlePage, ...]:
        about = ArticlePage.objects.to_list(user).about(topic)
        return tuple(about.newest_first().as_links()[: 2 * RELATED])

    key = ("newest articles", topic, active(), readership(user))
    return remembered(key, find)


def by_publication(article: ArticlePage) -> tuple:
    """The order of :meth:`ArticleQuerySet.newest_first`, backwards."""
    date = article.published_at
    return (date is not None, date, article.pk)


def cards_of(articles: Iterable[ArticlePage]) -> list[ArticlePage]:
    """With the sizes of their pictures, and with ``card_topics``, in two queries."""
    found = list(articles)
    look_up_sizes(article.hero_image for article in found)
    tagged = ArticlePage.topics.through.objects.filter(articlepage__in=found)
    pairs = set(tagged.values_list("articlepage_id", "topic_id"))
    topics = remembered_topics().items()
    for article in found:
        article.card_topics = [
            topic for key, topic in topics if (article.pk, key) in pairs
        ]
    return found


class Byline(OrderedRow):
    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="bylines")
    person = models.ForeignKey(
        "core.Person",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )

    class Meta(OrderedRow.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self):
        return str(self.person)


class RelatedArticle(OrderedRow):
    page = ParentalKey(
        ArticlePage, on_delete=models.CASCADE, related_name="related_links"
    )
    article = models.ForeignKey(
        ArticlePage,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("article"),
    )

    class Meta(OrderedRow.Meta):
        verbose_name = _("related article")
        verbose_name_plural = _("related articles")

    def __str__(self):
        return str(self.article)


class ArticleFilter(ListFilter):
    """Topic, year and page number. Whatever makes no sense is ignored."""

    topic = forms.SlugField(label=_("Topic"), max_length=80, required=False)
    year = YearField()
    often = ListFilter.often | {"topic", "year"}

    @property
    def chosen_year(self) -> int | None:
        return self.cleaned_data.get("year")

    @cached_property
    def chosen_topic(self) -> Topic | None:
        """The topic asked for by its slug in the active language; None if unknown.

        A topic without a name in the language has the slug it borrows.
        """
        slug = self.cleaned_data.get("topic")
        return next(
            (
                topic
                for topic in remembered_topics().values()
                if slug and worded(topic, "slug").text == slug
            ),
            None,
        )

    @property
    def is_active(self) -> bool:
        return bool(self.chosen_topic or self.chosen_year)

    def apply(self, keys: BasePageQuerySet) -> BasePageQuerySet:
        if self.chosen_topic:
            keys = keys.filter(pk__in=keys_about(self.chosen_topic))
        if self.chosen_year:  # in the site's time zone
            keys = keys.first_published_in(self.chosen_year)
        return keys


class ArticleIndexPage(WrittenPage):
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["articles.ArticlePage"]
    required_when_published: ClassVar[tuple[str, ...]] = ("title",)
    template = "pages/articles/article_index_page.html"

    class Meta:
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")

    @staticmethod
    def get_keys(user) -> BasePageQuerySet:
        """The articles the user may see in the active language, newest first.

        Of the base page alone, whose index ``basepage_newest_*`` has it all.
        There is one list, and every article is in it.
        """
        articles = BasePage.objects.exact_type(ArticlePage).published().originals()
        return articles.visible_to(user).newest_first()

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """Found when the template asks for it: most of it is remembered."""
        context = super().get_context(request, *args, **kwargs)
        listed = ArticleList(request)
        return context | {
            "key": ArticleFilter.key_of(request.GET),
            "filter": SimpleLazyObject(lambda: listed.filter),
            "articles": SimpleLazyObject(lambda: listed.articles),
            "topics": SimpleLazyObject(lambda: listed.choices[0]),
            "years": SimpleLazyObject(lambda: listed.choices[1]),
        }


class ArticleList:
    """One page of the articles that the filters let through."""

    def __init__(self, request: HttpRequest):
        self._request = request
        self._keys = ArticleIndexPage.get_keys(request.user)
        self._for_reader = (active(), readership(request.user))

    @cached_property
    def filter(self) -> "ArticleFilter":
        return ArticleFilter(self._request.GET)

    @cached_property
    def choices(self) -> tuple[tuple[Topic, ...], tuple[int, ...]]:
        """Topics and years with articles."""
        return remembered(
            ("articles.choices", *self._for_reader),
            lambda: (topics_of(self._keys), years_of(self._keys)),
        )

    @cached_property
    def articles(self) -> PaginatorPage:
        topic, year = self.filter.chosen_topic, self.filter.chosen_year
        chosen = self.filter.apply(self._keys)
        key = ("articles.count", *self._for_reader, topic and topic.pk, year)
        rows = ArticlePage.objects.as_cards().newest_first()
        pages = LongList(chosen, rows, PER_PAGE, remembered(key, chosen.count))
        page = pages.get_page(self.filter.page_number)
        page.object_list = cards_of(page.object_list)
        return page


def topics_of(keys: BasePageQuerySet) -> tuple[Topic, ...]:
    """Those with articles among the keys: for each topic the first that is found.

    Asked of each row, and not for a filter, or PostgreSQL joins all articles first.
    """
    about = ArticlePage.topics.through.objects.filter(
        topic=models.OuterRef("pk"), articlepage__in=keys.order_by().values("pk")
    )
    topics = Topic.objects.annotate(has_articles=models.Exists(about))
    return tuple(topic for topic in topics if topic.has_articles)


def years_of(keys: BasePageQuerySet) -> tuple[int, ...]:
    """Those with articles among the keys, the latest first, in two queries.

    For each year the first article that is found; next year's is as late as it gets.
    """
    keys, column = keys.order_by(), localized("first_published", active())
    ends = keys.aggregate(first=models.Min(column), last=models.Max(column))
    if ends["first"] is None:
        return ()
    first, last = (timezone.localtime(ends[end]).year for end in ("first", "last"))
    last = min(last, timezone.localdate().year + 1)
    years = range(last, max(first, FIRST_YEAR) - 1, -1)
    has_articles = (models.Exists(keys.first_published_in(year)) for year in years)
    (answers,) = ContentType.objects.filter(
        pk=ContentType.objects.get_for_model(ArticlePage).pk
    ).values_list(*has_articles)
    return tuple(year for year, is_so in zip(years, answers, strict=True) if is_so)
