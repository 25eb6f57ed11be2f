"""Why a file or a row was not taken, as codes that are stored and sentences in the language of whoever reads them."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {  # of a whole file
    "empty": _("There is nothing in it. Choose a file or paste rows, with a line of headings on top."),
    "both": _("Choose a file or paste rows, not both."),
    "too_large": _("That is more than 10 MB. Take out pictures and sheets that have no hours, or cut it in two."),
    "too_long_paste": _("That is too much to paste. Save it as a file and choose the file; it may have up to 10 MB."),
    "too_large_inside": _("That file unpacks to far more than a sheet of hours needs. Save it as CSV and try again."),
    "too_many_rows": _("That sheet has more than 100,000 rows. Cut it in two."),
    "old_excel": _("That is an old Excel file or one with a password. Save it as XLSX or CSV and try again."),
    "no_table": _("That is no spreadsheet that we can read. Save it as XLSX or CSV and try again."),
    "broken": _("That file is damaged: we could not read it to its end. Save it again and try once more."),
    "one_column": _("We found only one column. Hours need a day and a time at least, each in its own column."),
    "no_rows": _("We found headings, and no rows under them."),
    "order": _("Say which comes first, the day or the month."),
    "erased": _("The file was erased after 30 days. Send it once more."),
    "fault": _("Something went wrong on our side. What was read in until then can be undone here."),
}
TEXTS = {  # of a row
    "day_missing": _("There is no day."),
    "day_unreadable": _("We could not read that day. Write it like 2026-11-22."),
    "day_future": _("That day has not come yet."),
    "day_outside": _("That day is outside the terms of this person."),
    "term_closed": _("That term is closed. Staff can read in its hours for you."),
    "day_full": _("With this row that day would have %(hours)s hours."),
    "time_missing": _("There is no time."),
    "time_unreadable": _("We could not read that time. Write it like 1.5, 1:30 or 90 min."),
    "time_not_positive": _("The time has to be more than zero."),
    "time_too_long": _("A day has 24 hours. Check the number; for minutes write 90 min."),
    "time_not_a_quarter": _("Round it to a quarter of an hour, like 1.25, 1.5 or 1.75."),
    "person_missing": _("There is no person."),
    "person_unknown": _("We know no coordinator of this email address or exact name."),
    "person_twice": _("Two coordinators have this name. Write the email address."),
    "person_other": _("This row is somebody else’s. You can read in only your own hours."),
    "campaign_missing": _("There is no campaign, and it could be more than one."),
    "campaign_unknown": _("We know no campaign of this title here."),
    "campaign_twice": _("Two campaigns have this title. Write the last word of its web address."),
    "not_placed": _("This person was not placed on that campaign on that day."),
    "note_long": _("The note has %(length)s characters; there is room for 280."),
    "repeated": _(
        "Another row of this sheet says exactly the same. Worked twice? Write one row with both times together."
    ),
    "approved": _("Staff have approved this entry, so it stays as it is. Correct it in its week."),
}


def sentence(reason: list) -> str:
    """One reason, [code, values], in the active language."""
    code, values = reason
    return str(TEXTS[code]) % values if code in TEXTS else code


def sentences(reasons: list) -> str:
    return " ".join(sentence(reason) for reason in reasons)
