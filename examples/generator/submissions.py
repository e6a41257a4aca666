"""What each enterprise sends: which questions it answers, how it writes them, in which kind of file, and which faults it makes."""

import copy

import form
from checks import FLOWS
from enterprises import hyphenated
from spreadsheets import day, number, text
from years import random_for

SILENT = {
    2023: {18, 24, 30, 31, 44, 50, 51, 57},
    2024: {17, 31, 44, 51, 57},
    2025: {44, 51, 53},
}
# An accountant's office sends several enterprises in one file.
TOGETHER = {"redovisningsbyran": [4, 6, 7], "gemensam-ekonomi-karlskoga": [26, 27]}
KIND = {(45, 2025): "cp1252", (30, 2025): "cp1252", (18, 2025): "utf8", (19, 2025): "xlsx", (16, 2025): "cp1252",
        (17, 2025): "xlsx", (20, 2023): "cp1252", (10, 2023): "xlsx", (13, 2023): "cp1252", (42, 2023): "cp1252",
        (36, 2024): "cp1252", (15, 2024): "xlsx", (29, 2024): "cp1252", (31, 2025): "cp1252"}
# These have LibreOffice themselves and send its own format.
OWN_FORMAT = {22: "ods", 37: "ods"}
COLUMNS = {column.name: column for column in form.columns()}
# Share of enterprises that leave a voluntary question out every year.
LEFT_OUT = {
    "fte_average": 20, "fte_hours_base": 40, "hired_far_": 22, "retained": 12, "trainee_hours": 10, "leavers_w": 18,
    "patronage_refund": 25, "subordinated_return": 30, "statutes_rule": 10, "statutes_reference": 35, "sales": 10,
    "wage_subsidy_booking": 20, "volunteer": 8, "members": 6, "board": 8, "participation_routine": 8, "criterion": 20,
    "fte_opening_subsidised": 8,
}
# Per cent of the rows in which a question is answered with "vet ej" or the like.
UNKNOWN = {"trainee_hours": 8, "volunteer_hours": 8, "reinvested": 5, "net_result": 3, "turnover": 2, "fte_average": 4}


def rows(enterprises, histories, faults):
    """The rows that are sent, by enterprise and year: what was true, with answers left out, unknown or wrong."""
    sent = {}
    for index, history in histories.items():
        for year, truth in history.items():
            if index in SILENT[year]:
                continue
            row = copy.deepcopy(truth)
            row["organisation"] = enterprises[index].number
            careful = (index, year) in faults or (index, year + 1) in faults
            answered(index, year, row, careful)
            if (index, year) in faults:
                faults[index, year](row, sent.get((index, year - 1)))
            sent[index, year] = row
    return sent


def answered(index, year, row, careful):
    source = random_for(index, year, "answers")
    for field, share in UNKNOWN.items():
        if source.random() * 100 < share and not careful and row[field] not in (".", 0):
            row[field] = source.choice(["vet ej", "vet ej", "?", "vill ej uppge"])
            if field == "net_result":
                row["reinvested"] = row[field]
            if field == "turnover":
                row["sales"] = row[field]
    if source.random() < 0.06 and not careful:
        for name in row:
            if name.startswith("leavers_to_"):
                row[name] = row["leavers"] if name.endswith("not_stated") else 0
    for name, value in row.items():
        if value == 0 and FLOWS.match(name) and not careful and source.random() < 0.25:
            row[name] = "-"


def fields(index, year, row, whole):
    """The columns of a file: only the core of some, most of the others."""
    source = random_for(index, "fields")
    if source.random() < 0.2 and not whole:
        return [column.name for column in COLUMNS.values() if column.core]
    out = {prefix for prefix, share in LEFT_OUT.items() if source.random() * 100 < share and not whole}
    kept = []
    for column in COLUMNS.values():
        name = column.name
        group = name.startswith("hired_far_") and name.removeprefix("hired_far_") not in ("women", "men", "not_stated")
        left_out = any(name.startswith(prefix) for prefix in out - {"hired_far_", "leavers_w"})
        left_out |= group and "hired_far_" in out
        left_out |= name in ("leavers_women", "leavers_men", "leavers_not_stated") and "leavers_w" in out
        if name.endswith("_not_stated") and name != "leavers_to_not_stated":
            left_out |= row.get(name) in (0, "-", "") and source.random() < 0.4
        if not left_out:
            kept.append(name)
    return kept


def kind(index, year):
    chance = random_for(index, year if index % 5 == 0 else "kind").random() * 100
    return KIND.get((index, year)) or OWN_FORMAT.get(index) or ("cp1252" if chance < 55 else "utf8" if chance < 70 else "xlsx" if chance < 96 else "ods")


def header(index, name):
    """A header as the enterprise writes it: the form's label, the field's name, or words of its own."""
    source = random_for(index, "headers")
    manner, column = source.random(), COLUMNS[name]
    if manner < 0.09:
        return name
    if manner < 0.22 and column.aliases:
        alias = column.aliases[0]
        return alias[0].upper() + alias[1:]
    return column.label


def cell(index, year, name, value):
    """A value as a cell, in the number format of the enterprise's spreadsheet."""
    source = random_for(index, "cells", COLUMNS[name].kind)
    column = COLUMNS[name]
    if name == "organisation":
        manner = source.random()
        written = hyphenated(value) if manner < 0.7 else value if manner < 0.95 else "16" + value
        return number(value) if written == value and manner < 0.85 else text(written)
    if column.kind == "date":
        return text(value) if source.random() < 0.15 else day(value)
    if isinstance(value, str):
        if column.kind == "code" and value in {code["code"] for code in form.codes(column.name)}:
            value = form.label_of(column.name, value) if source.random() < 0.85 else value
        if column.kind == "boolean":
            value = value.capitalize() if source.random() < 0.7 else value
        return text(value)
    # What is counted in hours is mostly told whole.
    if column.kind == "decimal" and not name.endswith("_hours"):
        return number(f"{value:.4f}".rstrip("0").rstrip("."), "two" if source.random() < 0.4 and round(value, 2) == value else "")
    if column.kind == "money":
        manner = source.random()
        return number(value, "grouped" if manner < 0.4 else "kronor" if manner < 0.5 else "two" if manner < 0.6 else "")
    return number(value, "grouped" if name.endswith("hours") and source.random() < 0.4 else "")


def slug(name):
    plain = name.lower().translate(str.maketrans("åäöéü", "aaoeu"))
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())


def file_name(enterprise, year):
    manner = random_for(enterprise.index, "file").random()
    name = slug(enterprise.name)
    if manner < 0.6:
        return f"submissions/{year}/{name}"
    if manner < 0.85:
        return f"submissions/{year}/redovisning-{year}-{name}"
    return f"submissions/{year}/{enterprise.name.replace('é', 'e').translate(str.maketrans('åäöÅÄÖ', 'aaoAAO'))} {year}"
