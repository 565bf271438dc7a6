"""Who a visitor is, for a limit."""

import pytest

from ethicaltrade.users.limits import address_of, ip_of


@pytest.mark.parametrize(
    ("forwarded", "proxies", "expected"),
    [
        ("", 0, "192.0.2.7"),
        ("203.0.113.5", 0, "192.0.2.7"),
        ("203.0.113.5", 1, "203.0.113.5"),
        ("1.1.1.1, 203.0.113.5", 1, "203.0.113.5"),
        ("", 1, "192.0.2.7"),
        (" , ", 1, "192.0.2.7"),
        ("203.0.113.5", 2, "192.0.2.7"),
    ],
)
def test_address_is_the_one_that_cannot_be_made_up(
    rf, settings, forwarded, proxies, expected
):
    settings.TRUSTED_PROXY_COUNT = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert address_of(rf.get("/", headers=headers, REMOTE_ADDR="192.0.2.7")) == expected


def test_subscriber_with_many_addresses_is_one(rf):
    def who(address):
        return address_of(rf.get("/", REMOTE_ADDR=address))

    assert who("2001:db8:1:2::1") == who("2001:db8:1:2:ffff::9")
    assert who("2001:db8:1:2::1") != who("2001:db8:1:3::1")


def test_ipv4_seen_through_ipv6_is_itself(rf):
    def seen(address, who=address_of):
        return who(rf.get("/", REMOTE_ADDR=address))

    assert seen("::ffff:192.0.2.7") == seen("192.0.2.7") == "192.0.2.7"
    assert seen("::ffff:192.0.2.7") != seen("::ffff:192.0.2.8")
    assert seen("::ffff:192.0.2.7", ip_of) == "192.0.2.7"
    assert seen("fe80::1%eth0", ip_of) == "fe80::1"
