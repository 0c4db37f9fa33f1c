//! A county: its units, its people, and the year that runs.

use std::sync::{Arc, Mutex};

use contract::scheme::SaveDraft;
use domain::calendar::Instant;
use domain::ids::{CaseId, PeriodId, PersonId, SessionId, TenantId, UnitId};
use domain::policy::{Act, Actor, Permit, Place, Posting, authorise};
use domain::refusal::Refusal;
use domain::scheme::{Acceptance, Finding, Scheme};
use store::journal::{self, Entry, Verified};
use store::persons;
use usecases::accounts::Somebody;
use usecases::people::NewPerson;
use usecases::schemes::DraftFrom;
use usecases::{Answered, House, OrFault};

use super::{Officer, Party, Person, Reviewer, Unit};

/// A post with the unit it is held over, by the unit's place in the county.
pub type Duty<'a> = (&'a str, Option<usize>);

#[derive(Clone)]
pub struct County {
    pub house: House,
    pub id: TenantId,
    pub code: String,
    pub units: Vec<UnitId>,
    officer: Somebody,
    reviewer: Somebody,
    second: Somebody,
    party: Somebody,
    pub(super) clerks: Vec<Somebody>,
    pub(super) heads: Vec<Somebody>,
    year: Arc<Mutex<Option<Year>>>,
}

/// The period that runs, and the units' cases by their place in the county.
#[derive(Clone)]
struct Year {
    period: PeriodId,
    cases: Vec<Option<CaseId>>,
}

impl County {
    pub(super) async fn staffed(house: &House, id: TenantId, code: &str, units: usize) -> Answered<County> {
        let mut county = County {
            house: house.clone(),
            id,
            code: code.to_owned(),
            units: Vec::new(),
            officer: account(house, &format!("{code}.officer"), "顾方案").await?,
            reviewer: account(house, &format!("{code}.reviewer"), "沈考核").await?,
            second: account(house, &format!("{code}.reviewer2"), "严复核").await?,
            party: account(house, &format!("{code}.party"), "严书记").await?,
            clerks: Vec::new(),
            heads: Vec::new(),
            year: Arc::default(),
        };
        for index in 0..units {
            let position = i32::try_from(index).unwrap_or_default() + 1;
            let name = format!("第{position}局");
            let unit = house.add_unit(&county.manages_people(), &name, "机关", position).await?;
            county.units.push(unit);
            let clerk =
                account(house, &format!("{code}{position}.clerk"), &format!("经办{position}")).await?;
            let head = account(house, &format!("{code}{position}.head"), &format!("负责{position}")).await?;
            county.appoints(&clerk, ("clerk", Some(index))).await?;
            county.appoints(&head, ("unit_head", Some(index))).await?;
            county.clerks.push(clerk);
            county.heads.push(head);
        }
        county.appoints(&county.officer, ("scheme_officer", None)).await?;
        county.appoints(&county.reviewer, ("reviewer", None)).await?;
        county.appoints(&county.second, ("reviewer", None)).await?;
        county.appoints(&county.party, ("party_group", None)).await?;
        Ok(county)
    }

    pub fn officer(&self) -> Officer {
        Officer(self.person(&self.officer))
    }

    pub fn reviewer(&self) -> Reviewer {
        Reviewer(self.person(&self.reviewer))
    }

    /// 考核人员, the second one.
    pub fn second_reviewer(&self) -> Reviewer {
        Reviewer(self.person(&self.second))
    }

    pub fn party(&self) -> Party {
        Party(self.person(&self.party))
    }

    /// 单位经办人, wherever they sit.
    pub fn clerk(&self, index: usize) -> Person {
        self.person(&self.clerks[index])
    }

    /// 单位负责人, wherever they sit.
    pub fn head(&self, index: usize) -> Person {
        self.person(&self.heads[index])
    }

    pub fn unit(&self, index: usize) -> Unit {
        Unit { county: self.clone(), index }
    }

    /// The officer groups units as a 片区.
    pub async fn groups(&self, name: &str, units: &[usize]) -> Answered<()> {
        let units: Vec<_> = units.iter().map(|unit| self.units[*unit]).collect();
        self.groups_units(name, &units).await
    }

    pub async fn groups_units(&self, name: &str, units: &[UnitId]) -> Answered<()> {
        let at = self.officer().at_desk().await?;
        let line = self.house.add_line(&at, name).await?;
        let wanted: Vec<_> = units.iter().map(UnitId::to_string).collect();
        self.house.assign_line(&at, line, &wanted).await
    }

