//! What the tests need besides Rust: a browser, its driver, letters, a reader of QR codes, Python.

use crate::run::{Outcome, output, run, succeeds};

/// Something that is needed, how to see whether it is there, and the package that brings it.
struct Need {
    package: &'static str,
    is_there: fn() -> bool,
}

const NEEDS: &[Need] = &[
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

/// Installs what is missing, where that is possible, and says what to do where it is not.
pub(crate) fn prepare() -> Outcome {
    let missing = missing();
    if missing.is_empty() {
        return Ok(());
    }
    let packages = missing.join(" ");
    let by_hand = format!(
        "the tests need what these Debian packages bring: {packages}. Install them with your \
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
    let still = self::missing();
    if still.is_empty() {
        Ok(())
    } else {
        let still = still.join(" ");
        Err(format!(
            "{still} still missing after the installation; {by_hand}"
        ))
    }
}

fn missing() -> Vec<&'static str> {
    let missing = NEEDS.iter().filter(|need| !(need.is_there)());
    missing.map(|need| need.package).collect()
}
