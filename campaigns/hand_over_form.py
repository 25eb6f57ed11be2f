"""The texts of a hand-over, both languages beside each other."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coordinators import particulars

LONGEST = 6000  # characters of one text in one language
TEXTS = {"did": _("What we did"), "threads": _("What is still open")}
OVERTAKEN = _("Somebody else wrote here meanwhile. What you typed is still here: look once more, then save.")
NO_CONTACTS = _(
    "This looks like %(kind)s: “%(words)s”. Contacts stand on this page and stay current; leave it out here."
)


class HandOverForm(forms.Form):
    """`drafted` are the texts that the data gave: what they say may stay. `stamp` tells which version was open."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args, drafted: dict[str, str], stamp: str, ready: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.drafted, self.stamp, self.ready = drafted, stamp, ready
        self.initial["seen"] = stamp
        for name, label in TEXTS.items():
            for code, language in settings.LANGUAGES:
                words = gettext("%(text)s in %(language)s") % {"text": label, "language": language}
                area = forms.Textarea(attrs={"rows": 10, "lang": code})
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=words, required=False, max_length=LONGEST, widget=area
                )

    @property
    def pairs(self) -> list[tuple]:
        """Both languages of each text."""
        return [tuple(self[f"{name}_{code}"] for code, _language in settings.LANGUAGES) for name in TEXTS]

    @property
    def texts(self) -> dict[str, str]:
        return {name: text for name, text in self.cleaned_data.items() if name != "seen"}

    def clean(self) -> dict:
        cleaned = super().clean()
        for name in [name for name in cleaned if name != "seen"]:
            self._keep_people_out(name, cleaned[name])
        if cleaned.get("seen", "") != self.stamp:
            self.add_error(None, OVERTAKEN)
            self.data = self.data.copy()
            self.data["seen"] = self.stamp
        if self.ready and not self.errors and not (cleaned["did_en"] or cleaned["did_es"]):
            self.add_error("did_en", _("Write what you did before you hand it over, in one language at least."))
        return cleaned

    def _keep_people_out(self, name: str, text: str) -> None:
        drafted = " ".join(self.drafted.get(name, "").split())
        for found in particulars.find(text):
            if " ".join(found.words.split()) not in drafted:
                values = {"kind": found.looks_like, "words": found.words[:60]}
                self.add_error(name, ValidationError(NO_CONTACTS, params=values))
                return
