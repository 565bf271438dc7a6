"""Who may open a document: whom its collection lets in, and who has been led to it.

Outsiders have been led to it by something that they may see, such as a page that links
to it, or by an editor who lets it be opened by itself. A file that nothing refers to
yet (a press release, a report) is nobody's, though its number can be guessed.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, Expression, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.documents.models import DocumentQuerySet
from wagtail.models import (
    GroupCollectionPermission,
)

from . import gates
from .shown import IsShown
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
    documents = apps.get_model(settings.WAGTAILDOCS_DOCUMENT_MODEL)
    shown = IsShown("pk", documents, readership(user))
    found = Q(opens_by_itself=True) | Q(shown)
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
