"""Adds up the example project of Örebro county a second time, without the engine.

    python3 tests/independent/orebro_lan.py            writes tests/expected/orebro-lan-sums.csv
    python3 tests/independent/orebro_lan.py --check    compares with it instead; exit status 1 when something differs

Standard library only. It reads the files as they were sent (CSV, XLSX, ODS), the register, the codelists and the labels
of the dataset. It shares no code with the engine or with the generator, and its formulas are written out here from the
definitions in words. From `tests/expected/orebro-lan-findings.csv` it takes which rows have an error; those are in no sum.

Ratios are rounded to four decimals, half up. A cell with nothing to add up is left out. What is not protected here is
protected in a report: these are sums for staff.
"""

import csv
import io
import re
import sys
import xml.etree.ElementTree as xml
import zipfile
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "examples/orebro-lan"
PACK = ROOT / "indicators/social-enterprise"
FINDINGS = ROOT / "tests/expected/orebro-lan-findings.csv"
SUMS = ROOT / "tests/expected/orebro-lan-sums.csv"
PERIODS = ["2023", "2024", "2025"]
GENDERS = ["women", "men", "not_stated"]
DESTINATIONS = ["ordinary_work", "subsidised_work", "studies", "internal_hire", "other", "not_stated"]
GROUPS = ["months_12_plus", "months_24_plus", "reduced_work_capacity", "newly_arrived", "young_without_upper_secondary", "other"]
NOTHING = {"-", "–", "inget att redovisa"}
NO_ANSWER = {"", ".", "?", "vet ej", "vet inte", "vill ej uppge", "vill inte uppge", "ej tillämpligt"}


# Files into tables of text: a list of (row number, cells).

def read_csv(data):
    text = data.decode("utf-8-sig") if data.startswith(b"\xef\xbb\xbf") else data.decode("cp1252")
    return list(enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=";"), 1))


def column_number(cell):
    number = 0
    for letter in re.match("[A-Z]+", cell).group():
        number = number * 26 + ord(letter) - 64
    return number - 1


def read_xlsx(data):
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        shared = [
            "".join(part.text or "" for part in item.iter(space + "t"))
            for item in xml.fromstring(archive.read("xl/sharedStrings.xml"))
        ]
        sheet = xml.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    table = []
    for row in sheet.iter(space + "row"):
        cells = {}
        for cell in row.iter(space + "c"):
            value = cell.findtext(space + "v") or ""
            cells[column_number(cell.get("r"))] = shared[int(value)] if cell.get("t") == "s" else value.replace(".", ",")
        table.append((int(row.get("r")), [cells.get(at, "") for at in range(max(cells, default=-1) + 1)]))
    return table


def read_ods(data):
    office, text, table = (
        f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "text", "table")
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = xml.fromstring(archive.read("content.xml"))
    rows, number = [], 0
    for row in next(content.iter(table + "table")).iter(table + "table-row"):
        cells = []
        for cell in row.iter(table + "table-cell"):
            value = cell.get(office + "value")
            value = value.replace(".", ",") if value else "\n".join("".join(p.itertext()) for p in cell.iter(text + "p"))
            cells += [value] * min(int(cell.get(table + "number-columns-repeated", 1)), 200)
        number += 1
        rows.append((number, cells))
        number += int(row.get(table + "number-rows-repeated", 1)) - 1
    return rows


READERS = {".csv": read_csv, ".xlsx": read_xlsx, ".ods": read_ods}


# Headers: the name of a column, its Swedish label or an alias.

def headers():
    known = {}
    text = (PACK / "datasets/enterprise_year.yaml").read_text(encoding="utf-8").split("\nchecks:")[0]
    for block in re.split(r"\n  - field: ", text)[1:]:
        name = block.split("\n")[0].strip()
        label = re.search(r'\n    label:\n(?:      .*\n)*?      sv: (?:"(.*)"|(.*))\n', block + "\n")
        label = label.group(1) or label.group(2)
        split = re.search(r"\n    by: \[(\w+)\]", block)
        if not split or "\n    total: none" not in block:
            known[folded(name)] = known[folded(label)] = name
            aliases = re.search(r"\n    aliases: \[(.*)\]", block)
            for alias in re.findall(r'"([^"]*)"|([^",\s][^",]*)', aliases.group(1) if aliases else ""):
                known[folded(alias[0] or alias[1])] = name
        if split:
            pattern = re.search(r'\n    columns: "(.*?)"', block).group(1)
            for code in rows_of(PACK / f"codelists/{split.group(1)}.csv"):
                column = pattern.replace("{" + split.group(1) + "}", code["code"])
                known[folded(column)] = known[folded(f"{label}, {code['label_sv']}")] = column
    return known


