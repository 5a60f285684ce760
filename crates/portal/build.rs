//! Builds again when a file is added to the directories that are embedded.

fn main() {
    for directory in ["assets", "locales", "templates"] {
        println!("cargo::rerun-if-changed={directory}");
    }
}
