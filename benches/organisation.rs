//! Organisation numbers of a register that is made for a bench.

/// The organisation number of a place in the register, with its check digit.
pub fn organisation(at: usize) -> String {
    let nine = format!("559{:06}", 100_000 + at * 7);
    let sum: u32 = nine
        .bytes()
        .enumerate()
        .map(|(at, byte)| match u32::from(byte - b'0') * if at % 2 == 0 { 2 } else { 1 } {
            two @ 10.. => two - 9,
            one => one,
        })
        .sum();
    format!("{nine}{}", (10 - sum % 10) % 10)
}
