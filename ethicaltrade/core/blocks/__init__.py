"""What an editor builds a page of."""

from .body import BodyBlock, BodyField
from .checked import CheckedBlock

__all__ = ["BodyBlock", "BodyField", "CheckedBlock"]
