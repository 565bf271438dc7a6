"""What a reader may ask the news list for, as addresses that can be shared."""

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ethicaltrade.bilingual.languages import active, localized, others
from ethicaltrade.core.forms import ListFilter, YearField
from ethicaltrade.core.models import Topic


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
        wanted = Q(**{own: slug})
        for other in others(active()):
            wanted |= Q(**{f"{own}__isnull": True, localized("slug", other): slug})
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
