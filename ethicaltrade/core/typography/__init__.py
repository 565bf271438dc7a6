"""Text as a typesetter would set it, in Norwegian and in English.

Editors type what the keyboard has: straight quotation marks, hyphens, plain spaces.
:func:`typeset` and :func:`typeset_html` put the right characters in at rendering. What
is stored, searched, fed and described to machines stays as it was typed.
"""

from .habits import kroner
from .html import typeset_html
from .text import typeset

__all__ = ["kroner", "typeset", "typeset_html"]
