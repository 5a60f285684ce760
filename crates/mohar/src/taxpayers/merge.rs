//! Reads sorted runs as one: in ascending order of GSTINs, of equal ones the first in the files.
//!
//! Of each run a few rows are in memory; the next ones are read when those are used up.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use gst::Gstin;
use rusqlite::{Connection, Row, params};

use crate::Failure;

/// Rows of a run that are in memory.
const BUFFER_ROWS: u32 = 64;

/// What is read of each row.
pub(super) struct Wanted<T> {
    /// Selects `id`, `gstin` and more, of the ids from `?1` to `?2`, ascending, at most `?3`.
    pub(super) sql: &'static str,
    /// Reads what there is more.
    pub(super) read: fn(&Row<'_>) -> rusqlite::Result<T>,
}

/// The runs.
pub(super) struct Merge<'c, T> {
    connection: &'c Connection,
    wanted: Wanted<T>,
    runs: Vec<Run<T>>,
    /// The next row of each run that has one.
    next: BinaryHeap<Reverse<(Gstin, usize)>>,
}

struct Run<T> {
    next_id: i64,
    last_id: i64,
    rows: VecDeque<(Gstin, T)>,
}

impl<'c, T> Merge<'c, T> {
    /// All runs, behind a GSTIN.
    pub(super) fn new(
        connection: &'c Connection,
        wanted: Wanted<T>,
        after: Option<&Gstin>,
    ) -> Result<Self, Failure> {
        let mut statement =
            connection.prepare("SELECT first_id, last_id FROM runs ORDER BY run")?;
        let runs = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut merge = Self {
            connection,
            wanted,
            runs: Vec::new(),
            next: BinaryHeap::new(),
        };
        for run in runs {
            let (first_id, last_id) = run?;
            let next_id = match after {
                Some(after) => behind(connection, (first_id, last_id), after)?,
                None => first_id,
            };
            merge.runs.push(Run {
                next_id,
                last_id,
                rows: VecDeque::new(),
            });
            merge.advance(merge.runs.len() - 1)?;
        }
        Ok(merge)
    }

    /// The next row.
    pub(super) fn next(&mut self) -> Result<Option<(Gstin, T)>, Failure> {
        let Some(Reverse((_, index))) = self.next.pop() else {
            return Ok(None);
        };
        let row = self.runs[index].rows.pop_front();
        self.advance(index)?;
        Ok(row)
    }

    /// Sees that the next row of a run, if there is one, stands in line.
    fn advance(&mut self, index: usize) -> Result<(), Failure> {
        let run = &mut self.runs[index];
        if run.rows.is_empty() && run.next_id <= run.last_id {
            let mut statement = self.connection.prepare_cached(self.wanted.sql)?;
            let mut rows = statement.query(params![run.next_id, run.last_id, BUFFER_ROWS])?;
            while let Some(row) = rows.next()? {
                run.next_id = row.get::<_, i64>(0)? + 1;
                let gstin = Gstin::parse(row.get_ref(1)?.as_str()?)?;
                run.rows.push_back((gstin, (self.wanted.read)(row)?));
            }
        }
        if let Some((gstin, _)) = run.rows.front() {
            self.next.push(Reverse((*gstin, index)));
        }
        Ok(())
    }
}

/// The first id of a run whose GSTIN comes after this one.
fn behind(
    connection: &Connection,
    (first_id, last_id): (i64, i64),
    after: &Gstin,
) -> Result<i64, Failure> {
    let mut statement = connection.prepare_cached("SELECT gstin > ?2 FROM keys WHERE id = ?1")?;
    let (mut from, mut until) = (first_id, last_id + 1);
    while from < until {
        let middle = i64::midpoint(from, until);
        if statement.query_row(params![middle, after.as_str()], |row| row.get(0))? {
            until = middle;
        } else {
            from = middle + 1;
        }
    }
    Ok(from)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::super::lines::Place;
    use super::super::scratch::{FileProgress, LineAt, Scratch, SortedRow};
    use super::*;

    fn gstin(n: usize) -> Gstin {
        Gstin::with_check_digit(&format!("29AAACM{n:04}A1Z")).unwrap()
    }

    fn merged(scratch: &Scratch, after: Option<usize>) -> Vec<(Gstin, u64)> {
        let wanted = Wanted {
            sql: "SELECT id, gstin, line FROM keys WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3",
            read: |row| row.get(2),
        };
        let after = after.map(gstin);
        let mut merge = Merge::new(scratch.connection(), wanted, after.as_ref()).unwrap();
        let mut found = Vec::new();
        while let Some(row) = merge.next().unwrap() {
            found.push(row);
        }
        found
    }

    #[test]
    fn runs_are_read_as_one_from_anywhere() {
        let folder = tempfile::tempdir().unwrap();
        let mut scratch = Scratch::open(&folder.path().join("scratch")).unwrap();
        assert_eq!(merged(&scratch, None), []);
        // Every third, every fifth, all of a hundred, and a run that is empty.
        let mut line = 0;
        for (step, count) in [(3, 100), (5, 70), (1, 100), (1, 0)] {
            let rows = (0..count).map(|n| {
                line += 1;
                SortedRow {
                    gstin: gstin(n * step),
                    at: LineAt {
                        file: 0,
                        line,
                        byte_offset: 0,
                    },
                    status: 0,
                    record: String::new(),
                    contact: None,
                }
            });
            let rows: Vec<_> = rows.collect();
            let read = FileProgress {
                file: 0,
                place: Place::default(),
                is_read: false,
            };
            scratch.append(&rows, &[], &read).unwrap();
        }
        let all = merged(&scratch, None);
        assert_eq!(all.len(), 270);
        assert!(
            all.is_sorted(),
            "of equal ones the earlier line comes first"
        );
        for after in [0, 1, 98, 99, 298, 345] {
            let expected = all.iter().filter(|row| row.0 > gstin(after));
            let expected: Vec<_> = expected.copied().collect();
            assert_eq!(merged(&scratch, Some(after)), expected, "{after}");
        }
    }
}
