"""English of the United States: November 18, 2026; 11:00 am. Weeks begin on Monday, as the hours do.

The WEEKDAY_ names are ours; a template asks for them like any other: {{ day|date:"WEEKDAY_DATE_FORMAT" }}.
"""

DATE_FORMAT = "F j, Y"
TIME_FORMAT = "g:i a"
DATETIME_FORMAT = "F j, Y, g:i a"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "F j"
SHORT_DATE_FORMAT = "M j, Y"
SHORT_MONTH_DAY_FORMAT = "M j"
SHORT_DATETIME_FORMAT = "M j, Y, g:i a"
WEEKDAY_DATE_FORMAT = "l, F j, Y"
WEEKDAY_MONTH_DAY_FORMAT = "l, F j"
FIRST_DAY_OF_WEEK = 1
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
