"""Loads the large file with an analytical database and a dataframe library, runs the same ten checks, and groups what is
loaded by three properties of the register, crossed: seconds of each.

Neither tells where a fault is, nor looks at check digits or for persons. Said as `load seconds name` and `group seconds name`,
one a line, the best of five rounds; what is not installed is left out.
"""

import os
import sys
import time

PATH, CORES = sys.argv[1], sys.argv[2]
os.environ["POLARS_MAX_THREADS"] = CORES
REGISTER = os.path.join(os.path.dirname(PATH), "..", "..", "organisations.csv")
TEXTS = ["Organisationsnummer", "Post", "Från", "Till", "Slag", "Utbildad", "Anmärkning"]
COUNTS = ["Anställda", "Kvinnor", "Män", "Slutade", "Ideella", "Betyg"]
AMOUNTS = ["Heltid vid årets början", "Heltid vid årets slut", "Timmar", "Omsättning", "Löner", "Stöd", "Överskott"]
SUMMED = ["Anställda", "Kvinnor", "Män", "Slutade", "Heltid vid årets slut", "Omsättning", "Löner", "Stöd"]
HEADER = open(PATH, encoding="utf-8").readline().strip().split(";")


def duckdb():
    import duckdb

    def kind(name):
        return "DATE" if name in ("Från", "Till") else "BIGINT" if name in COUNTS else "DECIMAL(18,2)"

    columns = {name: "VARCHAR" if name in TEXTS and name not in ("Från", "Till") else kind(name) for name in HEADER}
    database = duckdb.connect()
    database.execute(f"SET threads = {CORES}")
    database.execute(f"CREATE TABLE register AS SELECT * FROM read_csv('{REGISTER}', header = true, all_varchar = true)")
    read = f"read_csv('{PATH}', delim = ';', header = true, decimal_separator = ',', columns = {columns}, ignore_errors = true)"
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
    sums = ", ".join(f'sum("{name}")' for name in SUMMED)

    def load():
        database.execute(f"CREATE OR REPLACE TABLE year AS SELECT * FROM {read}")
        return database.execute(f"SELECT {counts} FROM year").fetchall()

    def group():
        joined = 'year JOIN register ON year."Organisationsnummer" = register.organisation'
        return database.execute(
            f"SELECT municipality, legal_form, sector, {sums} FROM {joined} GROUP BY municipality, legal_form, sector"
        ).fetchall()

    return load, group


def polars(amount):
    import polars as pl

    kinds = {name: pl.Int64 for name in COUNTS} | {name: amount(pl) for name in AMOUNTS} | {name: pl.String for name in TEXTS}
    kinds["Från"] = kinds["Till"] = pl.Date
    register = pl.read_csv(REGISTER, infer_schema=False)
    of, loaded = pl.col, []
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

    def load():
        schema = {name: kinds[name] for name in HEADER}
        year = pl.read_csv(PATH, separator=";", decimal_comma=True, schema=schema, ignore_errors=True)
        loaded[:] = [year]
        return year.select(((~check).sum()).alias(str(at)) for at, check in enumerate(checks)).rows()

    def group():
        joined = loaded[0].join(register, left_on="Organisationsnummer", right_on="organisation")
        cells = joined.group_by("municipality", "legal_form", "sector").agg(of(name).sum() for name in SUMMED)
        return cells.rows()

    return load, group


def best(run):
    seconds = []
    for _ in range(5):
        started = time.time()
        run()
        seconds.append(time.time() - started)
    return min(seconds)


TOOLS = [
    ("duckdb", duckdb),
    ("polars with exact decimals", lambda: polars(lambda pl: pl.Decimal(18, 2))),
    ("polars with floating numbers", lambda: polars(lambda pl: pl.Float64)),
]
for name, tool in TOOLS:
    try:
        load, group = tool()
    except ImportError:
        continue
    print(f"load {best(load):.3f} {name}, loaded and checked")
    print(f"group {best(group):.3f} {name}, grouped once loaded")
