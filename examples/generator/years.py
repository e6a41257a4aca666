"""What happened in each enterprise in 2023, 2024 and 2025: one coherent row of figures per enterprise and year."""

import math
import random
from datetime import date, timedelta

YEARS = [2023, 2024, 2025]
GENDERS = ["women", "men", "not_stated"]
DESTINATIONS = ["ordinary_work", "subsidised_work", "studies", "internal_hire", "other", "not_stated"]
# Share of women among those in each line of business.
WOMEN = {
    "reuse": 0.52, "cafe_catering": 0.62, "property_care": 0.42, "care": 0.74, "farming_garden": 0.48, "craft": 0.55,
    "culture_media": 0.5, "bicycle_vehicle": 0.25, "training_language": 0.68, "village_service": 0.55,
}
# Enterprises of some size in Örebro that each have one person with another or no stated gender: enough of them, and in
# one district, so that their sum can be published.
NOT_STATED = [1, 3, 5, 12, 7]
# Full-time equivalents gained or lost that are a story of their own: enterprise, year, change.
STORIES = {
    (32, 2025): 7.5,    # a new shop opened in September
    (5, 2025): 9.5,     # the officer gets no good reason
    (3, 2024): 6.25,    # takes over Exempelfixarna
    (12, 2024): -5.25,  # a tender lost
    (26, 2024): 1.5,
    (48, 2024): 4.0,
    (54, 2024): 2.5,
    (21, 2025): 1.5,
    (25, 2025): 2.0,
    (9, 2024): 0.0,
    (47, 2023): 0.0,
    (47, 2024): 0.0,
}


def random_for(*parts):
    """A source of chance of its own for each thing, so that a change in one leaves the others as they were."""
    return random.Random("nytta-orebro-lan:" + ":".join(map(str, parts)))


def quarter(value):
    return max(0.0, round(value * 4) / 4)


def year_of(enterprise, year):
    """First and last day of the financial year that ends in a year."""
    month, day = map(int, enterprise.year_end.split("-"))
    last = date(year, month, day)
    first = date(year - 1, month, day) + timedelta(days=1)
    if enterprise.active_from:
        started = date.fromisoformat(enterprise.active_from)
        if started > date(2023, 1, 1) and first <= started:
            first = started
        if enterprise.index == 48 and year == 2024:
            first = started
    return first, last


def split(total, enterprise, share, source, give_other):
    """A number of people as women, men and other or not stated."""
    other = 1 if give_other and total >= 3 else 0
    rest = total - other
    women = min(rest, max(0, round(rest * share + source.uniform(-0.6, 0.6))))
    return {"women": women, "men": rest - women, "not_stated": other}


def parts(row, field, total, enterprise, share, source, pattern=None):
    other = enterprise.index in NOT_STATED
    row[field] = total
    for code, value in split(total, enterprise, share, source, other).items():
        row[(pattern or field + "_{}").format(code)] = value


def history(enterprise):
    """The enterprise's rows by year."""
    rows = {}
    before = None
    for year in YEARS:
        started = enterprise.active_from and int(enterprise.active_from[:4]) >= 2023
        first_year = {"48": 2024, "54": 2024, "21": 2025, "25": 2025}.get(str(enterprise.index), 2023)
        if year < first_year:
            continue
        if enterprise.active_to and enterprise.active_to < f"{year}-12-31":
            break
        rows[year] = before = one_year(enterprise, year, before, bool(started) and year == first_year)
    return rows


