import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models

import ethicaltrade.core.blocks.body
import membership.resources.choices
import membership.resources.models.pages


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("basepage", "0003_finalize"),
        ("core", "0001_initial"),
        ("media", "0001_initial"),
        ("users", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChapterPage",
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
                "verbose_name": "chapter",
                "verbose_name_plural": "chapters",
                "db_table": "membership_chapterpage",
            },
            bases=(
                membership.resources.models.pages.SafeDocumentsMixin,
                "basepage.basepage",
            ),
        ),
        migrations.CreateModel(
            name="ResourceIndexPage",
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
                "verbose_name": "resources area",
                "verbose_name_plural": "resources areas",
                "db_table": "membership_resourceindexpage",
            },
            bases=("basepage.basepage",),
        ),
        migrations.CreateModel(
            name="ResourcePage",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("guide", "Guide"),
                            ("template", "Template"),
                            ("recording", "Course recording"),
                            ("legal", "Legal note"),
                        ],
                        default="guide",
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                (
                    "steps",
                    membership.resources.choices.StepsField(
                        blank=True,
                        help_text="The steps this helps with. Choose one, several or none.",
                        verbose_name="steps of due diligence",
                    ),
                ),
                (
                    "recording_url",
                    models.URLField(
                        blank=True,
                        help_text="The video's page on YouTube or Vimeo.",
                        validators=[membership.resources.models.pages.check_film],
                        verbose_name="video",
                    ),
                ),
                (
                    "recording_language",
                    models.CharField(
                        choices=[("nb", "Norwegian"), ("en", "English")],
                        default="nb",
                        max_length=10,
                        verbose_name="language of the video",
                    ),
                ),
                (
                    "shows_teaser",
                    models.BooleanField(
                        default=False,
                        help_text="While the page is for members only, others see its title and lead in the list, and nothing more. If this is off, they see nothing at all.",
                        verbose_name="show non-members that it exists",
                    ),
                ),
                ("teaser_words", models.TextField(blank=True, editable=False)),
                (
                    "teaser_words_nb",
                    models.TextField(blank=True, editable=False, null=True),
                ),
                (
                    "teaser_words_en",
                    models.TextField(blank=True, editable=False, null=True),
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
                    "topics",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        related_name="resources",
                        to="core.topic",
                        verbose_name="topics",
                    ),
                ),
            ],
            options={
                "verbose_name": "resource",
                "verbose_name_plural": "resources",
                "db_table": "membership_resourcepage",
            },
            bases=(
                membership.resources.models.pages.SafeDocumentsMixin,
                "basepage.basepage",
                models.Model,
            ),
        ),
        migrations.CreateModel(
            name="ResourceDocument",
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
                    "label",
                    models.CharField(
                        blank=True,
                        help_text="If left empty, the document's own title is shown.",
                        max_length=160,
                        verbose_name="name on the page",
                    ),
                ),
                (
                    "label_nb",
                    models.CharField(
                        blank=True,
                        help_text="If left empty, the document's own title is shown.",
                        max_length=160,
                        null=True,
                        verbose_name="name on the page",
                    ),
                ),
                (
                    "label_en",
                    models.CharField(
                        blank=True,
                        help_text="If left empty, the document's own title is shown.",
                        max_length=160,
                        null=True,
                        verbose_name="name on the page",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="media.customdocument",
                        verbose_name="document",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="resources.resourcepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "document of a resource",
                "verbose_name_plural": "documents of resources",
                "db_table": "membership_resourcedocument",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ResourceVisit",
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
                    "last_seen_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="last seen"
                    ),
                ),
                (
                    "new_since",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        help_text="When the previous visit ended.",
                        verbose_name="new since",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="resource_visit",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={
                "verbose_name": "visit to the resources",
                "verbose_name_plural": "visits to the resources",
                "db_table": "membership_resourcevisit",
            },
        ),
        migrations.CreateModel(
            name="ChapterRead",
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
                    "read_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="read"
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="resources.chapterpage",
                        verbose_name="chapter",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chapters_read",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={
                "verbose_name": "chapter that was read",
                "verbose_name_plural": "chapters that were read",
                "db_table": "membership_chapterread",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "chapter"), name="membership_chapter_read_once"
                    )
                ],
            },
        ),
    ]
