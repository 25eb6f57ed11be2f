"""What staff type about people: whom to look for, whom to invite, where somebody works, how a name shows."""

import datetime as dt
import hashlib
from collections import defaultdict

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coordinators import accounts, names, pasted, roles
from coordinators.models import Coordinator, Term, User
from coordinators.models.term import ACCESS_AFTER_TERM

from .models import Campaign

ALL = ("", _("Any"))
LONGEST_PASTE = 50_000  # characters; two hundred lines of any address book
LANGUAGES = [("en", "English"), ("es", "Español")]  # each in its own tongue
ONE_OF_THEM = {"required": _("Choose one of them."), "invalid_choice": _("Choose one of them.")}


class PeopleFilter(forms.Form):
    """Whom the list shows. What is not understood is said at its field, and narrows nothing."""

    q = forms.CharField(label=_("Name or email"), required=False, max_length=100)
    term = forms.ChoiceField(label=_("Academic year"), required=False)
    account = forms.ChoiceField(label=_("Account"), required=False, choices=[ALL, *accounts.State.choices])
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[ALL, *roles.LABELS])
    shown = forms.ChoiceField(label=_("Name shows as"), required=False, choices=[ALL, *Coordinator.ShownAs.choices])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        terms = Term.objects.order_by("-starts_on").values_list("slug", "label")
        self.fields["term"].choices = [ALL, *((slug, label.replace("-", "–")) for slug, label in terms)]

    def wanted(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class Serving(forms.Form):
    """The year and the campaigns of somebody. Years that are over or closed take nobody any more."""

    use_required_attribute = False
    term = forms.ModelChoiceField(
        label=_("Academic year"),
        queryset=Term.objects.none(),
        to_field_name="slug",
        empty_label=_("none yet"),
        error_messages=ONE_OF_THEM,
    )
    campaigns = forms.ModelMultipleChoiceField(
        label=_("Campaigns"),
        queryset=Campaign.objects.none(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("One of these campaigns is gone. Choose again.")},
    )

    def __init__(self, *args, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        terms = Term.objects.filter(ends_on__gte=today - ACCESS_AFTER_TERM, closed_at=None).order_by("starts_on")
        self.fields["term"].queryset = terms
        self.fields["term"].label_from_instance = lambda term: term.years
        self.fields["term"].initial = terms.on(today).first()
        shown = Campaign.objects.filter(is_demo__in=(False, settings.DEBUG))
        of_now = Q(status=Campaign.Status.ONGOING) | Q(terms__in=terms) | Q(is_demo=True)
        self.fields["campaigns"].queryset = shown.of_project().filter(of_now).distinct().order_by("title_en")
        self.fields["campaigns"].label_from_instance = lambda campaign: campaign.title


class Invited(Serving):
    """The role and the language that come with the invitation."""

    role = forms.ChoiceField(label=_("Role"), choices=roles.LABELS, error_messages=ONE_OF_THEM)
    language = forms.ChoiceField(
        label=_("Language of the mail"),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
        initial=get_language,
        error_messages=ONE_OF_THEM,
        help_text=_("The portal begins in it, too. It is the language of this page unless you choose the other one."),
    )

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["role"].choices = [(name, words) for name, words in roles.LABELS if accounts.may_give(by, name)]
        self.fields["role"].initial = roles.COORDINATOR
        self.fields["term"].required = False

    def clean(self) -> dict:
        if self.cleaned_data.get("role") == roles.COORDINATOR and not self.cleaned_data.get("term"):
            self.add_error("term", _("Choose the year in which the person coordinates."))
        return self.cleaned_data


class InviteForm(Invited):
    """One person. `taken` is the account that has the address already, if one has it."""

    name = forms.CharField(
        label=_("Name"),
        max_length=pasted.LONGEST_NAME,
        help_text=_("As it stands on letters of service. It shows in public only when the person says yes."),
    )
    address = forms.EmailField(
        label=_("Email"),
        max_length=pasted.LONGEST_ADDRESS,
        error_messages={"invalid": _("That is no email address. Write one like name@mail.com.")},
    )
    field_order = ("name", "address", "language", "role", "term", "campaigns")
    taken: User | None = None

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not name.isprintable():
            raise ValidationError(pasted.Fault.BAD_NAME.label)
        return name

    def clean_address(self) -> str:
        address = self.cleaned_data["address"].lower()
        if not pasted.is_address(address):
            raise ValidationError(pasted.Fault.BAD_ADDRESS.label)
        if taken := User.objects.filter(email=address).first():
            self.taken = taken
            raise ValidationError(pasted.Fault.IN_USE.label)
        return address


class PasteForm(Invited):
    """Several at once. `lines` are what was found in the text, with what is wrong in them."""

    text = forms.CharField(
        label=_("One person a line"),
        max_length=LONGEST_PASTE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocapitalize": "none"}),
        help_text=_("Name &lt;name@mail.com&gt;, or name@mail.com; Name, or two columns of a spreadsheet."),
        error_messages={"required": _("Paste at least one name with its email.")},
    )
    field_order = ("text", "language", "role", "term", "campaigns")
    lines: list[pasted.Line] = []

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        self.lines = pasted.read(text)
        if not self.lines:
            raise ValidationError(self.fields["text"].error_messages["required"])
        if len(self.lines) > pasted.MOST_LINES:
            words = _("These are %(n)d lines. At most %(most)d go at once; nothing is lost, take some out.")
            raise ValidationError(words, params={"n": len(self.lines), "most": pasted.MOST_LINES})
        used = User.objects.filter(email__in=[line.address for line in self.lines]).values_list("email", flat=True)
        known = set(used)
        for line in self.lines:
            if not line.fault and line.address in known:
                line.fault = pasted.Fault.IN_USE
        self._find_namesakes()
        return text

    def _find_namesakes(self) -> None:
        """One statement for all lines; names are compared here, since no database folds case as people do."""
        good = defaultdict(list)
        for line in self.good:
            good[line.name.casefold()].append(line)
        for name, *found in Coordinator.objects.filter(is_demo=False).values_list("name", "pk", "user__email"):
            for line in good.get(name.casefold(), []):
                line.namesakes.append(pasted.Namesake(*found))

    @property
    def serving(self) -> dict:
        """What is the same for all of them."""
        return {name: self.cleaned_data[name] for name in ("language", "role", "term", "campaigns")}

    @property
    def mark(self) -> str:
        """Stands for whom a second press would invite, and as what: another list has another one."""
        serving = [str(self.data.get(name)) for name in ("language", "role", "term")]
        chosen = sorted(str(campaign.pk) for campaign in self.cleaned_data["campaigns"])
        people = [part for line in self.good for part in (line.name, line.address)]
        return hashlib.sha256("\n".join([*serving, *chosen, *people]).encode()).hexdigest()[:32]

    def left_over(self, sent: set[str]) -> "PasteForm":
        """The form again with the lines that were not sent, to be corrected."""
        data = self.data.copy()
        data["text"] = "\n".join(line.text for line in self.lines if line.address not in sent or line.fault)
        form = PasteForm(data, by=self.by, today=self.today)
        form.is_valid()
        return form

    @property
    def good(self) -> list[pasted.Line]:
        return [line for line in self.lines if not line.fault]

    @property
    def bad(self) -> list[pasted.Line]:
        return [line for line in self.lines if line.fault]


class NameForm(forms.Form):
    """How the name shows. More than the person agreed to needs their yes on paper."""

    use_required_attribute = False
    shown_as = forms.ChoiceField(
        label=_("How the name shows in public"), widget=forms.RadioSelect, error_messages=ONE_OF_THEM
    )
    agreed = forms.BooleanField(label=names.WORDINGS[names.PAPER_WORDING], required=False)

    def __init__(self, *args, person: Coordinator, **kwargs):
        super().__init__(*args, initial={"shown_as": person.shown_as}, **kwargs)
        self.person = person
        self.fields["shown_as"].choices = names.choices(person.name)

    def clean(self) -> dict:
        wanted, agreed = self.cleaned_data.get("shown_as"), self.cleaned_data.get("agreed")
        if wanted and not agreed and wanted not in names.allowed(self.person):
            words = _(
                "Without the person’s own yes the name may not show like this. Ask, and tick this when you have it."
            )
            self.add_error("agreed", words)
        return self.cleaned_data


class MergeForm(forms.Form):
    """Which of the two rows stays, and which account where both have one. `sides` are two of merging.Side."""

    use_required_attribute = False
    kept = forms.ChoiceField(label=_("Which entry stays"), widget=forms.RadioSelect, error_messages=ONE_OF_THEM)
    account = forms.ChoiceField(label=_("Which account stays"), widget=forms.RadioSelect, error_messages=ONE_OF_THEM)
    sure = forms.BooleanField(
        label=_("I am sure that both are the same person. This cannot be undone."),
        error_messages={"required": _("Tick this when you are sure.")},
    )

    def __init__(self, *args, sides: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(side.person.pk): side.person for side in sides}
        self.users = {str(side.account.pk): side.account for side in sides if side.account}
        named = [(pk, f"{row.name} ({row.user.email})" if row.user else row.name) for pk, row in self.people.items()]
        kept = [(pk, f"{letter}: {name}") for letter, (pk, name) in zip("AB", named, strict=False)]
        self.fields["kept"].choices = kept
        self.fields["kept"].initial = kept[0][0]
        if len(self.users) > 1:
            self.fields["account"].choices = [(pk, user.email) for pk, user in self.users.items()]
        else:
            del self.fields["account"]

    @property
    def choice(self) -> dict:
        """Keyword arguments of merging.merge."""
        kept = self.people[self.cleaned_data["kept"]]
        gone = next((row for row in self.people.values() if row.pk != kept.pk), kept)
        return {"kept": kept, "gone": gone, "account": self.users.get(self.cleaned_data.get("account", ""))}
