//! How long the largest schemes take: `cargo run --release -p domain --example large`.

#[path = "../tests/it/huge.rs"]
mod huge;

use std::time::Instant;

use domain::scheme::Scheme;
use domain::scheme::edit::{SAMPLE_YEAR, Sample};
use domain::scoring::score_in;

fn timed<T>(step: &str, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let done = work();
    print!("{step} {} ms　", begun.elapsed().as_millis());
    done
}

fn main() {
    for (what, scheme) in huge::all(1) {
        println!("{what}");
        let document = timed("写出", || scheme.to_document().expect("within the limits"));
        timed("读入", || Scheme::read(&document).expect("a scheme"));
        timed("检查", || scheme.findings());
        timed("目录", || (scheme.inputs(), scheme.outline(), scheme.terms(), scheme.departments()));
        let rubric = scheme.unit_types.first().map_or(scheme.clone(), |one| scheme.for_unit_type(&one.code));
        for sample in Sample::ALL {
            let answers = timed(sample.label(), || rubric.samples(sample));
            let circumstances = rubric.sample_circumstances(rubric.criteria(), SAMPLE_YEAR);
            timed("计分", || score_in(&rubric, &answers, &circumstances).expect("samples fit"));
        }
        let mut newer = scheme.clone();
        newer.sections.iter_mut().flat_map(|one| &mut one.criteria).for_each(|one| one.title.push('！'));
        timed("比较", || (scheme.changes_to(&newer), scheme.rewritten_in(&newer)));
        println!("　{} KB", document.len() / 1024);
    }
}
