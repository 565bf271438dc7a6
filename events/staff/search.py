"""Finding people by what somebody at the door hears: a part of a name."""

import unicodedata

from events.registration.models import RegistrationQuerySet


def folded(text: str) -> str:
    """Letters in any case and without accents are alike.

    In Python, because SQLite knows the case of a–z only: "åse" is to find "Åse".
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def matching(registrations: RegistrationQuerySet, query: str) -> RegistrationQuerySet:
    """Those whose name, e-mail address or organisation has every word of the query.

    One query more; meant for the registrations of one event.
    """
    words = folded(query).split()
    if not words:
        return registrations
    rows = registrations.order_by().values_list("pk", "name", "email", "organisation")
    found = [
        pk
        for pk, *texts in rows.iterator()
        if all(word in folded(" ".join(texts)) for word in words)
    ]
    return registrations.filter(pk__in=found)
