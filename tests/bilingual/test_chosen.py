"""What is chosen in a form is looked up at once, and judged as if it were not."""

from unittest import mock

import pytest
from django.urls import reverse
from wagtail.models import COMMENTS_RELATION_NAME, Comment, ReferenceIndex

from articles.models import ArticlePage, Byline, RelatedArticle
from ethicaltrade.core.models import Person, Topic
from tests.support import factories
from tests.support.cms_forms import sent_untouched
from tests.support.files import document, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def chosen(news):
    return {
        "picture": picture(),
        "document": document(),
        "page": news,
        "person": Person.objects.create(name="Kari Demo"),
    }


@pytest.fixture
def form(desk, article, chosen):
    """As it is sent, of an article with one of each."""
    article.hero_image = chosen["picture"]
    article.bylines = [Byline(person=chosen["person"])]
    article.body_nb = [
        ("image", {"image": chosen["picture"], "caption": ""}),
        ("documents", {"heading": "", "documents": [chosen["document"]]}),
        (
            "call_to_action",
            {
                "heading": "Les",
                "text": "",
                "label": "Les",
                "page": chosen["page"],
                "url": "",
            },
        ),
    ]
    article.save()
    return sent_untouched(desk.get(url(article)).context["form"])


def url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def publish(desk, article, form, **changes):
    sent = form | changes | {"action-publish": "nb anyway"}
    return desk.post(url(article), sent)


def named(form, key, ending):
    return next(name for name in form if name.endswith(ending) and key in name)


def test_what_is_there_is_chosen(desk, article, form, chosen):
    other = picture(title="Et annet")
    image = named(form, "body_nb", "-image")
    changes = {image: str(other.pk), "hero_image": str(other.pk)}
    assert publish(desk, article, form, **changes).status_code == 302
    page = ArticlePage.objects.get(pk=article.pk)
    assert page.hero_image == other
    assert page.bylines.get().person == chosen["person"]
    figure, files, call = page.body_nb
    assert figure.value["image"] == other
    assert list(files.value["documents"]) == [chosen["document"]]
    assert call.value["page"].pk == chosen["page"].pk


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ("picture", "body_nb"),
        ("picture", "hero_image"),
        ("document", "body_nb"),
        ("person", "bylines"),
    ],
)
def test_what_is_gone_by_then_is_an_error(desk, article, form, chosen, what, field):
    gone = str(chosen[what].pk)
    if what == "person":  # its rows go with it
        form[named(form, "bylines", "-person")] = str(int(gone) + 1)
    else:
        chosen[what].delete()
    response = publish(desk, article, form)
    assert response.status_code == 200
    shown = response.context["form"]
    errors = shown.errors if field in shown.fields else shown.formsets[field].errors[0]
    assert field in errors or "person" in errors


def test_what_need_not_be_chosen_and_is_gone_is_left_out(desk, article, form):
    call = named(form, "body_nb", "-page")
    changes = {call: "999999", call.replace("-page", "-url"): "https://example.org/"}
    assert publish(desk, article, form, **changes).status_code == 302
    page = ArticlePage.objects.get(pk=article.pk)
    assert page.body_nb[2].value["page"] is None


@pytest.mark.parametrize(("junk", "status"), [("abc", 400), ("9" * 30, 200)])
def test_what_is_no_key_is_refused(desk, article, form, junk, status):
    changes = {named(form, "body_nb", "-image"): junk}
    assert publish(desk, article, form, **changes).status_code == status


def test_of_several_choices_each_is_judged_and_all_are_offered(desk, article, form):
    topics = [
        Topic.objects.create(name_nb=name, name_en=name, slug_nb=name, slug_en=name)
        for name in ("klima", "lønn", "vann")
    ]
    kept, other, gone = [str(topic.pk) for topic in topics]
    article.topics = [topics[0], topics[2]]
    factories.keep_revision(article)
    for keys in ([kept], [kept, other], [other]):
        assert publish(desk, article, form, topics=keys).status_code == 302
        found = ArticlePage.objects.get(pk=article.pk).topics.all()
        assert [str(topic.pk) for topic in found] == keys
    topics[2].delete()
    refused = publish(desk, article, form, topics=[kept, gone]).context["form"]
    assert list(refused.errors) == ["topics"]
    assert {str(key) for key, _label in refused.fields["topics"].choices} == {
        kept,
        other,
    }


def test_comments_are_saved_and_deleted(desk, article, form, editor):
    factories.keep_revision(article)
    comment = Comment.objects.create(
        page=article, user=editor, text="Kilde?", contentpath="lead_nb"
    )
    page = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert page.had_comments
    setattr(page, COMMENTS_RELATION_NAME, [])
    page.save_revision(user=editor)
    assert not Comment.objects.filter(pk=comment.pk).exists()


def test_another_editors_comment_meanwhile_stays(article, editor):
    factories.keep_revision(article)
    page = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    page.lead_nb = "Ny"
    comment = Comment.objects.create(
        page=article, user=editor, text="Kilde?", contentpath="lead_nb"
    )
    page.save_revision(user=editor)
    assert Comment.objects.filter(pk=comment.pk).exists()


@pytest.mark.indexed
def test_what_a_page_points_to_is_indexed_once(article, chosen):
    others = [factories.put_page(chosen["page"], factories.article()) for _ in "ab"]
    article.bylines = [Byline(person=chosen["person"])]
    article.related_links = [RelatedArticle(article=other) for other in others]
    index = ReferenceIndex.create_or_update_for_object
    with mock.patch.object(
        ReferenceIndex, "create_or_update_for_object", side_effect=index
    ) as indexed:
        article.save()
    indexed.assert_called_once()
    for one in (chosen["person"], *others):
        [reference] = ReferenceIndex.get_references_to(one)
        assert reference.object_id == str(article.pk)
