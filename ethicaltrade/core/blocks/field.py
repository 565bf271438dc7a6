"""A stream field whose blocks stay out of the migrations."""

import json
from typing import Any

from wagtail.blocks import StreamBlock, StreamValue
from wagtail.fields import StreamField


class UnknownBlocks(StreamBlock):
    """A stream of whatever blocks: what is stored is kept as it is.

    For models in migrations, which know no blocks. Wagtail's own block would leave out
    every block that it does not know, and a migration that saves would lose them.
    """

    def to_python(self, value: Any) -> StreamValue:
        """The stream; ``raw_data`` reads it, and what is saved is what was there."""
        try:
            data = json.loads(value) if isinstance(value, str) else value
        except ValueError:  # never was a stream
            data = None
        if not isinstance(data, list) or not data:
            return super().to_python(value)
        return StreamValue(self, data, is_lazy=True)


class BodyField(StreamField):
    """The body of a page.

    The column holds JSON whatever the blocks are, so a new block needs no migration.
    """

    def __init__(self, block_types: Any = UnknownBlocks, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        super().__init__(block_types, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
