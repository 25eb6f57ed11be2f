"""Spanish in the United States: 18 de noviembre de 2026; 1:00 p. m.; 10,000 with a comma. Names as in English."""

DATE_FORMAT = r"j \d\e F \d\e Y"
TIME_FORMAT = "g:i a"
DATETIME_FORMAT = r"j \d\e F \d\e Y, g:i a"
YEAR_MONTH_FORMAT = r"F \d\e Y"
MONTH_DAY_FORMAT = r"j \d\e F"
SHORT_DATE_FORMAT = r"j \d\e b \d\e Y"
SHORT_MONTH_DAY_FORMAT = "j b"
SHORT_DATETIME_FORMAT = r"j \d\e b \d\e Y, g:i a"
WEEKDAY_DATE_FORMAT = r"l j \d\e F \d\e Y"
WEEKDAY_MONTH_DAY_FORMAT = r"l j \d\e F"
FIRST_DAY_OF_WEEK = 1
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
