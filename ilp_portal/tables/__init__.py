"""Tables of the record in and out of spreadsheets, for staff."""
