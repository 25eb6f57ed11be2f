"""The form of a published work, and the search of their list."""

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Resource
from partners import languages
from partners.models import Partner

from .forms import RecordForm
from .parts import PUBLIC_HINT, TicksField, columns, pair

ALL = ("", _("Any"))


class ResourceForm(RecordForm):
    """A work worth reading. Its editions to download have a page of their own: a file is not kept in a form."""

    co_publishers = TicksField(
        label=capfirst(_("published together with")), queryset=Partner.objects.order_by("name"), required=False
    )
    campaigns = TicksField(
        label=capfirst(_("campaigns")), queryset=Campaign.objects.order_by("title_en"), required=False
    )
    link = forms.URLField(label=capfirst(_("link")), max_length=300, assume_scheme="https", required=False)
    languages = forms.MultipleChoiceField(
        label=capfirst(_("languages")),
        help_text=_("In which it is published, here or at the publisher."),
        choices=list(languages.NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one language at least.")},
    )

    texts, needed = ("title", "summary", "content_warning", "currency_note"), ("title", "summary")
    long = ("summary",)
    partial = {"published_on": "precision"}
    layout = (
        (_("What readers read"), False, [pair("title"), pair("summary")]),
        (_("Who published it"), False, ["kind", ("publisher", "publisher_name"), "published_on"]),
        (_("Languages and address"), False, ["languages", "link", "link_note"]),
        (_("Cautions for readers"), True, [pair("content_warning"), pair("currency_note")]),
        (_("Published together with"), True, ["co_publishers"]),
        (_("Campaigns it belongs to"), True, ["campaigns"]),
        (_("Address and visibility"), False, ["slug", "is_public"]),
    )

    class Meta:
        model = Resource
        fields = (
            *columns("title", "summary", "content_warning", "currency_note"),
            *("kind", "publisher", "publisher_name", "co_publishers", "campaigns", "languages", "published_on"),
            *("link", "link_note", "slug", "is_public"),
        )
        help_texts = {
            "is_public": PUBLIC_HINT,
            "publisher": _("Or write its name beside it, if it has no page here."),
            "link_note": _("For staff only."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["publisher"].queryset = Partner.objects.order_by("name")

    def clean(self) -> dict:
        data = super().clean()
        if not (
            data.get("publisher") or data.get("publisher_name") or {"publisher", "publisher_name"} & {*self.errors}
        ):
            self.add_error("publisher", _("Choose who published it, or write the name."))
        return data


class ResourceDeskFilter(forms.Form):
    """Words of the title, the address or the publisher; what kind of work; whose campaign."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    kind = forms.ChoiceField(label=capfirst(_("kind")), required=False, choices=[ALL, *Resource.Kind.choices])
    campaign = forms.ChoiceField(label=capfirst(_("campaign")), required=False)

    def __init__(self, data):
        super().__init__(data)
        named = ((row.slug, row.title) for row in Campaign.objects.filter(resources__isnull=False).distinct())
        self.fields["campaign"].choices = [ALL, *sorted(named, key=lambda choice: choice[1].casefold())]

    @property
    def choices(self) -> list:
        return [self["kind"], self["campaign"]]

    @property
    def asked(self) -> dict[str, str]:
        return {name: value for name in self.fields if (value := self.data.get(name))}

    def narrow(self, rows):
        """Nothing where a word of the address is none of ours: the form says so at its field."""
        if not self.is_valid():
            return rows.none() if self.asked else rows
        if kind := self.cleaned_data["kind"]:
            rows = rows.filter(kind=kind)
        if slug := self.cleaned_data["campaign"]:
            rows = rows.filter(campaigns__slug=slug)
        for word in self.cleaned_data["q"].split():
            names = ("title_en", "title_es", "slug", "publisher__name", "publisher__acronym", "publisher_name")
            rows = rows.filter(Q.create([(f"{name}__icontains", word) for name in names], connector=Q.OR))
        return rows
