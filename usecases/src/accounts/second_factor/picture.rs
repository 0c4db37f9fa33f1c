//! The secret as a telephone reads it.

use std::fmt::Write as _;

use contract::account::{QrPicture, Secret};
use data_encoding::BASE32_NOPAD;
use qrcode::{Color, EcLevel, QrCode};

/// Squares of quiet around the code, as the standard asks for.
const QUIET: usize = 4;

/// The secret in groups of four and as a picture; a telephone lists it under the person's login.
pub(super) fn of(login: &str, secret: &[u8]) -> Secret {
    let letters = BASE32_NOPAD.encode(secret);
    let address =
        format!("otpauth://totp/%E6%B8%85%E8%AF%84:{login}?secret={letters}&issuer=%E6%B8%85%E8%AF%84");
    let groups = letters.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned());
    Secret { groups: groups.collect(), picture: picture(&address) }
}

fn picture(text: &str) -> QrPicture {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).expect("an address fits into a code");
    let width = code.width();
    let mut path = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (at % width + QUIET, at / width + QUIET);
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    QrPicture { size: u32::try_from(width + 2 * QUIET).unwrap_or_default(), path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_has_its_three_corners_and_the_secret_its_groups() {
        let secret = of("jy.fangan", b"12345678901234567890");
        assert_eq!(secret.groups.concat(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(secret.groups.iter().all(|group| group.len() == 4));
        let QrPicture { size, path } = secret.picture;
        let last = size - 5;
        for (x, y) in [(4, 4), (last, 4), (4, last)] {
            assert!(path.contains(&format!("M{x} {y}h1")), "{x} {y}");
        }
        assert!(
            !path.contains(&format!("M{last} {last}h1v1h-1zM{} ", size - 4)),
            "nothing in the quiet zone"
        );
    }
}
