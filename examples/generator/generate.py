"""Makes the example project `examples/orebro-lan` and the list of findings it must give. See README.md."""

import csv
import io
import shutil
import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import checks  # noqa: E402
import faults  # noqa: E402
import project  # noqa: E402
import spreadsheets  # noqa: E402
import submissions  # noqa: E402
import years  # noqa: E402
from enterprises import enterprises, number  # noqa: E402
from spreadsheets import text  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "examples/orebro-lan"
EXPECTED = ROOT / "tests/expected/orebro-lan-findings.csv"
ERRORS = {"parts-differ-from-total", "part-exceeds-containing-part", "part-exceeds-total"}
ERROR_CHECKS = {
    "subsidised_within_opening", "subsidised_within_closing", "fte_has_employees", "far_within_hired",
    "retained_within_cohort", "training_hours_have_trainees", "reinvested_within_result", "sales_within_turnover",
    "volunteer_hours_have_volunteers",
}


def letter(at):
    """The column letters of a position from 0."""
    return (chr(64 + at // 26) if at >= 26 else "") + chr(65 + at % 26)


def severity(rule):
    check = rule.partition(".")[2]
    if check == "criteria_met":
        return "note"
    return "error" if rule in ERRORS or check in ERROR_CHECKS else "warning"


def unusual(row):
    first, last = date.fromisoformat(row["year_start"]), date.fromisoformat(row["year_end"])
    return not 363 <= (last - first).days <= 366


def main():
    known = enterprises()
    sent = submissions.rows(known, {i: years.history(e) for i, e in known.items()}, faults.ROWS)
    found, accepted = [], {}
    reasons = project.Reasons(known)
    files, places = {}, {}

    for year in years.YEARS:
        groups = {}
        for index in sorted(index for index, y in sent if y == year):
            name = next((name for name, members in submissions.TOGETHER.items() if index in members), None)
            groups.setdefault(name or index, []).append(index)
        for group, members in groups.items():
            lead = members[0]
            path = f"submissions/{year}/{group}" if isinstance(group, str) else submissions.file_name(known[lead], year)
            kind = submissions.kind(lead, year)
            if isinstance(group, str):
                kind = "cp1252" if len(members) == 3 else "xlsx"
            planted = any((index, y) in faults.ROWS for index in members for y in years.YEARS)
            columns = submissions.fields(lead, year, sent[lead, year], planted or len(members) > 1)
            for index in members[1:]:
                more = submissions.fields(index, year, sent[index, year], True)
                columns = [name for name in submissions.COLUMNS if name in columns or name in more]
            table = [[text(submissions.header(lead, name)) for name in columns]]
            for index in members:
                row = sent[index, year]
                table.append([submissions.cell(lead, year, name, row.get(name, "")) for name in columns])
                if (index, year) == (36, 2024):
                    table[-1][0] = faults.wrong_digit(row["organisation"])
            blank = faults.BLANK.get((lead, year), 0)
            first = 2
            if blank == 2:
                table.insert(1, [text("")] * len(columns))
                first = 3
            elif blank:
                table.insert(2, [text("")] * len(columns))
                table.append([text("")] * len(columns))
            files[path] = (kind, table)
            for at, index in enumerate(members):
                places[index, year] = (path + spreadsheets.SUFFIX[kind], first + at, columns)
            # What a file leaves out was not said.
            for index in members:
                row = sent[index, year]
                for name in submissions.COLUMNS:
                    if name not in columns:
                        row[name] = ""

        for index in sorted(index for index, y in sent if y == year):
            row, before = sent[index, year], accepted.get((index, year - 1))
            file, line, columns = places[index, year]

            def at(field):
                return f"{letter(columns.index(field))}{line}" if field in columns else ""

            rejected = (index, year) in faults.BUILT_IN
            if rejected:
                rule, field = faults.BUILT_IN[index, year]
                found.append((file, line, at(field) if field else "", rule, "error"))
            else:
                mine = [(rule, at(field), severity(rule)) for rule, field in checks.findings(row, before)]
                if unusual(row):
                    mine.append(("unusual-year", at("year_start"), "note"))
                if (index, year) == (19, 2025):
                    mine.append(("too-many-decimals", at("fte_average"), "note"))
                for rule, cell, level in mine:
                    if level == "warning" and reasons.settles(index, year, rule):
                        level = "note"
                    found.append((file, line, cell, rule, level))
                    rejected |= level == "error"
            if not rejected:
                accepted[index, year] = row

    # The same year sent twice, once under another name.
    path, line, columns = places[13, 2023]
    copy = path.rsplit(".", 1)[0] + " (2)"
    files[copy] = files[path.rsplit(".", 1)[0]]
    found.append((copy + ".csv", 2, f"{letter(columns.index('organisation'))}2", "duplicate-key", "error"))
    # Somebody who is not in the register, and a sole trader, whose number is a person's.
    stray(files, found, sent, places, "submissions/2024/exempelgasten", (2, 2024), number(90), "unknown-organisation")
    stray(files, found, sent, places, "submissions/2025/enskild-firma", (56, 2025), faults.TEST_PERSON[2:], "personal-number")

    texts = {PROJECT / name: content for name, content in project.files(known, accepted, reasons).items()}
    found += reasons.findings()
    texts[EXPECTED] = csv_text(["file", "row", "cell", "rule", "severity"], sorted(found))
    if "--check" in sys.argv[1:]:
        sys.exit(check(texts, files))
    shutil.rmtree(PROJECT / "submissions", ignore_errors=True)
    spreadsheets.save(files, PROJECT)
    # Saved anew, with an empty last line: the same figures, not the same bytes.
    again = PROJECT / (copy + ".csv")
    again.write_bytes(again.read_bytes() + b"\r\n")
    spoil(places)
    superseded(places)
    EXPECTED.parent.mkdir(parents=True, exist_ok=True)
    for path, content in texts.items():
        path.write_text(content, encoding="utf-8", newline="")

    for year in years.YEARS:
        count = sum(y == year for _, y in accepted)
        fte = sum(row["fte_closing"] for (_, y), row in accepted.items() if y == year)
        print(year, "accepted", count, "sent", sum(y == year for _, y in sent), "fte", fte)
    print(len(files), "files", len(found), "findings")


def stray(files, found, sent, places, path, like, organisation, rule):
    """A file with the figures of another enterprise under a number that does not belong in the register."""
    row = dict(sent[like])
    columns = places[like][2]
    table_ = [[text(submissions.COLUMNS[name].label) for name in columns]]
    table_.append([submissions.cell(100, like[1], name, row.get(name, "")) for name in columns])
    table_[1][0] = text(organisation if rule == "personal-number" else f"{organisation[:6]}-{organisation[6:]}")
    kind = "xlsx" if rule == "personal-number" else "cp1252"
    files[path] = (kind, table_)
    found.append((path + spreadsheets.SUFFIX[kind], 2, "A2", rule, "error"))


def spoil(places):
    """Changes that are made to a file by hand or by a poor program, after the spreadsheet program."""
    path = PROJECT / places[30, 2025][0]
    data = path.read_bytes()
    spoiled = faults.spoil_bytes(30, 2025, data)
    assert spoiled != data, "the quote to open was not found"
    path.write_bytes(spoiled)
    file, line, columns = places[6, 2024]
    path = PROJECT / file
    lines = path.read_bytes().split(b"\r\n")
    reference = "§ 8".encode("cp1252")
    at = columns.index("statutes_reference")
    cells = lines[line - 1].split(b";")
    cells[at] = reference + b"; " + "§ 9".encode("cp1252")
    lines[line - 1] = b";".join(cells)
    path.write_bytes(b"\r\n".join(lines))


def check(texts, files):
    """Compares what LibreOffice has no part in with what is there: every text, and which files were sent."""
    wrong = [path for path, content in texts.items() if not path.exists() or path.read_bytes() != content.encode("utf-8")]
    made = {PROJECT / (path + spreadsheets.SUFFIX[kind]) for path, (kind, _) in files.items()}
    there = {path for path in (PROJECT / "submissions").rglob("*.*") if path.parent.name != "superseded"}
    wrong += sorted(made ^ there)
    for path in wrong:
        print(f"{path.relative_to(ROOT)} is not what the generator makes")
    return 1 if wrong else 0


def superseded(places):
    """An older version of a file, kept as the folder's order has it; it is not read."""
    path = PROJECT / places[2, 2025][0]
    old = path.parent / "superseded" / path.name
    old.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, old)


def csv_text(headers, rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows(rows)
    return out.getvalue()


if __name__ == "__main__":
    main()
