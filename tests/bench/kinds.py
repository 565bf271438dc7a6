"""The addresses that are measured, one of each kind, found in a site that is there.

    python -m tests.bench.kinds

prints them as JSON, with the cookie of a member who is logged in.
"""

import json
import math
import re
import sys
from urllib.parse import quote

import django

MEMBER = "medlem@example.org"  # of the demo
COMMON, RARE = "leverandør", "vaniljeis"
"""A word of most articles, and one of one in a thousand."""
OPEN_TO_MEMBERS = ("front", "article", "list", "event")
"""Kinds that a member asks for besides."""


def addresses() -> dict[str, str]:
    from django.contrib.auth.models import AnonymousUser

    from articles.models import PER_PAGE, ArticlePage
    from ethicaltrade.bilingual.languages import in_default_language
    from ethicaltrade.core.models import Topic
    from events.models import EventPage

    with in_default_language():
        articles = ArticlePage.objects.published().visible_to(AnonymousUser())
        many = articles.count()
        # In the middle of its list, with picture, topics and related articles.
        article = articles.filter(related_links__isnull=False, topics__isnull=False)
        article = article.newest_first().distinct()[many // 3]
        topic = Topic.objects.filter(articles=article).first()
        event = EventPage.objects.published().visible_to(AnonymousUser()).upcoming()
        pages = math.ceil(many / PER_PAGE)
        return {
            "front": "/",
            "article": article.get_url_in("nb"),
            "list": "/nyheter/",
            "list, middle": f"/nyheter/?page={pages // 2}",
            "list, last": f"/nyheter/?page={pages}",
            "topic": f"/nyheter/?topic={topic.slug}",
            "year": f"/nyheter/?year={article.published_at.year}",
            "feed": "/nyheter/feed/",
            "events": "/arrangementer/",
            "events, past": "/arrangementer/?when=past",
            "event": event.order_by("starts_at")[10].get_url_in("nb"),
            "directory": "/medlemskap/medlemmer/",
            "search": f"/sok/?q={quote(COMMON)}",
            "search, rare": f"/sok/?q={quote(RARE)}",
            "not found": "/finnes-ikke/",
        }


def closed_article() -> str:
    from articles.models import ArticlePage
    from ethicaltrade.bilingual.languages import in_default_language

    with in_default_language():
        closed = ArticlePage.objects.published().not_public()
        return closed.order_by("pk")[1].get_url_in("nb")


def find() -> dict[str, dict[str, str]]:
    """What a :class:`.peers.Peer` is to ask for: addresses and cookies by name."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    host = "127.0.0.1"
    client = Client(HTTP_HOST=host)
    found = addresses()
    html = client.get("/").content.decode()
    found["static file"] = re.search(r'href="(/static/[^"]+\.css)"', html)[1]
    sitemap = client.get("/sitemap.xml").content.decode()
    parts = re.findall(r"<sitemap><loc>https?://[^/]+([^<]+)", sitemap)
    found["sitemap part"] = parts[0] if parts else "/sitemap.xml"
    member = get_user_model().objects.get(email=MEMBER)
    client.force_login(member)
    for name in OPEN_TO_MEMBERS:
        found[f"{name}, member"] = found[name]
    found["closed article, member"] = closed_article()
    found["resources, member"] = "/medlemskap/ressurser/"
    cookie = "; ".join(f"{name}={each.value}" for name, each in client.cookies.items())
    cookies = {name: cookie for name in found if name.endswith("member")}
    return {"addresses": found, "cookies": cookies}


if __name__ == "__main__":
    django.setup()
    json.dump(find(), sys.stdout)
