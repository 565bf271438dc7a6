"""Addresses that machines read."""

from datetime import UTC, datetime, timedelta

from ethicaltrade.core.models import SiteSettings


def fields(response):
    """The lines of a text such as security.txt, by name."""
    lines = response.content.decode().splitlines()
    found = {}
    for line in lines:
        if line and not line.startswith("#"):
            name, _colon, value = line.partition(": ")
            found.setdefault(name, []).append(value)
    return found


# Robots (RFC 9309)


def test_robots_are_kept_from_the_cms_and_shown_the_sitemap(client):
    response = client.get("/robots.txt")
    found = fields(response)
    assert found["User-agent"] == ["*"]
    assert "/admin/" in found["Disallow"]
    assert found["Sitemap"] == ["http://testserver/sitemap.xml"]
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_robots_may_read_the_site(client):
    assert "/" not in fields(client.get("/robots.txt"))["Disallow"]


# Whom to tell of a security fault (RFC 9116)


def test_security_contact_has_what_the_rfc_asks_for(client, home):
    response = client.get("/.well-known/security.txt")
    found = fields(response)
    (contact,) = found["Contact"]
    (expires,) = found["Expires"]
    expires = datetime.fromisoformat(expires)
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"  # 2.2
    assert contact.startswith(("mailto:", "https://"))  # 2.5.3: a URI
    assert expires.tzinfo  # 2.5.5: RFC 3339
    assert timedelta(0) < expires - datetime.now(UTC) < timedelta(days=366)
    assert found["Preferred-Languages"] == ["nb, en"]  # 2.5.8
    assert found["Canonical"] == ["http://testserver/.well-known/security.txt"]
    assert set(found) <= {"Contact", "Expires", "Preferred-Languages", "Canonical"}
    assert response.content.endswith(b"\n")


def test_security_contact_is_the_address_of_the_site_settings(client, home):
    settings = SiteSettings.for_site(home.get_site())
    settings.email = "sikkerhet@example.org"
    settings.save()
    found = fields(client.get("/.well-known/security.txt"))
    assert found["Contact"] == ["mailto:sikkerhet@example.org"]


def test_security_contact_is_the_senders_address_until_there_is_one(
    client, home, settings
):
    for sender in ("Etisk handel <post@example.org>", "post@example.org"):
        settings.DEFAULT_FROM_EMAIL = sender
        found = fields(client.get("/.well-known/security.txt"))
        assert found["Contact"] == ["mailto:post@example.org"]
