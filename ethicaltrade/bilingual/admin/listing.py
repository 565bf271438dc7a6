"""The lists of pages in the CMS: which language, and in which state."""

from collections import OrderedDict
from typing import Any

from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter, MultipleChoiceFilter
from wagtail.admin.views.pages.listing import ExplorableIndexView, GenericPageFilterSet
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.widgets.button import Button

from .. import languages
from ..languages import localized
from ..models import PageLanguage
from . import chips

FILTER, PUBLIC = "language", "public"  # parameters of the explorer's address

STATES = ("published", "missing", "outdated", "draft", "scheduled")


def offer_drafts_in_each_language(
    buttons: list[Any], page: Any, user: Any, context: Any = None
) -> None:
    """A hook: Wagtail's button shows a page's draft in one language."""
    url = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    for menu in buttons:
        offered = getattr(menu, "dropdown_buttons", [])
        for whole in [one for one in offered if one.url == url]:
            offered.remove(whole)
            offered += [
                Button(
                    _("View draft: %(language)s") % {"language": name},
                    f"{url}?mode={code}",
                    icon_name="draft",
                    attrs={"target": "_blank", "rel": "noreferrer"},
                    priority=whole.priority + number / 100,
                )
                for number, (code, name) in enumerate(languages.names().items())
            ]


def label(state: str, language: str) -> str:
    """``Mangler engelsk``."""
    name = languages.name_of(language)
    sentences = {
        "published": _("Published in %(language)s"),
        "missing": _("Lacks %(language)s"),
        "outdated": _("%(language)s is outdated"),
        "draft": _("Has a draft in %(language)s"),
        "scheduled": _("Scheduled in %(language)s"),
    }
    return capfirst(sentences[state] % {"language": name})


def condition(state: str, language: str) -> Q:
    """Of a :class:`PageLanguage`. An alias is translated where its source is."""
    public = {"page__live": True, f"page__{localized('published', language)}": True}
    conditions = {
        "published": Q(**public),
        "missing": Q(missing__gt=0, page__alias_of=None),
        "outdated": Q(outdated__gt=0, page__alias_of=None),
        "draft": Q(unpublished__gt=0),
        "scheduled": Q(page__schedules__language=language),
    }
    return conditions[state] & Q(language=language)


def choices() -> list[tuple[str, str]]:
    """``missing-en``, and in words."""
    return [
        (f"{state}-{code}", label(state, code))
        for code in languages.codes()
        for state in STATES
    ]


def explorer_url(page_id: int, *filters: str, is_public: bool = False) -> str:
    """Of the page and what lies below it, where it is in any of the states."""
    query = [(FILTER, one) for one in filters]
    query += [(PUBLIC, "true")] if is_public else []
    return f"{reverse('wagtailadmin_explore', args=[page_id])}?{urlencode(query)}"


def in_states(chosen: list[str]) -> QuerySet[PageLanguage]:
    """The languages of pages that are in one of the states, such as ``missing-en``."""
    found = Q(pk=None)
    for one in chosen:
        state, _dash, language = one.partition("-")
        found |= condition(state, language)
    return PageLanguage.objects.filter(found)


class LanguageFilter(MultipleChoiceFilter):
    def filter(self, qs: Any, value: list[str]) -> Any:
        return qs.filter(pk__in=in_states(value).values("page")) if value else qs


class PublicFilter(ChoiceFilter):
    """Whether readers see the page, in some language."""

    def filter(self, qs: Any, value: str) -> Any:
        return qs.filter(live=value == "true") if value else qs


class LanguageFilterSet(GenericPageFilterSet):
    language = LanguageFilter(
        label=gettext_lazy("Languages"),
        choices=choices,
        widget=CheckboxSelectMultiple,
    )
    public = PublicFilter(
        label=gettext_lazy("Published"),
        empty_label=gettext_lazy("Any"),
        choices=[("true", gettext_lazy("Yes")), ("false", gettext_lazy("No"))],
        widget=RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in (PUBLIC, FILTER):
            self.filters.move_to_end(name, last=False)


class LanguageSearchView(SearchView):
    """Its header says how many there are of what."""

    @property
    def verbose_name(self) -> Any:
        return self.model._meta.verbose_name

    @property
    def verbose_name_plural(self) -> Any:
        return self.model._meta.verbose_name_plural


class LanguageIndexView(ExplorableIndexView):
    """What it lists can be taken along as a spreadsheet, filtered as it is."""

    export_filename = "pages"

    def get_base_queryset(self) -> Any:
        """A section's own page belongs to what is looked for in the section."""
        if not self.request.GET.get(FILTER) or self.is_searching_whole_tree:
            return super().get_base_queryset()
        pages = self.model._default_manager.filter(depth__gt=1)
        allowed = self.permission_policy.explorable_instances(self.request.user)
        pages = pages.descendant_of(self.parent_page, inclusive=True)
        return self.annotate_queryset(pages.filter(pk__in=allowed.values("pk")))

    @property
    def list_export(self) -> list[str]:
        states = [f"state_{code}" for code in languages.codes()]
        return [*languages.localized_names("title"), "type", *states]

    @property
    def export_headings(self) -> dict[str, Any]:
        names = languages.names()
        states = {f"state_{code}": capfirst(str(name)) for code, name in names.items()}
        return {"type": _("Type"), **states}

    def annotate_queryset(self, pages: Any) -> Any:
        return super().annotate_queryset(pages).prefetch_related(*chips.KNOWN)

    def to_row_dict(self, item: Any) -> Any:
        titles = languages.localized_names("title")
        row = OrderedDict((name, getattr(item, name)) for name in titles)
        row["type"] = item.page_type_display_name
        for chip in chips.chips(item, with_urls=False):
            row[f"state_{chip.code}"] = capfirst(chip.words)
        return row
