"""Loads the large file with an analytical database and a dataframe library, and runs the same ten checks: seconds of each.

Neither tells where a fault is, nor looks at check digits or for persons. Said as `name seconds`, one a line, the best of
three rounds; what is not installed is left out.
"""

import os
import sys
import time

PATH, CORES = sys.argv[1], sys.argv[2]
os.environ["POLARS_MAX_THREADS"] = CORES
TEXTS = ["Organisationsnummer", "Post", "Från", "Till", "Slag", "Utbildad", "Anmärkning"]
COUNTS = ["Anställda", "Kvinnor", "Män", "Slutade", "Ideella", "Betyg"]
AMOUNTS = ["Heltid vid årets början", "Heltid vid årets slut", "Timmar", "Omsättning", "Löner", "Stöd", "Överskott"]
HEADER = open(PATH, encoding="utf-8").readline().strip().split(";")


def duckdb():
    import duckdb

    def kind(name):
        return "DATE" if name in ("Från", "Till") else "BIGINT" if name in COUNTS else "DECIMAL(18,2)"

    columns = {name: "VARCHAR" if name in TEXTS and name not in ("Från", "Till") else kind(name) for name in HEADER}
    database = duckdb.connect()
    database.execute(f"SET threads = {CORES}")
    read = f"read_csv('{PATH}', delim = ';', header = true, decimal_separator = ',', columns = {columns}, ignore_errors = true)"
    database.execute(f"CREATE TABLE year AS SELECT * FROM {read}")
    checks = [
        '"Kvinnor" <= "Anställda"',
        '"Kvinnor" + "Män" <= "Anställda"',
        '"Heltid vid årets slut" >= "Heltid vid årets början"',
        '"Löner" <= "Omsättning" + "Stöd"',
        '"Överskott" <= "Omsättning"',
        '"Timmar" <= 5000',
        '"Från" <= "Till"',
        '"Stöd" <= 100000',
        "\"Slag\" IN ('k1', 'k2', 'k3', 'k4')",
        '"Ideella" < 100 OR "Anställda" > 0',
    ]
    counts = ", ".join(f"count(*) FILTER (NOT ({check}))" for check in checks)
    return database.execute(f"SELECT {counts} FROM year").fetchall()


def polars():
    import polars as pl

    kinds = {name: pl.Int64 for name in COUNTS} | {name: pl.Float64 for name in AMOUNTS} | {name: pl.String for name in TEXTS}
    kinds["Från"] = kinds["Till"] = pl.Date
    year = pl.read_csv(PATH, separator=";", decimal_comma=True, schema={name: kinds[name] for name in HEADER}, ignore_errors=True)
    of = pl.col
    checks = [
        of("Kvinnor") <= of("Anställda"),
        of("Kvinnor") + of("Män") <= of("Anställda"),
        of("Heltid vid årets slut") >= of("Heltid vid årets början"),
        of("Löner") <= of("Omsättning") + of("Stöd"),
        of("Överskott") <= of("Omsättning"),
        of("Timmar") <= 5000,
        of("Från") <= of("Till"),
        of("Stöd") <= 100000,
        of("Slag").is_in(["k1", "k2", "k3", "k4"]),
        (of("Ideella") < 100) | (of("Anställda") > 0),
    ]
    return year.select(((~check).sum()).alias(str(at)) for at, check in enumerate(checks)).rows()


for name, run in [("duckdb", duckdb), ("polars", polars)]:
    try:
        __import__(name)
    except ImportError:
        continue
    best = None
    for _ in range(3):
        started = time.time()
        found = run()
        seconds = time.time() - started
        best = seconds if best is None else min(best, seconds)
    print(f"{name} {best:.2f}")
    print(f"{name}: {found}", file=sys.stderr)
