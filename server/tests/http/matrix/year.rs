//! A tenant's year, played by its own people through the same doors: one period from its opening to the announcement,
//! one that still runs. Everything anybody writes carries a canary.

use contract::case::Evidence;
use domain::ids::{AppointmentId, DepartmentId, EntryId, LineId, PersonId, SchemeId, TenantId, UnitId};
use domain::passwords::PasswordProfile;
use domain::policy::{Act, Actor as Acting, Posting};
use domain::scheme::Scheme;
use serde_json::{Value, json};
use store::departments::Department;
use store::journal::NewEntry;
use store::schemes::SchemeVersion;
use store::units::Unit;
use store::{departments, invitations, journal, lines, schemes, units};
use uuid::Uuid;

use super::canary::{Canary, Kind};
use super::cast::Realm;
use super::recipes::What;
use super::rows::Thing;
use super::world::{World, permit};
use crate::browser::Browser;
use crate::html;

/// Plays it, and tells what there is afterwards.
pub async fn play(world: &World, realm: Realm) -> Vec<Thing> {
    let stage = Stage::set(world, realm).await;
    let mut things = vec![
        Thing::new(realm, What::Tenant, realm.code()),
        Thing::new(realm, What::Section, "1"),
        Thing::new(realm, What::Criterion, "1.1"),
        Thing::new(realm, What::Criterion, stage.own_criterion()),
        Thing::new(realm, What::Scheme, &stage.scheme),
    ];
    for (index, unit) in stage.units.iter().enumerate() {
        things.push(Thing::new(realm, What::Unit, unit.to_string()).of_unit(index));
    }
    things.push(stage.drafts().await);
    things.extend(stage.people().await);
    things.extend(stage.past().await);
    things.extend(stage.present().await);
    stage.keeps_a_secret().await;
    things
}

pub fn tenant_name(realm: Realm) -> String {
    format!("辖区{}", Canary { realm, unit: None, kind: Kind::TenantName })
}

/// Of the period that is over.
pub fn past_title(realm: Realm) -> String {
    format!("去年{}", Canary { realm, unit: None, kind: Kind::PeriodTitle })
}

struct Stage<'a> {
    world: &'a World,
    realm: Realm,
    tenant: TenantId,
    units: [UnitId; 2],
    scheme: String,
    officer: Staff,
    reviewer: Staff,
    party: Staff,
    clerks: [Staff; 2],
    heads: [Staff; 2],
}

/// Somebody at work.
struct Staff {
    browser: Browser,
    person: PersonId,
    appointment: AppointmentId,
    unit: Option<usize>,
}

