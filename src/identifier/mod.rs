//! Numbers that name organisations and persons in the partner countries, with their check digits.
//!
//! A number of an organisation is read as people write it and given back in one spelling, so that a register and a file
//! mean the same: a VAT number or an establishment's number gives that of the enterprise.

pub mod digits;
pub mod france;
pub mod italy;
pub mod romania;
pub mod slovenia;
pub mod sweden;

/// Why something is not a number of an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// It has another form.
    Form,
    /// The check digit is another.
    CheckDigit,
    /// A personal identity number, well written or mistyped. Its text must never be shown.
    Person,
}

/// One kind of number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scheme {
    /// Swedish organisationsnummer.
    SeOrganisation,
    /// Swedish VAT number.
    SeVat,
    /// French SIREN.
    FrSiren,
    /// French SIRET, of an establishment.
    FrSiret,
    /// French VAT number.
    FrVat,
    /// Italian partita IVA, which is also the codice fiscale of an entity.
    ItEntity,
    /// Italian VAT number.
    ItVat,
    /// Romanian CUI or CIF.
    RoCui,
    /// Romanian VAT number.
    RoVat,
    /// Romanian number in the trade register.
    RoOnrc,
    /// Slovenian davčna številka.
    SiTax,
    /// Slovenian VAT number.
    SiVat,
    /// Slovenian matična številka.
    SiRegistration,
    /// A VAT number of any partner country, with its prefix.
    Vat,
}

/// All kinds by their names in definitions.
const NAMES: [(&str, Scheme); 14] = [
    ("se_organisation", Scheme::SeOrganisation),
    ("se_vat", Scheme::SeVat),
    ("fr_siren", Scheme::FrSiren),
    ("fr_siret", Scheme::FrSiret),
    ("fr_vat", Scheme::FrVat),
    ("it_entity", Scheme::ItEntity),
    ("it_vat", Scheme::ItVat),
    ("ro_cui", Scheme::RoCui),
    ("ro_vat", Scheme::RoVat),
    ("ro_onrc", Scheme::RoOnrc),
    ("si_tax", Scheme::SiTax),
    ("si_vat", Scheme::SiVat),
    ("si_registration", Scheme::SiRegistration),
    ("vat", Scheme::Vat),
];

/// Countries whose numbers are known, by ISO 3166-1, with the kinds of number that name an organisation there.
const COUNTRIES: [(&str, &[Scheme]); 5] = [
    ("SE", &[Scheme::SeOrganisation, Scheme::SeVat]),
    ("FR", &[Scheme::FrSiren, Scheme::FrSiret, Scheme::FrVat]),
    ("IT", &[Scheme::ItEntity, Scheme::ItVat]),
    ("RO", &[Scheme::RoCui, Scheme::RoVat]),
    ("SI", &[Scheme::SiTax, Scheme::SiVat, Scheme::SiRegistration]),
];

impl Scheme {
    /// The kind of a name in definitions.
    pub fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, scheme)| *scheme)
    }

    /// The names of all kinds.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// Reads a number as people write it; gives it in one spelling, without spaces and marks.
    pub fn read(self, written: &str) -> Result<String, Fault> {
        let text = digits::compact(written);
        match self {
            Self::SeOrganisation => sweden::organisation(&text),
            Self::SeVat => sweden::vat(&text),
            Self::FrSiren => france::siren(&text),
            Self::FrSiret => france::siret(&text),
            Self::FrVat => france::vat(&text),
            Self::ItEntity => italy::entity(&text),
            Self::ItVat => italy::entity(text.strip_prefix("IT").ok_or(Fault::Form)?),
            Self::RoCui => romania::cui(&text),
            Self::RoVat => romania::cui(text.strip_prefix("RO").ok_or(Fault::Form)?),
            Self::RoOnrc => romania::onrc(written),
            Self::SiTax => slovenia::tax(&text),
            Self::SiVat => slovenia::tax(text.strip_prefix("SI").ok_or(Fault::Form)?),
            Self::SiRegistration => slovenia::registration(&text),
            Self::Vat => {
                let country = [Self::SeVat, Self::FrVat, Self::ItVat, Self::RoVat, Self::SiVat];
                read(&country, written).map(|_| text)
            }
        }
    }

    /// Reads a number as the enterprise it belongs to: an establishment's number and a VAT number give that of the whole.
    fn enterprise(self, written: &str) -> Result<String, Fault> {
        let number = self.read(written)?;
        Ok(match self {
            Self::FrSiret => number[..9].to_owned(),
            _ => number,
        })
    }
}

/// The first of some kinds that a number is of; else the fault that tells most.
fn read(schemes: &[Scheme], written: &str) -> Result<String, Fault> {
    let mut worst = Fault::Form;
    for scheme in schemes {
        match scheme.enterprise(written) {
            Ok(number) => return Ok(number),
            Err(fault) => worst = worst.max(fault),
        }
    }
    Err(worst)
}

/// The countries whose organisations can be named.
pub fn countries() -> impl Iterator<Item = &'static str> {
    COUNTRIES.iter().map(|(country, _)| *country)
}

/// Reads the number of an organisation of a country; of a country that is not known, the Swedish one.
pub fn organisation(written: &str, country: &str) -> Result<String, Fault> {
    let (_, schemes) = COUNTRIES.iter().find(|(known, _)| *known == country).unwrap_or(&COUNTRIES[0]);
    read(schemes, written)
}
