"""What answers below the list of articles."""

from ethicaltrade.bilingual import subviews

from .feeds import atom_feed
from .models import ArticleIndexPage

subviews.register(ArticleIndexPage, subviews.path("feed/", atom_feed, name="feed"))
