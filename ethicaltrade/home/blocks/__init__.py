"""What the front page is arranged from."""

from .sections import SectionsBlock

__all__ = ["SectionsBlock"]
