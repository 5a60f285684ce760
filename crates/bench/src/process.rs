//! What the kernel says of a process: processor time and memory. Linux's /proc.

use std::fs;
use std::io;

/// Ticks of a second in /proc, the same on every Linux that Rust runs on.
const TICKS_PER_S: f64 = 100.0;

/// A process that runs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Observed {
    pid: u32,
}

/// Memory that is in RAM.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Memory {
    /// At the moment, in megabytes.
    pub(crate) now_mb: f64,
    /// The most so far, in megabytes.
    pub(crate) peak_mb: f64,
}

impl Observed {
    /// The process with this number.
    pub(crate) fn new(pid: u32) -> Self {
        Self { pid }
    }

    /// This process.
    pub(crate) fn own() -> Self {
        Self::new(std::process::id())
    }

    /// Processor time of all its threads so far, in seconds, to a hundredth.
    pub(crate) fn cpu_s(self) -> io::Result<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.pid))?;
        // The name in parentheses may hold anything; what follows it is numbers.
        let numbers = stat.rsplit(')').next().unwrap_or_default();
        let mut fields = numbers.split_whitespace().skip(11);
        let ticks = fields.next().and_then(|user| user.parse::<f64>().ok());
        let system = fields.next().and_then(|system| system.parse::<f64>().ok());
        match (ticks, system) {
            (Some(user), Some(system)) => Ok((user + system) / TICKS_PER_S),
            _ => Err(io::Error::other("/proc/PID/stat is not as expected")),
        }
    }

    /// Its memory.
    pub(crate) fn memory(self) -> io::Result<Memory> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid))?;
        let kilobytes = |name: &str| {
            status
                .lines()
                .find_map(|line| line.strip_prefix(name))
                .and_then(|rest| rest.split_whitespace().next())
                .and_then(|number| number.parse::<f64>().ok())
                .ok_or_else(|| io::Error::other("/proc/PID/status is not as expected"))
        };
        Ok(Memory {
            now_mb: kilobytes("VmRSS:")? / 1024.0,
            peak_mb: kilobytes("VmHWM:")? / 1024.0,
        })
    }
}

/// The machine in one line: processor and number of cores.
pub(crate) fn machine() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = info
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("unknown processor", |rest| {
            rest.trim_start_matches([' ', '\t', ':'])
        });
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!("{name}, {cores} cores")
}
