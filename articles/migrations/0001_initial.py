import django.db.models.deletion
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models

import ethicaltrade.core.blocks.body


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("basepage", "0003_finalize"),
        ("core", "0001_initial"),
        ("media", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ArticleIndexPage",
            fields=[
                (
                    "basepage_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "lead",
                    models.TextField(
                        blank=True,
                        help_text="The main point, in one or two sentences.",
                        verbose_name="lead",
                    ),
                ),
                (
                    "lead_nb",
                    models.TextField(
                        blank=True,
                        help_text="The main point, in one or two sentences.",
                        null=True,
                        verbose_name="lead",
                    ),
                ),
                (
                    "lead_en",
                    models.TextField(
                        blank=True,
                        help_text="The main point, in one or two sentences.",
                        null=True,
                        verbose_name="lead",
                    ),
                ),
                (
                    "body",
                    ethicaltrade.core.blocks.body.BodyField(
                        blank=True, verbose_name="text"
                    ),
                ),
                (
                    "body_nb",
                    ethicaltrade.core.blocks.body.BodyField(
                        blank=True, null=True, verbose_name="text"
                    ),
                ),
                (
                    "body_en",
                    ethicaltrade.core.blocks.body.BodyField(
                        blank=True, null=True, verbose_name="text"
                    ),
                ),
            ],
            options={
                "verbose_name": "news list",
                "verbose_name_plural": "news lists",
            },
            bases=("basepage.basepage",),
        ),
        migrations.CreateModel(
            name="ArticlePage",
            fields=[
                (
                    "basepage_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "lead",
                    models.TextField(
                        blank=True,
                        help_text="The main point, in one or two sentences.",
                        verbose_name="lead",
                    ),
                ),
                (
                    "lead_nb",
                    models.TextField(
                        blank=True,
                        help_text="The main point, in one or two sentences.",
                        null=True,
                        verbose_name="lead",
                    ),
                ),
                (
                    "lead_en",
                    models.TextField(
                        blank=True,
                        help_text="The main point, in one or two sentences.",
                        null=True,
                        verbose_name="lead",
                    ),
                ),
                (
                    "body",
                    ethicaltrade.core.blocks.body.BodyField(
                        blank=True, verbose_name="text"
                    ),
                ),
                (
                    "body_nb",
                    ethicaltrade.core.blocks.body.BodyField(
                        blank=True, null=True, verbose_name="text"
                    ),
                ),
                (
                    "body_en",
                    ethicaltrade.core.blocks.body.BodyField(
                        blank=True, null=True, verbose_name="text"
                    ),
                ),
                (
                    "updated_on",
                    models.DateField(
                        blank=True,
                        help_text="Only when the content has changed. Correcting a typo is not an update.",
                        null=True,
                        verbose_name="updated",
                    ),
                ),
                (
                    "contact_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core.person",
                        verbose_name="contact person",
                    ),
                ),
                (
                    "hero_image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media.customimage",
                        verbose_name="picture",
                    ),
                ),
                (
                    "topics",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        related_name="articles",
                        to="core.topic",
                        verbose_name="topics",
                    ),
                ),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
            },
            bases=("basepage.basepage", models.Model),
        ),
        migrations.CreateModel(
            name="Byline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "sort_order",
                    models.IntegerField(blank=True, editable=False, null=True),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bylines",
                        to="articles.articlepage",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="core.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "author",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RelatedArticle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "sort_order",
                    models.IntegerField(blank=True, editable=False, null=True),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.articlepage",
                        verbose_name="article",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="related_links",
                        to="articles.articlepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "related article",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
    ]
