"""The files of the project that its officer keeps: settings, register, targets, comments and reasons."""

import csv
import io
from pathlib import Path

import checks
from years import random_for

# Enterprise, year, check, reason code, words, who, when, may be printed, values the reason was given for.
_REASONS = [
    (3, 2024, "fte_change", "merger", "Exempelfixarna gick upp i vår förening i juni och alla följde med.", "2025-02-11", "yes", True),
    (12, 2024, "fte_change", "tender_lost", "Kommunen valde en annan utförare från och med mars.", "2025-02-20", "no", True),
    (28, 2024, "fte_chain", "trainees_counted", "Förra året räknade vi en person i arbetsträning som anställd.", "2025-02-25", "no", True),
    (32, 2025, "fte_change", "new_site", "Vi öppnade en ny butik i september.", "2026-02-17", "yes", True),
    (5, 2025, "fte_change", "", "ok", "2026-02-19", "no", True),
    (4, 2025, "turnover_change", "tender_won", "Vi vann en stor upphandling om cykelservice.", "2026-03-30", "yes", True),
    (31, 2025, "fte_per_employee", "overtime", "Båda arbetade mer än heltid i december.", "2026-02-26", "no", True),
    (43, 2025, "fte_chain", "sick_leave_cover", "En långtidssjukskriven och vikarien är båda räknade.", "2026-02-10", "no", False),
]
_NEW_REASONS = []


class Reasons:
    """The reasons in `explanations.csv`, and what they do."""

    def __init__(self, known):
        self.known = known
        self.used = set()

    def settles(self, index, year, rule):
        """True when a warning has a reason that says something and was given for these values."""
        for at, (i, y, check, code, _, _, _, holds) in enumerate(_REASONS):
            if (i, y) == (index, year) and rule.endswith("." + check):
                self.used.add(at)
                return bool(code) and holds
        return False

    def findings(self):
        """Notes about reasons that say nothing or are out of date."""
        found = []
        for at, (_, _, _, code, _, _, _, holds) in enumerate(_REASONS):
            rule = "" if at in self.used else "reason-without-warning"
            rule = rule or ("poor-reason" if not code else "" if holds else "outdated-reason")
            if rule:
                column = "H" if rule == "poor-reason" else "E"
                found.append(("explanations.csv", at + 2, f"{column}{at + 2}", rule, "note"))
        return found

    def rows(self, accepted):
        shown = {
            "fte_change": ["fte_closing", "fte_opening"], "fte_chain": ["fte_opening"],
            "turnover_change": ["turnover"], "fte_per_employee": ["fte_closing", "heads"],
        }
        for index, year, check, code, words, day, publish, holds in _REASONS:
            row = accepted[index, year]
            values = [(name, row[name] if holds else row[name] - 0.5) for name in shown[check]]
            said = ";".join(f"{name}={value:g}" if value < 1e5 else f"{name}={value}" for name, value in values)
            who = "Ekonomiansvarig"
            yield [self.known[index].number, year, checks.DATASET, "", check, said, code, words, who, day, publish]


def files(known, accepted, reasons):
    """The texts of the project's files by name."""
    return {
        "nytta.yaml": (Path(__file__).parent / "nytta.yaml").read_text(encoding="utf-8"),
        "organisations.csv": _table(_REGISTER, register(known)),
        "targets.csv": _table(["indicator", "breakdown", "period", "kind", "value", "decided", "source"], targets(accepted)),
        "comments.csv": _table(["indicator", "breakdown", "period", "text", "by", "date"], comments()),
        "explanations.csv": _table(
            ["organisation", "period", "dataset", "record", "check", "values", "reason_code", "text", "by", "date", "publish"],
            reasons.rows(accepted),
        ),
    }


_REGISTER = (
    "organisation,name,municipality,legal_form,sector,valid_from,valid_to,active_from,active_to,consent_to_be_named,"
    "financed_from,member_from,member_to,decided_by,decided,merged_into"
).split(",")
# Financed by a microfund, from which day.
_FINANCED = {1: "2017-11-20", 4: "2021-05-03", 9: "2023-09-18", 15: "2022-02-14", 25: "2020-10-05", 32: "2019-06-17",
             41: "2021-12-06", 46: "2024-04-22", 48: "2023-08-28", 52: "2022-11-07", 54: "2024-03-25", 21: "2025-03-10"}


