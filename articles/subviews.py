"""What answers below the list of articles: news for feed readers (Atom, RFC 4287)."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from ethicaltrade.bilingual import subviews
from ethicaltrade.bilingual.languages import active
from ethicaltrade.core.models import SiteSettings
from ethicaltrade.typed_text import clean

from .models import ArticleIndexPage, ArticlePage

IN_FEED = 20


def atom_feed(request: HttpRequest, index: ArticleIndexPage) -> HttpResponse:
    """The index's newest articles in the active language.

    The same for everyone: what an outsider may read, whoever asks.
    """
    organisation = SiteSettings.for_request(request).organisation_name
    feed = Atom1Feed(
        title=clean(f"{organisation}: {index.title}", one_line=True),
        link=index.get_full_url(request),
        feed_url=index.full_subview_url("feed", request=request),
        description=index.lead or "",
        language=active(),
        feed_guid=index.urn_in(active()),
    )
    newest = index.get_keys(AnonymousUser()).values("pk")[:IN_FEED]
    shown = ("lead", "updated", "translation_key")
    articles = ArticlePage.objects.filter(pk__in=newest).as_links(*shown)
    for article in articles.newest_first():
        feed.add_item(
            title=clean(article.title, one_line=True),
            link=article.get_full_url(request),
            unique_id=article.urn_in(active()),
            # Atom1Feed calls a summary HTML; a lead is not.
            description=escape(clean(article.lead or "")),
            pubdate=article.published_at,
            updateddate=article.modified_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=f"{feed.content_type}")


subviews.register(ArticleIndexPage, subviews.path("feed/", atom_feed, name="feed"))
