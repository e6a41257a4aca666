//! How long the example of Örebro county takes: each stage, and the whole way from its folder to the Swedish report.
//!
//! Printed beside the times: the whole over what typst alone takes (`render` of a cleared release), the part that is
//! hardest to make faster. Nothing is remembered from one setting to the next. The aim is a whole under two seconds.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use nytta::pipeline::{self, Loaded, ReportRequest, Validation};
use nytta::project::Folder;
use nytta::report;
use nytta::table::workbook::Child;

const PERIOD: &str = "2025";

struct Example {
    folder: Folder,
    loaded: Loaded,
    validation: Validation,
}

fn read() -> Folder {
    Folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/orebro-lan")).expect("the example is there")
}

fn workbooks() -> Child {
    Child { program: env!("CARGO_BIN_EXE_nytta").into() }
}

fn example() -> Example {
    let folder = read();
    let loaded = pipeline::load(&folder).expect("the example is sound");
    let validation = pipeline::validate(&folder, &loaded, &workbooks());
    Example { folder, loaded, validation }
}

impl Example {
    fn report(&self) -> Vec<u8> {
        let plan = &self.loaded.definitions.project.reports[0];
        let request = ReportRequest { plan, period: PERIOD, language: "sv", date: None, edition: None };
        pipeline::report(&self.folder, &self.loaded, &self.validation, &request).expect("it can be set").0
    }
}

fn stages(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("orebro-lan");
    group.sample_size(10).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(3));
    let example = example();
    let Example { folder, loaded, validation } = &example;
    let definitions = &loaded.definitions;
    let period = definitions.project.period(PERIOD).expect("it is one of the project's");
    group.bench_function("read folder", |bencher| bencher.iter(read));
    group.bench_function("load definitions", |bencher| bencher.iter(|| pipeline::load(folder)));
    group.bench_function("validate", |bencher| bencher.iter(|| pipeline::validate(folder, loaded, &workbooks())));
    group.bench_function("measure", |bencher| bencher.iter(|| pipeline::measure(loaded, validation)));
    group.bench_function("measure and release", |bencher| {
        bencher.iter(|| pipeline::release(folder, loaded, validation, period));
    });
    let (release, _) = pipeline::release(folder, loaded, validation, period);
    let words = (&loaded.targets, &loaded.comments, &loaded.money);
    let plan = &definitions.project.reports[0];
    let render = || report::render(&release, definitions, words, plan, "sv", None, folder).expect("it can be set");
    group.bench_function("render", |bencher| bencher.iter(render));
    group.bench_function("whole", |bencher| bencher.iter(|| black_box(self::example().report())));
    group.finish();

    let best = |work: &dyn Fn()| {
        let time = || {
            let started = Instant::now();
            work();
            started.elapsed()
        };
        (0..3).map(|_| time()).min().unwrap_or_default().as_secs_f64()
    };
    let whole = best(&|| drop(black_box(self::example().report())));
    let render = best(&|| drop(black_box(render())));
    #[expect(clippy::print_stdout, reason = "a bench prints its figures")]
    {
        println!("whole {whole:.2} s, render {render:.2} s: {:.2} times what the typesetting takes", whole / render);
    }
}

criterion_group!(demo, stages);
criterion_main!(demo);
