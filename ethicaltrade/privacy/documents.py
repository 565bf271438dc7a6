"""Who may open a document: whom its collection lets in, and who has been led to it.

Outsiders have been led to it by something that they may see, such as a page that links
to it, or by an editor who lets it be opened by itself. A file that nothing refers to
yet (a press release, a report) is nobody's, though its number can be guessed.

What refers to what stands in Wagtail's index. It is written from what is stored of a
page: of a live page that is what is published, never a draft.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Expression, Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname
from wagtail import hooks
from wagtail.documents.models import DocumentQuerySet
from wagtail.models import (
    CollectionViewRestriction,
    PageViewRestriction,
    ReferenceIndex,
)

from .visibility import (
    BEFORE_PRIVACY,
    SUPERUSER,
    Reader,
    RuleInSQL,
    is_below,
    kind_of,
    page_rule,
    refuse,
)

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

        Who edits need not have been. Costs no query of its own.
        """
        admitted = self.exclude(RuleInSQL("collection__path", collection_rule, user))
        if kind_of(user) == SUPERUSER:
            return admitted
        shown = _is_referred_to(user)
        if user.is_authenticated:
            shown |= Q(Exists(_rights_to_edit(user)))
        return admitted.filter(shown)

    def referred_to(self):
        """Those that something published refers to, whoever may see it."""
        return self.filter(_is_referred_to(get_user_model()(is_superuser=True)))


def _is_referred_to(user: Reader) -> Q:
    found = Q(opens_by_itself=True) | Q(RuleInSQL("pk", page_use_rule, user))
    for use in _uses:
        found |= Q(use(user))
    return found


def _rights_to_edit(user: Any) -> QuerySet:
    return Permission.objects.filter(
        Q(group__user=user) | Q(user=user),
        content_type__app_label="wagtailadmin",
        codename="access_admin",
    )


# The rules in SQL, as in ``visibility``


@cache
def collection_rule(reader: str) -> str:
    return is_below(CollectionViewRestriction, "collection", "{path}", reader)


@cache
def page_use_rule(reader: str) -> str:
    """Whether a live page refers to it, in a language in which it is published."""
    pages = PageViewRestriction._meta.get_field("page").related_model
    is_closed = page_rule(reader).replace("{path}", "page.path")
    documents = apps.get_model(settings.WAGTAILDOCS_DOCUMENT_MODEL)
    # Other models' numbers may be no numbers: CASE looks at those of pages alone.
    return (
        f"EXISTS(SELECT 1 FROM {ReferenceIndex._meta.db_table} reference"
        f" INNER JOIN {pages._meta.db_table} page ON page.id = CASE"
        f" WHEN reference.base_content_type_id = {_kind(pages)}"
        " THEN CAST(reference.object_id AS BIGINT) END"
        f" WHERE reference.to_content_type_id = {_kind(documents)}"
        " AND reference.to_object_id = CAST({path} AS TEXT)"
        f" AND page.live AND ({_is_published()}) AND NOT {is_closed})"
    )


def _kind(model: type[Model]) -> str:
    """The number of the content type."""
    label, name = model._meta.app_label, model._meta.model_name
    return (
        f"(SELECT id FROM {ContentType._meta.db_table}"
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