def register(known):
    for index, e in known.items():
        source = random_for(index, "register")
        consent = "yes" if source.random() < 0.6 or index in (3, 4, 32) else "no"
        started = e.active_from or f"{source.randint(2004, 2021)}-{source.randint(1, 12):02}-01"
        tail = [started, e.active_to, consent, _FINANCED.get(index, ""), e.member_from, "", "Regionala utvecklingsnämnden",
                e.decided, known[e.merged_into].number if e.merged_into else ""]
        if e.moved_from:
            yield [e.number, e.full_name, e.moved_from, e.legal_form, e.sector, "", "2024-06-30", *tail]
            yield [e.number, e.full_name, e.municipality, e.legal_form, e.sector, "2024-07-01", "", *tail]
        elif e.renamed_from:
            old = e.full_name.replace(e.name, e.renamed_from)
            yield [e.number, old, e.municipality, e.legal_form, e.sector, "", "2025-01-31", *tail]
            yield [e.number, e.full_name, e.municipality, e.legal_form, e.sector, "2025-02-01", "", *tail]
        else:
            yield [e.number, e.full_name, e.municipality, e.legal_form, e.sector, "", "", *tail]


def targets(accepted):
    def total(field, where=lambda row: True):
        rows = (row for (_, year), row in accepted.items() if year == 2023 and where(row))
        return sum(checks.value(row, field) or 0 for row in rows)

    far, trainees, fte, hired = total("hired_far"), total("trainees"), total("fte_closing"), total("hired")
    both = lambda row: None not in (checks.value(row, "leavers"), checks.value(row, "leavers_to_ordinary_work"))  # noqa: E731
    share = 100 * total("leavers_to_ordinary_work", both) / total("leavers", both)
    routine = [row["participation_routine"] for (_, year), row in accepted.items() if year == 2023]
    yes = 100 * routine.count("ja") / (routine.count("ja") + routine.count("nej"))
    plan, revised = "Handlingsplan för social ekonomi 2023–2027", "Regionala utvecklingsnämnden 2024-11-26, § 118"
    first, later = "2023-11-21", "2024-11-26"
    for indicator, baseline, milestone, target in [
        ("far_from_labour_market_hired", far, 75, 85),
        ("people_in_work_training", trainees, 360, 400),
        ("fte_year_end", f"{fte:g}", 275, 340),
        ("leavers_to_work_share", f"{share:.1f}", 18, 20),
        ("new_employees", hired, 145, 175),
        ("participation_routine_share", f"{yes:.1f}", 80, 90),
    ]:
        yield [indicator, "", 2023, "baseline", baseline, first, plan]
        yield [indicator, "", 2024, "milestone", milestone, first, plan]
        yield [indicator, "", 2025, "target", target, first, plan]
        if indicator == "far_from_labour_market_hired":
            yield [indicator, "", 2025, "target", 95, later, revised]
        end = {"far_from_labour_market_hired": 120, "fte_year_end": 400, "leavers_to_work_share": 25}.get(indicator)
        if end:
            yield [indicator, "", 2027, "target", end, first, plan]


def comments():
    officer = "Kim Exempelsson, utvecklingsledare"
    for indicator, breakdown, period, words, day in [
        ("far_from_labour_market_hired", "", 2025,
         "Vi har ordnat träffar där företag och Arbetsförmedlingen möts. Vilken del de har i ökningen vet vi inte.", "2026-06-02"),
        ("surplus_reinvested", "", 2025,
         "Högre hyror och räntor gav många företag ett mindre överskott än året före. De flesta låter hela överskottet "
         "stanna i verksamheten.", "2026-06-02"),
        ("leavers_to_work_share", "", 2025,
         "Vi vet inte vart alla går vidare. Arbetsförmedlingen och kommunerna har lovat att hjälpa företagen att följa upp fler.",
         "2026-06-03"),
        ("people_in_work_training", "", 2025,
         "Flera kommuner har köpt fler platser för arbetsträning. Avtalen gäller till och med 2026.", "2026-06-03"),
        ("fte_year_end", "", 2024,
         "Två företag gick samman under året och ett lades ner. De allra flesta av jobben finns kvar.", "2025-09-01"),
    ]:
        yield [indicator, breakdown, period, words, officer, day]


def _table(headers, rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows(rows)
    return out.getvalue()
