"""The file that somebody brings for a table."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.imports import reasons
from campaigns.imports.kept_rows import MARK
from campaigns.imports.reading import MAX_BYTES, Refused

from . import sheets
from .register import Table


class FileForm(forms.Form):
    """Once valid there is `content`."""

    use_required_attribute = False

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
        error_messages={
            "required": _("Choose a file."),
            "max_length": _("The name of this file is too long. Give it a shorter one."),
        },
    )
    content: bytes

    def __init__(self, *args, table: Table, **kwargs):
        super().__init__(*args, **kwargs)
        self.table = table
        words = _("XLSX or CSV, up to 10 MB and %(n)s rows. Of an XLSX we read the first sheet.")
        self.fields["file"].help_text = words % {"n": sheets.figure(table.most_rows)}

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(reasons.REFUSALS["too_large"])
        self.content = file.read()
        try:
            if self.content.startswith(MARK):  # only our own program writes these
                raise Refused("no_table")
            sheets.read(self.content, self.table)
        except Refused as error:
            raise forms.ValidationError(reasons.REFUSALS[error.code]) from error
        except sheets.Unusable as error:
            raise forms.ValidationError(error.sentence) from error
        return file
