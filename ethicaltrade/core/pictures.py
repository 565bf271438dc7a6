"""Where a picture is used, and the languages in which it lacks words there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.forms import CheckboxSelectMultiple
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import MultipleChoiceFilter
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column
from wagtail.admin.utils import get_latest_str
from wagtail.images.views import images
from wagtail.models import ReferenceIndex

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.languages import localized
from ethicaltrade.bilingual.marks import MarkedEdit
from ethicaltrade.media.models import CustomImage
from ethicaltrade.privacy.shown import EVERYBODY, IsShown, languages_of

from .conflicts import WatchedEdit

MOST = 10  # uses that a form tells of


class Use(NamedTuple):
    """Of what the reader may not edit, which has no ``url``, the kind alone is told.

    ``names`` are the languages that it is used in; ``lacking`` those of them without
    words.
    """

    kind: str
    name: str
    url: str | None
    is_draft: bool
    names: str
    lacking: str


def codes_of(source: Any, references: Iterable[ReferenceIndex]) -> list[str]:
    """Where readers meet it; of a page that is a draft, where it has a title."""
    found = {code for one in references for code in languages_of(one)}
    if isinstance(source, BasePage):
        found &= set(source.public_languages or _titled(source))
    return [code for code in languages.codes() if code in found]


def _titled(page: BasePage) -> list[str]:
    return [
        code for code in languages.codes() if languages.value_in(page, "title", code)
    ]


def is_draft(source: Any) -> bool:
    return isinstance(source, BasePage) and not source.live


def lacking(picture: CustomImage, codes: Iterable[str]) -> list[str]:
    return [code for code in codes if picture.lacks_words_in(code)]


def uses_of(picture: CustomImage, user: Any) -> list[Use]:
    """Some of them; one query for each kind of what shows it."""
    references = ReferenceIndex.get_references_to(picture)
    keys = ("base_content_type_id", "object_id")
    shown = references.order_by(*keys).values_list(*keys).distinct()[:MOST]
    by_kind: dict[int, list[str]] = defaultdict(list)
    for kind, key in shown:
        by_kind[kind].append(key)
    finder = AdminURLFinder(user)
    return [
        _use(picture, source, found, finder)
        for kind, numbers in by_kind.items()
        for source, found in _sources(references, kind, numbers)
    ]


def _sources(
    references: Any, kind: int, numbers: list[str]
) -> Iterator[tuple[Any, list[ReferenceIndex]]]:
    of_source = defaultdict(list)
    for one in references.filter(base_content_type=kind, object_id__in=numbers):
        of_source[one.object_id].append(one)
    model = ContentType.objects.get_for_id(kind).model_class()
    for source in model._base_manager.filter(pk__in=numbers):
        yield source, of_source[str(source.pk)]


def _use(
    picture: CustomImage,
    source: Any,
    references: list[ReferenceIndex],
    finder: AdminURLFinder,
) -> Use:
    url = finder.get_edit_url(source)
    codes = codes_of(source, references)
    return Use(
        kind=capfirst(references[0].model_name),
        name=get_latest_str(source) if url else "",
        url=url,
        is_draft=is_draft(source),
        names=languages.listed(codes),
        lacking=languages.listed(lacking(picture, codes)),
    )


class PictureEdit(MarkedEdit, WatchedEdit, images.EditView):
    """Says where it is used."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        uses = uses_of(self.object, self.request.user)
        return context | {"uses": uses, "more": context["usage_count_val"] - len(uses)}


# Everything that uses it


class LanguagesColumn(Column):
    cell_template_name = "admin/core/picture_languages_cell.html"

    def __init__(self, picture: CustomImage):
        super().__init__("languages", label=_("Languages"))
        self.picture = picture

    def get_value(self, instance: Any) -> dict[str, str]:
        codes = codes_of(instance["object"], instance["references"])
        return {
            "names": languages.listed(codes),
            "lacking": languages.listed(lacking(self.picture, codes)),
            "is_draft": is_draft(instance["object"]),
        }


class PictureUsage(images.UsageView):
    @cached_property
    def columns(self) -> list[Any]:
        return [*super().columns, LanguagesColumn(self.object)]


# The list of pictures


def used_in(language: str) -> Q:
    """Of pictures: on a page that is published in it, or by a record that all share."""
    pages = ContentType.objects.get_for_model(BasePage)
    elsewhere = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(CustomImage),
        to_object_id=Cast(OuterRef("pk"), TextField()),
    ).exclude(base_content_type=pages)
    on_pages = IsShown("pk", CustomImage, EVERYBODY, (language,))
    return Q(on_pages) | Q(Exists(elsewhere))


def without_words(pictures: QuerySet, language: str) -> QuerySet:
    """Pictures in use in the language that say nothing to who cannot see them."""
    column = localized("alt_text", language)
    silent = Q(**{column: ""}) | Q(**{f"{column}__isnull": True})
    return pictures.filter(silent, used_in(language), is_decorative=False)


class PictureFilterSet(images.ImagesFilterSet):
    lacks = MultipleChoiceFilter(
        label=gettext_lazy("Used without alternative text in"),
        choices=languages.choices,
        method="filter_lacking",
        widget=CheckboxSelectMultiple,
    )

    def filter_lacking(
        self, pictures: QuerySet, name: str, codes: list[str]
    ) -> QuerySet:
        """By number: a search can be narrowed by nothing else."""
        found = Q()
        for code in codes:
            every = CustomImage.objects.order_by()
            found |= Q(pk__in=without_words(every, code).values("pk"))
        return pictures.filter(found)


class PictureIndex(images.IndexView):
    filterset_class = PictureFilterSet


def addresses() -> list[URLPattern]:
    """In front of Wagtail's own, whose addresses they have."""
    return [
        path("images/", PictureIndex.as_view()),
        path("images/results/", PictureIndex.as_view(results_only=True)),
        path("images/<int:image_id>/", PictureEdit.as_view()),
        path("images/usage/<int:image_id>/", PictureUsage.as_view()),
    ]
