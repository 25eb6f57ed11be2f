"""Tables of the roof."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from partners import dates


class ContentChange(models.Model):
    """A row for each statement that changed what readers may see, written by the database itself. See content.py."""

    at = models.DateTimeField()

    class Meta:
        verbose_name = _("change of the content")
        verbose_name_plural = _("changes of the content")

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return f"{self.pk}"


WAITING_KEPT = dt.timedelta(days=1)  # a spreadsheet that somebody sent and did not take in


class VectorField(models.TextField):
    """What PostgreSQL searches in; elsewhere empty. Django's own asks for its PostgreSQL app on SQLite, too."""

    def db_type(self, connection) -> str:
        return "tsvector" if connection.vendor == "postgresql" else super().db_type(connection)


class PublicEntry(models.Model):
    """One public record as the search and the feeds see it: a copy that follows the content (search/index.py)."""

    class Kind(models.TextChoices):
        TERM = "term", _("Academic year")
        PERSON = "person", _("Coordinator")
        CAMPAIGN = "campaign", _("Campaign")
        PARTNER = "partner", _("Organization")
        EVENT = "event", _("Event")
        RESOURCE = "resource", _("Resource")
        SECTION = "section", _("Newsletter section")
        MILESTONE = "milestone", _("Moment of the history")
        FACT = "fact", _("Figure")
        OPPORTUNITY = "opportunity", _("Way to take part")

    kind = models.CharField(max_length=11, choices=Kind)
    key = models.BigIntegerField()  # of the record in its own table
    address_en = models.CharField(max_length=300)
    address_es = models.CharField(max_length=300)
    title_en = models.CharField(max_length=250, blank=True)
    title_es = models.CharField(max_length=250, blank=True)
    title_language = models.CharField(max_length=2, blank=True)  # of a name, where it is known
    day = models.DateField(null=True)
    precision = dates.precision_field()  # empty: the day only orders
    season = models.CharField(max_length=6, blank=True)
    text_en = models.TextField(blank=True)
    text_es = models.TextField(blank=True)
    # folded words with a space around each: of what the record is called, and of all else that is said of it
    top_en = models.TextField(blank=True)
    top_es = models.TextField(blank=True)
    words_en = models.TextField(blank=True)
    words_es = models.TextField(blank=True)
    vector = VectorField(null=True, editable=False)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("kind", "key")
        constraints = [models.UniqueConstraint(fields=("kind", "key"), name="public_entry_once")]

    class Privacy:
        personal = {"key", "address_en", "address_es", "title_en", "title_es", "text_en", "text_es"} | {
            "top_en",
            "top_es",
            "words_en",
            "words_es",
            "vector",
        }
        keep = "history"
        why = _("So that the search finds the names that public pages show, and forgets them together with the pages.")

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def address(self) -> str:
        return getattr(self, f"address_{get_language()}")

    @property
    def foreign_title(self) -> str:
        """The language of a name that is in another one than the page; empty otherwise."""
        return "" if self.title_language == get_language() else self.title_language

    @property
    def date_display(self) -> str:
        return dates.display(self.day, self.precision, self.season) if self.precision else ""

    @property
    def text_language(self) -> str:
        """In which language there is something to quote: that of the page if it has words."""
        here = get_language()
        codes = sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != here)
        return next((code for code in codes if getattr(self, f"text_{code}")), here)


class IndexState(models.Model):
    """The version of the content that the entries show; one row, locked by whoever brings them up to date."""

    version = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("state of the search index")
        verbose_name_plural = _("states of the search index")

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return self.version


KEY_KEPT = dt.timedelta(days=90)  # after its last day, as long as the log tells what was read with it


class ApiTokenQuerySet(models.QuerySet):
    def valid_on(self, day: dt.date) -> Self:
        return self.filter(revoked_at=None, expires_on__gte=day)

    def past_keep(self, day: dt.date) -> Self:
        return self.filter(expires_on__lt=day - KEY_KEPT)


class ApiToken(models.Model):
    """A key with which a program of the staff reads exports. Only its hash is kept; the key is shown once."""

    class Scope(models.TextChoices):
        HOURS = "hours:read", _("Approved hours, by campaign and week")
        PEOPLE = "people:read", _("Coordinators of a term")
        REPORTS = "reports:read", _("Frozen reports")

    name = models.CharField(_("what it is for"), max_length=80)
    key_hash = models.BinaryField(max_length=32, unique=True, editable=False)
    hint = models.CharField(max_length=8, editable=False)  # first signs, to tell keys apart
    scopes = models.JSONField(_("what it may read"), default=list)
    made_at = models.DateTimeField(_("made"), editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    expires_on = models.DateField(_("last day"))
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "pk")
        verbose_name, verbose_name_plural = _("API key"), _("API keys")

    class Privacy:
        personal = {"name", "key_hash", "hint", "scopes", "made_at", "made_by"} | {
            "expires_on",
            "last_used_at",
            "revoked_at",
        }
        keep = "api key"
        why = _("To know who made a key and when a program used it last.")

    def __str__(self) -> str:
        return self.name

    @property
    def scope_labels(self) -> list[str]:
        return [str(label) for scope, label in self.Scope.choices if scope in self.scopes]


class TableImportQuerySet(models.QuerySet):
    def past_keep(self, now: dt.datetime) -> Self:
        """Taken in two weeks ago, or a file that nobody took in within a day."""
        waiting = models.Q(file_ct__isnull=False, at__lte=now - WAITING_KEPT)
        return self.filter(waiting | models.Q(at__lte=now - TableImport.Privacy.keep))


class TableImport(models.Model):
    """One spreadsheet that waits or was taken in. `before` holds, sealed as JSON, what it takes to undo it: a list of
    rows with primary key, the values from before, or nothing where the row was new, and those from after. Once undone
    it holds the names of the records that were left."""

    table = models.CharField(_("table"), max_length=60)  # label of a model, "partners.partner"
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    made = models.PositiveIntegerField(_("rows added"), default=0)
    changed = models.PositiveIntegerField(_("rows changed"), default=0)
    file_ct = models.BinaryField(null=True, editable=False)  # the spreadsheet until it is taken in
    before_ct = models.BinaryField(editable=False)
    undone_at = models.DateTimeField(_("undone"), null=True)

    objects = TableImportQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name, verbose_name_plural = _("import of a table"), _("imports of tables")

    class Privacy:
        personal = {"table", "by", "at", "made", "changed", "file_ct", "before_ct", "undone_at"}
        keep = dt.timedelta(days=14)
        why = _("To undo a spreadsheet that was taken in by mistake.")

    def __str__(self) -> str:
        return f"{self.table} {self.at:%Y-%m-%d}"

    @property
    def waits(self) -> bool:
        """Sent and looked at, not taken in."""
        return self.file_ct is not None

    @property
    def is_undoable(self) -> bool:
        return not self.waits and self.undone_at is None
