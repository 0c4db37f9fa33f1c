//! 事实登记: one incident is registered once, counts where it costs most, and every sheet follows the register.

use std::sync::Arc;

use contract::case::{EvidenceForm, Layer, SaveAnswer, SectionForm, StepForm};
use contract::fact::{Fact, FactLine, FactsPage, RecordFact};
use domain::ids::{CaseId, FactId};
use domain::refusal::Refusal;
use domain::scheme::Scheme;
use domain::scheme::edit::Sample;
use domain::scoring::{Answer, Entry, InputValue, Penalised, ScoreSheet};
use domain::workflow::CaseState;
use usecases::demo::sample_file;
use usecases::evidence::On;
use usecases::{Answered, OrFault};

use crate::cast::{County, Person, World, field_of, on_both, refused};

/// A unit of a county that uses the rubric of the task division, in which one fact counts once.
struct Scene {
    county: County,
    case: CaseId,
    clerk: Person,
    reviewer: Person,
}

impl Scene {
    async fn begins(world: &World<'_>) -> Answered<Scene> {
        let county = world.county_at_work_on("organ", "organ").await?;
        let clerk = (**county.unit(0).clerk()).clone();
        let reviewer = (**county.unit(0).reviewer()).clone();
        Ok(Scene { case: county.case(0), clerk, reviewer, county })
    }

    fn fact(&self, title: &str, date: &str) -> RecordFact {
        let house = &self.county.house;
        RecordFact {
            case: self.case,
            fact: FactId(house.edge().id()),
            title: title.into(),
            date: date.into(),
            who: "某科甲某".into(),
            basis: "某处〔2026〕3号".into(),
            based_on: 0,
        }
    }

    async fn records(&self, who: &Person, layer: Layer, form: &RecordFact) -> Answered<Fact> {
        self.county.house.record_fact(&who.at_desk().await?, layer, form).await
    }

    async fn removes(&self, who: &Person, layer: Layer, fact: (FactId, u32)) -> Answered<()> {
        self.county.house.remove_fact(&who.at_desk().await?, layer, self.case, fact).await
    }

    async fn saves(&self, layer: Layer, no: &str, based_on: i32, answer: Answer) -> Answered<()> {
        let who = if layer == Layer::Own { &self.clerk } else { &self.reviewer };
        let client = self.county.house.edge().id().to_string();
        let form = SaveAnswer {
            case: self.case,
            layer,
            criterion: no.into(),
            answer,
            based_on,
            client,
            reasons_hold: false,
        };
        self.county.house.save_answer(&who.at_desk().await?, &form).await.map(drop)
    }

    /// Everything is in order, and no fact is named.
    async fn fills_everything(&self) -> Answered<Arc<Scheme>> {
        let at = self.clerk.at_desk().await?;
        let rubric = self.county.house.checklist(&at, self.case, 0).await?.scheme;
        for (no, mut answer) in rubric.samples(Sample::Best) {
            for value in answer.inputs.values_mut() {
                if let InputValue::Entries(named) = value {
                    named.clear();
                }
            }
            self.saves(Layer::Own, &no, 0, answer).await?;
        }
        Ok(rubric)
    }

    async fn register(&self, who: &Person) -> Answered<FactsPage> {
        self.county.house.facts_page(&who.at_desk().await?, self.case).await
    }

    /// 自评, after comparing it with the figures beside the case.
    async fn sheet(&self) -> Answered<ScoreSheet> {
        let page = self.county.house.case_page(&self.clerk.at_desk().await?, self.case).await?;
        let tx = self.county.house.store().read(self.county.id).await.or_fault()?;
        let case = store::cases::find(&tx, self.case).await.or_fault()?.expect("the case");
        let sheet = page.own.expect("a sheet");
        assert_eq!((case.self_score, case.self_high), (sheet.score.exact(), sheet.range.high.exact()));
        Ok(sheet)
    }
}

/// 违规问题, each entry one of the facts.
fn cases(facts: &[&Fact]) -> Answer {
    let entry = |fact: &&Fact| Entry { fact: fact.id.to_string(), n: 1, ..Entry::default() };
    let entries = InputValue::Entries(facts.iter().map(entry).collect());
    Answer { inputs: [("cases".to_owned(), entries)].into(), ..Answer::default() }
}

