"""Work that nobody should have to wait for, once a worker does it."""

import logging

from django_tasks import task

from .models import CustomImage

logger = logging.getLogger(__name__)


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