impl Stage<'_> {
    async fn set(world: &World, realm: Realm) -> Stage<'_> {
        let operator = Acting::Operator(PersonId(Uuid::nil()));
        let parent = realm.parent().map(Realm::code);
        let tenant = world
            .house
            .open_tenant(&operator, realm.code(), &tenant_name(realm), "县", parent)
            .await
            .expect("a tenant");
        world
            .house
            .set_account_rules(&permit(tenant, Act::ManagePeople), PasswordProfile::Dengbao, false)
            .await
            .expect("rules");
        let units = [add_unit(world, realm, tenant, 0).await, add_unit(world, realm, tenant, 1).await];
        let somebody = async |post: &str, index: Option<usize>| {
            let canary = Canary { realm, unit: index, kind: Kind::PersonName };
            let login = format!("{}.{post}{}", realm.code(), index.map_or(0, |index| index + 1));
            let person = world.person(&login, &format!("演员{canary}"), false).await;
            let posting = index.map_or(Posting::Tenant, |index| Posting::Unit(units[index]));
            let appointment = world.appoint(tenant, person, post, posting, None).await;
            Staff { browser: world.browser(person).await, person, appointment, unit: index }
        };
        Stage {
            officer: somebody("scheme_officer", None).await,
            reviewer: somebody("reviewer", None).await,
            party: somebody("party_group", None).await,
            clerks: [somebody("clerk", Some(0)).await, somebody("clerk", Some(1)).await],
            heads: [somebody("unit_head", Some(0)).await, somebody("unit_head", Some(1)).await],
            scheme: publish_scheme(world, realm, tenant).await,
            world,
            realm,
            tenant,
            units,
        }
    }

    fn text(&self, what: &str, unit: Option<usize>, kind: Kind) -> String {
        format!("{what}{}", Canary { realm: self.realm, unit, kind })
    }

    /// `/t/{code}` and the rest.
    fn at(&self, rest: &str) -> String {
        format!("/t/{}{rest}", self.realm.code())
    }

    /// A criterion only this tenant's scheme has.
    fn own_criterion(&self) -> String {
        own_criterion(self.realm)
    }

    /// Opens a period for both units: its id and its cases.
    async fn opens(&self, title: &str) -> (String, Vec<String>) {
        let [first, second] = self.units.map(|unit| unit.to_string());
        let fields = [
            ("title", title),
            // The same units take part in the same days as in the period that is over.
            ("meant", "twice"),
            ("kind", "年度"),
            ("scheme", &self.scheme),
            ("starts_on", "2026-01-01"),
            ("ends_on", "2026-12-31"),
            ("fill_by", "2026-12-10"),
            ("review_by", "2026-12-25"),
            ("unit", &first),
            ("unit", &second),
        ];
        let mut officer = self.officer.browser.clone();
        let period = officer.post(&self.at("/periods"), &fields).await.location();
        let cases = html::ids(&officer.page(&period).await, &self.at("/cases/"));
        assert_eq!(cases.len(), 2, "{period}");
        (last_part(&period), cases)
    }

    /// The officer writes on the scheme.
    async fn drafts(&self) -> Thing {
        let begun = self.officer.browser.clone().post(&self.at("/studio"), &[("scheme", &self.scheme)]).await;
        Thing::new(self.realm, What::Draft, last_part(&begun.location()))
    }

    /// Its people and their posts, a department in each unit and a line over it, an invitation.
    async fn people(&self) -> Vec<Thing> {
        let mut things = Vec::new();
        let staff = [&self.clerks[0], &self.clerks[1], &self.heads[0], &self.heads[1]];
        for somebody in [&self.officer, &self.reviewer, &self.party].into_iter().chain(staff) {
            let person = Thing::new(self.realm, What::Person, somebody.person.to_string());
            let post = Thing::new(self.realm, What::Appointment, somebody.appointment.to_string()).running();
            things.extend([person, post].map(|thing| Thing { unit: somebody.unit, ..thing }));
        }
        let edge = self.world.house.edge();
        let permit = permit(self.tenant, Act::ManagePeople);
        let tx = self.world.house.store().write(self.tenant).await.expect("a transaction");
        for (index, unit) in self.units.into_iter().enumerate() {
            let id = DepartmentId(edge.id());
            let name = self.text("科室", Some(index), Kind::UnitName);
            departments::insert(&tx, &permit, &Department { id, unit, name, position: 1, ended: None })
                .await
                .expect("a department");
            things.push(Thing::new(self.realm, What::Department, id.to_string()).of_unit(index));
            let id = LineId(edge.id());
            let name = self.text(&format!("片区{index}"), Some(index), Kind::UnitName);
            lines::insert(&tx, &permit, id, &name, 1).await.expect("a line");
            lines::assign(&tx, &permit, id, &[(edge.id(), unit)]).await.expect("its unit");
            things.push(Thing::new(self.realm, What::Line, id.to_string()).of_unit(index).running());
        }
        tx.commit().await.expect("they are kept");
        let name = self.text("受邀", None, Kind::PersonName);
        let fields = [("name", name.as_str()), ("post", "reviewer"), ("place", "tenant")];
        let told = self.officer.browser.clone().post(&self.at("/people/invite"), &fields).await.text();
        let (_, link) = told.split_once(&format!("/join/{}/", self.realm.code())).expect("a link");
        let token: String = link.chars().take_while(char::is_ascii_hexdigit).collect();
        things.push(Thing::new(self.realm, What::Token, token).running());
        let tx = self.world.house.store().read(self.tenant).await.expect("a transaction");
        let open = invitations::open(&tx, edge.now()).await.expect("invitations");
        things.push(Thing::new(self.realm, What::Invitation, open[0].id.to_string()).running());
        things
    }

    /// The period that is over.
    async fn past(&self) -> Vec<Thing> {
        let (period, cases) = self.opens(&past_title(self.realm)).await;
        let mut things = vec![Thing::new(self.realm, What::Period, &period)];
        for (unit, case) in cases.iter().enumerate() {
            let evidence = self.fills(unit, case).await;
            self.submits(unit, case).await;
            self.is_returned(unit, case).await;
            self.submits(unit, case).await;
            self.is_scored(unit, case).await;
            things.push(Thing::new(self.realm, What::Case, case).of_unit(unit));
            things.push(
                Thing::new(self.realm, What::Evidence, evidence.id.to_string()).of_unit(unit).on(case, true),
            );
            things.push(Thing::new(self.realm, What::Fact, fact_of(case)).of_unit(unit).on(case, true));
            things.push(Thing::new(self.realm, What::File, evidence.file.to_string()).of_unit(unit));
        }
        let (decision, minutes) = self.decides(&period).await;
        let announcement = self.announces(&decision).await;
        things.push(Thing::new(self.realm, What::Decision, decision));
        things.push(Thing::new(self.realm, What::File, minutes));
        things.push(Thing::new(self.realm, What::Announcement, announcement));
        things
    }

    /// The period that runs: both units have begun to fill.
    async fn present(&self) -> Vec<Thing> {
        let (period, cases) = self.opens(&self.text("今年", None, Kind::PeriodTitle)).await;
        let mut things = vec![Thing::new(self.realm, What::Period, &period).running()];
        for (unit, case) in cases.iter().enumerate() {
            let evidence = self.fills(unit, case).await;
            things.push(Thing::new(self.realm, What::Case, case).of_unit(unit).running());
            things.push(
                Thing::new(self.realm, What::Evidence, evidence.id.to_string()).of_unit(unit).on(case, false),
            );
            things.push(Thing::new(self.realm, What::Fact, fact_of(case)).of_unit(unit).on(case, false));
        }
        things
    }

    async fn saves(&self, who: &Staff, door: &str, case: &str, criterion: &str, inputs: Value, remark: &str) {
        let form = json!({
            "case": case, "layer": "own", "criterion": criterion, "based_on": 0,
            "answer": {"inputs": inputs, "remark": remark},
            "client": self.world.house.edge().id().to_string(),
        });
        let answer = who
            .browser
            .clone()
            .call(&self.at(&format!("/api/answers/{door}")), &json!({ "form": form }))
            .await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }

    async fn fills(&self, unit: usize, case: &str) -> Evidence {
        let clerk = &self.clerks[unit];
        let remark = self.text("说明", Some(unit), Kind::Remark);
        self.saves(clerk, "save", case, "1.1", json!({"missing": 0}), &remark).await;
        self.saves(clerk, "save", case, &self.own_criterion(), json!({"points": "5"}), &remark).await;
        let basis = self.text("依据", Some(unit), Kind::Remark);
        let fields =
            [("fact", fact_of(case)), ("title", "某事".into()), ("based_on", "0".into()), ("basis", basis)];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let registered = clerk.browser.clone().post(&self.at(&format!("/cases/{case}/facts")), &fields).await;
        assert_eq!(registered.location(), self.at(&format!("/cases/{case}/facts")));
        let title = self.text("材料", Some(unit), Kind::EvidenceTitle);
        let name = self.text("文件", Some(unit), Kind::FileName);
        let bytes = self.text("%PDF-1.7\n", Some(unit), Kind::FileBytes);
        let body = crate::browser::multipart(
            "file",
            &format!("{name}.pdf"),
            bytes.as_bytes(),
            &[("title", title.as_str())],
        );
        let headers = [
            crate::browser::OURS,
            ("content-type", "multipart/form-data; boundary=grenze"),
            ("accept", "application/json"),
        ];
        let path = self.at(&format!("/cases/{case}/evidence?criterion=1.1"));
        clerk.browser.clone().send(axum::http::Method::POST, &path, &headers, body).await.json()
    }

    async fn steps(&self, who: &Staff, case: &str, step: &str, fields: &[(&str, &str)]) {
        let answer = who.browser.clone().post(&self.at(&format!("/cases/{case}/{step}")), fields).await;
        assert_eq!(answer.location(), self.at(&format!("/cases/{case}")));
    }

    async fn submits(&self, unit: usize, case: &str) {
        self.steps(&self.clerks[unit], case, "hand-over", &[("message", "核对无误")]).await;
        self.steps(&self.heads[unit], case, "sign", &[("confirm", "yes")]).await;
    }

    async fn is_returned(&self, unit: usize, case: &str) {
        let message = self.text("请补充", Some(unit), Kind::ReturnMessage);
        let body = json!({"form": {"case": case, "item": "1", "message": message}});
        let answer = self.reviewer.browser.clone().call(&self.at("/api/items/return"), &body).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }

    async fn is_scored(&self, unit: usize, case: &str) {
        let reason = self.text("理由", Some(unit), Kind::Reason);
        let reviewer = &self.reviewer;
        self.saves(reviewer, "score", case, "1.1", json!({"missing": unit + 1}), &reason).await;
        self.saves(reviewer, "score", case, &self.own_criterion(), json!({"points": "4"}), &reason).await;
        self.steps(reviewer, case, "close", &[]).await;
    }

    /// The decision's id and that of its minutes.
    async fn decides(&self, period: &str) -> (String, String) {
        let path = self.at(&format!("/periods/{period}/decision"));
        let mut party = self.party.browser.clone();
        let mut fields = html::fields(&party.page(&path).await, &path);
        let outcome = self.text("评定为清廉单位", None, Kind::Outcome);
        fields.retain(|(name, _)| name.starts_with("score:") || name.starts_with("outcome:"));
        for (name, value) in &mut fields {
            if name.starts_with("outcome:") {
                value.clone_from(&outcome);
            }
        }
        for (name, value) in [
            ("meeting", self.text("党组会议", None, Kind::Meeting)),
            ("held_on", "2026-11-02".to_owned()),
            ("present", self.text("全体", None, Kind::Present)),
            ("note", self.text("同意", None, Kind::DecisionNote)),
        ] {
            fields.push((name.to_owned(), value));
        }
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let name = format!("{}.pdf", self.text("纪要", None, Kind::MinutesName));
        let bytes = self.text("%PDF-1.7\n", None, Kind::MinutesBytes);
        let decided = party.post_file(&path, &fields, ("minutes", &name, bytes.as_bytes())).await;
        assert_eq!(decided.location(), path);
        let minutes = html::ids(&party.page(&path).await, &self.at("/files/")).remove(0);
        let desk = self.officer.browser.clone().page(&self.at("")).await;
        (html::ids(&desk, &self.at("/decisions/")).remove(0), minutes)
    }

    async fn announces(&self, decision: &str) -> String {
        let text = self.text("公告", None, Kind::Announcement);
        let fields = [("number", &text), ("title", &text), ("issuer", &text), ("text", &text)]
            .map(|(name, value)| (name, value.as_str()));
        let path = self.at(&format!("/decisions/{decision}/publish"));
        last_part(&self.officer.browser.clone().post(&path, &fields).await.location())
    }

    /// What stands in the journal beside its entries is read by nobody through a page.
    async fn keeps_a_secret(&self) {
        let edge = self.world.house.edge();
        let entry = NewEntry {
            id: EntryId(edge.id()),
            case: None,
            at: edge.now(),
            summary: "备注".into(),
            detail: self.text("详情", None, Kind::JournalDetail),
        };
        let tx = self.world.house.store().write(self.tenant).await.expect("a transaction");
        journal::append(&tx, &permit(self.tenant, Act::ManagePeople), &entry).await.expect("an entry");
        tx.commit().await.expect("it is kept");
    }
}

