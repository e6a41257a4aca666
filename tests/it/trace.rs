//! Every figure of the example leads back to rows that make it, and to cells where it stands in the files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use nytta::measure::trace::Role;
use nytta::pipeline;
use nytta::project::Folder;
use nytta::table::workbook::Child;
use nytta::value::Decimal;

#[test]
fn every_figure_leads_back_to_the_rows_that_make_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/orebro-lan");
    let folder = Folder::read(&root).expect("the example is there");
    let loaded = pipeline::load(&folder).expect("the example is sound");
    let workbooks = Child { program: env!("CARGO_BIN_EXE_nytta").into() };
    let validation = pipeline::validate(&folder, &loaded, &workbooks);
    let (observations, _) = pipeline::measure(&loaded, &validation);
    let definitions = &loaded.definitions;
    let mut cells = 0;
    // Every third figure: each leads through all rows of its period.
    for one in observations.iter().step_by(3) {
        let name = format!("{} {} {:?}", one.indicator, one.period, one.breakdown);
        let indicator = definitions.indicator(&one.indicator).expect("it is defined");
        let period = definitions.project.period(&one.period).expect("it is a period");
        let Some(trace) = pipeline::trace(&loaded, &validation, indicator, period, &one.breakdown) else {
            panic!("{name} leads nowhere")
        };
        let given = |row: &&nytta::measure::trace::TracedRow| matches!(row.role, Role::Counts(_));
        if one.contributions.is_empty() {
            assert_eq!(trace.rows.iter().filter(given).count(), 0, "{name}");
            continue;
        }
        assert_eq!(
            (trace.value, trace.numerator, trace.denominator),
            (one.value, one.numerator, one.denominator),
            "{name}"
        );
        let told = trace.rows.iter().filter_map(|row| match row.role {
            Role::Counts(Some(given)) => Some((row.organisation.clone(), given)),
            _ => None,
        });
        assert_eq!(told.collect::<BTreeMap<_, _>>(), one.contributions, "{name}");
        let silent: BTreeSet<&String> = trace.silent.iter().collect();
        assert!(
            trace.rows.iter().all(|row| !silent.contains(&row.organisation)),
            "{name}: somebody is silent and speaks"
        );
        for cell in trace.rows.iter().flat_map(|row| &row.cells) {
            let (Some(found), Some(value)) = (&cell.cell, &cell.value) else { continue };
            // What stands in the cell is the value that was measured, as far as a number is written plainly.
            let written =
                found.text.replace([' ', '\u{a0}', '\u{202f}'], "").replace(',', ".").replace('\u{2212}', "-");
            if let (Ok(written), Ok(value)) = (written.parse::<Decimal>(), value.parse::<Decimal>()) {
                assert_eq!(written, value, "{name}: {:?}", found.span);
                cells += 1;
            }
        }
    }
    assert!(cells > 1_000, "only {cells} cells were compared");
}