/// 受处分 of a section-level official; the rest of 6.1 is in order.
fn sanctioned(fact: &Fact, column: &str) -> Answer {
    let entry = Entry {
        fact: fact.id.to_string(),
        n: 1,
        row: "section_level".into(),
        column: column.into(),
        ..Entry::default()
    };
    let inputs = [
        ("investigation".to_owned(), InputValue::Met(true)),
        ("sanctions".to_owned(), InputValue::Entries(vec![entry])),
        ("reform".to_owned(), InputValue::Met(true)),
        ("self_reported".to_owned(), InputValue::Entries(Vec::new())),
    ];
    Answer { inputs: inputs.into(), ..Answer::default() }
}

/// Everything is answered, so that it stays there.
fn counts_in(criterion: &str, points: &str) -> Penalised {
    Penalised { criterion: criterion.into(), points: points.parse().expect("points"), is_final: true }
}

fn points(sheet: &ScoreSheet, no: &str) -> String {
    sheet.criterion(no).expect("the line").score.exact()
}

fn line(page: &FactsPage, fact: FactId) -> &FactLine {
    page.facts.iter().find(|line| line.fact.id == fact).expect("the fact is listed")
}

#[tokio::test]
async fn one_fact_is_registered_once_and_counts_once() {
    on_both(async |world| {
        let scene = Scene::begins(world).await?;
        let form = scene.fact("某科违规接待", "2026-03-05");
        let (one, again) = tokio::join!(
            scene.records(&scene.clerk, Layer::Own, &form),
            scene.records(&scene.clerk, Layer::Own, &form)
        );
        let fact = one?;
        assert_eq!(fact, again?, "sent twice, registered once");
        assert_eq!(fact.label(), "某科违规接待（2026年3月5日，某科甲某）");

        scene.fills_everything().await?;
        scene.saves(Layer::Own, "7.3", 1, cases(&[&fact])).await?;
        let counts = line(&scene.register(&scene.clerk).await?, fact.id).counts.clone();
        assert_eq!(counts, Some(counts_in("7.3", "1")));
        assert_eq!(points(&scene.sheet().await?, "7.3"), "0");
        scene.saves(Layer::Own, "6.1", 1, sanctioned(&fact, "judicial")).await?;
        let page = scene.register(&scene.clerk).await?;
        let shown = line(&page, fact.id);
        assert!(page.one_fact_once && shown.open);
        let touched: Vec<_> = shown.touches.iter().map(|touch| touch.criterion.as_str()).collect();
        assert_eq!(touched, ["6.1", "7.3"]);
        assert_eq!(shown.counts, Some(counts_in("6.1", "2")), "where it costs most");
        let sheet = scene.sheet().await?;
        assert_eq!((points(&sheet, "6.1"), points(&sheet, "7.3")), ("8".to_owned(), "1".to_owned()));
        let steps = &sheet.criterion("7.3").expect("the line").steps;
        assert!(steps[0].text.contains("某科违规接待") && steps[0].text.contains("6.1"), "{steps:?}");
        scene.county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_changed_fact_changes_every_sheet_and_a_stale_page_changes_nothing() {
    on_both(async |world| {
        let scene = Scene::begins(world).await?;
        let form = scene.fact("某科违规接待", "");
        let fact = scene.records(&scene.clerk, Layer::Own, &form).await?;
        scene.saves(Layer::Own, "7.3", 0, cases(&[&fact])).await?;
        let renamed = RecordFact { title: "某科违规用车".into(), based_on: 1, ..form.clone() };
        assert_eq!(scene.records(&scene.clerk, Layer::Own, &renamed).await?.revision, 2);
        let steps = scene.sheet().await?.criterion("7.3").expect("the line").steps.clone();
        assert!(steps[0].text.contains("某科违规用车"), "{steps:?}");
        // What the next save stands on is not what was remembered before the fact changed.
        scene.saves(Layer::Own, "7.3", 1, cases(&[&fact])).await?;
        scene.sheet().await?;

        let stale = RecordFact { title: "另一件".into(), based_on: 1, ..form.clone() };
        assert_eq!(field_of(scene.records(&scene.clerk, Layer::Own, &stale).await), "fact");
        assert_eq!(
            field_of(scene.removes(&scene.clerk, Layer::Own, (fact.id, 2)).await),
            "fact",
            "it is named"
        );
        scene.saves(Layer::Own, "7.3", 2, cases(&[])).await?;
        let stale = scene.removes(&scene.clerk, Layer::Own, (fact.id, 1)).await;
        assert_eq!(field_of(stale), "fact", "somebody has changed it since");
        scene.removes(&scene.clerk, Layer::Own, (fact.id, 2)).await?;
        scene.removes(&scene.clerk, Layer::Own, (fact.id, 2)).await?;
        // Another window still offers it.
        let late = refused(scene.saves(Layer::Own, "7.3", 3, cases(&[&fact])).await);
        assert!(late.sentence().contains("已不在本申报的登记簿中"), "{late:?}");
        assert!(scene.register(&scene.clerk).await?.facts.is_empty());
        let gone = RecordFact { based_on: 2, ..renamed };
        assert_eq!(field_of(scene.records(&scene.clerk, Layer::Own, &gone).await), "fact");
        let entries = scene.county.entries(scene.case).await?;
        let told: Vec<_> = entries.iter().map(|entry| entry.summary.as_str()).collect();
        assert!(told.contains(&"登记事实") && told.contains(&"修改事实"), "{told:?}");
        assert_eq!(told.iter().filter(|told| told.starts_with("删去事实")).count(), 1, "{told:?}");
        scene.county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_says_too_little_or_misleads_is_refused() {
    on_both(async |world| {
        let scene = Scene::begins(world).await?;
        let good = scene.fact("某科违规接待", "2026-03-05");
        for (wrong, field) in [
            (RecordFact { title: "  ".into(), ..good.clone() }, "title"),
            (RecordFact { title: "长".repeat(65), ..good.clone() }, "title"),
            (RecordFact { title: "接待\u{202e}".into(), ..good.clone() }, "title"),
            (RecordFact { date: "2026-02-30".into(), ..good.clone() }, "date"),
            (RecordFact { who: "名".repeat(201), ..good.clone() }, "who"),
            (RecordFact { basis: "据".repeat(201), ..good.clone() }, "basis"),
        ] {
            assert_eq!(field_of(scene.records(&scene.clerk, Layer::Own, &wrong).await), field);
        }
        assert!(scene.register(&scene.clerk).await?.facts.is_empty());
        // Nobody registers for another unit, and no unit for the reviewers.
        let neighbour = (**scene.county.unit(1).clerk()).clone();
        assert_eq!(refused(scene.records(&neighbour, Layer::Own, &good).await), Refusal::NotFound);
        assert!(matches!(
            refused(scene.records(&scene.clerk, Layer::Review, &good).await),
            Refusal::NotYourPost(_)
        ));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_the_reviewers_register_the_unit_sees_with_the_review() {
    on_both(async |world| {
        let scene = Scene::begins(world).await?;
        let own = scene.records(&scene.clerk, Layer::Own, &scene.fact("某科违规接待", "2026-03-05")).await?;
        let early = scene.fact("来信反映公车私用", "2026-05-06");
        let now = CaseState::Draft;
        assert_eq!(
            refused(scene.records(&scene.reviewer, Layer::Review, &early).await),
            Refusal::WrongState { now }
        );
        let rubric = scene.fills_everything().await?;
        let unit = scene.county.unit(0);
        unit.clerk().hands_over().await?;
        unit.head().signs().await?;

        let found = scene.records(&scene.reviewer, Layer::Review, &early).await?;
        let not_theirs = scene.removes(&scene.reviewer, Layer::Review, (own.id, 1)).await;
        assert_eq!(field_of(not_theirs), "fact", "the unit's");
        let now = CaseState::Reviewing;
        let late = scene.records(&scene.clerk, Layer::Own, &scene.fact("补记", "")).await;
        assert_eq!(refused(late), Refusal::WrongState { now });
        scene.saves(Layer::Review, "7.3", 0, cases(&[&own, &found])).await?;
        let page = scene.register(&scene.reviewer).await?;
        assert_eq!(page.facts.iter().map(|line| line.open).collect::<Vec<_>>(), [false, true]);
        let seen = scene.register(&scene.clerk).await?;
        assert_eq!(
            seen.facts.iter().map(|line| line.fact.id).collect::<Vec<_>>(),
            [own.id],
            "not yet the unit's"
        );
        assert!(seen.registers.is_none() && !seen.facts[0].open);
        let unit_reads =
            scene.county.house.checklist(&scene.clerk.at_desk().await?, scene.case, 0).await?.facts;
        assert_eq!(unit_reads.len(), 1);

        let item = rubric.item_of("7.3").expect("its item").no.to_string();
        unit.reviewer().returns_item(&item, "请核对公车使用情况").await?;
        let seen = scene.register(&scene.clerk).await?;
        assert_eq!(seen.facts.iter().map(|line| line.fact.id).collect::<Vec<_>>(), [own.id, found.id]);
        // What the reviewers gave points for elsewhere is not rewritten under them, nor told criterion by criterion.
        scene.saves(Layer::Review, "6.1", 0, sanctioned(&own, "judicial")).await?;
        let form = RecordFact { fact: own.id, based_on: 1, ..scene.fact("某科没有接待", "2026-03-05") };
        let rewritten = refused(scene.records(&scene.clerk, Layer::Own, &form).await);
        assert!(rewritten.sentence().starts_with("考核中已引用"), "{rewritten:?}");
        let gone = refused(scene.removes(&scene.clerk, Layer::Own, (own.id, 1)).await);
        assert!(!gone.sentence().contains("6.1"), "{gone:?}");
        let page = scene.county.house.case_page(&scene.clerk.at_desk().await?, scene.case).await?;
        let told: Vec<_> = page.time_line.iter().map(|event| event.what.as_str()).collect();
        assert!(told.iter().all(|told| !told.contains("公车私用")), "{told:?}");
        // While it is back, the unit registers what belongs to it; what other items name stays as it is.
        let more = scene.records(&scene.clerk, Layer::Own, &scene.fact("补记一起", "2026-06-01")).await?;
        scene.saves(Layer::Own, "7.3", 1, cases(&[&more, &found])).await?;
        // Handed over again, the unit still sees what its own answer names, and its head what is to be signed.
        unit.clerk().hands_over().await?;
        let head = (**unit.head()).clone();
        let seen = scene.register(&head).await?;
        assert_eq!(
            seen.facts.iter().map(|line| line.fact.id).collect::<Vec<_>>(),
            [own.id, found.id, more.id]
        );
        scene.county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_shows_a_fact_hangs_on_it() {
    on_both(async |world| {
        let scene = Scene::begins(world).await?;
        let house = &scene.county.house;
        let hangs = async |who: &Person, on: On<'_>, name: &str| {
            let at = who.at_desk().await?;
            let mut incoming = house.receive_file(&at).await?;
            incoming.write(&sample_file()).await?;
            let form = EvidenceForm { file_name: name.into(), ..EvidenceForm::default() };
            house.attach_evidence(&at, scene.case, on, &form, incoming).await
        };
        let fact = scene.records(&scene.clerk, Layer::Own, &scene.fact("违规接待", "2026-03-05")).await?;
        let on = On::Fact(Layer::Own, fact.id);
        let file = hangs(&scene.clerk, on, "处分决定.pdf").await?;
        assert_eq!(hangs(&scene.clerk, on, "处分决定.pdf").await?.id, file.id, "sent twice, it hangs once");
        let kind = refused(hangs(&scene.clerk, on, "程序.exe").await);
        assert!(matches!(kind, Refusal::FileKind { .. }), "{kind:?}");
        let nobody = On::Fact(Layer::Own, FactId(house.edge().id()));
        assert_eq!(refused(hangs(&scene.clerk, nobody, "记录.pdf").await), Refusal::NotFound);
        let shown = scene.register(&scene.clerk).await?.facts;
        assert_eq!(shown[0].files, std::slice::from_ref(&file));
        let now = CaseState::Draft;
        assert_eq!(refused(scene.reviewer.fetches(file.file).await), Refusal::NotSubmitted { now });
        let other = (**scene.county.unit(1).clerk()).clone();
        assert_eq!(refused(other.fetches(file.file).await), Refusal::NotFound);
        // It is no evidence of a criterion, and not taken off as one.
        let at = scene.clerk.at_desk().await?;
        assert_eq!(refused(house.remove_evidence(&at, scene.case, file.id).await), Refusal::NotFound);

        // The reviewers' own facts carry the reviewers' files, which the unit sees no sooner than the fact.
        scene.fills_everything().await?;
        house.hand_over(&at, scene.case, &StepForm::default()).await?;
        scene.county.unit(0).head().signs().await?;
        assert_eq!(scene.reviewer.fetches(file.file).await?, sample_file());
        let wrong = hangs(&scene.reviewer, On::Fact(Layer::Review, fact.id), "一.pdf").await;
        assert_eq!(field_of(wrong), "fact");
        let found = scene.records(&scene.reviewer, Layer::Review, &scene.fact("现场发现", "")).await?;
        let seen = hangs(&scene.reviewer, On::Fact(Layer::Review, found.id), "照片.pdf").await?;
        assert_eq!(refused(scene.clerk.fetches(seen.file).await), Refusal::NotFound);
        let list = house.checklist(&scene.clerk.at_desk().await?, scene.case, 0).await?;
        assert_eq!(list.evidence, [], "not even its name");
        assert_eq!(house.case_page(&scene.clerk.at_desk().await?, scene.case).await?.evidence, 0);
        let late = refused(hangs(&scene.clerk, on, "补.pdf").await);
        assert_eq!(late, Refusal::WrongState { now: CaseState::Reviewing });

        // Taken off, or with its fact, it is shown to nobody any more.
        let at = scene.reviewer.at_desk().await?;
        let again = hangs(&scene.reviewer, On::Fact(Layer::Review, found.id), "照片二.pdf").await?;
        house.remove_fact_file(&at, Layer::Review, (scene.case, found.id, again.id)).await?;
        assert_eq!(refused(scene.reviewer.fetches(again.file).await), Refusal::NotFound);
        scene.removes(&scene.reviewer, Layer::Review, (found.id, found.revision)).await?;
        assert_eq!(refused(scene.reviewer.fetches(seen.file).await), Refusal::NotFound);
        scene.county.journal_holds().await?;
        Ok(())
    })
    .await;
}

/// What is named is there: what is made up, and what happened in another unit's case, is not taken, by whatever door.
#[tokio::test]
async fn a_fact_that_is_named_stands_in_the_register_of_its_case() {
    on_both(async |world| {
        let scene = Scene::begins(world).await?;
        let fact = scene.records(&scene.clerk, Layer::Own, &scene.fact("某科违规接待", "2026-03-05")).await?;
        let named = |fact: &str| {
            let entry = Entry { fact: fact.to_owned(), n: 1, ..Entry::default() };
            let entries = InputValue::Entries(vec![entry]);
            Answer { inputs: [("cases".to_owned(), entries)].into(), ..Answer::default() }
        };
        let made_up = refused(scene.saves(Layer::Own, "7.3", 0, named("随便0")).await);
        let told = "第7.3条引用的“随便0”没有在本申报中登记。请先登记这件事，再选择。";
        assert_eq!(made_up.sentence(), told);
        // As a plain form sends it, too.
        let fields = [("7.3.revision", "0"), ("7.3.cases.0.fact", "随便0"), ("7.3.remark", "")];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let form = SectionForm { fields: fields.into() };
        let at = scene.clerk.at_desk().await?;
        let house = &scene.county.house;
        let section = house.checklist(&at, scene.case, 0).await?.scheme.section_of("7.3").unwrap_or_default();
        let section = u32::try_from(section).unwrap_or_default();
        let sent = house.save_section(&at, scene.case, section, Layer::Own, &form).await?;
        assert_eq!(sent.kept_back[0].2, told);

        // A neighbour's fact is nobody's here.
        let other = scene.county.case(1);
        let neighbour = (**scene.county.unit(1).clerk()).clone().at_desk().await?;
        let theirs = SaveAnswer {
            reasons_hold: false,
            case: other,
            layer: Layer::Own,
            criterion: "7.3".into(),
            answer: cases(&[&fact]),
            based_on: 0,
            client: house.edge().id().to_string(),
        };
        let foreign = refused(house.save_answer(&neighbour, &theirs).await);
        assert!(foreign.sentence().contains("已不在本申报的登记簿中"), "{foreign:?}");
        scene.saves(Layer::Own, "7.3", 0, cases(&[&fact])).await
    })
    .await;
}
