//! A region's colour, checked for contrast before it reaches a page (report design, C).

/// The house's own blue.
pub const PRIMARY: &str = "#12436D";

/// Least contrast to white of a colour that carries text.
const CONTRAST: f64 = 4.5;

/// A colour is darkened at most so much, in CIE lightness.
const DARKEN: f64 = 25.0;

/// What became of a region's colour.
#[derive(Debug, Clone, PartialEq)]
pub enum Checked {
    /// It is used, darkened where it was too light for white text.
    Used(String),
    /// It cannot be used; the house's own is.
    Refused,
}

/// Checks a colour `#RRGGBB`: darkens it in steps of 2 CIE L* at the same hue until its contrast to white is 4.5:1.
pub fn check(colour: &str) -> Checked {
    let Some(rgb) = parse(colour) else { return Checked::Refused };
    let [lightness, a, b] = lab(rgb);
    let mut less = 0.0;
    while less <= DARKEN {
        // The hue is the angle of a and b; both shrink together, so it stays.
        let shrink = if lightness > 0.0 { (lightness - less) / lightness } else { 1.0 };
        let darker = if less == 0.0 { rgb } else { from_lab([lightness - less, a * shrink, b * shrink]) };
        if contrast_to_white(darker) >= CONTRAST {
            return Checked::Used(format!("#{:02X}{:02X}{:02X}", darker[0], darker[1], darker[2]));
        }
        less += 2.0;
    }
    Checked::Refused
}

fn parse(colour: &str) -> Option<[u8; 3]> {
    let digits = colour.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// Contrast ratio to white after WCAG 2.
fn contrast_to_white(rgb: [u8; 3]) -> f64 {
    let [red, green, blue] = rgb.map(linear);
    1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
}

fn linear(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

/// White point D65.
const WHITE: [f64; 3] = [0.950_47, 1.0, 1.088_83];

fn lab(rgb: [u8; 3]) -> [f64; 3] {
    let [r, g, b] = rgb.map(linear);
    let xyz = [
        0.412_456 * r + 0.357_576 * g + 0.180_437 * b,
        0.212_673 * r + 0.715_152 * g + 0.072_175 * b,
        0.019_334 * r + 0.119_192 * g + 0.950_304 * b,
    ];
    let f = |at: usize| {
        let t: f64 = xyz[at] / WHITE[at];
        if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 }
    };
    [116.0 * f(1) - 16.0, 500.0 * (f(0) - f(1)), 200.0 * (f(1) - f(2))]
}

fn from_lab([lightness, green_red, blue_yellow]: [f64; 3]) -> [u8; 3] {
    let y = (lightness + 16.0) / 116.0;
    let back = |t: f64, white: f64| {
        let value = if t.powi(3) > 0.008_856 { t.powi(3) } else { (t - 16.0 / 116.0) / 7.787 };
        value * white
    };
    let (x, y, z) = (back(y + green_red / 500.0, WHITE[0]), back(y, WHITE[1]), back(y - blue_yellow / 200.0, WHITE[2]));
    let rgb = [
        3.240_454 * x - 1.537_139 * y - 0.498_532 * z,
        -0.969_266 * x + 1.876_011 * y + 0.041_556 * z,
        0.055_643 * x - 0.204_026 * y + 1.057_225 * z,
    ];
    rgb.map(|part| {
        let part = if part <= 0.003_130_8 { 12.92 * part } else { 1.055 * part.powf(1.0 / 2.4) - 0.055 };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
        let byte = (part.clamp(0.0, 1.0) * 255.0).round() as u8;
        byte
    })
}
