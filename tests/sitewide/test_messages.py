"""What is marked for translation in code and templates is in the catalogue.

The code is read by its syntax tree and the templates by their nodes, so a message
that ``xgettext`` overlooks is found here. Our Norwegian for what others say has no
message that they no longer have.
"""

import ast
import runpy
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django import conf
from django.apps import apps
from django.conf import settings
from django.template import engines
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

ROOT = Path(settings.BASE_DIR)
# What is not extracted, as it is Wagtail's: locale/extract.py names it.
COPIES = runpy.run_path(str(ROOT / "locale" / "extract.py"))["COPIES"]
ROOMS = ("articles", "ethicaltrade", "events", "membership")
# Each function and the places of its context, message and plural.
FUNCTIONS = {
    "gettext": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
FUNCTIONS |= {
    f"{name}_lazy": places
    for name, places in FUNCTIONS.items()
    if name != "gettext_noop"
}


def modules():
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def calls(tree, names):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", None))
            if name in names:
                yield names[name], node


def translating(tree):
    """The names under which a module calls gettext: also ``_``."""
    names = {name: name for name in FUNCTIONS}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if alias.name in FUNCTIONS:
                    names[alias.asname or alias.name] = alias.name
    return names


def messages_in_code():
    for path, tree in modules():
        for function, call in calls(tree, translating(tree)):
            context, message, _ = FUNCTIONS[function]
            texts = [getattr(one, "value", None) for one in call.args]
            if len(texts) <= message or not isinstance(texts[message], str):
                continue  # a variable: its text is marked where it is written
            where = f"{path.relative_to(ROOT)}:{call.lineno}"
            yield where, (None if context is None else texts[context]), texts[message]


def templates():
    for folder in ("templates", *ROOMS):
        for ending in ("html", "txt"):
            for path in sorted((ROOT / folder).rglob(f"*.{ending}")):
                if str(path.relative_to(ROOT)) not in COPIES:
                    yield path


def messages_in_templates():
    for path in templates():
        template = engines["django"].from_string(path.read_text(encoding="utf-8"))
        for node in template.template.nodelist.get_nodes_by_type(
            (TranslateNode, BlockTranslateNode)
        ):
            if isinstance(node, TranslateNode):
                message = getattr(node.filter_expression.var, "literal", None)
            else:
                message = node.render_token_list(node.singular)[0]
            if message:
                context = node.message_context and node.message_context.resolve({})
                yield str(path.relative_to(ROOT)), context, message


def messages_in(path, language=None):
    """Those of a catalogue; with a language, those that are translated."""
    with path.open("rb") as file:
        return {
            (one.context, one.id[0] if one.pluralizable else one.id)
            for one in read_po(file, locale=language)
            if one.id and (not language or all(as_list(one.string)))
        }


def as_list(texts):
    return [texts] if isinstance(texts, str) else texts


@pytest.fixture(scope="module")
def catalogue():
    return messages_in(ROOT / "locale" / "nb" / "LC_MESSAGES" / "django.po", "nb")


def test_no_message_is_inside_an_f_string():
    """Before Python 3.12, ``xgettext`` reads an f-string as one string."""
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, tree in modules()
        for text in ast.walk(tree)
        if isinstance(text, ast.JoinedStr)
        for _, call in calls(text, translating(tree))
    ]
    assert found == []


@pytest.mark.parametrize("messages", [messages_in_code, messages_in_templates])
def test_every_message_has_its_norwegian(messages, catalogue):
    found = list(messages())
    assert len(found) > 500
    missing = [one for one in found if one[1:] not in catalogue]
    assert missing == []


# Names of permissions, and of a lookup of filters: in no catalogue of theirs.
NAMES = {"Can choose", "Can lock", "Can publish", "Can unlock", "exact"}


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_our_words_for_others_are_still_asked_for(domain, catalogue):
    """Neither gone from what is installed, nor hidden by a message of our own."""
    folders = [
        Path(app.path) / "locale"
        for app in apps.get_app_configs()
        if app.name.split(".")[0] not in ROOMS
    ]
    folders.append(Path(conf.__file__).parent / "locale")
    theirs = {
        message
        for folder in folders
        for language in ("en", "nb", "de")  # some have no English catalogue
        for path in folder.glob(f"{language}/LC_MESSAGES/{domain}.po")
        for message in messages_in(path)
    }
    ours = messages_in(ROOT / f"locale/wagtail/nb/LC_MESSAGES/{domain}.po")
    assert {one[1] for one in ours - theirs} == (NAMES if domain == "django" else set())
    assert domain == "djangojs" or ours.isdisjoint(catalogue)