def folded(header):
    return re.sub(r"\W", "", header.lower())


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Cells into numbers.

def number(text, flow):
    """The number in a cell; 0 for nothing to report where something is counted over the year; None without an answer."""
    text = text.strip()
    if text in NOTHING:
        return Decimal(0) if flow else None
    if text.lower() in NO_ANSWER:
        return None
    plain = re.sub(r"[\s\u00a0\u202f]|kr$", "", text).replace(",", ".")
    return Decimal(plain)


STOCKS = re.compile("^(fte_|heads|members|board)")


class Row:
    """One accepted row: the text of its columns, its organisation and its district."""

    def __init__(self, organisation, cells, district=""):
        self.organisation, self.cells, self.district = organisation, cells, district

    def get(self, column):
        return number(self.cells.get(column, ""), not STOCKS.match(column))

    def yes(self, column):
        said = self.cells.get(column, "").strip().lower()
        return {"ja": True, "nej": False}.get(said)


def ten_digits(text):
    digits = re.sub(r"\D", "", text)
    return digits[2:] if len(digits) == 12 and digits.startswith("16") else digits


def submissions(known):
    """The rows that were sent, by period, with those that have no error; and who sent something."""
    faulty = {(row["file"], row["row"]) for row in rows_of(FINDINGS) if row["severity"] == "error"}
    accepted, senders = defaultdict(dict), defaultdict(set)
    for path in sorted((PROJECT / "submissions").rglob("*")):
        if path.suffix not in READERS or "superseded" in path.parts:
            continue
        period, name = path.relative_to(PROJECT / "submissions").parts[0], str(path.relative_to(PROJECT))
        (_, first), *rest = READERS[path.suffix](path.read_bytes())
        columns = [known.get(folded(header)) for header in first]
        assert all(columns), f"{name}: unknown header {first[columns.index(None)]!r}"
        for at, cells in rest:
            if not any(cell.strip() for cell in cells):
                continue
            values = dict(zip(columns, cells))
            organisation = ten_digits(values["organisation"])
            senders[period].add(organisation)
            if (name, str(at)) not in faulty:
                assert organisation not in accepted[period], f"{name}: {organisation} is there twice"
                accepted[period][organisation] = Row(organisation, values)
    return accepted, senders


def register():
    """For each organisation its form, the day it closed and its municipality by the day that ends."""
    found = defaultdict(list)
    for row in rows_of(PROJECT / "organisations.csv"):
        found[row["organisation"]].append(row)
    return found


def place(rows, period, parents):
    """The district of an organisation at the end of a period, or when it closed."""
    closed = next((row["active_to"] for row in rows if row["active_to"]), "")
    day = min(closed or f"{period}-12-31", f"{period}-12-31")
    holds = [row for row in rows if (row["valid_from"] or "0") <= day]
    return parents[max(holds, key=lambda row: row["valid_from"])["municipality"]]


# Indicators: for each row the amount, or numerator and denominator; None when it has no answer.

def field(column):
    return lambda row, before: row.get(column)


def opening_and_closing(amount):
    def of(row, before):
        opening, closing = row.get("fte_opening"), row.get("fte_closing")
        return None if None in (opening, closing) else amount(opening, closing)
    return of


def surplus(column):
    def of(row, before):
        result = row.get("net_result")
        return row.get(column) if result is not None and result > 0 else None
    return of


def ratio(over, under):
    def of(row, before):
        a, b = over(row, before), under(row, before)
        return None if None in (a, b) else (a, b)
    return of


def both_incomes(row, before):
    sales, support = row.get("sales"), row.get("public_support")
    return None if None in (sales, support) else sales + support


def cohort(column):
    def of(row, before):
        hired = before.get(column) if before else None
        return hired if hired else None
    return of


def yes(column):
    def of(row, before):
        said = row.yes(column)
        return None if said is None else (Decimal(said), Decimal(1))
    return of