def one_year(e, year, before, founded):
    source = random_for(e.index, year)
    row = {"year_start": year_of(e, year)[0].isoformat(), "year_end": year_of(e, year)[1].isoformat()}
    women = min(0.95, max(0.08, WOMEN[e.sector] + random_for(e.index, "women").gauss(0, 0.1)))
    trend = year - 2023

    # Jobs
    opening = 0.0 if founded else before["fte_closing"] if before else e.fte
    if (e.index, year) in STORIES:
        closing = quarter(opening + STORIES[e.index, year])
    elif opening == 0:
        closing = 0.0
    else:
        change = opening * source.gauss(0.035, 0.09)
        closing = quarter(opening + max(-4.5, min(4.5, change)))
        if closing == 0:
            closing = 0.25
    share = random_for(e.index, "subsidised").uniform(0.5, 0.75) if e.wise else random_for(e.index, "s").uniform(0, 0.35)
    row["fte_opening"] = opening
    row["fte_opening_subsidised"] = before["fte_closing_subsidised"] if before else quarter(opening * share)
    row["fte_closing"] = closing
    row["fte_closing_subsidised"] = min(closing, quarter(closing * share * source.uniform(0.92, 1.06)))
    row["fte_average"] = round((opening + closing) / 2 * source.uniform(0.96, 1.03), 2)
    method = random_for(e.index, "method").choices(["contracted", "paid_hours", "worked_hours", "estimated"], [60, 25, 8, 7])
    row["fte_method"] = method[0]
    row["fte_hours_base"] = random_for(e.index, "base").choice([1920, 1980, 1880]) if "hours" in method[0] else "."

    # People in employment
    ratio = random_for(e.index, "heads").uniform(1.2, 1.7) if e.wise else random_for(e.index, "heads").uniform(1.1, 1.5)
    heads = math.ceil(closing * ratio) if closing else 0
    parts(row, "heads", heads, e, women, source)
    heads_before = before["heads"] if before else math.ceil(opening * ratio)
    hired = round(heads * source.uniform(0.2, 0.4)) + (1 if e.wise and heads else 0)
    hired = max(hired, heads - heads_before, 0)
    parts(row, "hired", hired, e, women, source)
    share = [0.62, 0.68, 0.76][trend] if e.wise else [0.3, 0.36, 0.44][trend]
    far = min(hired, max(0, round(hired * share + source.uniform(-0.5, 0.5))))
    other = min(row["hired_not_stated"], 1) if far >= 3 else 0
    far_women = round(row["hired_women"] * far / hired) if hired else 0
    far_women = min(row["hired_women"], max(far - other - row["hired_men"], far_women), far - other)
    row |= {"hired_far": far, "hired_far_women": far_women, "hired_far_not_stated": other}
    row["hired_far_men"] = far - other - far_women
    long = min(far, round(far * source.uniform(0.5, 0.8)))
    row["hired_far_months_12_plus"] = long
    row["hired_far_months_24_plus"] = round(long * source.uniform(0.3, 0.65))
    row["hired_far_reduced_work_capacity"] = round(far * source.uniform(0.25, 0.55))
    row["hired_far_newly_arrived"] = round(far * source.uniform(0.1, 0.4))
    row["hired_far_young_without_upper_secondary"] = round(far * source.uniform(0.05, 0.25))
    row["hired_far_other"] = round(far * source.uniform(0, 0.2))
    cohort = before["hired"] if before else 0 if founded else round(hired * source.uniform(0.7, 1.0))
    kept = min(cohort, round(cohort * (0.62 + 0.03 * trend + source.uniform(-0.15, 0.15))))
    parts(row, "retained", kept, e, women, source)
    if before:
        for code in GENDERS[:2]:
            row["retained_" + code] = min(row["retained_" + code], before["hired_" + code])
        row["retained_not_stated"] = min(kept, before["hired_not_stated"], row["retained_not_stated"])
        row["retained"] = sum(row["retained_" + code] for code in GENDERS)

    # Work training and the way onward
    if e.wise:
        trainees = round((closing + 2) * random_for(e.index, "t").uniform(0.9, 1.9) * (1 + 0.07 * trend) + source.uniform(0, 2))
    else:
        trainees = source.choice([0, 0, 1, 2, 3, 4, 6]) if closing >= 1 else source.choice([0, 0, 0, 1, 2])
    parts(row, "trainees", trainees, e, 0.46, source)
    row["trainee_hours"] = sum(round(source.uniform(150, 480)) for _ in range(trainees))
    leavers = min(trainees + 3, round(trainees * source.uniform(0.38, 0.6)) + (1 if row["fte_closing_subsidised"] >= 3 else 0))
    weights = [15 + 3 * trend, 13, 10, 12, 36, 11]
    drawn = source.choices(DESTINATIONS, weights, k=leavers)
    row["leavers"] = leavers
    for code in DESTINATIONS:
        row["leavers_to_" + code] = drawn.count(code)
    for code, value in split(leavers, e, 0.47, source, e.index in NOT_STATED).items():
        row["leavers_" + code] = value

    # Income
    per_fte = random_for(e.index, "k").uniform(350, 450) if e.wise else random_for(e.index, "k").uniform(470, 720)
    own = random_for(e.index, "small").uniform(60, 260)
    months = (date.fromisoformat(row["year_end"]) - date.fromisoformat(row["year_start"])).days / 365
    volume = (opening + closing) / 2 if not founded else closing * 0.8
    turnover = round((per_fte * volume + own) * 1000 * min(months, 1.4) * source.uniform(0.93, 1.08) * (1.02 ** trend))
    grants = random_for(e.index, "grants").uniform(0.25, 0.55) if e.wise else random_for(e.index, "g").uniform(0.05, 0.28)
    support = round(turnover * grants / (1 - grants) * source.uniform(0.9, 1.1))
    booking = random_for(e.index, "booking").choices(["turnover", "other_income", "lower_wage_cost"], [20, 55, 25])[0]
    if row["fte_closing_subsidised"] == 0:
        booking = "none"
        if random_for(e.index, "nothing").random() < 0.4:
            support = 0
    row["turnover"], row["public_support"], row["wage_subsidy_booking"] = turnover, support, booking
    row["sales"] = round(turnover * (source.uniform(0.72, 0.88) if booking == "turnover" else source.uniform(0.93, 1.0)))
    margin = source.gauss([0.05, 0.045, 0.014][trend], 0.045)
    result = round(turnover * max(-0.12, min(0.12, margin)))
    row["net_result"] = result
    row["patronage_refund"], row["subordinated_return"] = ".", "."
    if e.legal_form == "ek_for":
        row["patronage_refund"] = round(result * 0.08, -2) if result > 60000 and source.random() < 0.3 else 0
        row["subordinated_return"] = 6000 if result > 30000 and random_for(e.index, "sub").random() < 0.2 else 0
    if result > 0:
        spare = result - sum(v for v in (row["patronage_refund"], row["subordinated_return"]) if v != ".")
        whole = random_for(e.index, "whole").random() < 0.82
        row["reinvested"] = round(spare if whole else spare * source.uniform(0.7, 0.97))
    else:
        row["reinvested"] = "."
    decided = source.random() < (0.84 if year == 2025 else 0.99)
    row["decided_by_meeting"] = "ja" if decided else "nej"
    statutes = random_for(e.index, "statutes")
    row["statutes_rule"] = "ja" if statutes.random() < 0.88 else "nej"
    row["statutes_reference"] = f"§ {statutes.randint(7, 24)}" if row["statutes_rule"] == "ja" else "."

    # Participation
    much = 3 if e.sector == "reuse" else 2 if e.legal_form == "ideell" else 1
    volunteers = max(0, round(random_for(e.index, "v").choice([0, 0, 2, 4, 6, 9]) * much * source.uniform(0.8, 1.25)))
    row["volunteers"] = volunteers
    row["volunteer_hours"] = round(volunteers * source.uniform(25, 90))
    if e.legal_form in ("ek_for", "ideell"):
        middle = 11 if e.legal_form == "ek_for" else 45
        start = round(middle * math.exp(random_for(e.index, "m").gauss(0, 0.6))) + 3
        row["members"] = max(3, round(start * (1 + 0.03 * trend) + source.uniform(-1.5, 1.5)))
    else:
        row["members"] = "."
    board = random_for(e.index, "board").randint(3, 7)
    parts(row, "board", board, e, (women + 0.5) / 2, random_for(e.index, "board", year // 2))
    row["board_men"] += row["board_not_stated"]
    row["board_not_stated"] = 0
    likely = (0.8 if e.wise else 0.45) + 0.08 * trend
    row["participation_routine"] = "ja" if random_for(e.index, "routine").random() < likely else "nej"
    row["criterion_social_goal"] = row["criterion_results_measured"] = row["criterion_surplus_reinvested"] = "ja"
    return row
