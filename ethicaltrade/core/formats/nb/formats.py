"""Norwegian habits: 28. november 2018, klokken 14.30."""

from ethicaltrade.core.formats import *  # noqa: F403

DATE_FORMAT = "j. F Y"
SHORT_DATE_FORMAT = "j. b Y"  # b: a small letter, as in 28. nov 2018
DATETIME_FORMAT = r"j. F Y \k\l. H.i"
SHORT_DATETIME_FORMAT = r"j. b Y \k\l. H.i"
TIME_FORMAT = "H.i"
MONTH_DAY_FORMAT = "j. F"
YEAR_MONTH_FORMAT = "F Y"
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\xa0"  # no-break space
