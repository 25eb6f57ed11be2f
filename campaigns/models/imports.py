"""Spreadsheets of past hours: the file, how its columns are read, what came of each row."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

PATIENCE = dt.timedelta(seconds=60)  # a batch takes a second or two
KEEP = dt.timedelta(days=30)  # the file and its failed rows; long enough to mend them and to undo the whole


class HourImportQuerySet(models.QuerySet):
    def of_user(self, user) -> Self:
        return self.filter(by=user)

    def past_keep(self, now: dt.datetime) -> Self:
        return self.filter(created_at__lte=now - KEEP)

    def stuck(self, now: dt.datetime) -> Self:
        """Work in the background that has not moved for a minute: its worker died, or nobody was told of it."""
        return self.filter(state__in=self.model.AT_WORK, beat_at__lt=now - PATIENCE)


class HourImport(models.Model):
    """One spreadsheet on its way into the hours. Counts are rows of the sheet without its head."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("columns to be named")
        CHECKING = "checking", _("being looked through")
        READY = "ready", _("ready to be read in")
        RUNNING = "running", _("being read in")
        DONE = "done", _("read in")
        FAILED = "failed", _("could not be read")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")

    AT_WORK = (State.CHECKING, State.RUNNING, State.UNDOING)

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="hour_imports", editable=False)
    created_at = models.DateTimeField(_("uploaded"), editable=False)
    file_name = models.CharField(_("file"), max_length=120, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.UPLOADED, editable=False)
    mapping = models.JSONField(default=dict, editable=False)  # {field: number of the column, from 0}
    day_first = models.BooleanField(null=True, editable=False)  # None: the sheet leaves no doubt, or nobody said yet
    rows = models.PositiveIntegerField(_("rows"), default=0, editable=False)
    rows_done = models.PositiveIntegerField(_("rows read"), default=0, editable=False)  # of the step at work
    added = models.PositiveIntegerField(_("added"), default=0, editable=False)
    changed = models.PositiveIntegerField(_("changed"), default=0, editable=False)
    same = models.PositiveIntegerField(_("the same already"), default=0, editable=False)
    failed = models.PositiveIntegerField(_("not read"), default=0, editable=False)
    left = models.PositiveIntegerField(_("approved, left as they are"), default=0, editable=False)
    notice = models.CharField(max_length=20, blank=True, editable=False)  # a code of imports.reasons.REFUSALS
    beat_at = models.DateTimeField(null=True, editable=False)  # last step of the work in the background
    started_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    undone_at = models.DateTimeField(null=True, editable=False)

    objects = HourImportQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name, verbose_name_plural = _("import of hours"), _("imports of hours")

    class Privacy:
        personal = {
            *(
                "by",
                "created_at",
                "file_name",
                "state",
                "mapping",
                "day_first",
                "rows",
                "rows_done",
                "added",
                "changed",
            ),
            *("same", "failed", "left", "notice", "beat_at", "started_at", "finished_at", "undone_at"),
        }
        keep = "account"
        why = _("To say what a spreadsheet brought, and to undo it. The file itself is erased after 30 days.")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_at_work(self) -> bool:
        return self.state in self.AT_WORK

    @property
    def not_taken(self) -> int:
        return self.failed + self.left

    @property
    def is_undoable(self) -> bool:
        return self.state == self.State.DONE or (self.state == self.State.FAILED and bool(self.added or self.changed))


class HourImportFile(models.Model):
    """The sheet itself, sealed; a table of its own, so that no list loads it."""

    hour_import = models.OneToOneField(HourImport, models.CASCADE, primary_key=True, related_name="file")
    content_ct = models.BinaryField(editable=False)
    sample_ct = models.BinaryField(
        default=bytes, editable=False
    )  # the first rows of each kind, as the preview shows them

    class Meta:
        verbose_name, verbose_name_plural = _("file of an import"), _("files of imports")

    class Privacy:
        personal = {"hour_import", "content_ct", "sample_ct"}
        keep = KEEP
        why = _("To read the spreadsheet of hours that you sent, and to undo it.")

    def __str__(self) -> str:
        return str(self.pk)


class HourImportFailure(models.Model):
    """A row that could not be read: its cells as they came, and why. `reasons` are codes with their values."""

    hour_import = models.ForeignKey(HourImport, models.CASCADE, related_name="failures")
    number = models.PositiveIntegerField(_("row"))  # of the sheet, from 1, its head counted
    cells = models.JSONField(default=list, editable=False)
    reasons = models.JSONField(default=list, editable=False)

    class Meta:
        ordering = ("hour_import", "number")
        verbose_name, verbose_name_plural = _("row not read"), _("rows not read")

    class Privacy:
        personal = {"hour_import", "number", "cells", "reasons"}
        keep = KEEP
        why = _("To give back the rows of your spreadsheet that could not be read, with the reason.")

    def __str__(self) -> str:
        return str(self.number)


class HourImportMapping(models.Model):
    """How a person's sheets with one head are read: named once, remembered."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="hour_import_mappings")
    head = models.CharField(max_length=64)  # SHA-256 of the head, in hex
    mapping = models.JSONField(default=dict)

    class Meta:
        verbose_name, verbose_name_plural = _("columns of a spreadsheet"), _("columns of spreadsheets")
        constraints = [models.UniqueConstraint(fields=("user", "head"), name="import_mapping_once")]

    class Privacy:
        personal = {"user", "head", "mapping"}
        keep = "account"
        why = _("So that you name the columns of your spreadsheet only once.")

    def __str__(self) -> str:
        return str(self.pk)
