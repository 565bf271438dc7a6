"""What an editor builds a page of."""

from .bilingual import BilingualBlock
from .body import BodyBlock
from .checked import CheckedBlock
from .field import BodyField

__all__ = ["BilingualBlock", "BodyBlock", "BodyField", "CheckedBlock"]
