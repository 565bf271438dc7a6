"""Videos that call nobody until the reader asks for them."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .checked import CheckedBlock


@dataclass(frozen=True)
class Player:
    name: str
    address: re.Pattern[str]
    player: str


PLAYERS = (
    Player(
        "YouTube",
        re.compile(
            r"https://(?:www\.|m\.)?(?:youtube(?:-nocookie)?\.com/(?:watch\?(?:.*&)?v="
            r"|embed/|live/|shorts/)|youtu\.be/)(?P<id>[\w-]{11})(?:[?&#].*)?$"
        ),
        "https://www.youtube-nocookie.com/embed/{id}?autoplay=1&rel=0",
    ),
    Player(
        "Vimeo",
        re.compile(r"https://(?:www\.|player\.)?vimeo\.com/(?:video/)?(?P<id>\d+)"),
        "https://player.vimeo.com/video/{id}?autoplay=1&dnt=1",
    ),
)


def find_player(url: str) -> tuple[str, str] | None:
    """The host's name and the player's address, or None for an unknown host."""
    for host in PLAYERS:
        if match := host.address.match(url):
            return host.name, host.player.format(id=match["id"])
    return None


class VideoValue(blocks.StructValue):
    @property
    def host(self) -> str:
        found = find_player(self["url"])
        return found[0] if found else ""

    @property
    def player_url(self) -> str:
        found = find_player(self["url"])
        return found[1] if found else ""


class VideoBlock(CheckedBlock):
    title = blocks.CharBlock(
        label=_("Title"), max_length=200, help_text=_("What the video is about.")
    )
    url = blocks.URLBlock(
        label=_("Address"), help_text=_("The video's page on YouTube or Vimeo.")
    )

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A video that loads when the reader presses play")
        template = "components/streamfield/video.html"
        value_class = VideoValue
        preview_value = {
            "title": "Åpenhetsloven på tre minutter",
            "url": "https://www.youtube.com/watch?v=00000000000",
        }

    def find_errors(self, value):
        if value["url"] and not find_player(value["url"]):
            yield "url", _("Paste the address of a video on YouTube or Vimeo.")
