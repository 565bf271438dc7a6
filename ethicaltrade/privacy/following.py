"""Writes the gates anew when something says who may see what.

A page or document that is saved writes its own: see ``gate_to_save`` of each.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.db.models.signals import (
    m2m_changed,
    post_delete,
    post_save,
    pre_delete,
    pre_save,
)
from treebeard.mp_tree import path_updated
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from . import gates, visibility
from .models import Gate

FOLLOWED = {
    PageViewRestriction: ("page", gates.write_pages),
    CollectionViewRestriction: ("collection", gates.write_collections),
}


def write_at(restrictions: list[Any]) -> None:
    """Where the restrictions stand, by what is stored."""
    for model, (link, write) in FOLLOWED.items():
        ours = [each for each in restrictions if isinstance(each, model)]
        places = {getattr(each, f"{link}_id") for each in ours}
        if places:
            of_places = QuerySet(model._meta.get_field(link).related_model)
            write(of_places.filter(pk__in=places).values_list("path", flat=True))


def before_restriction(**kwargs: Any) -> None:
    gates.lock()


def after_restriction(instance: Any, origin: Any = None, **kwargs: Any) -> None:
    """Not where its place is being deleted with it."""
    deleted = origin.model if isinstance(origin, QuerySet) else type(origin)
    if origin is None or deleted is type(instance):
        write_at([instance])


def around_groups(
    instance: Any, action: str, reverse: bool, model: Any, pk_set: Any, **kwargs: Any
) -> None:
    """Of a restriction; or, the other way round, the restrictions of a group."""
    if action == "pre_clear" and reverse:
        instance.cleared = list(model.objects.filter(groups=instance))
    if not action.startswith("post_"):
        return
    if not reverse:
        write_at([instance])
    elif action == "post_clear":
        write_at(instance.cleared)
    else:
        write_at(list(model.objects.filter(pk__in=pk_set)))


def after_group_deletion(instance: Group, **kwargs: Any) -> None:
    gates.forget_group(instance.pk)


def after_move(sender: type[Model], old_path: str, new_path: str, **kwargs: Any):
    """A new place among the same neighbours changes nothing."""
    if old_path[: -gates.STEP] == new_path[: -gates.STEP]:
        return
    if issubclass(sender, Collection):
        gates.write_collections([new_path])
    elif sender is gates.pages().model:
        gates.write_pages([new_path])


def after_loading(instance: Any, raw: bool, **kwargs: Any) -> None:
    """From a fixture, which has no gates."""
    if raw and isinstance(instance, gates.pages().model):
        gates.write_pages([instance.path])
    elif raw:
        gates.write_documents(Q(pk=instance.pk))


def before_page_deletion(instance: Any, **kwargs: Any) -> None:
    aliases = gates.pages().filter(alias_of=instance.pk).values_list("pk", flat=True)
    if former := list(aliases):
        gates.lock()
        instance.former_aliases = former


def after_page_deletion(instance: Any, **kwargs: Any) -> None:
    """Its aliases are pages of their own now."""
    if former := getattr(instance, "former_aliases", ()):
        left = gates.pages().filter(pk__in=former)
        gates.write_pages(left.values_list("path", flat=True))


def connect() -> None:
    """When the apps are ready."""
    for model in FOLLOWED:
        # Wagtail's views save one outside a transaction: nobody may meet it before the
        # gates are written.
        model.save = transaction.atomic(model.save)
        pre_save.connect(before_restriction, sender=model)
        post_save.connect(after_restriction, sender=model)
        post_delete.connect(after_restriction, sender=model)
        m2m_changed.connect(around_groups, sender=model.groups.through)
    post_delete.connect(after_group_deletion, sender=Group)
    path_updated.connect(after_move)
    page_model = gates.pages().model
    for model in (page_model, gates.documents().model):
        post_save.connect(after_loading, sender=model)
    pre_delete.connect(before_page_deletion, sender=page_model)
    post_delete.connect(after_page_deletion, sender=page_model)
    # What a reader passes is remembered, with the reader.
    post_save.connect(visibility.forget_readers, sender=Gate)
    belonging = get_user_model().groups.through
    m2m_changed.connect(visibility.forget_readers, sender=belonging)
