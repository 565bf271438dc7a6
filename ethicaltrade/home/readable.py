"""What the front page draws from: the news and the programme, as a reader has them."""

from typing import Any

from articles.models import ArticlePage, ArticleQuerySet
from events.choices import State
from events.models import EventPage, EventQuerySet


def articles(user: Any) -> ArticleQuerySet:
    """The articles that the user may read in the active language."""
    return ArticlePage.objects.published().visible_to(user)


def events(user: Any) -> EventQuerySet:
    """The events to come that one can still go to."""
    readable = EventPage.objects.published().visible_to(user)
    return readable.upcoming().filter(state=State.SCHEDULED)
