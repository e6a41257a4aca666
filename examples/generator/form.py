"""The columns of the dataset `enterprise_year`: their names, Swedish labels and aliases, read from the pack."""

import csv
import re
from dataclasses import dataclass, field
from pathlib import Path

PACK = Path(__file__).resolve().parents[2] / "indicators/social-enterprise"


@dataclass
class Column:
    """One column of a file."""

    name: str
    label: str
    kind: str
    core: bool
    part: bool
    aliases: list = field(default_factory=list)


def _flow(text):
    """The items of a flow sequence, quoted or not."""
    return [a if a is not None and a != "" else b.strip() for a, b in re.findall(r'"([^"]*)"|([^,\[\]"]+)', text) if a or b.strip()]


def columns():
    """All columns in the order of the form."""
    text = (PACK / "datasets/enterprise_year.yaml").read_text(encoding="utf-8").split("\nchecks:\n")[0]
    found = []
    for block in text.split("  - field: ")[1:]:
        def one(key):
            match = re.search(rf"^    {key}: (.*)$", block, re.M)
            return match.group(1).strip() if match else ""

        name = block.split("\n", 1)[0].strip()
        label = re.search(r'^    label:\n(?:      .*\n)*?      sv: (?:"(.*)"|(.*))$', block, re.M)
        label = label.group(1) or label.group(2)
        by, core = _flow(one("by")), one("core") == "true"
        if not by or one("total") != "none":
            found.append(Column(name, label, one("type"), core, False, _flow(one("aliases"))))
        for dimension in by:
            pattern = one("columns").strip('"')
            for code in codes(dimension):
                part = code["label_sv"][0].lower() + code["label_sv"][1:]
                found.append(Column(pattern.replace("{" + dimension + "}", code["code"]), f"{label}, {part}", one("type"), core, True))
    return found


def codes(codelist):
    """The codes of a codelist of the pack."""
    with open(PACK / f"codelists/{codelist}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def label_of(codelist, code):
    return next((row["label_sv"] for row in codes(codelist) if row["code"] == code), code)
