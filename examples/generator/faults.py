"""The faults people make, planted one by one."""

from spreadsheets import text

# A well-known test number of the tax agency, born in 1912; it belongs to nobody.
TEST_PERSON = "19121212-1212"


def _set(**values):
    def change(row, _before):
        row.update(values)
    return change


def _tenfold_heads(row, _before):
    row["heads"] = f"ca {row['heads']}"


def _one_woman_too_many(row, _before):
    row["heads_women"] += 1


def _nested(row, _before):
    row["hired_far_months_24_plus"] = row["hired_far"]
    row["hired_far_months_12_plus"] = row["hired_far"] - 1


def _far_more_than_hired(row, _before):
    extra = row["hired"] + 2 - row["hired_far"]
    row["hired_far"] += extra
    row["hired_far_men"] += extra


def _opening_off(difference):
    def change(row, _before):
        row["fte_opening"] += difference
        row["fte_opening_subsidised"] = min(row["fte_opening_subsidised"], row["fte_opening"])
    return change


def _lost_minus(row, _before):
    row["net_result"] = -abs(row["net_result"]) - 1000
    row["reinvested"] = 25000


def _hours_for_weeks(row, _before):
    row["trainee_hours"] = row["trainees"] * 2600


def _thousands(row, _before):
    for field in ("turnover", "sales", "public_support", "net_result"):
        row[field] = round(row[field] / 1000)
    row["reinvested"] = round(row["reinvested"] / 1000) if isinstance(row["reinvested"], int) else row["reinvested"]
    row["reinvested"] = min(row["reinvested"], row["net_result"]) if isinstance(row["reinvested"], int) else row["reinvested"]


def _copied(row, before):
    for field in ("fte_closing", "fte_closing_subsidised", "turnover", "sales", "net_result", "reinvested", "public_support"):
        row[field] = before[field]


def _more_than_full_time(row, _before):
    row.update(fte_closing=2.25, fte_closing_subsidised=0.0, heads=2, heads_women=1, heads_men=1, heads_not_stated=0)


def _tender_won(row, _before):
    for field in ("turnover", "sales"):
        row[field] = round(row[field] * 2.35)


def _heads_as_fte(row, _before):
    row["fte_closing"] = float(row["heads"])
    row["fte_method"] = "head_count"


def _reinvests_too_much(row, _before):
    row["net_result"] = 41200
    row["reinvested"] = 412000


def _no_support(row, _before):
    row["public_support"] = 0


# Enterprise and year: how the row is changed before it is written.
ROWS = {
    (20, 2023): _tenfold_heads,
    (10, 2023): _one_woman_too_many,
    (42, 2023): _nested,
    (36, 2024): _set(),
    (15, 2024): _far_more_than_hired,
    (29, 2024): _set(fte_method="schablon"),
    (33, 2024): _opening_off(0.5),
    (28, 2024): _opening_off(-1.0),
    (35, 2024): _lost_minus,
    (46, 2024): _hours_for_weeks,
    (6, 2024): _set(),
    (3, 2024): _set(),
    (12, 2024): _set(),
    (18, 2025): _set(statutes_reference=f"§ 9, frågor till {TEST_PERSON}"),
    (45, 2025): _set(year_start="2023-09-01", year_end="2024-08-31"),
    (16, 2025): _set(fte_closing=""),
    (17, 2025): _reinvests_too_much,
    (30, 2025): _set(statutes_reference="§ 7 \"överskott"),
    (49, 2025): _thousands,
    (8, 2025): _copied,
    (57, 2025): _heads_as_fte,
    (31, 2025): _more_than_full_time,
    (27, 2025): _no_support,
    (52, 2025): _set(wage_subsidy_booking="none"),
    (11, 2025): _set(criterion_surplus_reinvested="nej"),
    (19, 2025): _set(fte_average=7.333),
    (4, 2025): _tender_won,
    (43, 2025): _opening_off(1.0),
    (32, 2025): _set(),
    (5, 2025): _set(),
    (47, 2024): _set(statutes_reference="§ 11 första stycket\n§ 12"),
    (9, 2025): _set(),
}
# Enterprise and year: the rule that keeps the row out, the field it is shown at, and its severity.
BUILT_IN = {
    (20, 2023): ("not-a-number", "heads"),
    (36, 2024): ("wrong-check-digit", "organisation"),
    (29, 2024): ("unknown-code", "fte_method"),
    (6, 2024): ("wrong-field-count", ""),
    (18, 2025): ("personal-number", "statutes_reference"),
    (45, 2025): ("wrong-period", "year_end"),
    (16, 2025): ("required-value-missing", "fte_closing"),
    (30, 2025): ("unclosed-quote", "statutes_reference"),
    (13, 2023): ("duplicate-key", "organisation"),
}
# Files with blank rows in them, which are no fault: enterprise, year, before or after the row.
BLANK = {(11, 2023): 1, (2, 2024): 1, (41, 2025): 2, (14, 2025): 1}


def spoil_bytes(index, year, data):
    """What no spreadsheet program writes: a quote that is not closed, a semicolon in a text without quotes."""
    if (index, year) == (30, 2025):
        return data.replace('"§ 7 ""överskott"'.encode("cp1252"), '"§ 7 överskott'.encode("cp1252"))
    return data


def wrong_digit(ten):
    return text(f"{ten[:6]}-{ten[6:9]}{(int(ten[9]) + 3) % 10}")
