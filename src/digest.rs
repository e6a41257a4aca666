//! Digests of bytes: plain, and keyed for what must not be guessed.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// Bytes of a block of SHA-256.
const BLOCK: usize = 64;

/// SHA-256 of some bytes, as 64 hexadecimal digits.
pub fn plain(bytes: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(bytes))
}

/// SHA-256 of a list of parts, each preceded by its length, so that no two lists are the same bytes.
pub fn of_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut all = Parts::default();
    parts.into_iter().for_each(|part| all.add(part));
    all.digest()
}

/// A list of parts of which none need be at hand but the one that is added.
#[derive(Debug, Default)]
pub struct Parts(Sha256);

impl Parts {
    /// Adds a part at the end.
    pub fn add(&mut self, part: &[u8]) {
        self.0.update(part.len().to_le_bytes());
        self.0.update(part);
    }

    /// The digest of the list, as [`of_parts`] makes it.
    pub fn digest(self) -> String {
        hex(&self.0.finalize())
    }
}

/// HMAC-SHA-256 (RFC 2104) of a message, as 64 hexadecimal digits: who lacks the key cannot try a guess at the message.
pub fn keyed(key: &[u8], message: &[u8]) -> String {
    let mut block = [0; BLOCK];
    if key.len() > BLOCK {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let of = |pad: u8, message: &[u8]| {
        Sha256::new().chain_update(block.map(|byte| byte ^ pad)).chain_update(message).finalize()
    };
    hex(&of(0x5c, &of(0x36, message)))
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a String takes every write");
        hex
    })
}
