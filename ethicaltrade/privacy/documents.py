"""Who may open a document: whom its collection lets in, and who has been led to it.

Outsiders have been led to it by something that they may see, such as a page that links
to it, or by an editor who lets it be opened by itself. A file that nothing refers to
yet (a press release, a report) is nobody's, though its number can be guessed.

What refers to what stands in Wagtail's index. It is written from what is stored of a
page: of a live page that is what is published, never a draft.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import BooleanField, Exists, Expression, F, Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname
from wagtail import hooks
from wagtail.documents.models import DocumentQuerySet
from wagtail.models import (
    GroupCollectionPermission,
    PageViewRestriction,
    ReferenceIndex,
)

from . import gates
from .visibility import BEFORE_PRIVACY, Reader, is_passed_by, readership, refuse

Use = Callable[[Reader], Expression]

_uses: list[Use] = []


def register_use(use: Use) -> Use:
    """Add a kind of reference to documents, beside those of pages.

    ``use`` returns an expression for a document, ``OuterRef("pk")``: whether something
    that the reader may see refers to it.
    """
    _uses.append(use)
    return use


class PrivateDocumentQuerySet(DocumentQuerySet):
    def visible_to(self, user: Reader):
        """Those that their collection lets the user open, and that they were led to.

        Who puts documents on pages need not have been, nor need the staff to what is
        closed to others.
        """
        admitted = self.filter(is_passed_by(user))
        if user.is_authenticated and user.is_superuser:
            return admitted
        shown = _is_referred_to(user)
        if user.is_authenticated:
            shown |= Q(Exists(_rights_to_choose(user)))
            shown |= Q(Exists(_rights_to_edit(user)), gate__isnull=False)
        return admitted.filter(shown)

    def referred_to(self):
        """Those that something published refers to, whoever may see it."""
        return self.filter(_is_referred_to(get_user_model()(is_superuser=True)))

    def update(self, **fields: Any) -> int:
        """The CMS moves many to another collection in this way."""
        if fields.keys().isdisjoint({"collection", "collection_id"}):
            return super().update(**fields)
        with transaction.atomic():
            gates.lock()
            moved = list(self.values_list("pk", flat=True))
            count = super().update(**fields)
            gates.write_documents(Q(pk__in=moved))
        return count

    update.alters_data = True  # type: ignore[attr-defined]


def _is_referred_to(user: Reader) -> Q:
    found = Q(opens_by_itself=True) | Q(IsShown("pk", readership(user)))
    for use in _uses:
        found |= Q(use(user))
    return found


def _rights_to_edit(user: Any) -> QuerySet:
    return Permission.objects.filter(
        Q(group__user=user) | Q(user=user),
        content_type__app_label="wagtailadmin",
        codename="access_admin",
    )


def _rights_to_choose(user: Any) -> QuerySet:
    """In any collection: those who are not let in are out by then."""
    return GroupCollectionPermission.objects.filter(
        group__user=user,
        permission__content_type__app_label="wagtaildocs",
        permission__codename="choose_document",
    )


class IsShown(Expression):
    """Whether a live page that the readers see refers to it, in a published language.

    As SQL, since it stands in every list with documents and takes long to write.
    """

    output_field = BooleanField()

    def __init__(self, document: str, readers: tuple[int, ...]):
        super().__init__()
        self.document = F(document)
        self.readers = readers

    def get_source_expressions(self) -> list[Any]:
        return [self.document]

    def set_source_expressions(self, expressions: list[Any]) -> None:
        [self.document] = expressions

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, _no_params = compiler.compile(self.document)
        return _shown(self.readers).replace("{document}", column), []


@lru_cache(maxsize=64)
def _shown(readers: tuple[int, ...]) -> str:
    pages = PageViewRestriction._meta.get_field("page").related_model
    documents = apps.get_model(settings.WAGTAILDOCS_DOCUMENT_MODEL)
    passed = "".join(f" OR page.gate_id = {number}" for number in readers)
    # Other models' numbers may be no numbers: CASE looks at those of pages alone.
    return (
        f"EXISTS(SELECT 1 FROM {ReferenceIndex._meta.db_table} reference"  # nosec B608
        f" INNER JOIN {pages._meta.db_table} page ON page.id = CASE"
        f" WHEN reference.base_content_type_id = {_kind(pages)}"
        " THEN CAST(reference.object_id AS BIGINT) END"
        f" WHERE reference.to_content_type_id = {_kind(documents)}"
        " AND reference.to_object_id = CAST({document} AS TEXT)"
        f" AND page.live AND ({_is_published()})"
        f" AND (page.gate_id IS NULL{passed}))"
    )


def _kind(model: type[Model]) -> str:
    """The number of the content type."""
    label, name = model._meta.app_label, model._meta.model_name
    return (
        f"(SELECT id FROM {ContentType._meta.db_table}"  # nosec B608
        f" WHERE app_label = '{label}' AND model = '{name}')"
    )


def _is_published() -> str:
    """In the reference's language, or in any where it has none (a list, a section)."""
    codes = [code for code, _name in settings.LANGUAGES]
    in_one = " OR ".join(
        " AND ".join(
            [
                f"page.{build_localized_fieldname('published', code)}",
                *(f"NOT {_is_in(other)}" for other in codes if other != code),
            ]
        )
        for code in codes
    )
    # The bare column of a translated field repeats one of the languages'.
    is_bare = " OR ".join(
        f"reference.model_path LIKE '{name.replace('_', '!_')}.%%' ESCAPE '!'"
        for name in sorted(_translated())
    )
    return f"({in_one}) AND NOT ({is_bare})"


def _translated() -> set[str]:
    """Names of translated fields that may refer to something."""
    return {
        name
        for model in translator.get_registered_models(abstract=False)
        for name in translator.get_options_for_model(model).all_fields
        if hasattr(model._meta.get_field(name), "extract_references")
    }


def _is_in(language: str) -> str:
    """Whether a name in the reference's path is a column, or a block, of a language."""
    path = "'.' || reference.model_path || '.'"
    column = build_localized_fieldname("", language).replace("_", "!_")
    return f"({path} LIKE '%%{column}.%%' ESCAPE '!' OR {path} LIKE '%%.{language}.%%')"


# At a document's own address, beyond Wagtail's own check


@hooks.register("before_serve_document", order=BEFORE_PRIVACY)
def refuse_at_document(document: Any, request: HttpRequest) -> HttpResponse | None:
    """404 where nothing refers to it, as for a number that nobody has.

    Where only a closed page does, a log-in may help; Wagtail asks about collections.
    """
    if document.is_public:
        return None
    restrictions = list(document.collection.get_view_restrictions())
    refuse(request, restrictions)
    if not all(each.accept_request(request) for each in restrictions):
        return None
    here = type(document).objects.filter(pk=document.pk)
    if here.visible_to(request.user).exists():
        return None
    if not here.referred_to().exists():
        raise Http404
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(
        request.get_full_path(), str(settings.WAGTAIL_FRONTEND_LOGIN_URL)
    )
