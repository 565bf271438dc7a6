"""What follows when a picture is saved."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from . import tasks
from .models import CustomImage

# What decides how the sizes look. A name or a caption does not.
SHAPING = {
    "file",
    "focal_point_x",
    "focal_point_y",
    "focal_point_width",
    "focal_point_height",
}


@receiver(post_save, sender=CustomImage)
def make_renditions(instance: CustomImage, raw: bool, update_fields, **_: Any) -> None:
    """Make the picture's sizes now, so that no visitor waits for them.

    At the picture's save and not when a page is published: the editor is then still
    writing, and no page type needs to tell which pictures it shows.
    """
    if raw or (update_fields is not None and not SHAPING & set(update_fields)):
        return
    if not instance.makes_sizes_ahead:
        return
    transaction.on_commit(partial(tasks.make_renditions.enqueue, instance.pk))
