//! The QR code as a vector picture.

use fast_qr::{ECL, QRBuilder, QRCode};

/// White modules around the code, which readers need to find it.
const QUIET_MODULES: usize = 4;

/// A QR code to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct QrPicture {
    /// Width and height in modules, the white border included.
    pub(super) side: usize,
    /// The dark modules as horizontal strokes, one module thick.
    pub(super) path: String,
}

impl QrPicture {
    /// Draws a text, letter by letter as it is. A damaged print stays readable longest with error
    /// correction level M; a text that is too long for it gets level L. `None` when it does not
    /// fit at all (2,953 bytes), which no signed QR code comes near to.
    pub(super) fn of(text: &str) -> Option<Self> {
        let code = [ECL::M, ECL::L]
            .into_iter()
            .find_map(|level| QRBuilder::new(text).ecl(level).build().ok())?;
        Some(Self {
            side: code.size + 2 * QUIET_MODULES,
            path: strokes(&code),
        })
    }

    /// A file of its own, with a size at which it prints well.
    pub(super) fn file(&self) -> String {
        let Self { side, path } = self;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
             width=\"60mm\" height=\"60mm\" shape-rendering=\"crispEdges\">\
             <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/>\
             <path d=\"{path}\" stroke=\"#000\" fill=\"none\"/></svg>"
        )
    }
}

/// Runs of dark modules, row by row. Half the size of a rectangle for each, and a tenth of one for
/// each module.
fn strokes(code: &QRCode) -> String {
    use std::fmt::Write as _;

    let mut path = String::new();
    for y in 0..code.size {
        let mut x = 0;
        let mut pen = None;
        while x < code.size {
            let start = x;
            let dark = code[y][x].value();
            while x < code.size && code[y][x].value() == dark {
                x += 1;
            }
            if !dark {
                continue;
            }
            // Writing into a String cannot fail.
            let _ = match pen {
                None => write!(path, "M{} {}.5", start + QUIET_MODULES, y + QUIET_MODULES),
                Some(end) => write!(path, "m{} 0", start - end),
            };
            let _ = write!(path, "h{}", x - start);
            pen = Some(x);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_code_is_drawn_run_by_run() {
        let picture = QrPicture::of("A").expect("it fits");
        assert_eq!(picture.side, 21 + 8);
        assert!(picture.path.starts_with("M4 4.5h7m"), "{}", picture.path);
        assert_eq!(picture.path.matches('M').count(), 21);
        assert!(picture.file().contains("viewBox=\"0 0 29 29\""));
    }

    #[test]
    fn the_length_of_a_signed_code_fits_with_level_m_and_longer_ones_with_l() {
        let signed = QrPicture::of(&"eyJhbGciOi".repeat(95)).expect("it fits");
        assert!(signed.side <= 8 + 17 + 4 * 27, "{}", signed.side);
        assert!(signed.path.len() < 60_000, "{}", signed.path.len());
        assert!(QrPicture::of(&"a".repeat(2_331)).is_some());
        assert!(QrPicture::of(&"a".repeat(2_332)).is_some());
        assert!(QrPicture::of(&"a".repeat(2_953)).is_some());
        assert!(QrPicture::of(&"a".repeat(2_954)).is_none());
    }
}