fn own_criterion(realm: Realm) -> String {
    let place = Realm::ALL.iter().position(|known| *known == realm).unwrap_or_default();
    format!("1.{}", place + 2)
}

fn last_part(address: &str) -> String {
    address.rsplit('/').next().unwrap_or_default().to_owned()
}

async fn add_unit(world: &World, realm: Realm, tenant: TenantId, index: usize) -> UnitId {
    let canary = Canary { realm, unit: Some(index), kind: Kind::UnitName };
    let unit = Unit {
        id: UnitId(world.house.edge().id()),
        name: format!("单位{canary}"),
        kind: "机关".into(),
        position: i32::try_from(index).unwrap_or_default(),
        active: true,
        ended: None,
    };
    let tx = world.house.store().write(tenant).await.expect("a transaction");
    units::insert(&tx, &permit(tenant, Act::ManagePeople), &unit).await.expect("a unit");
    tx.commit().await.expect("it is kept");
    unit.id
}

/// A small scheme with a criterion that only this tenant has.
async fn publish_scheme(world: &World, realm: Realm, tenant: TenantId) -> String {
    let told = |what: &str, kind| format!("{what}{}", Canary { realm, unit: None, kind });
    let deduct = json!({
        "rule": "deduct_each", "amount": "1",
        "input": {"input": "missing", "label": "缺少的项数", "unit": "项", "told": "缺少{n}项"},
    });
    let criterion = |no: &str, rule: Value| {
        json!({
            "no": no, "title": told("细则", Kind::SchemeText), "points": "5", "wording": "见说明。",
            "parts": [{"points": "5", "rules": [rule]}],
        })
    };
    let document = json!({
        "format": 1, "name": "juzhen", "title": told("方案", Kind::SchemeTitle), "points": "10",
        "sections": [{
            "no": "一", "title": told("部分", Kind::SchemeText), "points": "10",
            "items": [{
                "no": "1", "title": told("项目", Kind::SchemeText), "points": "10", "dimension": "political",
                "criteria": [
                    criterion("1.1", deduct),
                    criterion(&own_criterion(realm), json!({"rule": "manual", "input": "points"})),
                ],
            }],
        }],
        "outcome": {
            "decided_by": "党组",
            "options": [told("评定为清廉单位", Kind::Outcome), "本年度不予评定"],
        },
    });
    let scheme = Scheme::read(&document.to_string()).expect("a scheme");
    let row = SchemeVersion {
        id: SchemeId(world.house.edge().id()),
        name: scheme.name.clone(),
        version: 1,
        title: scheme.title.clone(),
        document: scheme.to_canonical(),
        published_at: world.house.edge().now(),
        published_by: "演员".into(),
    };
    let tx = world.house.store().write(tenant).await.expect("a transaction");
    schemes::insert(&tx, &permit(tenant, Act::ConfigureScheme), &row).await.expect("a scheme");
    tx.commit().await.expect("it is kept");
    row.id.to_string()
}

/// The id of the fact its clerk registers in a case.
fn fact_of(case: &str) -> String {
    format!("0fac7000{}", &case[8..])
}
