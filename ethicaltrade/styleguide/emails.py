"""Every e-mail in the style guide: its pair of templates, with a long name and link."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from ethicaltrade.bilingual.languages import Worded
from ethicaltrade.mail.emails import Rendered, absolute_url, render

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "emails"

LONG_LINK = absolute_url(
    "/min-side/pamelding/MTIzNDU2Nzg5MDEyMzQ1Njc4OTA6MXZaN3c5OnNpZ25hdHVyLXNvbS1lci1s"
    "YW5nLW5vay10aWwtYXQtZGVuLWJyZWtrZXI6dGlsLXNpc3RlLXRlZ24/"
)
PERSON = "Karoline-Alexandra von Østensjø-Bjørnstjerne-Kristoffersen"
ORGANISATION = "Innkjøpssamarbeidet for Hallingdalskommunene Vestviken Østre SA"

WORDS = {
    "nb": {
        "title": "Frokostmøte om levelønn i leverandørkjeden",
        "when": "Når",
        "time": "12. mai 2027 kl. 09.00–11.30",
        "where": "Hvor",
        "online": "Delta på nett",
        "deadline": "10. mai 2027 kl. 12.00",
        "heading": "Nytt rom",
        "words": f"Vi møtes i 3. etasje.\n\nAlt om dagen: {LONG_LINK}",
        "fault": "Menyen lukker seg ikke.",
        "job": "Sende e-post",
    },
    "en": {
        "title": "Breakfast meeting on living wages in the supply chain",
        "when": "When",
        "time": "12 May 2027, 09:00–11:30",
        "where": "Where",
        "online": "Join online",
        "deadline": "10 May 2027, 12:00",
        "heading": "New room",
        "words": f"We meet on the third floor.\n\nAbout the day: {LONG_LINK}",
        "fault": "The menu does not close.",
        "job": "Sending e-mails",
    },
}


def names() -> list[str]:
    """All e-mails, as :func:`ethicaltrade.mail.emails.send` names them.

    A pair with a subject is one; what has none is a frame that others extend.
    """
    return sorted(
        file.relative_to(TEMPLATES).with_suffix("").as_posix()
        for file in TEMPLATES.glob("*/*.txt")
        if "{% block subject %}" in file.read_text(encoding="utf-8")
    )


def sample(name: str, language: str) -> Rendered:
    """The e-mail with invented words. Raises TemplateDoesNotExist, ValueError."""
    return render(name, language, context(language))


def context(language: str) -> dict[str, Any]:
    """Whatever any of the templates asks for."""
    later = timezone.now() + timedelta(days=14)
    words = WORDS.get(language, WORDS[settings.LANGUAGE_CODE])
    with override(language):
        reset_path = reverse("account_reset_password")
        login_path = reverse("account_login")
    return {
        # People and organisations
        "name": PERSON,
        "inviter": "Kari Demo",
        "successor": "Kolbein Demo",
        "member": ORGANISATION,
        "organisation": ORGANISATION,
        "is_main": True,
        # Where to
        "url": LONG_LINK,
        "new_password_url": LONG_LINK,
        "undo_url": LONG_LINK,
        "undo_days": 7,
        "reset_url": absolute_url(reset_path),
        "login_url": absolute_url(login_path),
        # Accounts
        "code": "DEMO-KODE",
        "minutes": 15,
        "at": timezone.now(),
        "expires_at": later,
        "kept_days": settings.MAIL_KEPT_DAYS,
        # Events
        "title": words["title"],
        "details": [
            (words["when"], words["time"]),
            (words["where"], "Demohuset\nDemogata 1\nOslo"),
            (words["online"], f"{LONG_LINK}?pwd={'Zm9ydHJvbGln' * 6}"),
        ],
        "deadline": words["deadline"],
        "is_confirmed": True,
        "is_offered": False,
        "heading": words["heading"],
        "words": words["words"],
        # Applications and proposals
        "reference": "MS-2027-0042",
        "draft_days": 30,
        "quoted": words["words"],
        "note": words["words"],
        "remark": Worded(words["words"], language),
        "year": "2026",
        # A page that did not keep its time
        "is_publication": True,
        "happened": words["heading"],
        "reason": words["words"],
        # A backup that was tried, or failed
        "backup": "backup-20270512T000000Z.tar.locked",
        "is_well": True,
        "told": words["fault"],
        # A job that stopped
        "kind": "late",
        "job": words["job"],
        "since": timezone.now(),
        # A report of a fault
        "report": SimpleNamespace(
            text=words["fault"],
            page="/nyheter/",
            aid="NVDA 2026",
            email="kari.demo@example.org",
        ),
    }