INDICATORS = {
    "fte_year_end": (field("fte_closing"), ["district"]),
    "fte_year_end_subsidised": (field("fte_closing_subsidised"), ["district"]),
    "jobs_gained": (opening_and_closing(lambda o, c: max(Decimal(0), c - o)), ["district"]),
    "jobs_lost": (opening_and_closing(lambda o, c: max(Decimal(0), o - c)), ["district"]),
    "jobs_net": (opening_and_closing(lambda o, c: c - o), ["district"]),
    "jobs_remained": (opening_and_closing(min), ["district"]),
    "employees_year_end": (field("heads"), ["district", "gender"]),
    "new_employees": (field("hired"), ["district", "gender"]),
    "far_from_labour_market_hired": (field("hired_far"), ["district", "gender", "district;gender"]),
    "far_from_labour_market_by_group": (field("hired_far"), ["target_group"]),
    "retention_12_months": (ratio(field("retained"), cohort("hired")), []),
    "people_in_work_training": (field("trainees"), ["district", "gender"]),
    "work_training_hours": (field("trainee_hours"), ["district"]),
    "leavers_by_destination": (field("leavers"), ["destination", "gender"]),
    "leavers_to_work_share": (ratio(field("leavers_to_ordinary_work"), field("leavers")), ["district"]),
    "net_result": (field("net_result"), ["district"]),
    "surplus_reinvested": (surplus("reinvested"), ["district"]),
    "surplus_reinvested_share": (ratio(surplus("reinvested"), surplus("net_result")), ["district"]),
    "turnover": (field("turnover"), ["district"]),
    "public_support": (field("public_support"), ["district"]),
    "share_from_sales": (ratio(field("sales"), both_incomes), ["district"]),
    "volunteers": (field("volunteers"), ["district"]),
    "volunteer_hours": (field("volunteer_hours"), ["district"]),
    "members": (field("members"), ["district"]),
    "women_on_board_share": (ratio(field("board_women"), field("board")), ["district"]),
    "participation_routine_share": (yes("participation_routine"), ["district"]),
}
# The parts that a column is split into in the file itself.
PARTS = {
    ("employees_year_end", "gender"): ("heads_{}", GENDERS),
    ("new_employees", "gender"): ("hired_{}", GENDERS),
    ("far_from_labour_market_hired", "gender"): ("hired_far_{}", GENDERS),
    ("far_from_labour_market_by_group", "target_group"): ("hired_far_{}", GROUPS),
    ("people_in_work_training", "gender"): ("trainees_{}", GENDERS),
    ("leavers_by_destination", "destination"): ("leavers_to_{}", DESTINATIONS),
    ("leavers_by_destination", "gender"): ("leavers_{}", GENDERS),
}


def total(amounts):
    amounts = [amount for amount in amounts if amount is not None]
    if not amounts:
        return None
    if not isinstance(amounts[0], tuple):
        return sum(amounts)
    over, under = sum(a for a, _ in amounts), sum(b for _, b in amounts)
    return None if under == 0 else (100 * over / under).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def sums():
    accepted, senders = submissions(headers())
    known = register()
    parents = {row["code"]: row["parent"] for row in rows_of(PROJECT / "indicators/codelists/municipality.csv")}
    found = []
    for at, period in enumerate(PERIODS):
        earlier = accepted[PERIODS[at - 1]] if at else {}
        rows = list(accepted[period].values())
        for organisation, before in earlier.items():
            closed = max(row["active_to"] for row in known[organisation])
            if closed.startswith(period) and organisation not in senders[period]:
                last = before.cells["fte_closing"], before.cells.get("fte_closing_subsidised", "")
                made = {"fte_opening": last[0], "fte_opening_subsidised": last[1], "fte_closing": "0", "fte_closing_subsidised": "0"}
                rows.append(Row(organisation, made))
        for row in rows:
            row.district = place(known[row.organisation], period, parents)
        for indicator, (amount, breakdowns) in INDICATORS.items():
            asked = rows
            if indicator == "members":
                asked = [row for row in rows if known[row.organisation][0]["legal_form"] in ("ek_for", "ideell")]
            for breakdown in ["", *breakdowns]:
                for name, value in cells(indicator, amount, breakdown, asked, earlier):
                    if value is not None:
                        found.append([indicator, period, name, f"{value:f}"])
    return found


def cells(indicator, amount, breakdown, rows, earlier):
    """The cells of one table: name and figure."""
    dimensions = breakdown.split(";") if breakdown else []
    asked = next((dimension for dimension in dimensions if (indicator, dimension) in PARTS), None)
    pattern, codes = PARTS.get((indicator, asked), ("", [None]))
    areas = ["18N", "18O", "18S", "18V"] if "district" in dimensions else [None]
    for area in areas:
        for code in codes:
            part = field(pattern.format(code)) if code else amount
            chosen = [row for row in rows if area in (None, row.district)]
            name = [f"district={area}"] * bool(area) + [f"{asked}={code}"] * bool(code)
            yield ";".join(sorted(name)), total(part(row, earlier.get(row.organisation)) for row in chosen)


def main():
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["indicator", "period", "breakdown", "value"])
    writer.writerows(sums())
    if "--check" not in sys.argv[1:]:
        SUMS.write_text(out.getvalue(), encoding="utf-8")
    elif SUMS.read_text(encoding="utf-8") != out.getvalue():
        sys.exit(f"the sums differ from {SUMS}")


if __name__ == "__main__":
    main()
