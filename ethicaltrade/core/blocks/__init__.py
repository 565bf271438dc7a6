"""What an editor builds a page of."""

from .bilingual import BilingualBlock, CheckedBlock
from .body import BodyBlock, BodyField

__all__ = ["BilingualBlock", "BodyBlock", "BodyField", "CheckedBlock"]
