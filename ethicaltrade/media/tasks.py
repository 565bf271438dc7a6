"""Sizes of pictures are made when a picture is saved, by the worker where one runs."""

import logging
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django_tasks import task

from .models import CustomImage

logger = logging.getLogger(__name__)

# What decides how the sizes look. A name or a caption does not.
SHAPING = {
    "file",
    "focal_point_x",
    "focal_point_y",
    "focal_point_width",
    "focal_point_height",
}


@receiver(post_save, sender=CustomImage)
def follow_save(instance: CustomImage, raw: bool, update_fields, **_: Any) -> None:
    """Have the picture's sizes made now, so that no visitor waits for them.

    Not when a page is published: no page type needs to tell which pictures it shows.
    """
    if raw or (update_fields is not None and not SHAPING & set(update_fields)):
        return
    if instance.makes_sizes_ahead:
        transaction.on_commit(partial(make_renditions.enqueue, instance.pk))


@task(backend="worker")
def make_renditions(pk: int) -> int:
    """Make the missing sizes of the picture with the primary key; return how many.

    A picture that is gone, or whose file is, is left: a later visit or
    ``manage.py make_renditions`` makes the sizes.
    """
    image = CustomImage.objects.filter(pk=pk).first()
    if image is None:
        return 0
    try:
        return image.make_ready()
    except OSError:
        logger.warning("No sizes of picture %s: its file cannot be read", pk)
        return 0
