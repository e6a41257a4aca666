"""The 57 invented enterprises: who they are, where, and what happens to them over three years."""

from dataclasses import dataclass

MUNICIPALITIES = {
    "Lekeberg": "1814", "Laxå": "1860", "Hallsberg": "1861", "Degerfors": "1862", "Hällefors": "1863",
    "Ljusnarsberg": "1864", "Örebro": "1880", "Kumla": "1881", "Askersund": "1882", "Karlskoga": "1883",
    "Nora": "1884", "Lindesberg": "1885",
}
DISTRICTS = {
    "1814": "18S", "1860": "18S", "1861": "18S", "1881": "18S", "1882": "18S",
    "1862": "18V", "1883": "18V", "1863": "18N", "1864": "18N", "1884": "18N", "1885": "18N", "1880": "18O",
}
FORM_NAMES = {
    "ek_for": "ekonomisk förening", "ideell": "ideell förening", "ab": "AB", "ab_svb": "AB (svb)",
    "stiftelse": "stiftelse",
}


@dataclass
class Enterprise:
    """One enterprise; `fte` is its size at the end of 2022, or at its first report."""

    index: int
    name: str
    municipality: str
    legal_form: str
    sector: str
    wise: bool
    fte: float
    year_end: str = "12-31"
    active_from: str = ""
    active_to: str = ""
    member_from: str = "2023-01-01"
    decided: str = "2022-11-22"
    merged_into: int = 0
    moved_from: str = ""
    renamed_from: str = ""

    @property
    def number(self):
        """Ten digits that pass the check and begin with 9990, outside the series in use."""
        return number(self.index)

    @property
    def full_name(self):
        form = FORM_NAMES[self.legal_form]
        return f"Stiftelsen {self.name}" if form == "stiftelse" else f"{self.name} {form}"

    @property
    def district(self):
        return DISTRICTS[self.municipality]


