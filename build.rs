//! Builds anew when a file is added to what the program carries inside it.

fn main() {
    for folder in ["examples/orebro-lan", "indicators", "report-templates", "src/rules"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
