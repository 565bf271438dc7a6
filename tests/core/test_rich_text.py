"""Rich text that nobody wrote in the editor: refused when sent, survived if stored."""

import json

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import QueryDict
from django.urls import reverse
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import ReferenceIndex
from wagtail.rich_text import RichText, features
from wagtail.test.utils.form_data import querydict_from_html
from wagtail.users.models import UserProfile

from articles.models import ArticlePage
from ethicaltrade.bilingual.languages import localized_names
from ethicaltrade.core.blocks.body import RICH_TEXT
from ethicaltrade.core.blocks.rich_text import check_rich_text, readable
from ethicaltrade.core.rich_text import RichTextArea
from tests.support import factories
from tests.support.pages import folded, soup

pytestmark = pytest.mark.django_db

NUMBERS = {
    "letters": ' id="abc"',
    "empty": ' id=""',
    "none": "",
    "zero": ' id="0"',
    "minus": ' id="-1"',
    "part": ' id="1.5"',
    "wide digits": ' id="\uff11\uff12"',
    "huge": f' id="{"9" * 30}"',
    "query": ' id="1 OR 1=1"',
    "list": ' id="[1, 2]"',
}
LINKS = {
    f"{kind} {name}": f'<a linktype="{kind}"{number}>ordene</a>'
    for kind in ("page", "document", "ukjent", "")
    for name, number in NUMBERS.items()
}
EMBEDS = {
    f"{kind} {name}": f'<embed embedtype="{kind}"{attributes}/>ordene'
    for kind in ("image", "media", "ukjent")
    for name, attributes in {
        **NUMBERS,
        "format": ' id="1" format="ukjent"',
        "url": ' url="javascript:alert(1)"',
        "no url": ' url=""',
    }.items()
}
STORED = LINKS | EMBEDS
ODD = {
    "link to nobody": '<a linktype="page" id="999999">ordene</a>',
    "document of nobody": '<a linktype="document" id="999999">ordene</a>',
    "bare picture": '<img src="x.png"/>ordene',
    "loose ends": "</p></a></ul><li>ordene",
    "list without items": "<ul>ordene</ul>",
    "language of nobody": '<span lang="xx">ordene</span>',
    "unclosed": '<a linktype="page" id="1"><b>ordene',
    "no attributes": "<a>ordene</a><embed>",
    "bare": "ordene",
}


def widget() -> RichTextArea:
    return RichTextArea(features=RICH_TEXT)


@pytest.mark.parametrize("source", [*STORED.values(), *ODD.values()])
@pytest.mark.parametrize("around", ["<p>Les {} her.</p>", "{}"])
def test_words_are_shown_and_opened_without_what_cannot_be_read(source, around, home):
    html = around.format(source)
    shown = str(RichText(html))
    assert "ordene" in shown
    assert "javascript" not in shown
    assert "href" not in shown or "unclosed" in source or 'id="1"' in source
    opened = json.loads(widget().format_value(html))
    assert "ordene" in "".join(block["text"] for block in opened["blocks"])


@pytest.mark.parametrize("source", STORED.values())
def test_what_cannot_be_read_is_refused(source):
    with pytest.raises(ValidationError):
        check_rich_text(f"<p>{source}</p>")
    check_rich_text(readable(f"<p>{source}</p>"))


@pytest.mark.parametrize("name", ["link to nobody", "document of nobody", "bare"])
def test_link_to_what_is_deleted_is_no_forgery(name):
    """Else nobody could save a text that links to a page deleted since."""
    check_rich_text(ODD[name])


def test_every_handler_of_links_and_embeds_survives_every_number(home):
    for handlers in (features.get_link_types(), features.get_embed_types()):
        for handler in handlers.values():
            for value in ("abc", "", "0", "9" * 30, "\uff11\uff12"):
                tags = handler.expand_db_attributes_many([{"id": value}, {}])
                assert len(tags) == 2
                assert not any("href" in tag or "src" in tag for tag in tags)
                assert list(handler.extract_references({"id": value})) == []
                assert list(handler.extract_references({})) == []


# What is sent


