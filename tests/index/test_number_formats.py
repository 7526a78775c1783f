"""Numbers and dates as a sheet shows them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles.numbers import BUILTIN_FORMATS

from index.readers.date_formats import date_shown
from index.readers.number_formats import number_shown

MARCH = datetime.datetime(2024, 3, 5, 14, 7, 9)


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (5, "General", "5"),
        (0.1 + 0.2, "General", "0.3"),
        (1 / 3, "General", "0.333333333"),
        (12345678901.5, "General", "12345678901.5"),
        (123456789012, "General", "123456789012"),
        (2.5e-12, "General", "2.5E-12"),
        (1.5e300, "General", "1.5E+300"),
        (-2.5, "General", "-2.5"),
        (4.0, "General", "4"),
        (1234.5, "0", "1235"),
        (2.5, "0", "3"),
        (1.005, "0.00", "1.01"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (-1234.5, "#,##0", "-1,235"),
        (-1234.5, "#,##0_);(#,##0)", "(1,235)"),
        (1234.5, '#,##0.00 "€"', "1,234.50 €"),
        (1234.5, "[$€-407] #,##0.00", "€ 1,234.50"),
        (1234.5, '"$"#,##0.00_);[Red]("$"#,##0.00)', "$1,234.50"),
        (-1234.5, '"$"#,##0.00_);[Red]("$"#,##0.00)', "($1,234.50)"),
        (-3, "[$£-809]#,##0;-[$£-809]#,##0", "-£3"),
        (1234, '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)', "1,234"),
        (0, '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)', "-"),
        (0.256, "0%", "26%"),
        (0.2564, "0.0%", "25.6%"),
        (12_345_678, "#,##0,", "12,346"),
        (12_345_678, '0.0,,"m"', "12.3m"),
        (0.5, "#.##", ".5"),
        (3.0, "0.0#", "3.0"),
        (3.14159, "0.0#", "3.14"),
        (7, "000", "007"),
        (12345.678, "0.00E+00", "1.23E+04"),
        (0.00099999, "0.0E+00", "1.0E-03"),
        (5, '0" boats"', "5 boats"),
        (1, '0 "boats";;', "1 boats"),
        (5, "@", "5"),
        (5, ";;;", ""),
        (-5, "0;;", ""),
        (0, "0;-0;;@", ""),
        (0.5, "# ?/?", "0.5"),
        (150, '[>100]"high";"low"', "150"),
        (4412345678, "0000-000000", "4412345678"),
        (-1234, "#,##0;[Red]#,##0", "-1,234"),
        (-1234, "[Blue]#,##0;[Color 3]#,##0", "-1,234"),
        (-1234.5, '#,##0.00 "€"_);[Red]#,##0 "€"', "-1,235 €"),
        (-0.5, "0%;[Red]0%", "-50%"),
        (-1234, "General;[Red]General", "-1234"),
        (1234, "#,##0;[Red]#,##0", "1,234"),
        (-1234, "#,##0;[Red]-#,##0", "-1,234"),
        (-1234, "#,##0;[Red](#,##0)", "(1,234)"),
        (-1234, '#,##0;[Red]"loss "#,##0', "loss 1,234"),
        (-0.5, "[Green]▲0%;[Red]▼0%", "▼50%"),
        (-1234, "#,##0;[Red]", ""),
        (-5, "0;0", "5"),
        (-5, '[<0]"loss "0;0', "-5"),
        (5, "[Red][<-100]0;[>1000]0.0;0", "5"),
        (float("inf"), "0.00", "inf"),
        (1e300, "0.00", f"1{'0' * 300}.00"),
    ],
)
def test_a_number_is_shown_as_its_format_says(value, number_format, shown):
    assert number_shown(value, number_format).strip() == shown


# What Excel shows for -1234.5, 0 and 1234.5. A fraction, and a date where there is none, is told as
# the plain value; so is the format 44 as openpyxl has it, without the signs between its sections.
PLAIN = ("-1234.5", "0", "1234.5")
BUILTIN = {
    "General": PLAIN,
    "0": ("-1235", "0", "1235"),
    "0.00": ("-1234.50", "0.00", "1234.50"),
    "#,##0": ("-1,235", "0", "1,235"),
    "#,##0.00": ("-1,234.50", "0.00", "1,234.50"),
    '"$"#,##0_);("$"#,##0)': ("($1,235)", "$0", "$1,235"),
    '"$"#,##0_);[Red]("$"#,##0)': ("($1,235)", "$0", "$1,235"),
    '"$"#,##0.00_);("$"#,##0.00)': ("($1,234.50)", "$0.00", "$1,234.50"),
    '"$"#,##0.00_);[Red]("$"#,##0.00)': ("($1,234.50)", "$0.00", "$1,234.50"),
    "0%": ("-123450%", "0%", "123450%"),
    "0.00%": ("-123450.00%", "0.00%", "123450.00%"),
    "0.00E+00": ("-1.23E+03", "0.00E+00", "1.23E+03"),
    "#,##0_);(#,##0)": ("(1,235)", "0", "1,235"),
    "#,##0_);[Red](#,##0)": ("(1,235)", "0", "1,235"),
    "#,##0.00_);(#,##0.00)": ("(1,234.50)", "0.00", "1,234.50"),
    "#,##0.00_);[Red](#,##0.00)": ("(1,234.50)", "0.00", "1,234.50"),
    BUILTIN_FORMATS[41]: ("(1,235)", "-", "1,235"),
    BUILTIN_FORMATS[42]: ("$(1,235)", "$-", "$1,235"),
    BUILTIN_FORMATS[43]: ("(1,234.50)", "-", "1,234.50"),
    "##0.0E+0": ("-1.2E+3", "0.0E+0", "1.2E+3"),
}


@pytest.mark.parametrize("number", [number for number in BUILTIN_FORMATS if number < 50])
def test_the_formats_that_come_with_excel_show_losses_as_losses(number):
    number_format = BUILTIN_FORMATS[number]
    shown = tuple(number_shown(value, number_format).strip() for value in (-1234.5, 0, 1234.5))
    assert shown == BUILTIN.get(number_format, PLAIN)
    assert shown[0] != shown[2]


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (MARCH, "yyyy-mm-dd", "2024-03-05"),
        (MARCH, "d mmmm yyyy", "5 March 2024"),
        (MARCH, "dd/mm/yy", "05/03/24"),
        (MARCH, "d-mmm-yy", "5-Mar-24"),
        (MARCH, "[$-409]dddd, mmmm d, yyyy;@", "Tuesday, March 5, 2024"),
        (MARCH, "ddd d. mmm", "Tue 5. Mar"),
        (MARCH, "dd\\.mm\\.yyyy", "05.03.2024"),
        (MARCH, "mm-dd-yy", "2024-03-05 14:07:09"),
        (datetime.datetime(2024, 3, 5), "mm-dd-yy", "2024-03-05"),
        (datetime.date(2024, 3, 5), "m/d/yy h:mm", "2024-03-05"),
        (MARCH, "h:mm AM/PM", "2:07 PM"),
        (MARCH, "hh:mm:ss", "14:07:09"),
        (MARCH, "mm:ss", "07:09"),
        (MARCH, "yyyy-mm-dd hh:mm", "2024-03-05 14:07"),
        (MARCH, 'yyyy"W"mm', "2024W03"),
        (MARCH, "General", "2024-03-05 14:07:09"),
        (datetime.time(8, 5), "h:mm", "8:05"),
        (datetime.time(8, 5), "mm-dd-yy", "08:05"),
        (datetime.timedelta(hours=30, minutes=4, seconds=5), "[h]:mm:ss", "30:04:05"),
        (datetime.timedelta(minutes=90), "[mm]:ss", "90:00"),
        (datetime.timedelta(seconds=61.25), "[m]:ss.00", "1:01.25"),
        (datetime.timedelta(hours=30), "General", "30:00:00"),
    ],
)
def test_a_date_is_shown_as_its_format_says(value, number_format, shown):
    assert date_shown(value, number_format) == shown


@given(
    st.floats(allow_nan=True) | st.integers(),
    st.text(alphabet='0#?.,%Ee+-;[]"\\_*@$€ Gmy/', max_size=20),
)
def test_any_format_shows_something_or_nothing_and_fails_never(value, number_format):
    assert isinstance(number_shown(value, number_format), str)


@given(st.datetimes(), st.text(alphabet='ymdhsAP/.0;[]"\\_*@$ :,-', max_size=20))
def test_any_format_of_dates_fails_never(value, number_format):
    assert isinstance(date_shown(value, number_format), str)
