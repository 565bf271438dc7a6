"""What something shows is not deleted: one guard for every door, which says where.

The guard is a signal, so it holds in the shell too. No ``PROTECT`` does it: django-
modelcluster cannot open a draft or an old revision that lost something protected.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import ForeignKey, Model, ProtectedError
from django.db.models.signals import pre_delete
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.utils import get_latest_str
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    PageViewRestriction,
    ReferenceIndex,
)
from wagtail.users.models import UserProfile

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual.routing import is_cms
from ethicaltrade.media.models import CustomDocument, CustomImage

from .models import Person, Topic

Find = Callable[[Any], Iterable[Model]]
_others: dict[type[Model], list[Find]] = defaultdict(list)


def protect(model: type[Model], *others: Find) -> None:
    """Keep the model's objects while a draft or Wagtail's reference index uses them.

    ``others`` find, for an object, the uses that the index does not follow.
    """
    _others[model].extend(others)
    pre_delete.connect(refuse_while_used, sender=model, dispatch_uid=f"{model} is used")


def is_protected(model: type[Model]) -> bool:
    return model in _others


def refuse_while_used(sender: Any, instance: Model, **kwargs: Any) -> None:
    if uses := uses_of(instance):
        raise ProtectedError(f"{instance!r} is used.", set(uses))


def uses_of(instance: Model) -> list[Model]:
    """The pages and records that show it; the page rather than a row of it."""
    found = {_whole(source): None for source in _indexed(instance)}
    found.update(dict.fromkeys(_drafts_with(instance)))
    for find in _others[type(instance)]:
        found.update(dict.fromkeys(find(instance)))
    return [source for source in found if source != instance]


def _indexed(instance: Model) -> Iterable[Model]:
    """The index is written anew first: a row that is deleted leaves its entry there."""
    for source in _sources(instance):
        with transaction.atomic():
            ReferenceIndex.create_or_update_for_object(source)
    return _sources(instance)


def _sources(instance: Model) -> list[Model]:
    entries = ReferenceIndex.get_references_to(instance).select_related("content_type")
    of = {(entry.content_type, entry.object_id): None for entry in entries}
    found = (kind.model_class()._base_manager.filter(pk=pk).first() for kind, pk in of)
    return [source for source in found if source is not None]


def _drafts_with(instance: Model) -> Iterator[Model]:
    """The index knows what is saved on the page, and nothing of what waits there."""
    wanted = (type(instance), str(instance.pk))
    for page in BasePage.objects.filter(has_unpublished_changes=True):
        draft = page.get_latest_revision_as_object()
        if wanted in _references(draft):
            yield draft


def _references(source: Any) -> Iterator[tuple[type[Model], str]]:
    """Model and key of everything that a page, or a row of it, refers to."""
    for field in source._meta.get_fields():
        if isinstance(field, ForeignKey) and not isinstance(field, ParentalKey):
            yield field.related_model, str(field.value_from_object(source))
        elif isinstance(field, ParentalManyToManyField):
            for one in getattr(source, field.name).all():
                yield type(one), str(one.pk)
        elif hasattr(field, "extract_references"):
            value = field.value_from_object(source)
            for model, key, *_path in field.extract_references(value):
                yield model, str(key)
    for relation in get_all_child_relations(source):
        for row in getattr(source, relation.get_accessor_name()).all():
            yield from _references(row)


def _whole(source: Model) -> Model:
    """The page that a row belongs to."""
    for field in source._meta.fields:
        if isinstance(field, ParentalKey) and getattr(source, field.name):
            return _whole(getattr(source, field.name))
    return source


# In the CMS


def refuse_deletion(request: HttpRequest, instances: Iterable[Model]) -> Any:
    """The page that says where they are used; None when all can be deleted."""
    used = [(one, uses_of(one)) for one in instances]
    used = [(one, uses) for one, uses in used if uses]
    return explanation(request, used) if used else None


def explanation(
    request: HttpRequest, used: list[tuple[Model | None, list[Model]]]
) -> TemplateResponse:
    """409, with each object and links to where it is used.

    What they may not open themselves is told by its kind alone.
    """
    finder = AdminURLFinder(request.user)
    things = [
        {
            "name": one and get_latest_str(one),
            "uses": sorted(
                (
                    {
                        "url": finder.get_edit_url(use),
                        "name": get_latest_str(use),
                        "kind": capfirst(use._meta.verbose_name),
                    }
                    for use in uses
                ),
                key=lambda use: (use["kind"], use["name"]),
            ),
        }
        for one, uses in used
    ]
    first = used[0][0]
    back_url = (first and finder.get_edit_url(first)) or reverse("wagtailadmin_home")
    context = {"things": things, "back_url": back_url}
    template = "admin/core/still_used.html"
    return TemplateResponse(request, template, context, status=409)


class ProtectedMiddleware:
    """Whatever view of the CMS is refused a deletion says why, and where it is used."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if not (isinstance(exception, ProtectedError) and is_cms(request)):
            return None
        uses = {_whole(one): None for one in exception.protected_objects}
        profile = UserProfile.get_for_user(request.user)
        with translation.override(profile.get_preferred_language()):
            return explanation(request, [(None, list(uses))]).render()


def protect_shared_content() -> None:
    """Snippets, files and what lies in collections; called when the apps are ready."""
    protect(Topic, _about)
    for model in (Person, CustomImage, CustomDocument):
        protect(model)
    for model in (CustomImage, CustomDocument):
        protect(Collection, partial(_in_collection, model))
    protect(Group, _closed_to, lambda group: group.user_set.all())


def _about(topic: Topic) -> Iterator[Model]:
    """The pages on the topic; the index follows no many-to-many field."""
    for relation in Topic._meta.get_fields(include_hidden=True):
        if relation.many_to_many:
            pages = relation.related_model._default_manager
            yield from pages.filter(**{relation.field.name: topic})


def _in_collection(file: type[Model], collection: Collection) -> Iterable[Model]:
    return file._default_manager.filter(collection=collection)


def _closed_to(group: Group) -> Iterator[Model]:
    """The pages and collections that are closed to all but the group."""
    for restriction in PageViewRestriction.objects.filter(groups=group):
        yield restriction.page
    for restriction in CollectionViewRestriction.objects.filter(groups=group):
        yield restriction.collection