    /// Somebody new with these posts; with none, somebody who only has an account.
    pub async fn somebody(&self, login: &str, name: &str, duties: &[Duty<'_>]) -> Answered<Person> {
        let who = account(&self.house, login, name).await?;
        for duty in duties {
            self.appoints(&who, *duty).await?;
        }
        Ok(self.person(&who))
    }

    pub async fn appoints(&self, who: &Somebody, (post, unit): Duty<'_>) -> Answered<()> {
        let new = NewPerson {
            login: who.login.clone(),
            name: who.name.clone(),
            password: None,
            must_change: false,
            post: post.to_owned(),
            posting: unit.map_or(Posting::Tenant, |index| Posting::Unit(self.units[index])),
        };
        self.house.appoint(&self.manages_people(), &new).await?;
        Ok(())
    }

    /// Somebody with a password, who can log in.
    pub async fn appoints_with_password(
        &self,
        login: &str,
        password: &str,
        post: &str,
        must_change: bool,
    ) -> Answered<()> {
        let new = NewPerson {
            login: login.to_owned(),
            name: "新同事".into(),
            password: Some(password.to_owned()),
            must_change,
            post: post.to_owned(),
            posting: if post == "clerk" { Posting::Unit(self.units[0]) } else { Posting::Tenant },
        };
        self.house.appoint(&self.manages_people(), &new).await?;
        Ok(())
    }

    /// Publishes 济源's rubric, changed, and opens “2026年度” for all units.
    pub async fn works_on(&self, change: impl FnOnce(&mut Scheme)) -> Answered<()> {
        self.works_on_the("jiyuan", change).await
    }

    /// The same with another scheme of the library.
    pub async fn works_on_the(&self, name: &str, change: impl FnOnce(&mut Scheme)) -> Answered<()> {
        let at = self.officer().at_desk().await?;
        let draft = self.house.begin_draft(&at, DraftFrom::Library(name)).await?;
        let studio = self.house.studio(&at, draft).await?;
        let mut scheme = Scheme::clone(&studio.scheme);
        change(&mut scheme);
        // What the linter asks about what was changed is accepted.
        scheme.accepted.clear();
        let open = scheme.findings().into_iter().filter(Finding::is_open);
        let accepted = open.map(|Finding { code, path, .. }| Acceptance {
            code,
            path,
            reason: "场景所需。".into(),
            about: String::new(),
        });
        scheme.accepted = accepted.collect();
        let client = self.house.edge().id().to_string();
        let form = SaveDraft { draft, scheme: Arc::new(scheme), based_on: studio.revision, client };
        let saved = self.house.save_draft(&at, &form).await?;
        self.house.publish_draft(&at, draft, saved.revision).await?;
        self.officer().opens_period("2026年度").await?;
        Ok(())
    }

    pub fn manages_people(&self) -> Permit {
        authorise(&Actor::Job(self.id), Act::ManagePeople, Place::tenant(self.id))
            .expect("the county's own job")
    }

    pub fn person(&self, who: &Somebody) -> Person {
        Person { county: self.clone(), who: who.clone() }
    }

    pub fn begins(&self, period: PeriodId, cases: Vec<Option<CaseId>>) {
        *self.year.lock().expect("nobody panicked") = Some(Year { period, cases });
    }

    fn year(&self) -> Year {
        self.year.lock().expect("nobody panicked").clone().expect("a period runs")
    }

    /// The period that runs.
    pub fn period(&self) -> PeriodId {
        self.year().period
    }

    pub fn case(&self, unit: usize) -> CaseId {
        self.year().cases[unit].expect("the unit takes part")
    }

    /// 留痕 of a case as it lies in the database, newest first.
    pub async fn entries(&self, case: CaseId) -> Answered<Vec<Entry>> {
        let tx = self.house.store().read(self.id).await.or_fault()?;
        journal::of_case(&tx, case, 10_000).await.or_fault()
    }

    /// Every chain and every checkpoint of the county's journal holds, and the figures beside its cases are those of their
    /// answers.
    pub async fn journal_holds(&self) -> Answered<Verified> {
        assert_eq!(self.house.check_sums(self.id).await?, [], "the figures beside these cases");
        let verified = self.house.verify_journal(self.id).await?;
        Ok(verified.unwrap_or_else(|broken| panic!("{broken}")))
    }
}

/// An account nobody can log in to: what it does begins behind the login.
async fn account(house: &House, login: &str, name: &str) -> Answered<Somebody> {
    let person = persons::Person {
        id: PersonId(house.edge().id()),
        login: login.to_owned(),
        name: name.to_owned(),
        password_hash: String::new(),
        must_change: false,
        password_changed_at: Instant(0),
        epoch: 0,
        disabled: false,
        created_at: Instant(0),
    };
    let platform = house.store().platform().await.or_fault()?;
    persons::insert(&platform, &person).await.or_fault()?;
    platform.commit().await.or_fault()?;
    Ok::<_, Refusal>(Somebody {
        person: person.id,
        session: SessionId(house.edge().id()),
        login: person.login,
        name: person.name,
        ends_at: Instant(i64::MAX),
        owes: None,
    })
}