def state(entity="LINK", data=None, **block) -> str:
    return json.dumps(
        {
            "blocks": [
                {
                    "key": "abcde",
                    "text": "ordene",
                    "type": "unstyled",
                    "depth": 0,
                    "inlineStyleRanges": [],
                    "entityRanges": [{"offset": 0, "length": 6, "key": 0}],
                    **block,
                }
            ],
            "entityMap": {"0": {"type": entity, "mutability": "MUTABLE", "data": data}},
        }
    )


DATA = [
    *({"id": value} for value in ("abc", "", {}, {"id": 1}, [], [1], True, 1.5, -1, 0)),
    *({"id": 10**30}, {"id": "1 "}, {"id": "<script>"}, {"id": '"><b>'}),
    *({"url": 5}, {"url": None}, {"url": {}}, {"url": "javascript:alert(1)"}),
    *({}, [], "tull", 5, None, True),
]
SENT = [
    *(
        state(entity, data)
        for entity in ("LINK", "DOCUMENT", "IMAGE", "EMBED", "HORIZONTAL_RULE", "TULL")
        for data in DATA
    ),
    *("", "{", "[]", "[1]", "null", "5", '"tull"', "true", "{}", "[" * 100_000),
    *(json.dumps({"blocks": value}) for value in (5, [5], [{}], [None], {}, "tull")),
    *(json.dumps({"blocks": [], "entityMap": value}) for value in (5, [], "tull")),
    state(entityRanges=[{"offset": 0, "length": 6, "key": 7}]),
    *(state(entityRanges=value) for value in (5, [5], [{}], [{"offset": "x"}])),
    *(state(inlineStyleRanges=value) for value in (5, [{}], [{"style": 5}])),
    *(state(type=value) for value in ("tull", 5, None)),
    *(state(text=value) for value in (5, None)),
    state(depth="tull"),
]


@pytest.mark.parametrize("sent", SENT, ids=range(len(SENT)))
def test_whatever_is_sent_is_refused_or_can_be_read_again(sent, home):
    block = blocks.RichTextBlock(features=RICH_TEXT, validators=[check_rich_text])
    value = block.value_from_datadict({"x": sent}, {}, "x")
    # What is in doubt is checked as the editor is shown it again.
    json.loads(widget().format_value(value.source))
    try:
        value = block.clean(value)
    except ValidationError:
        return
    shown = str(value)
    assert "javascript" not in shown
    assert "<script" not in shown


@pytest.mark.parametrize("entity", ["LINK", "DOCUMENT"])
@pytest.mark.parametrize("number", ["abc", "", -1, 0, 1.5, True, {}, 10**30])
def test_link_by_no_number_is_refused(entity, number):
    html = widget().value_from_datadict({"x": state(entity, {"id": number})}, {}, "x")
    with pytest.raises(ValidationError):
        check_rich_text(html)


def rich_texts() -> dict[str, list]:
    """The validators of every rich text there is, by where it stands."""
    found = {}

    def walk(block, name):
        if isinstance(block, blocks.RichTextBlock):
            found[name] = block.field.validators
        children = getattr(block, "child_blocks", {})
        children = children or {"item": getattr(block, "child_block", None)}
        for key, child in children.items():
            if child is not None:
                walk(child, f"{name}.{key}")

    for model in apps.get_models():
        for field in model._meta.get_fields():
            name = f"{model.__name__}.{field.name}"
            if isinstance(field, RichTextField):
                found[name] = field.validators
            elif isinstance(field, StreamField):
                walk(field.stream_block, name)
    return found


def test_every_rich_text_is_checked():
    found = rich_texts()
    assert len(found) > 10
    unchecked = [
        name for name, checks in found.items() if check_rich_text not in checks
    ]
    assert unchecked == []


# On a page


def body(*htmls: str) -> str:
    return json.dumps([{"type": "text", "value": html} for html in htmls])


