//! 责任科室: a department fills the blocks it is responsible for, and sees the whole.

use contract::case::{Checklist, EvidenceForm, Layer, SaveAnswer, StepForm};
use contract::fact::RecordFact;
use domain::ids::{CaseId, FactId};
use domain::policy::{Act, Posting};
use domain::refusal::Refusal;
use domain::scheme::edit::Sample;
use domain::scoring::Answer;
use usecases::demo::sample_file;
use usecases::evidence::On;
use usecases::people::NewPerson;
use usecases::{Answered, OrFault};

use crate::cast::{County, Person, World, on_both, refused};

/// A unit that uses the rubric of the task division, and a clerk of its 法规科.
struct Scene {
    county: County,
    case: CaseId,
    legal: Person,
    clerk: Person,
}

impl Scene {
    async fn begins(world: &World<'_>) -> Answered<Scene> {
        let county = world.county("organ", None, 2).await?;
        let officer = county.officer();
        let at = officer.at_desk().await?;
        let department = world.house.add_department(&at, county.units[0], "法规科").await?;
        world.house.publish_builtin_scheme(&at, "organ").await?;
        let period = officer.opens(&officer.opening_form().await?).await?;
        let cases = world.house.progress(&at, period).await?.cases;
        county.begins(period, cases.iter().map(|case| Some(case.case)).collect());
        let legal = county.somebody("organ.fagui", "法规科经办", &[]).await?;
        let new = NewPerson {
            login: legal.who.login.clone(),
            name: legal.who.name.clone(),
            password: None,
            must_change: false,
            post: "clerk".into(),
            posting: Posting::Department(county.units[0], department),
        };
        world.house.appoint(&county.manages_people(), &new).await?;
        let clerk = (**county.unit(0).clerk()).clone();
        Ok(Scene { case: county.case(0), legal, clerk, county })
    }

    async fn list(&self, who: &Person) -> Answered<Checklist> {
        self.county.house.checklist(&who.at_desk().await?, self.case, 0).await
    }

    async fn saves(&self, who: &Person, no: &str, answer: &Answer) -> Answered<()> {
        let there = self.list(&self.clerk).await?.own.get(no).map_or(0, |given| given.revision);
        let form = SaveAnswer {
            case: self.case,
            layer: Layer::Own,
            criterion: no.into(),
            answer: answer.clone(),
            based_on: there,
            client: self.county.house.edge().id().to_string(),
            reasons_hold: false,
        };
        self.county.house.save_answer(&who.at_desk().await?, &form).await.map(drop)
    }

    async fn attaches(&self, who: &Person, no: &str) -> Answered<()> {
        let form = EvidenceForm { file_name: "记录.pdf".into(), ..EvidenceForm::default() };
        let incoming = who.sends(&sample_file()).await?;
        self.county
            .house
            .attach_evidence(&who.at_desk().await?, self.case, On::Criterion(no), &form, incoming)
            .await
            .map(drop)
    }
}

#[tokio::test]
async fn a_department_fills_its_blocks_and_no_other() {
    on_both(async |world| {
        let scene = Scene::begins(world).await?;
        let list = scene.list(&scene.legal).await?;
        let mine = list.mine.clone().expect("blocks of its own");
        let duties = list.scheme.criteria_with_duties();
        let named: Vec<_> = duties
            .iter()
            .filter(|(_, duties)| duties.all().any(|name| name == "法规科" || name == "各科室（单位）"))
            .map(|(criterion, _)| criterion.no.as_str())
            .collect();
        assert_eq!(named.len(), 15, "2, 5, 7 are everyone's; 9 is its own");
        assert!(mine.len() == named.len() && named.iter().all(|no| mine.contains(*no)), "{mine:?}");
        assert!(list.may.fill && !list.may.hand_over);
        assert_eq!(scene.list(&scene.clerk).await?.mine, None, "the unit's clerk fills the whole");

        let samples = list.scheme.samples(Sample::Best);
        let answer = |no: &str| &samples[no];
        let own = named[0];
        scene.saves(&scene.legal, own, answer(own)).await?;
        scene.attaches(&scene.legal, own).await?;

        // Another department's block, and one that names none.
        let other = duties
            .iter()
            .find(|(_, duties)| duties.lead == ["人事科"])
            .map(|(criterion, duties)| (criterion.no.as_str(), duties.all().cloned().collect::<Vec<_>>()))
            .expect("a block of others");
        let foreign = |no: &str, departments: Vec<String>| Refusal::OtherDepartment {
            criterion: no.to_owned(),
            departments,
        };
        assert_eq!(
            refused(scene.saves(&scene.legal, other.0, answer(other.0)).await),
            foreign(other.0, other.1.clone())
        );
        assert_eq!(refused(scene.attaches(&scene.legal, other.0).await), foreign(other.0, other.1));
        let nobodys = duties.iter().find(|(_, duties)| duties.is_empty()).expect("block 12").0.no.as_str();
        assert_eq!(
            refused(scene.saves(&scene.legal, nobodys, answer(nobodys)).await),
            foreign(nobodys, Vec::new())
        );
        // It sees what the others wrote.
        scene.saves(&scene.clerk, nobodys, answer(nobodys)).await?;
        assert!(scene.list(&scene.legal).await?.own.contains_key(nobodys));
        let handed =
            world.house.hand_over(&scene.legal.at_desk().await?, scene.case, &StepForm::default()).await;
        assert_eq!(refused(handed), Refusal::NotYourPost(Act::HandOver));
        // The neighbouring unit is none of its business.
        let at = scene.legal.at_desk().await?;
        let next_door = world.house.checklist(&at, scene.county.case(1), 0).await;
        assert_eq!(refused(next_door.map(drop)), Refusal::NotFound);
        scene.county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn its_to_do_list_holds_what_is_its_own() {
    on_both(async |world| {
        let scene = Scene::begins(world).await?;
        let list = scene.list(&scene.legal).await?;
        let mine = list.mine.clone().expect("blocks of its own");
        let at = scene.legal.at_desk().await?;
        let todos = world.house.desk(&at).await?.todos;
        assert_eq!(todos.len(), 1);
        assert_eq!(
            (todos[0].verb.as_str(), todos[0].progress.clone()),
            ("填报本科室内容", format!("本科室已填0／{}条", mine.len()))
        );
        let first = list.scheme.criteria().find(|one| mine.contains(one.no.as_str())).expect("one");
        let section = list.scheme.section_of(&first.no).expect("its section") + 1;
        assert!(todos[0].href.ends_with(&format!("/fill/{section}#c-{}", first.no)), "{}", todos[0].href);
        let page = world.house.case_page(&at, scene.case).await?;
        assert_eq!(page.missing.len(), mine.len());
        for (no, answer) in list.scheme.samples(Sample::Best) {
            if mine.contains(&no) {
                scene.saves(&scene.legal, &no, &answer).await?;
            }
        }
        assert!(world.house.desk(&at).await?.todos.is_empty());
        assert!(world.house.case_page(&at, scene.case).await?.missing.is_empty());
        // Facts are registered by whoever fills.
        let fact = RecordFact {
            case: scene.case,
            fact: FactId(world.house.edge().id()),
            title: "某科违规接待".into(),
            date: String::new(),
            who: String::new(),
            basis: String::new(),
            based_on: 0,
        };
        world.house.record_fact(&at, Layer::Own, &fact).await?;
        let tx = world.house.store().read(scene.county.id).await.or_fault()?;
        assert_eq!(store::facts::of_case(&tx, scene.case).await.or_fault()?.len(), 1);
        Ok(())
    })
    .await;
}
