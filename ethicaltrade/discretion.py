"""What nobody who watches over the site may read: keys of links, and who was here.

Logs and reports of errors say addresses, and what was said of errors; each passes here.
"""

import re
from functools import partial
from ipaddress import ip_address, ip_network

# A slash of a path, and as it stands in the query of the log-in (twice, at times).
SLASH = r"(?:/|%(?:25)*2F)"
# The paths in the apps' urls.py and subviews.py, in every language: of a registration,
# an application, an invitation, a changed address, a new password; and what a query
# names as a key.
KEY = re.compile(
    rf"""(
        (?:min-pamelding | my-registration | min-soknad | my-application
           | konto{SLASH}invita(?:sjon|tion) | konto{SLASH}email{SLASH}undo
           | reset{SLASH}key | reset{SLASH}confirm{SLASH}[^\s/%]+
        ){SLASH}+
        | (?:\b|%(?:25)*(?:3F|26))(?:key|token|secret|password)(?:=|%(?:25)*3D)
    )
    (?:(?!{SLASH}|%(?:25)*26)[^\s?&"'<>])+""",
    re.IGNORECASE | re.VERBOSE,
)
LONGEST = 20_000
"""Letters of a text; of a longer one the middle is left out."""
AT = r"(?:@|%(?:25)*40)"
LETTER = rf"(?:[\w.+~'-]|(?!{AT})%[0-9A-F]{{2}})"
EMAIL = re.compile(rf"{LETTER}{{1,64}}(?:{AT}{LETTER}{{1,255}})+", re.IGNORECASE)
# Whatever was typed into an address: a search, a name. Numbers of pages tell nobody.
TYPED = re.compile(r"""([?&][\w.\[\]-]{1,64}=)(?!\d+(?:[\s&"'<>#]|$))[^\s&"'<>#]+""")
# PostgreSQL writes the row that it refused, as it was filled in.
ROW = re.compile(
    r"(DETAIL: ).*?(?=\n(?:CONTEXT|HINT|SCHEMA|TABLE|LINE)\b|\n\n|\Z)", re.DOTALL
)
IPV4 = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
IPV6 = re.compile(
    r"(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?!\w|:|\.\d)", re.IGNORECASE
)


def without_keys(text: str) -> str:
    return KEY.sub(r"\1…", text)


def discreet(text: str) -> str:
    """The text without keys, e-mail addresses, what was typed, and whole IP addresses.

    Of those the network stays: a robot's visits are seen to be one robot's.
    """
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]} … {text[-LONGEST // 2 :]}"
    text = without_keys(text)
    if "@" in text or "%40" in text or "2540" in text:
        text = EMAIL.sub("…@…", text)
    if "=" in text:
        text = TYPED.sub(r"\1…", text)
    if "DETAIL: " in text:
        text = ROW.sub(r"\1…", text)
    return IPV6.sub(partial(_network, length=48), IPV4.sub(_network, text))


def _network(found: re.Match[str], length: int = 24) -> str:
    """Those of servers of our own, in networks that nobody else has, stay."""
    try:
        address = ip_address(found[0])
    except ValueError:
        return found[0]  # a time of day, a version
    if not address.is_global:
        return found[0]
    return str(ip_network((address, length), strict=False).network_address)
