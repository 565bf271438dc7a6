"""Documents, open and closed."""

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from tests.support.files import document
from tests.support.s3_server import bucket, s3_server, short_waits  # noqa: F401

CONTENT = b"%PDF-1.7\n" + bytes(range(256)) * 800 + b"%%EOF"  # > a chunk
SIZE = len(CONTENT)


@pytest.fixture
def made():
    """An open document."""
    return document("råd om lønn.pdf", CONTENT)


@pytest.fixture
def cms(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def collection(db):
    return Collection.get_first_root_node().add_child(name="For medlemmer")


def close(collection, kind=CollectionViewRestriction.GROUPS, *groups, **fields):
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=kind, **fields
    )
    restriction.groups.set(groups)
    return restriction


@pytest.fixture
def closed(collection, member):
    """A document in a collection below one that is for members."""
    close(collection, CollectionViewRestriction.GROUPS, *member.groups.all())
    below = collection.add_child(name="Veiledere")
    return document("hemmelig.pdf", CONTENT, collection=below)


def body(response) -> bytes:
    return b"".join(response)
