"""What browsers are told to refuse, and to send nobody: docs/security.md.

The policies are written as Django 6 takes them in SECURE_CSP. Sources:
https://www.w3.org/TR/CSP3/, https://www.w3.org/TR/permissions-policy/
"""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from .files import PICTURES_ORIGIN

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def hash_of(template: str) -> str:
    """Lets what the file holds stand in a page, to the letter, and nothing else."""
    digest = sha256((TEMPLATES / template).read_bytes()).digest()
    return f"'sha256-{b64encode(digest).decode()}'"


# --- Content-Security-Policy ------------------------------------------------

NONE, SELF, UNSAFE_INLINE = "'none'", "'self'", "'unsafe-inline'"
# Who plays the films that a reader asks for: core/blocks/video.py
PLAYERS = ["https://www.youtube-nocookie.com", "https://player.vimeo.com"]
PICTURES = [SELF, PICTURES_ORIGIN] if PICTURES_ORIGIN else [SELF]
NOTHING = {
    "default-src": [NONE],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [NONE],  # 'self' where X-Frame-Options says so
}
# What is no page: pictures, documents, feeds. Nothing in one runs or loads; browsers'
# viewers open a PDF all the same.
CSP_OF_FILES = {**NOTHING, "sandbox": True}
CSP_OF_PAGES = {
    **NOTHING,
    # The one script inside a page may not wait, or a dark page flashes white. Pages are
    # kept for all, so that no nonce could be a secret.
    "script-src": [SELF, hash_of("components/early_script.js")],
    "style-src": [SELF],
    "img-src": PICTURES,
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": PLAYERS,
    "form-action": [SELF],
}
CSP_OF_CMS = {
    **CSP_OF_PAGES,
    # Draftail writes style elements of its own, each another; e-mails, which are looked
    # at before they are sent, have one. No attribute, and nowhere to send anything.
    "style-src-elem": [SELF, UNSAFE_INLINE],
    "img-src": [*PICTURES, "data:", "blob:"],
    "frame-src": [SELF],  # previews
}

# --- The rest ---------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # Wagtail's previews say "SAMEORIGIN" themselves

# Nobody may ask for these, neither the site nor what it frames.
UNUSED = (
    *("accelerometer", "gyroscope", "magnetometer", "xr-spatial-tracking", "gamepad"),
    *("camera", "microphone", "midi", "display-capture", "screen-wake-lock"),
    *("hid", "serial", "usb", "keyboard-map", "window-management", "local-fonts"),
    *("browsing-topics", "geolocation", "idle-detection", "clipboard-read", "payment"),
    *("identity-credentials-get", "otp-credentials", "storage-access"),
)
OF_PLAYERS = ("autoplay", "encrypted-media", "fullscreen", "picture-in-picture")
OF_PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")
PERMISSIONS_POLICY = {
    **dict.fromkeys(UNUSED, ()),
    **dict.fromkeys(OF_PLAYERS, ("self", *PLAYERS)),
    **dict.fromkeys(OF_PASSKEYS, ("self",)),
}
