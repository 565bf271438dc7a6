"""Whether a live page refers to something, in a language that it is published in.

What refers to what stands in Wagtail's index. It is written from what is stored of a
page: of a live page that is what is published, never a draft.
"""

from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, Expression, F, Model
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname
from wagtail.models import PageViewRestriction, ReferenceIndex

EVERYBODY = None
"""For readers: whoever may see the page."""

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


class IsShown(Expression):
    """Of a record, in a query of its model; a file or a picture.

    As SQL, since it stands in every list with documents and takes long to write.
    """

    output_field = BooleanField()

    def __init__(
        self,
        record: str,
        model: type[Model],
        readers: tuple[int, ...] | None,
        languages: tuple[str, ...] = LANGUAGES,
    ):
        super().__init__()
        self.record = F(record)
        self.asked = (model, readers, languages)

    def get_source_expressions(self) -> list[Any]:
        return [self.record]

    def set_source_expressions(self, expressions: list[Any]) -> None:
        [self.record] = expressions

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, _no_params = compiler.compile(self.record)
        return _shown(*self.asked).replace("{record}", column), []


@lru_cache(maxsize=64)
def _shown(
    model: type[Model], readers: tuple[int, ...] | None, languages: tuple[str, ...]
) -> str:
    pages = PageViewRestriction._meta.get_field("page").related_model
    passed = "".join(f" OR page.gate_id = {number}" for number in readers or ())
    gate = "" if readers is None else f" AND (page.gate_id IS NULL{passed})"
    # Other models' numbers may be no numbers: CASE looks at those of pages alone.
    return (
        f"EXISTS(SELECT 1 FROM {ReferenceIndex._meta.db_table} reference"  # nosec B608
        f" INNER JOIN {pages._meta.db_table} page ON page.id = CASE"
        f" WHEN reference.base_content_type_id = {_kind(pages)}"
        " THEN CAST(reference.object_id AS BIGINT) END"
        f" WHERE reference.to_content_type_id = {_kind(model)}"
        " AND reference.to_object_id = CAST({record} AS TEXT)"
        f" AND page.live AND ({_is_published(languages)})"
        f"{gate})"
    )


def _kind(model: type[Model]) -> str:
    """The number of the content type."""
    label, name = model._meta.app_label, model._meta.model_name
    return (
        f"(SELECT id FROM {ContentType._meta.db_table}"  # nosec B608
        f" WHERE app_label = '{label}' AND model = '{name}')"
    )


def _is_published(languages: tuple[str, ...]) -> str:
    """In the reference's language, or in any where it has none (a list, a section)."""
    in_one = " OR ".join(
        " AND ".join(
            [
                f"page.{build_localized_fieldname('published', code)}",
                *(f"NOT {_is_in(other)}" for other in LANGUAGES if other != code),
            ]
        )
        for code in languages
    )
    # The bare column of a translated field repeats one of the languages'.
    is_bare = " OR ".join(
        f"reference.model_path LIKE '{name.replace('_', '!_')}.%%' ESCAPE '!'"
        for name in sorted(_translated())
    )
    return f"({in_one}) AND NOT ({is_bare})"


@cache
def _translated() -> frozenset[str]:
    """Names of translated fields that may refer to something."""
    return frozenset(
        name
        for model in translator.get_registered_models(abstract=False)
        for name in translator.get_options_for_model(model).all_fields
        if hasattr(model._meta.get_field(name), "extract_references")
    )


def _is_in(language: str) -> str:
    """Whether a name in the reference's path is a column, or a block, of a language."""
    path = "'.' || reference.model_path || '.'"
    column = build_localized_fieldname("", language).replace("_", "!_")
    return f"({path} LIKE '%%{column}.%%' ESCAPE '!' OR {path} LIKE '%%.{language}.%%')"


def languages_of(reference: ReferenceIndex) -> set[str]:
    """The same of a reference, for what is listed: of a shared field, all languages."""
    path = f".{reference.model_path}."
    if reference.model_path.partition(".")[0] in _translated():
        return set()
    own = {
        code
        for code in LANGUAGES
        if f"{build_localized_fieldname('', code)}." in path or f".{code}." in path
    }
    return own or set(LANGUAGES)