def number(index):
    """An organisation number outside every range that is given out: 9990 and the index, with its check digit."""
    nine = f"9990{index * 137 % 100000:05d}"
    total = 0
    for at, digit in enumerate(nine):
        value = int(digit) * (2 if at % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return nine + str(-total % 10)


def hyphenated(ten):
    return f"{ten[:6]}-{ten[6:]}"


# name, municipality, legal form, sector, work integration (ASF), full-time equivalents; then what is particular
_ROWS = [
    # Örebro
    ("Exempelåterbruket", "Örebro", "ek_for", "reuse", 1, 14.5),
    ("Exempelcaféet Svartån", "Örebro", "ek_for", "cafe_catering", 1, 8.75),
    ("Exempelkraft Fastighet", "Örebro", "ek_for", "property_care", 1, 11.25),
    ("Exempelcykeln", "Örebro", "ek_for", "bicycle_vehicle", 1, 6.5),
    ("Exempelomsorgen", "Örebro", "ab", "care", 0, 31.5),
    ("Exempeltextilen", "Örebro", "ek_for", "craft", 1, 6.5),
    ("Exempelköket Vivalla", "Örebro", "ek_for", "cafe_catering", 1, 5.5),
    ("Exempel Second Hand Väster", "Örebro", "ideell", "reuse", 0, 5.5),
    ("Exempel Språkverkstad", "Örebro", "ideell", "training_language", 0, 2.5),
    ("Exempelmedia", "Örebro", "ek_for", "culture_media", 0, 3.75),
    ("Exempelstäd", "Örebro", "ab", "property_care", 0, 12.0),
    ("Exempelkooperativet Assistans", "Örebro", "ek_for", "care", 0, 17.25),
    ("Exempelbagarna", "Örebro", "ek_for", "cafe_catering", 0, 4.0),
    ("Exempeldata", "Örebro", "ab_svb", "culture_media", 0, 2.75, {"year_end": "06-30"}),
    ("Exempelgården Närke", "Örebro", "ek_for", "farming_garden", 1, 5.0),
    ("Exempel Lånegarderoben", "Örebro", "ideell", "reuse", 0, 0.0),
    ("Exempelteatern", "Örebro", "ideell", "culture_media", 0, 1.25, {"year_end": "06-30"}),
    ("Exempelträ", "Örebro", "ek_for", "craft", 0, 2.0),
    ("Exempelkompetens", "Örebro", "stiftelse", "training_language", 0, 6.25, {"year_end": "08-31"}),
    ("Exempelvården Brickebacken", "Örebro", "ek_for", "care", 0, 7.5),
    ("Exempel Matrestaurangen", "Örebro", "ek_for", "cafe_catering", 0, 1.5,
     {"active_from": "2025-01-20", "member_from": "2025-01-20", "decided": "2025-02-18"}),
    ("Exempelservice Norr", "Örebro", "ek_for", "property_care", 0, 2.5, {"moved_from": "Kumla"}),
    ("Exempelfixarna", "Örebro", "ek_for", "property_care", 1, 4.25, {"active_to": "2024-06-30", "merged_into": 3}),
    ("Exempelloppis Adolfsberg", "Örebro", "ideell", "reuse", 0, 0.0),
    # Karlskoga
    ("Exempelsmedjan", "Karlskoga", "ek_for", "reuse", 1, 26.0,
     {"active_from": "2014-03-01", "member_from": "2025-01-01", "decided": "2024-11-26"}),
    ("Exempelgruppen Karlskoga", "Karlskoga", "ek_for", "property_care", 1, 13.25),
    ("Exempelkaffe Möckeln", "Karlskoga", "ek_for", "cafe_catering", 1, 5.5),
    ("Exempelåtervinningen", "Karlskoga", "ek_for", "reuse", 0, 2.75, {"renamed_from": "Exempelprylarna"}),
    ("Exempelomsorg Bergslagen", "Karlskoga", "ab", "care", 0, 9.5),
    ("Exempelslöjden", "Karlskoga", "ideell", "craft", 0, 0.75),
    ("Exempelhjulet", "Karlskoga", "ek_for", "bicycle_vehicle", 0, 1.75),
    # Lindesberg
    ("Exempelhuset Lindesberg", "Lindesberg", "ek_for", "reuse", 1, 10.5),
    ("Exempelgrönt", "Lindesberg", "ek_for", "farming_garden", 1, 3.75),
    ("Exempelmat Linde", "Lindesberg", "ek_for", "cafe_catering", 0, 2.25),
    ("Exempelomtanken", "Lindesberg", "ab", "care", 0, 6.0),
    ("Exempelbutiken Fellingsbro", "Lindesberg", "ek_for", "village_service", 0, 1.5),
    # Kumla
    ("Exempelboden Kumla", "Kumla", "ideell", "reuse", 1, 10.5),
    ("Exempeltvätten", "Kumla", "ek_for", "property_care", 1, 4.75),
    ("Exempelodlarna", "Kumla", "ek_for", "farming_garden", 0, 1.5),
    ("Exempelfiket Kumla", "Kumla", "ek_for", "cafe_catering", 0, 2.0, {"active_to": "2025-05-31"}),
    # Hallsberg
    ("Exempelspåret", "Hallsberg", "ek_for", "reuse", 1, 12.75),
    ("Exempelverkstan Hallsberg", "Hallsberg", "ek_for", "bicycle_vehicle", 1, 3.0),
    ("Exempelstegen", "Hallsberg", "stiftelse", "care", 0, 7.25),
    ("Exempelträdgården", "Hallsberg", "ideell", "farming_garden", 0, 0.5),
    # Nora
    ("Exempelglass Nora", "Nora", "ab", "cafe_catering", 0, 1.75, {"year_end": "08-31"}),
    ("Exempelrestaurering", "Nora", "ek_for", "craft", 1, 3.25),
    ("Exempelkulturen Nora", "Nora", "ideell", "culture_media", 0, 0.0, {"year_end": "04-30"}),
    # Degerfors
    ("Exempelbruket", "Degerfors", "ek_for", "reuse", 1, 4.0,
     {"active_from": "2023-07-01", "member_from": "2024-01-01", "decided": "2023-11-21"}),
    ("Exempelvården Degerfors", "Degerfors", "ab_svb", "care", 0, 3.5),
    # Askersund
    ("Exempelhamnen", "Askersund", "ek_for", "property_care", 0, 2.25),
    ("Exempelsömmerskorna", "Askersund", "ek_for", "craft", 0, 0.0, {"year_end": "04-30"}),
    # Laxå
    ("Exempelsaxen", "Laxå", "ek_for", "reuse", 1, 3.0),
    ("Exempelrummet Laxå", "Laxå", "stiftelse", "property_care", 0, 0.0),
    # Hällefors
    ("Exempelbergets Trädgård", "Hällefors", "ek_for", "farming_garden", 1, 2.5,
     {"active_from": "2024-02-12", "member_from": "2024-02-12", "decided": "2024-03-19"}),
    ("Exempelboden Hällefors", "Hällefors", "ideell", "reuse", 0, 1.0, {"active_to": "2024-09-30"}),
    # Lekeberg and Ljusnarsberg
    ("Exempelbygden", "Lekeberg", "ideell", "village_service", 0, 0.75),
    ("Exempelbrödet Kopparberg", "Ljusnarsberg", "ab", "cafe_catering", 0, 1.75, {"year_end": "06-30"}),
]


def enterprises():
    """All of them by index, from 1."""
    found = {}
    for index, (name, municipality, form, sector, wise, fte, *rest) in enumerate(_ROWS, 1):
        particular = dict(rest[0]) if rest else {}
        if "moved_from" in particular:
            particular["moved_from"] = MUNICIPALITIES[particular["moved_from"]]
        found[index] = Enterprise(
            index, name, MUNICIPALITIES[municipality], form, sector, bool(wise), fte, **particular
        )
    return found
