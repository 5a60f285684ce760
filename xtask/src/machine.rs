//! What the tests need besides Rust: a browser, its driver, letters, a software token, a
//! reader of QR codes, PostgreSQL, Python.

use crate::run::{Outcome, output, run, succeeds};

/// Something that is needed, how to see whether it is there, and the package that brings it.
pub(crate) struct Need {
    pub(crate) package: &'static str,
    pub(crate) is_there: fn() -> bool,
}

/// The tests start scratch clusters of their own with it.
pub(crate) const POSTGRESQL: Need = Need {
    package: "postgresql",
    is_there: || {
        let folders = std::fs::read_dir("/usr/lib/postgresql")
            .into_iter()
            .flatten();
        folders
            .flatten()
            .any(|folder| folder.path().join("bin/initdb").exists())
            || succeeds("initdb", &["--version"])
    },
};

const NEEDS: &[Need] = &[
    Need {
        // The fuzzer is written in it.
        package: "g++",
        is_there: || succeeds("c++", &["--version"]),
    },
    Need {
        package: "chromium",
        is_there: || {
            ["chromium", "chromium-browser", "google-chrome"]
                .iter()
                .any(|name| succeeds(name, &["--version"]))
        },
    },
    Need {
        package: "chromium-driver",
        is_there: || succeeds("chromedriver", &["--version"]),
    },
    Need {
        package: "fontconfig",
        is_there: || succeeds("fc-list", &["--version"]),
    },
    Need {
        // Pages in Hindi are pictures of boxes without a Devanagari font.
        package: "fonts-noto-core",
        is_there: || !output("fc-list", &[":lang=hi"]).trim().is_empty(),
    },
    POSTGRESQL,
    Need {
        // A PKCS#11 token in software, for signing keys that are kept in one.
        package: "softhsm2",
        is_there: || succeeds("softhsm2-util", &["--version"]),
    },
    Need {
        package: "zbar-tools",
        is_there: || succeeds("zbarimg", &["--version"]),
    },
    Need {
        package: "python3",
        is_there: || succeeds("python3", &["--version"]),
    },
    Need {
        package: "python3-venv",
        is_there: || succeeds("python3", &["-c", "import ensurepip, venv"]),
    },
];

/// Installs what the tests miss.
pub(crate) fn prepare() -> Outcome {
    install(NEEDS)
}

/// Installs what is missing, where that is possible, and says what to do where it is not.
pub(crate) fn install(needs: &[Need]) -> Outcome {
    let missing = missing(needs);
    if missing.is_empty() {
        return Ok(());
    }
    let packages = missing.join(" ");
    let by_hand = format!(
        "what these Debian packages bring is needed: {packages}. Install them with your \
         system's package manager and start again"
    );
    if !succeeds("apt-get", &["--version"]) {
        return Err(by_hand);
    }
    let before: &[&str] = if output("id", &["-u"]).trim() == "0" {
        &[]
    } else if succeeds("sudo", &["-n", "true"]) {
        &["sudo", "-n"]
    } else {
        return Err(format!("{by_hand}: sudo apt-get install {packages}"));
    };
    let apt_get = |arguments: &[&str]| {
        let line = [
            before,
            &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"],
            arguments,
        ];
        let line = line.concat();
        run(line[0], &line[1..])
    };
    apt_get(&["update"])?;
    let install = ["install", "--yes", "--no-install-recommends"];
    apt_get(&[&install[..], &missing].concat())?;
    let still = self::missing(needs);
    if still.is_empty() {
        Ok(())
    } else {
        let still = still.join(" ");
        Err(format!(
            "{still} still missing after the installation; {by_hand}"
        ))
    }
}

fn missing(needs: &[Need]) -> Vec<&'static str> {
    let missing = needs.iter().filter(|need| !(need.is_there)());
    missing.map(|need| need.package).collect()
}
