"""The rules a submission is held against, written a second time, to tell which findings the example must give.

It knows as much of the rules as the example needs. The engine must come to the same list by its own way.
"""

import re

DATASET = "enterprise_year"
PARAMETERS = {"fte_change_limit": 5, "turnover_change_limit": 500_000, "turnover_change_factor": 2}
FLOWS = re.compile(
    "^(hired|retained|trainee|leavers|net_result|reinvested|patronage|subordinated|turnover|sales|public_support|volunteer)"
)


def value(row, field):
    """The number in a cell; nothing to report is 0 for what is counted over the year; None for every other kind of missing."""
    written = row.get(field, "") if row else ""
    if written == "-" and FLOWS.match(field):
        return 0
    return written if isinstance(written, (int, float)) else None


def findings(row, before):
    """Names of the dataset's checks that a row fails, each with the field it is shown at."""
    v = lambda field: value(row, field)  # noqa: E731
    p = lambda field: value(before, field) if before else None  # noqa: E731
    opening, closing, heads = v("fte_opening"), v("fte_closing"), v("heads")
    turnover, last = v("turnover"), p("turnover")
    found = []

    def fails(check, field, *needed, when=True, holds=None):
        if when and all(need is not None for need in needed) and not holds(*needed):
            found.append((f"{DATASET}.{check}", field))

    fails("fte_chain", "fte_opening", opening, p("fte_closing"), holds=lambda a, b: a == b)
    fails("subsidised_within_opening", "fte_opening_subsidised", v("fte_opening_subsidised"), opening, holds=lambda a, b: a <= b)
    fails("subsidised_within_closing", "fte_closing_subsidised", v("fte_closing_subsidised"), closing, holds=lambda a, b: a <= b)
    limit = PARAMETERS["fte_change_limit"]
    beyond = closing is not None and bool(heads) and closing / heads > 1.5
    fails("fte_change", "fte_closing", closing, opening, when=not beyond, holds=lambda c, o: abs(c - o) <= limit or abs(c - o) <= o * 0.25)
    if row.get("fte_method") == "head_count":
        found.append((f"{DATASET}.fte_converted", "fte_method"))
    fails("fte_has_employees", "heads", heads, closing, holds=lambda h, c: h > 0 or c == 0)
    fails("fte_per_employee", "fte_closing", closing, heads, when=heads != 0 and not beyond, holds=lambda c, h: c / h <= 1)
    fails("fte_beyond_employees", "fte_closing", closing, heads, when=heads != 0, holds=lambda c, h: c / h <= 1.5)
    fails("far_within_hired", "hired_far", v("hired_far"), v("hired"), holds=lambda a, b: a <= b)
    fails("retained_within_cohort", "retained", v("retained"), p("hired"), holds=lambda a, b: a <= b)
    trainees, hours = v("trainees"), v("trainee_hours")
    fails("training_hours_have_trainees", "trainees", trainees, hours, holds=lambda t, h: t > 0 or h == 0)
    fails("training_hours_per_person", "trainee_hours", hours, trainees, when=trainees != 0, holds=lambda h, t: 1 <= h / t <= 2000)
    result, reinvested = v("net_result"), v("reinvested")
    fails("reinvested_within_result", "reinvested", reinvested, result, when=(result or 0) > 0, holds=lambda a, b: a <= b)
    fails("surplus_exists", "reinvested", reinvested, result, when=(result or 0) <= 0, holds=lambda a, b: a == 0)
    fails("sales_within_turnover", "sales", v("sales"), turnover, holds=lambda a, b: a <= b)
    both = (turnover or 0) > 0 and (last or 0) > 0
    fails("turnover_in_kronor", "turnover", turnover, last, when=both, holds=lambda t, b: b / 200 <= t <= b * 200)
    limit, factor = PARAMETERS["turnover_change_limit"], PARAMETERS["turnover_change_factor"]
    slip = both and not last / 200 <= turnover <= last * 200
    fails("turnover_change", "turnover", turnover, last, when=not slip,
          holds=lambda t, b: abs(t - b) <= limit or b / factor <= t <= b * factor)
    support, subsidised = v("public_support"), v("fte_closing_subsidised")
    fails("subsidy_has_support", "public_support", support, subsidised, holds=lambda a, b: a > 0 or b == 0)
    if row.get("wage_subsidy_booking") == "none" and (subsidised or 0) > 0:
        found.append((f"{DATASET}.subsidy_booking_fits", "wage_subsidy_booking"))
    fails("volunteer_hours_have_volunteers", "volunteers", v("volunteers"), v("volunteer_hours"), holds=lambda a, b: a > 0 or b == 0)
    same = [(closing, p("fte_closing")), (turnover, last), (result, p("net_result"))]
    if (turnover or 0) > 0 and all(a is not None and a == b for a, b in same):
        found.append((f"{DATASET}.copied_from_last_year", "turnover"))
    criteria = ["criterion_social_goal", "criterion_results_measured", "criterion_surplus_reinvested"]
    no = [field for field in criteria if row.get(field) == "nej"]
    if no:
        found.append((f"{DATASET}.criteria_met", no[0]))
    for field, parts in splits(row):
        given = [v(part) for part in parts]
        total = v(field)
        if total is None or all(part is None for part in given):
            continue
        known = sum(part for part in given if part is not None)
        absent = [part for part, number in zip(parts, given) if number is None]
        if known != total and (known > total or all(part.endswith("not_stated") for part in absent)):
            found.append(("parts-differ-from-total", field))
    inner, outer = v("hired_far_months_24_plus"), v("hired_far_months_12_plus")
    if inner is not None and outer is not None and inner > outer:
        found.append(("part-exceeds-containing-part", "hired_far_months_24_plus"))
    for code in ["months_12_plus", "months_24_plus", "reduced_work_capacity", "newly_arrived", "young_without_upper_secondary", "other"]:
        part, total = v(f"hired_far_{code}"), v("hired_far")
        if part is not None and total is not None and part > total:
            found.append(("part-exceeds-total", f"hired_far_{code}"))
    return found


def splits(row):
    genders, leavers = ["women", "men", "not_stated"], "ordinary_work subsidised_work studies internal_hire other not_stated"
    for field in ["heads", "hired", "hired_far", "retained", "trainees", "leavers", "board"]:
        yield field, [f"{field}_{code}" for code in genders]
    yield "leavers", [f"leavers_to_{code}" for code in leavers.split()]