@pytest.mark.indexed
def test_page_and_its_form_survive_everything_at_once(client, admin, article):
    """Stored by code, a database or an import, which no form has looked at."""
    html = "".join(f"<p>{source}</p>" for source in [*STORED.values(), *ODD.values()])
    for name in localized_names("body"):
        setattr(article, name, body(html))
    article = factories.save_page(article)
    ReferenceIndex.create_or_update_for_object(article)
    for address in ("/nyheter/aerlig-ol-pa-as/", "/en/news/honest-beer-at-as/"):
        response = client.get(address)
        assert response.status_code == 200
        assert folded(soup(response).main).count("ordene") >= len(STORED)
    client.force_login(admin)
    for name in ("edit", "history", "usage"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[article.pk])
        assert client.get(address).status_code == 200
    assert client.get("/sok/?q=ordene").status_code == 200
    assert client.get("/nyheter/feed/").status_code == 200


_form_data: dict[int, QueryDict] = {}


def form_data(client, article) -> QueryDict:
    """What the form sends; the blocks are drawn by a script, so not they.

    It is the same for every test: so is the article.
    """
    if article.pk not in _form_data:
        address = reverse("wagtailadmin_pages:edit", args=[article.pk])
        page = client.get(address).content.decode()
        data = querydict_from_html(page, form_id="page-edit-form")
        for name in localized_names("body"):
            data[f"{name}-count"] = "0"
        _form_data[article.pk] = data
    return _form_data[article.pk].copy()


@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", "nettstedet ikke kan lese"), ("en", "this site cannot read")],
)
@pytest.mark.parametrize(
    "sent", [state(data={"id": "abc"}), "{"], ids=["number", "no text"]
)
def test_form_says_so_and_stores_nothing(
    client, editor, article, language, words, sent
):
    UserProfile.objects.create(user=editor, preferred_language=language)
    client.force_login(editor)
    data = form_data(client, article)
    data.update(
        {
            "body_nb-count": "1",
            "body_nb-0-type": "text",
            "body_nb-0-order": "0",
            "body_nb-0-deleted": "",
            "body_nb-0-id": "",
            "body_nb-0-value": sent,
        }
    )
    data["body_nb-count"] = "1"
    before = article.revisions.count()
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    response = client.post(address, data)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert article.revisions.count() == before
    assert ArticlePage.objects.get().live


STREAM_JUNK = ["abc", "-1", "", "9" * 30, "1.5"]


@pytest.mark.parametrize("junk", STREAM_JUNK)
@pytest.mark.parametrize(
    "name", ["count", "0-order", "0-type", "0-id", "0-deleted", "0-value"]
)
def test_blocks_that_no_form_sends_are_no_error_of_the_sites(
    client, editor, article, name, junk
):
    client.force_login(editor)
    data = form_data(client, article)
    block = {"count": "1", "0-type": "image", "0-order": "0", "0-deleted": ""}
    block |= {"0-id": "", "0-value-image": "abc", "0-value-caption": "", name: junk}
    for key, value in block.items():
        data[f"body_nb-{key}"] = value
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert client.post(address, data).status_code in {200, 302, 400}


STREAMS = ["{}", "5", '"tull"', "null", "[5]", "[null]", '[{"type": "text"}]', "[{}]"]
STREAMS += ['[{"type": "tull", "value": 1}]', '[{"type": 5, "value": 1}]', "[[]]"]


@pytest.mark.parametrize("stream", STREAMS)
def test_stored_blocks_that_cannot_be_read_take_no_page_along(
    client, admin, article, stream
):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE articles_articlepage SET body_nb = %s WHERE basepage_ptr_id = %s",
            [stream, article.pk],
        )
    client.force_login(admin)
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    for address in ("/nyheter/aerlig-ol-pa-as/", edit):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("kind", "labels"),
    {
        "external": ["URL", "Lenketekst"],
        "email": ["E-postadresse", "Lenketekst", "Emne", "Tekst"],
        "phone": ["Telefonnummer", "Lenketekst"],
        "anchor": ["#", "Lenketekst"],
    }.items(),
)
def test_windows_for_links_are_in_the_language_of_the_interface(
    client, editor, kind, labels
):
    client.force_login(editor)
    answer = client.get(reverse(f"wagtailadmin_choose_page_{kind}_link"))
    form = BeautifulSoup(answer.json()["html"], "html.parser").find("form")
    found = [folded(label).rstrip("*").strip() for label in form.find_all("label")]
    assert found == labels
