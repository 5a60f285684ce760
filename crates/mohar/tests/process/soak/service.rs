//! A program of the database's surroundings: started, killed, started again.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A running program, killed when it goes out of scope. Its number is in `NAME.pid` meanwhile, and
/// what it says in `NAME.log`.
pub(super) struct Service {
    name: String,
    folder: PathBuf,
    line: Vec<String>,
    child: Child,
}

impl Service {
    /// Starts a program with arguments; its files are in the folder.
    pub(super) fn start(folder: &Path, name: &str, line: &[&str]) -> Self {
        let line: Vec<_> = line.iter().map(|&part| part.to_owned()).collect();
        let child = spawn(folder, name, &line);
        Self {
            name: name.to_owned(),
            folder: folder.to_owned(),
            line,
            child,
        }
    }

    /// Kills it without a warning.
    pub(super) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts it again as it was.
    pub(super) fn start_again(&mut self) {
        self.child = spawn(&self.folder, &self.name, &self.line);
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It may have ended already; there is nothing to do about it then.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_file(self.folder.join(format!("{}.pid", self.name)));
    }
}

fn spawn(folder: &Path, name: &str, line: &[String]) -> Child {
    let file = folder.join(format!("{name}.log"));
    let log = File::options().append(true).create(true).open(file);
    let log = log.unwrap();
    let child = as_server(&line[0])
        .args(&line[1..])
        .stdin(Stdio::null())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap_or_else(|fault| panic!("{}: {fault}; `cargo xtask soak` installs it", line[0]));
    let number = folder.join(format!("{name}.pid"));
    fs::write(number, child.id().to_string()).unwrap();
    child
}

/// A command as the user that the servers run as: PostgreSQL refuses to be root. `setpriv` becomes
/// the program, so that its number is the program's.
pub(super) fn as_server(program: &str) -> Command {
    let id = Command::new("id").arg("-u").output().unwrap();
    let mut command = if id.stdout.starts_with(b"0\n") {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]);
        command.arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir("/");
    command
}
