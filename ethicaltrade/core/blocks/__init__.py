"""What an editor builds a page of."""

from .bilingual import BilingualBlock, CheckedBlock
from .body import BodyBlock
from .field import BodyField

__all__ = ["BilingualBlock", "BodyBlock", "BodyField", "CheckedBlock"]
