"""What the site should have of pages, written another way than the site does."""

import copy

from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.addresses import below_front_page, front_page_url
from events.models import EventPage

CODES = languages.codes()
NO_WORDS = {"title": "", "lead": "", "roles": {}}


def contents_of(page):
    """Words by language, with speakers' roles by their rows; and what is shared."""
    rows = list(page.speakers.all())
    words = {
        code: {
            "title": getattr(page, f"title_{code}") or "",
            "lead": getattr(page, f"lead_{code}") or "",
            "roles": {row.uuid: getattr(row, f"role_{code}") or "" for row in rows},
        }
        for code in CODES
    }
    speakers = [(row.uuid, row.name) for row in rows]
    return words, {"place_address": page.place_address, "speakers": speakers}


class State:
    """Of one page: what is live in each language, and what the draft holds."""

    def __init__(self, page):
        self.draft, self.shared_draft = contents_of(page)
        self.live = dict.fromkeys(CODES)
        self.last = dict.fromkeys(CODES)  # what was public last, taken down or not
        self.shared = None  # as readers saw it last
        self.versions = {}
        self.scheduled = {}

    @property
    def was_ever_public(self):
        return any(self.last.values())

    def has_what_it_needs(self, codes):
        drafts = [self.draft[code] for code in codes]
        return all(words["title"] and words["lead"] for words in drafts)

    def publish(self, codes):
        for code in codes:
            self.live[code] = copy.deepcopy(self.draft[code])
        self._share(copy.deepcopy(self.shared_draft))

    def schedule(self, code):
        version = self.draft[code], self.shared_draft, self.shared
        self.scheduled[code] = copy.deepcopy(version)

    def come_due(self, code):
        """What was published of the shared fields meanwhile stays."""
        words, shared, before = self.scheduled.pop(code)
        if self.shared is not None:
            shared = {
                name: value if before and self.shared[name] == before[name] else now
                for (name, value), now in zip(
                    shared.items(), self.shared.values(), strict=True
                )
            }
        was_live = self.live[code] or self.last[code] or NO_WORDS
        self.live[code] = words | {"roles": was_live["roles"] | words["roles"]}
        self._share(shared)

    def _share(self, shared):
        self.shared = shared
        rows = [key for key, _name in self.shared["speakers"]]
        for words in filter(None, self.live.values()):
            # A new row has no words yet, and one may be gone.
            words["roles"] = {key: words["roles"].get(key, "") for key in rows}
        self.last |= {code: words for code, words in self.live.items() if words}

    def take_down(self, codes):
        for code in codes:
            self.live[code] = None


class Addresses:
    """Where pages are, and where readers are led who come to where one was."""

    def __init__(self):
        self.now = {}  # paths, by page and language
        self.old = {}  # pages, by language and path
        self.public = set()  # pages that readers know

    def follow(self, found, public, may_change):
        """``found`` is what is there now; ``public`` is pages that ever were."""
        changed = [
            key
            for key in found
            if key[0] in self.public and self.now[key] != found[key]
        ]
        for pk, code in changed:
            path = self.now[pk, code]
            assert (pk, code) in may_change, (path, found[pk, code])
            self.old[code, path] = pk
        for pk, code in changed:
            self.old.pop((code, found[pk, code]), None)
        self.now, self.public = found, public

    def of(self, pk):
        """By language."""
        return {code: address(code, self.now[pk, code]) for code in CODES}

    def old_ones_of(self, pk):
        """Each with its language, where no page is now: an alias may have it."""
        for (code, path), owner in self.old.items():
            column = f"url_path_{code}"
            if owner == pk and not EventPage.objects.filter(**{column: path}):
                yield code, address(code, path)


def address(code, path):
    """Of a path, as a browser asks for it."""
    return front_page_url(code).removesuffix("/") + below_front_page(path)
