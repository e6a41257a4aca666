//! CSV bytes into records with exact places.
