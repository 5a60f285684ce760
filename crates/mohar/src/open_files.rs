//! Every connection is an open file, and how many of those a process may have is limited.

use crate::Failure;

/// Files that are open besides connections: database, keys, logs, connections to others.
const BESIDES: u64 = 256;

/// Sees that the process may have as many connections as the settings say.
#[cfg(unix)]
pub(crate) fn allow(connections_max: u32) -> Result<(), Failure> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let needed = u64::from(connections_max) + BESIDES;
    let limit = getrlimit(Resource::Nofile);
    if limit.current.is_none_or(|current| current >= needed) {
        return Ok(());
    }
    if let Some(most) = limit.maximum.filter(|most| *most < needed) {
        return Err(Failure(format!(
            "limits.connections_max = {connections_max} needs {needed} open files, and this \
             process may have {most}: lower the setting, or raise the limit (LimitNOFILE of \
             systemd, ulimit -n of a shell)"
        )));
    }
    let raised = Rlimit {
        current: Some(needed),
        maximum: limit.maximum,
    };
    setrlimit(Resource::Nofile, raised)
        .map_err(|error| Failure(format!("the limit of open files cannot be raised: {error}")))
}

/// Other systems have no such limit, or none that a program can read.
#[cfg(not(unix))]
pub(crate) fn allow(_: u32) -> Result<(), Failure> {
    Ok(())
}
