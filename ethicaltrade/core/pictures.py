"""Pictures in the sizes and formats that the layout has room for."""

import logging
from typing import Any
from urllib.parse import urljoin

from django.conf import settings

from ethicaltrade.bilingual.languages import Worded, active, worded
from ethicaltrade.media.slots import FALLBACK, FORMATS, SHARE, SLOTS

logger = logging.getLogger(__name__)


def picture_context(image: Any, slot: str) -> dict[str, Any]:
    """For ``components/picture.html``; empty when the file is gone.

    An alternative text in another language than the page comes with that language.
    """
    wanted = SLOTS[slot]
    filters = wanted.filters(image)
    try:
        # All formats at once: one query at most.
        made = image.get_renditions(
            *(name for names in filters.values() for name in names)
        )
    except OSError:
        logger.warning("Picture %s is not shown: its file cannot be read", image.pk)
        return {}
    formats = {
        name: {made[spec].width: made[spec] for spec in filters[name]}
        for name in FORMATS
    }
    alt = Worded("", active()) if image.is_decorative else worded(image, "alt_text")
    widest = max(formats[FORMATS[0]].values(), key=lambda size: size.width)
    return {
        "sources": [
            {"type": f"image/{name}", "srcset": _srcset(formats[name])}
            for name in FORMATS
        ],
        "src": made[filters[FALLBACK][0]].url,
        "sizes": wanted.sizes,
        "width": widest.width,
        "height": widest.height,
        "is_first": wanted.is_first,
        "alt": alt.text,
        "alt_language": alt.language if alt.language != active() else None,
    }


def _srcset(sizes: dict[int, Any]) -> str:
    return ", ".join(f"{size.url} {width}w" for width, size in sorted(sizes.items()))


def share_image_url(image: Any) -> str:
    """The address, with host, of the picture as social media show it."""
    return urljoin(settings.BASE_URL, image.get_rendition(SHARE).url)
