//! How far a long command has come: a bar on a terminal, a line now and then elsewhere.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressStyle};

use crate::Failure;
use crate::terminal::say;

/// Lines of a phase where there is no terminal.
const LINES: u64 = 10;

/// One phase.
pub(super) struct Phase {
    bar: ProgressBar,
    words: &'static str,
    unit: &'static str,
    total: u64,
    is_plain: bool,
    told: u64,
}

impl Phase {
    /// Begins.
    pub(super) fn new(words: &'static str, unit: &'static str, total: u64) -> Self {
        let bar = ProgressBar::new(total);
        let template =
            format!("{{bar:40}} {{human_pos}} of {{human_len}} {unit}, {{eta}} left, {words}");
        let style = ProgressStyle::with_template(&template);
        bar.set_style(style.expect("the template is right"));
        Self {
            bar,
            words,
            unit,
            total,
            is_plain: !std::io::stderr().is_terminal(),
            told: 0,
        }
    }

    /// Tells how far it is.
    pub(super) fn at(&mut self, position: u64) -> Result<(), Failure> {
        if !self.is_plain {
            self.bar.set_position(position);
            return Ok(());
        }
        let tenth = position.min(self.total) * LINES / self.total.max(1);
        if tenth > self.told {
            self.told = tenth;
            let (words, unit, total) = (self.words, self.unit, self.total);
            say(&format!("{words}: {position} of {total} {unit}"))?;
        }
        Ok(())
    }
}

impl Drop for Phase {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
