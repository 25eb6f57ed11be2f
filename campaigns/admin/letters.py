"""Letters of service that staff make: for people of the record who have no account. Read, issued, withdrawn; never
reworded."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from campaigns import durations, letter_fonts, letter_paper, letters
from campaigns.models import ServiceLetter
from outreach.lookups import SafeLookups
from partners import audit


class LetterForm(forms.ModelForm):
    class Meta:
        model = ServiceLetter
        fields = ("coordinator", "starts_on", "ends_on")

    def clean(self) -> dict:
        """What the person's own page would refuse is refused here as well."""
        cleaned = super().clean()
        person, first, last = (cleaned.get(name) for name in self._meta.fields)
        if person and (odd := letter_fonts.unprintable(person.name)):
            self.add_error(
                "coordinator", _("The letter cannot print these signs of the name: %(signs)s") % {"signs": odd}
            )
        if first and last and last < first:
            raise ValidationError({"ends_on": _("The last day comes before the first.")})
        if person and first and last and not letters.served(person, first, last, now=timezone.now()):
            raise ValidationError({"starts_on": _("That time holds no term of this person.")})
        return cleaned


@admin.register(ServiceLetter)
class ServiceLetterAdmin(SafeLookups, admin.ModelAdmin):
    form = LetterForm
    list_display = ("coordinator", "paper", "years", "hours", "issued_at", "withdrawn_at")
    list_filter = (("withdrawn_at", admin.EmptyFieldListFilter),)
    list_select_related = ("coordinator",)
    search_fields = ("coordinator__name", "code")
    actions = ("withdraw",)

    def get_fields(self, request, obj=None):
        shown = ("coordinator", "years", "starts_on", "ends_on", "hours", "code_display", "issued_at", "withdrawn_at")
        return (*shown, "paper") if obj else LetterForm._meta.fields

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_withdraw_permission(self, request) -> bool:
        return request.user.has_perm("campaigns.change_serviceletter")

    def save_model(self, request, obj, form, change):
        asked = {"person": obj.coordinator, "first": obj.starts_on, "last": obj.ends_on}
        letter = letters.issue(**asked, now=timezone.now())
        obj.pk, obj.issued_at = letter.pk, letter.issued_at

    def get_urls(self):
        view = self.admin_site.admin_view(self.paper_view)
        return [path("<int:pk>/paper/", view, name="campaigns_serviceletter_paper"), *super().get_urls()]

    def paper_view(self, request, pk: int):
        """The PDF, for whoever may read letters."""
        letter = ServiceLetter.objects.valid().select_related("coordinator").filter(pk=pk).first()
        if letter is None or not self.has_view_permission(request, letter):
            raise Http404
        name = pgettext("file name", "service-letter.pdf")
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        pdf = letter_paper.draw(letters.facts(letter))
        return HttpResponse(pdf, content_type="application/pdf", headers=headers)

    @admin.display(description=_("terms"), ordering="starts_on")
    def years(self, letter):
        return letter.years

    @admin.display(description=_("check code"))
    def code_display(self, letter):
        return letter.code_display

    @admin.display(description=_("hours"), ordering="minutes")
    def hours(self, letter):
        return durations.as_hours(letter.minutes) if letter.minutes else _("the role alone")

    @admin.display(description=_("letter"))
    def paper(self, letter):
        if letter.is_withdrawn:
            return "-"
        at = reverse("admin:campaigns_serviceletter_paper", args=[letter.pk])
        return format_html('<a href="{}">{}</a>', at, _("Download (PDF)"))

    @admin.action(
        description=_("Withdraw selected letters: their codes are confirmed to nobody"), permissions=["withdraw"]
    )
    @transaction.atomic
    def withdraw(self, request, queryset):
        now = timezone.now()
        gone = [letter for letter in queryset if letters.withdraw(letter=letter, now=now)]
        for letter in gone:
            audit.note("campaigns.withdraw_letter", record=letter, now=now)
            self.log_change(request, letter, "withdrawn")
        words = ngettext("One letter withdrawn.", "%(n)d letters withdrawn.", len(gone))
        self.message_user(request, words % {"n": len(gone)})
