import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import modelsearch.index
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("basepage", "__first__"),
        ("media", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
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
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "role",
                    models.CharField(blank=True, max_length=120, verbose_name="title"),
                ),
                (
                    "role_nb",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title"
                    ),
                ),
                (
                    "role_en",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="title"
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail"
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, max_length=30, verbose_name="telephone"
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media.customimage",
                        verbose_name="picture",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "ordering": ["name"],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="SiteSettings",
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
                    "organisation_name",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        verbose_name="name of the organisation",
                    ),
                ),
                (
                    "organisation_name_nb",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        null=True,
                        verbose_name="name of the organisation",
                    ),
                ),
                (
                    "organisation_name_en",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        null=True,
                        verbose_name="name of the organisation",
                    ),
                ),
                (
                    "tagline",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="tagline"
                    ),
                ),
                (
                    "tagline_nb",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="tagline"
                    ),
                ),
                (
                    "tagline_en",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="tagline"
                    ),
                ),
                (
                    "address",
                    models.TextField(blank=True, verbose_name="postal address"),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail"
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, max_length=30, verbose_name="telephone"
                    ),
                ),
                (
                    "organisation_number",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="organisation number"
                    ),
                ),
                (
                    "closing_heading",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="heading"
                    ),
                ),
                (
                    "closing_heading_nb",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="heading"
                    ),
                ),
                (
                    "closing_heading_en",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="heading"
                    ),
                ),
                ("closing_text", models.TextField(blank=True, verbose_name="text")),
                (
                    "closing_text_nb",
                    models.TextField(blank=True, null=True, verbose_name="text"),
                ),
                (
                    "closing_text_en",
                    models.TextField(blank=True, null=True, verbose_name="text"),
                ),
                (
                    "closing_label",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="link text"
                    ),
                ),
                (
                    "closing_label_nb",
                    models.CharField(
                        blank=True, max_length=60, null=True, verbose_name="link text"
                    ),
                ),
                (
                    "closing_label_en",
                    models.CharField(
                        blank=True, max_length=60, null=True, verbose_name="link text"
                    ),
                ),
                (
                    "registration_kept_days",
                    models.PositiveSmallIntegerField(
                        default=365,
                        help_text="After this many days, names and addresses are deleted and only the figures remain. People are told so when they register.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3650),
                        ],
                        verbose_name="days to keep registrations for events",
                    ),
                ),
                (
                    "footer_text",
                    wagtail.fields.RichTextField(
                        blank=True, verbose_name="footer text"
                    ),
                ),
                (
                    "footer_text_nb",
                    wagtail.fields.RichTextField(
                        blank=True, null=True, verbose_name="footer text"
                    ),
                ),
                (
                    "footer_text_en",
                    wagtail.fields.RichTextField(
                        blank=True, null=True, verbose_name="footer text"
                    ),
                ),
                (
                    "social_links",
                    wagtail.fields.StreamField(
                        [("link", 2)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "For example LinkedIn.",
                                    "label": "Name",
                                    "max_length": 40,
                                },
                            ),
                            1: ("wagtail.blocks.URLBlock", (), {"label": "Address"}),
                            2: (
                                "wagtail.blocks.StructBlock",
                                [[("name", 0), ("url", 1)]],
                                {},
                            ),
                        },
                        verbose_name="social media",
                    ),
                ),
                (
                    "closing_page",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="page to link to",
                    ),
                ),
                (
                    "site",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="wagtailcore.site",
                    ),
                ),
            ],
            options={
                "verbose_name": "site settings",
            },
        ),
        migrations.CreateModel(
            name="FooterPage",
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="page",
                    ),
                ),
                (
                    "settings",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="footer_pages",
                        to="core.sitesettings",
                    ),
                ),
            ],
            options={
                "verbose_name": "page in the footer",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Topic",
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
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "name_nb",
                    models.CharField(max_length=80, null=True, verbose_name="name"),
                ),
                (
                    "name_en",
                    models.CharField(max_length=80, null=True, verbose_name="name"),
                ),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Used in the page's address. Made from the name if left empty.",
                        max_length=80,
                        verbose_name="slug",
                    ),
                ),
                (
                    "slug_nb",
                    models.SlugField(
                        blank=True,
                        help_text="Used in the page's address. Made from the name if left empty.",
                        max_length=80,
                        null=True,
                        verbose_name="slug",
                    ),
                ),
                (
                    "slug_en",
                    models.SlugField(
                        blank=True,
                        help_text="Used in the page's address. Made from the name if left empty.",
                        max_length=80,
                        null=True,
                        verbose_name="slug",
                    ),
                ),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("slug",), name="core_topic_slug"),
                    models.UniqueConstraint(
                        fields=("slug_nb",), name="core_topic_slug-nb"
                    ),
                    models.UniqueConstraint(
                        fields=("slug_en",), name="core_topic_slug-en"
                    ),
                ],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
    ]
