"""Pictures in the sizes that the layout has room for."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.conf import settings

from ethicaltrade.bilingual.languages import Worded, active, worded

SHARE = "fill-1200x630|format-jpeg"  # Open Graph's own shape


@dataclass(frozen=True)
class Place:
    """Where a picture stands: how it is cut, how wide, and what the browser is told."""

    filters: tuple[str, ...]
    sizes: str
    is_lazy: bool = True


def _widths(*widths: int) -> tuple[str, ...]:
    return tuple(f"width-{width}|format-webp" for width in widths)


def _cuts(*sizes: str) -> tuple[str, ...]:
    return tuple(f"fill-{size}|format-webp" for size in sizes)


PLACES = {
    "hero": Place(
        _widths(480, 800, 1200, 1600), "(min-width: 75em) 72rem, 100vw", False
    ),
    "lead": Place(
        _cuts("480x320", "800x533", "1200x800"), "(min-width: 60em) 36rem, 100vw", False
    ),
    "card": Place(_cuts("360x240", "720x480"), "(min-width: 60em) 22rem, 92vw"),
    "body": Place(_widths(480, 800, 1200), "(min-width: 48em) 42rem, 100vw"),
    "portrait": Place(_cuts("96x96", "192x192"), "6rem"),
}


def picture_context(image: Any, place: str) -> dict[str, Any]:
    """What ``components/picture.html`` needs to show the picture in the place.

    The alternative text may be in another language than the page; it then comes
    with that language, for its own ``lang``.
    """
    wanted = PLACES[place]
    renditions = image.get_renditions(*wanted.filters)
    sizes = [renditions[name] for name in wanted.filters]
    unique = {rendition.width: rendition for rendition in sizes}
    largest = unique[max(unique)]
    alt = worded(image, "alt_text")
    if image.is_decorative:
        alt = Worded("", active())
    return {
        "src": largest.url,
        "srcset": ", ".join(
            f"{rendition.url} {width}w" for width, rendition in sorted(unique.items())
        ),
        "sizes": wanted.sizes,
        "width": largest.width,
        "height": largest.height,
        "alt": alt.text,
        "alt_language": alt.language if alt.language != active() else None,
        "is_lazy": wanted.is_lazy,
    }


def share_image_url(image: Any) -> str:
    """The address, with host, of the picture as social media show it."""
    return urljoin(settings.BASE_URL, image.get_rendition(SHARE).url)
