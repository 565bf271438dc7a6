"""Text as a typesetter would set it, in Norwegian and in English.

Done at rendering: what is stored, searched and fed to machines stays as it was typed.
"""

from .conventions import kroner
from .html import typeset_html
from .text import typeset

__all__ = ["kroner", "typeset", "typeset_html"]
