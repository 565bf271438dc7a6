"""News: articles, and the page that lists them."""

from typing import ClassVar

from django import forms
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db import models
from django.db.models.functions import ExtractYear
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, PageManager

from ethicaltrade.basepage.models import BasePageQuerySet
from ethicaltrade.bilingual.languages import active, localized, others
from ethicaltrade.bilingual.routing import original_of
from ethicaltrade.core.forms import ListFilter, YearField
from ethicaltrade.core.models import Topic
from ethicaltrade.core.pages import (
    WithContactPerson,
    WithHeroImage,
    WithUpdateDate,
    WrittenPage,
)

PER_PAGE = 12  # full rows of two and of three
RELATED = 3


class ArticleQuerySet(BasePageQuerySet):
    def newest_first(self):
        """By date of publication; the primary key settles the same second."""
        return self.order_by("-first_published_at", "-pk")

    def about(self, topic: Topic):
        return self.filter(topics=topic)

    def from_year(self, year: int):
        """Those first published in the year, in the site's time zone."""
        return self.filter(first_published_at__year=year)

    def with_cards(self):
        """With what a card shows: picture, its sizes, topics. Three queries in all."""
        return self.select_related("hero_image").prefetch_related(
            "hero_image__renditions", "topics"
        )


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

    content_panels = [
        *WrittenPage.content_panels[:2],
        FieldPanel("hero_image"),
        *WrittenPage.content_panels[2:],
        MultiFieldPanel(
            [
                InlinePanel("bylines", label=_("Author")),
                FieldPanel("contact_person"),
                FieldPanel("updated_on"),
            ],
            heading=_("Who and when"),
        ),
        FieldPanel("topics"),
        InlinePanel("related_links", label=_("Related article"), max_num=RELATED),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    @classmethod
    def serving_queryset(cls) -> ArticleQuerySet:
        """With the picture and the contact person: no query of their own."""
        return cls.objects.select_related("hero_image", "contact_person__photo")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """Add the people, the topics and what to read next."""
        context = super().get_context(request, *args, **kwargs)
        # The templates ask for these more than once.
        models.prefetch_related_objects([self], "hero_image__renditions")
        topics = list(self.topics.all())
        context["authors"] = [b.person for b in self.bylines.select_related("person")]
        context["topics"] = topics
        context["related_articles"] = self.get_related(request.user, topics)
        return context

    def get_related(self, user, topics: list[Topic]) -> list["ArticlePage"]:
        """What to read next, for the user in the active language: at most three.

        The editors' own choice first, in their order, then the newest on the topics.
        """
        itself = (self.pk, self.alias_of_id)
        readable = (
            ArticlePage.objects.published()
            .originals()
            .visible_to(user)
            .exclude(pk__in=itself)
        )
        links = self.related_links.select_related("article").filter(
            article_id__in=readable.values_list("pk", flat=True)
        )
        chosen = [link.article for link in links[:RELATED]]
        if len(chosen) == RELATED:
            return chosen
        nearby = (
            readable.filter(topics__in=topics)
            .exclude(pk__in=[article.pk for article in chosen])
            .distinct()
            .newest_first()[: RELATED - len(chosen)]
        )
        return [*chosen, *nearby]


class Byline(Orderable):
    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="bylines")
    person = models.ForeignKey(
        "core.Person",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("author")

    def __str__(self):
        return str(self.person)


class RelatedArticle(Orderable):
    page = ParentalKey(
        ArticlePage, on_delete=models.CASCADE, related_name="related_links"
    )
    article = models.ForeignKey(
        ArticlePage,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("article"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("related article")

    def __str__(self):
        return str(self.article)


class ArticleFilter(ListFilter):
    """Topic, year and page number. Whatever makes no sense is ignored."""

    topic = forms.SlugField(label=_("Topic"), max_length=80, required=False)
    year = YearField()

    @property
    def chosen_year(self) -> int | None:
        return self.cleaned_data.get("year")

    @cached_property
    def chosen_topic(self) -> Topic | None:
        """The topic asked for by its slug in the active language; None if unknown.

        A topic without a name in the language has the slug it borrows.
        """
        slug = self.cleaned_data.get("topic")
        if not slug:
            return None
        own = localized("slug", active())
        wanted = models.Q(**{own: slug})
        for other in others(active()):
            wanted |= models.Q(
                **{f"{own}__isnull": True, localized("slug", other): slug}
            )
        return Topic.objects.filter(wanted).first()

    @property
    def is_active(self) -> bool:
        return bool(self.chosen_topic or self.chosen_year)

    def apply(self, articles):
        if self.chosen_topic:
            articles = articles.about(self.chosen_topic)
        if self.chosen_year:
            articles = articles.from_year(self.chosen_year)
        return articles


class ArticleIndexPage(WrittenPage):
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["articles.ArticlePage"]
    required_when_published: ClassVar[tuple[str, ...]] = ("title",)
    template = "pages/articles/article_index_page.html"

    class Meta:
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")

    def get_articles(self, user) -> ArticleQuerySet:
        """The articles the user may see in the active language, newest first."""
        return (
            ArticlePage.objects.child_of(original_of(self))
            .published()
            .originals()
            .visible_to(user)
            .newest_first()
        )

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """Add the articles that the filters let through, one page of them."""
        context = super().get_context(request, *args, **kwargs)
        articles = self.get_articles(request.user)
        chosen = ArticleFilter(request.GET)
        filtered = chosen.apply(articles)
        context |= {
            "filter": chosen,
            "articles": self.paginate(filtered, chosen.page_number),
            "topics": Topic.objects.filter(articles__in=articles.order_by()).distinct(),
            "years": articles.order_by()
            .annotate(year=ExtractYear("first_published_at"))
            .values_list("year", flat=True)
            .distinct()
            .order_by("-year"),
        }
        return context

    @staticmethod
    def paginate(articles: ArticleQuerySet, number: int) -> PaginatorPage:
        """One page of articles; the last one for a number too high."""
        return Paginator(articles.with_cards(), PER_PAGE).get_page(number)
