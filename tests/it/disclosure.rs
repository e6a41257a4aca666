//! Disclosure: what is published must not give back what is withheld.
