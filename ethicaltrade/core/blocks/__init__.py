"""What an editor builds a page of."""

from .body import BodyBlock
from .field import BodyField

__all__ = ["BodyBlock", "BodyField"]
