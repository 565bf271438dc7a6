import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import modelsearch.index
from django.conf import settings
from django.db import migrations, models

import ethicaltrade.core.blocks.body
import ethicaltrade.core.tokens
import events.time_zones


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("basepage", "__first__"),
        ("core", "0001_initial"),
        ("media", "0001_initial"),
        ("users", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="EventIndexPage",
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
                "verbose_name": "programme of events",
            },
            bases=("basepage.basepage",),
        ),
        migrations.CreateModel(
            name="Organisation",
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
                ("name", models.CharField(max_length=160, verbose_name="full name")),
                (
                    "name_nb",
                    models.CharField(
                        max_length=160, null=True, verbose_name="full name"
                    ),
                ),
                (
                    "name_en",
                    models.CharField(
                        max_length=160, null=True, verbose_name="full name"
                    ),
                ),
                (
                    "short_name",
                    models.CharField(
                        blank=True,
                        help_text="The short name, such as DIHR.",
                        max_length=40,
                        verbose_name="short name",
                    ),
                ),
                ("url", models.URLField(blank=True, verbose_name="address")),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "ordering": ["name"],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="EventPage",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("course", "Course"),
                            ("webinar", "Webinar"),
                            ("network-meeting", "Network meeting"),
                            ("members-forum", "Members’ forum"),
                            ("conference-session", "Conference session"),
                        ],
                        default="course",
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("scheduled", "As planned"),
                            ("cancelled", "Cancelled"),
                            ("postponed", "Postponed"),
                        ],
                        default="scheduled",
                        help_text="Shown wherever the event appears.",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "session_title",
                    models.CharField(
                        blank=True,
                        help_text="When the event is held in another language, such as a session abroad.",
                        max_length=255,
                        verbose_name="title in the original language",
                    ),
                ),
                (
                    "session_language",
                    models.CharField(
                        blank=True,
                        choices=ethicaltrade.core.blocks.body.text_language_choices,
                        max_length=10,
                        verbose_name="language of the original title",
                    ),
                ),
                (
                    "larger_event",
                    models.CharField(blank=True, max_length=160, verbose_name="name"),
                ),
                (
                    "larger_event_nb",
                    models.CharField(
                        blank=True, max_length=160, null=True, verbose_name="name"
                    ),
                ),
                (
                    "larger_event_en",
                    models.CharField(
                        blank=True, max_length=160, null=True, verbose_name="name"
                    ),
                ),
                (
                    "larger_event_place",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="location"
                    ),
                ),
                (
                    "larger_event_place_nb",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="location"
                    ),
                ),
                (
                    "larger_event_place_en",
                    models.CharField(
                        blank=True, max_length=120, null=True, verbose_name="location"
                    ),
                ),
                (
                    "larger_event_participants",
                    models.CharField(
                        blank=True,
                        help_text="For example: more than 2,000 participants",
                        max_length=160,
                        verbose_name="participants",
                    ),
                ),
                (
                    "larger_event_participants_nb",
                    models.CharField(
                        blank=True,
                        help_text="For example: more than 2,000 participants",
                        max_length=160,
                        null=True,
                        verbose_name="participants",
                    ),
                ),
                (
                    "larger_event_participants_en",
                    models.CharField(
                        blank=True,
                        help_text="For example: more than 2,000 participants",
                        max_length=160,
                        null=True,
                        verbose_name="participants",
                    ),
                ),
                (
                    "larger_event_url",
                    models.URLField(blank=True, verbose_name="address"),
                ),
                (
                    "time_zone",
                    models.CharField(
                        choices=events.time_zones.time_zones,
                        default="Europe/Oslo",
                        help_text="Times are given in this zone. For Geneva: Europe/Zurich.",
                        max_length=50,
                        verbose_name="time zone",
                    ),
                ),
                (
                    "starts_at",
                    models.DateTimeField(db_index=True, editable=False, null=True),
                ),
                (
                    "ends_at",
                    models.DateTimeField(db_index=True, editable=False, null=True),
                ),
                (
                    "attendance",
                    models.CharField(
                        choices=[
                            ("place", "In person"),
                            ("online", "Online"),
                            ("both", "In person and online"),
                        ],
                        default="place",
                        max_length=10,
                        verbose_name="held",
                    ),
                ),
                (
                    "place_name",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="name of the venue"
                    ),
                ),
                (
                    "place_name_nb",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        null=True,
                        verbose_name="name of the venue",
                    ),
                ),
                (
                    "place_name_en",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        null=True,
                        verbose_name="name of the venue",
                    ),
                ),
                (
                    "place_address",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="street address"
                    ),
                ),
                (
                    "city",
                    models.CharField(blank=True, max_length=80, verbose_name="city"),
                ),
                (
                    "city_nb",
                    models.CharField(
                        blank=True, max_length=80, null=True, verbose_name="city"
                    ),
                ),
                (
                    "city_en",
                    models.CharField(
                        blank=True, max_length=80, null=True, verbose_name="city"
                    ),
                ),
                (
                    "join_url",
                    models.URLField(
                        blank=True,
                        help_text="Never shown on the page, only to people who have registered.",
                        max_length=500,
                        verbose_name="link for joining online",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[("open", "Open to all"), ("members", "Members only")],
                        default="open",
                        help_text="Who may register; everyone can read the page.",
                        max_length=10,
                        verbose_name="open to",
                    ),
                ),
                (
                    "price",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="In whole kroner. 0 means free of charge; if left empty, no price is shown.",
                        null=True,
                        verbose_name="price",
                    ),
                ),
                (
                    "member_price",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="In whole kroner, if it differs.",
                        null=True,
                        verbose_name="price for members",
                    ),
                ),
                (
                    "capacity",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="If left empty, there is no limit.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="places",
                    ),
                ),
                (
                    "has_waiting_list",
                    models.BooleanField(default=False, verbose_name="waiting list"),
                ),
                (
                    "takes_registrations",
                    models.BooleanField(
                        default=True,
                        help_text="Switch off if people register elsewhere.",
                        verbose_name="registration on this site",
                    ),
                ),
                (
                    "asks_dietary",
                    models.BooleanField(
                        default=False,
                        help_text="The answers are deleted the day after the event.",
                        verbose_name="ask about dietary needs",
                    ),
                ),
                (
                    "asks_access",
                    models.BooleanField(
                        default=False,
                        help_text="The answers are deleted the day after the event.",
                        verbose_name="ask about access needs",
                    ),
                ),
                (
                    "deadline_day",
                    models.DateField(
                        blank=True, null=True, verbose_name="last day to register"
                    ),
                ),
                (
                    "deadline_time",
                    models.TimeField(
                        blank=True,
                        help_text="If left empty, at the end of the day.",
                        null=True,
                        verbose_name="at",
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
                        related_name="events",
                        to="core.topic",
                        verbose_name="topics",
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
            },
            bases=("basepage.basepage", models.Model),
        ),
        migrations.CreateModel(
            name="EventDate",
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
                ("day", models.DateField(verbose_name="day")),
                ("start_time", models.TimeField(verbose_name="starts")),
                ("end_time", models.TimeField(verbose_name="ends")),
                (
                    "last_day",
                    models.DateField(
                        blank=True,
                        help_text="Only if it ends on another day.",
                        null=True,
                        verbose_name="last day",
                    ),
                ),
                ("starts_at", models.DateTimeField(editable=False)),
                ("ends_at", models.DateTimeField(editable=False)),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dates",
                        to="events.eventpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "date",
                "verbose_name_plural": "dates",
                "ordering": ["day", "start_time", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CalendarEntry",
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
                ("uid", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("is_withdrawn", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_entries",
                        to="events.eventpage",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="EventSpeaker",
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
                    "name",
                    models.CharField(blank=True, max_length=120, verbose_name="name"),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        help_text="If left empty, the staff member's own title is used.",
                        max_length=120,
                        verbose_name="title",
                    ),
                ),
                (
                    "role_nb",
                    models.CharField(
                        blank=True,
                        help_text="If left empty, the staff member's own title is used.",
                        max_length=120,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                (
                    "role_en",
                    models.CharField(
                        blank=True,
                        help_text="If left empty, the staff member's own title is used.",
                        max_length=120,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                (
                    "organisation",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="organisation"
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="speakers",
                        to="events.eventpage",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        help_text="A member of staff. Or enter a name below.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="core.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "speaker",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Message",
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
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="sent"
                    ),
                ),
                ("finished_at", models.DateTimeField(null=True)),
                ("words", models.JSONField()),
                ("states", models.JSONField()),
                ("recipients", models.JSONField()),
                ("stamp", models.CharField(max_length=64, unique=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="events.eventpage",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent by",
                    ),
                ),
            ],
            options={
                "verbose_name": "message to participants",
                "verbose_name_plural": "messages to participants",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="EventOrganiser",
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
                        related_name="organisers",
                        to="events.eventpage",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="events.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "organiser",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProgrammeItem",
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
                    "day",
                    models.DateField(
                        blank=True,
                        help_text="Only if the programme runs over several days.",
                        null=True,
                        verbose_name="day",
                    ),
                ),
                ("start_time", models.TimeField(verbose_name="from")),
                (
                    "end_time",
                    models.TimeField(blank=True, null=True, verbose_name="to"),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "title_nb",
                    models.CharField(max_length=200, null=True, verbose_name="title"),
                ),
                (
                    "title_en",
                    models.CharField(max_length=200, null=True, verbose_name="title"),
                ),
                (
                    "speakers",
                    models.CharField(
                        blank=True,
                        help_text="The speakers, as readers will see them.",
                        max_length=255,
                        verbose_name="speakers",
                    ),
                ),
                (
                    "speakers_nb",
                    models.CharField(
                        blank=True,
                        help_text="The speakers, as readers will see them.",
                        max_length=255,
                        null=True,
                        verbose_name="speakers",
                    ),
                ),
                (
                    "speakers_en",
                    models.CharField(
                        blank=True,
                        help_text="The speakers, as readers will see them.",
                        max_length=255,
                        null=True,
                        verbose_name="speakers",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="programme",
                        to="events.eventpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "programme item",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RelatedPage",
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
                        related_name="related_links",
                        to="events.eventpage",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="page",
                    ),
                ),
            ],
            options={
                "verbose_name": "related page",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Registration",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("confirmed", "Registered"),
                            ("waiting", "On the waiting list"),
                            ("offered", "Offered a place"),
                            ("cancelled", "Cancelled"),
                            ("expired", "Offer expired"),
                        ],
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("email_key", models.CharField(editable=False, max_length=254)),
                (
                    "organisation",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="organisation"
                    ),
                ),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                (
                    "source",
                    models.CharField(
                        choices=[("self", "The participant"), ("staff", "The staff")],
                        default="self",
                        max_length=5,
                        verbose_name="registered by",
                    ),
                ),
                (
                    "price_kind",
                    models.CharField(
                        choices=[("ordinary", "Ordinary"), ("member", "Member")],
                        default="ordinary",
                        max_length=10,
                        verbose_name="type of price",
                    ),
                ),
                (
                    "price",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="In whole kroner; empty if the event has no price.",
                        null=True,
                        verbose_name="agreed price",
                    ),
                ),
                (
                    "consent_version",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="consent to"
                    ),
                ),
                (
                    "consented_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="consented"
                    ),
                ),
                (
                    "dietary_needs",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="dietary needs"
                    ),
                ),
                (
                    "access_needs",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="access needs"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="registered"
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(auto_now=True, verbose_name="last changed"),
                ),
                (
                    "queued_at",
                    models.DateTimeField(
                        null=True, verbose_name="on the waiting list since"
                    ),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(null=True, verbose_name="place given"),
                ),
                (
                    "offer_expires_at",
                    models.DateTimeField(null=True, verbose_name="offer expires"),
                ),
                (
                    "attended_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="checked in"
                    ),
                ),
                ("reminded_for", models.DateTimeField(editable=False, null=True)),
                ("anonymised_at", models.DateTimeField(editable=False, null=True)),
                (
                    "secret",
                    models.CharField(
                        default=ethicaltrade.core.tokens.new_secret,
                        editable=False,
                        max_length=22,
                    ),
                ),
                (
                    "fingerprint",
                    models.CharField(blank=True, editable=False, max_length=64),
                ),
                ("told", models.JSONField(default=dict, editable=False)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="registrations",
                        to="events.eventpage",
                        verbose_name="event",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={
                "verbose_name": "registration",
                "verbose_name_plural": "registrations",
                "ordering": ["created_at", "pk"],
                "indexes": [
                    models.Index(
                        fields=["event", "state"], name="events_registration_state"
                    ),
                    models.Index(
                        condition=models.Q(("state", "offered")),
                        fields=["offer_expires_at"],
                        name="events_registration_offers",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ("confirmed", "waiting", "offered")),
                            models.Q(("email_key", ""), _negated=True),
                        ),
                        fields=("event", "email_key"),
                        name="events_registration_once",
                        violation_error_message="This e-mail address is already registered for the event.",
                    )
                ],
            },
        ),
    ]
