"""A stream field whose blocks stay out of the migrations."""

from wagtail.fields import StreamField

from .body import BodyBlock


class BodyField(StreamField):
    """The body of a page.

    The column holds JSON whatever the blocks are, so a new block needs no migration.
    """

    def __init__(self, block_types=BodyBlock, **kwargs):
        kwargs.setdefault("blank", True)
        super().__init__(block_types, **kwargs)

    def deconstruct(self):
        """Leave the blocks out."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
