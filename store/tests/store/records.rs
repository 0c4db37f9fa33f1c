//! What goes in comes out, noun by noun.

use std::slice::from_ref;

use domain::ids::*;
use domain::policy::{Act, Actor, PlatformPermit, Posting, Reach, authorise_platform};
use domain::scheme::WhoIsJudged;
use domain::workflow::CaseState;
use store::announcements::Announcement;
use store::answers::Layer;
use store::applicants::Applicant;
use store::appointments::NewAppointment;
use store::cases::Case;
use store::decisions::Decision;
use store::departments::Department;
use store::evidence::Evidence;
use store::facts::Fact;
use store::files::StoredFile;
use store::former_names::FormerName;
use store::headcounts::Headcount;
use store::period_changes::{Change, Kind as ChangeKind};
use store::persons::Person;
use store::places::{Ended, Place};
use store::platform_posts::PlatformPost;
use store::posts::Post;
use store::results::ResultRow;
use store::returns::Return;
use store::sessions::Session;
use store::testing::{TestDatabase, execute, literal, on_both};
use store::*;

use crate::world::{County, EAST, NOW, WEST, counties, day, fresh_case, id, tenant};

fn person(n: u128) -> Person {
    Person {
        id: PersonId(id(n)),
        login: format!("person{n}"),
        name: "某人".into(),
        password_hash: "first".into(),
        must_change: true,
        password_changed_at: NOW,
        epoch: 1,
        disabled: false,
        created_at: NOW,
    }
}

fn appoints() -> PlatformPermit {
    authorise_platform(&Actor::Operator(PersonId(id(9))), Act::AppointStaff).unwrap()
}

fn file() -> StoredFile {
    StoredFile {
        id: FileId(id(70)),
        name: "会议纪要.pdf".into(),
        kind: "pdf".into(),
        size: 3_000_000_000,
        sha256: "00".into(),
        person: PersonId(id(1)),
        by_name: "某人".into(),
        at: NOW,
    }
}

async fn decided(db: &TestDatabase) -> Tx {
    counties(db).await;
    let tx = EAST.write(db).await;
    let permit = EAST.may(Act::DecideCollectively);
    files::insert(&tx, &permit, &file()).await.unwrap();
    decisions::insert(&tx, &permit, &decision()).await.unwrap();
    tx
}

fn decision() -> Decision {
    Decision {
        id: DecisionId(id(80)),
        period: EAST.period(),
        meeting: "党组会".into(),
        held_on: day("2026-12-28"),
        present: "某人、另一人".into(),
        places: r#"[{"award":"清廉科室"}]"#.into(),
        minutes: file().id,
        note: String::new(),
        by_name: "某人".into(),
        at: NOW,
    }
}

#[tokio::test]
async fn applicants_and_headcounts() {
    on_both(async |db| {
        counties(db).await;
        let tx = EAST.write(db).await;
        let permit = EAST.may(Act::Nominate);
        let applicant = Applicant {
            id: ApplicantId(id(90)),
            unit: EAST.unit(),
            kind: WhoIsJudged::Person,
            name: "李演一".into(),
            duty: "科员".into(),
            phone: String::new(),
            added_by: "某人".into(),
            added_at: NOW,
        };
        applicants::insert(&tx, &permit, &applicant).await.unwrap();
        applicants::set_phone(&tx, &permit, applicant.id, "13800000000").await.unwrap();
        let applicant = Applicant { phone: "13800000000".into(), ..applicant };
        let known = applicants::known(&tx, EAST.unit(), WhoIsJudged::Person, "李演一", "科员");
        assert_eq!(known.await.unwrap(), Some(applicant.clone()));
        let family = applicants::known(&tx, EAST.unit(), WhoIsJudged::Family, "李演一", "科员");
        assert_eq!(family.await.unwrap(), None);
        assert_eq!(applicants::by_ids(&tx, &[applicant.id]).await.unwrap(), from_ref(&applicant));

        // Beside the unit's own case there is one for each applicant, withdrawn or not.
        let case = Case { id: CaseId(id(91)), applicant: Some(applicant.id), ..fresh_case(EAST) };
        cases::insert(&tx, &permit, &case).await.unwrap();
        let withdrawn = Case { state: CaseState::Withdrawn, ..case.clone() };
        let revision = cases::update(&tx, &permit, &withdrawn).await.unwrap();
        assert_eq!(cases::of_period(&tx, EAST.period()).await.unwrap(), [fresh_case(EAST)]);
        assert_eq!(cases::ever_of_period(&tx, EAST.period()).await.unwrap().len(), 2);
        let found = cases::of_applicant(&tx, EAST.period(), applicant.id).await.unwrap();
        assert_eq!(found, Some(Case { revision, ..withdrawn }));

        for people in [9, 12] {
            let said = Headcount {
                period: EAST.period(),
                unit: EAST.unit(),
                people,
                by_name: "某人".into(),
                at: NOW,
            };
            headcounts::set(&tx, &permit, id(92), &said).await.unwrap();
            assert_eq!(headcounts::find(&tx, EAST.period(), EAST.unit()).await.unwrap(), Some(said.clone()));
            assert_eq!(headcounts::of_period(&tx, EAST.period()).await.unwrap(), [said]);
        }
        tx.commit().await.unwrap();
        let tx = WEST.read(db).await;
        assert_eq!(applicants::find(&tx, applicant.id).await.unwrap(), None);
        assert_eq!(headcounts::of_period(&tx, EAST.period()).await.unwrap(), []);
        drop(tx);
        let tx = EAST.write(db).await;
        let twice = Case { id: CaseId(id(93)), ..case };
        let refused = cases::insert(&tx, &permit, &twice).await.unwrap_err();
        assert!(refused.is_unique_violation(), "{refused}");
    })
    .await;
}

#[tokio::test]
async fn tenants_know_who_stands_above_and_below() {
    on_both(async |db| {
        let tx = db.store.platform().await.unwrap();
        let (province, city, county) = (County::new(7), County::new(8), County::new(9));
        let rows = [
            tenant(province, None),
            tenant(city, Some(province.tenant())),
            tenant(county, Some(city.tenant())),
        ];
        for row in &rows {
            let permit = County::of(row.id).may(Act::OpenTenant);
            tenants::insert(&tx, &permit, row).await.unwrap();
        }
        let refused = tenants::insert(&tx, &EAST.may(Act::OpenTenant), &rows[0]).await;
        assert!(matches!(refused, Err(StoreError::ForeignPermit)));
        assert_eq!(tenants::by_code(&tx, &rows[1].code).await.unwrap().as_ref(), Some(&rows[1]));
        assert_eq!(tenants::by_id(&tx, rows[2].id).await.unwrap().as_ref(), Some(&rows[2]));
        assert_eq!(tenants::all(&tx).await.unwrap(), rows);
        assert_eq!(tenants::children(&tx, rows[0].id).await.unwrap(), rows[1..2]);
        let above = tenants::ancestors(&tx, rows[2].id).await.unwrap();
        assert_eq!(above, [rows[1].clone(), rows[0].clone()]);
    })
    .await;
}

#[tokio::test]
async fn a_password_is_replaced_and_remembered() {
    on_both(async |db| {
        let tx = db.store.platform().await.unwrap();
        persons::insert(&tx, &person(1)).await.unwrap();
        for (n, hash) in [(10, "second"), (11, "third")] {
            let at = NOW.plus_minutes(n);
            persons::set_password(&tx, PersonId(id(1)), hash, false, at, id(n as u128)).await.unwrap();
        }
        let changed = persons::by_login(&tx, "person1").await.unwrap().unwrap();
        assert_eq!((changed.epoch, changed.must_change), (3, false));
        assert_eq!(persons::recent_hashes(&tx, changed.id, 2).await.unwrap(), ["third", "second"]);
        assert_eq!(persons::recent_hashes(&tx, changed.id, 9).await.unwrap(), ["third", "second", "first"]);
        assert_eq!(persons::names(&tx, &[changed.id]).await.unwrap()[&changed.id], "某人");
        assert!(persons::insert(&tx, &person(1)).await.unwrap_err().is_unique_violation());
    })
    .await;
}

#[tokio::test]
async fn one_of_three_administrators_is_not_another() {
    on_both(async |db| {
        let tx = db.store.platform().await.unwrap();
        persons::insert(&tx, &person(1)).await.unwrap();
        let one = PersonId(id(1));
        let post = |code: &str| PlatformPost { post: code.into(), second_factor: true };
        platform_posts::add(&tx, &appoints(), one, &post("operator")).await.unwrap();
        for code in ["security_admin", "audit_admin"] {
            let refused = platform_posts::add(&tx, &appoints(), one, &post(code)).await;
            assert!(matches!(refused, Err(StoreError::ExclusivePosts)));
        }
        assert_eq!(platform_posts::of(&tx, one).await.unwrap(), [post("operator")]);
        tx.commit().await.unwrap();

        // Past the repository the database itself says no.
        let tx = db.store.platform().await.unwrap();
        let person = literal(db.backend(), one.0);
        let second = format!("INSERT INTO platform_posts (person_id, post) VALUES ({person}, 'audit_admin')");
        assert!(execute(&tx, &second).await.unwrap_err().is_unique_violation());
    })
    .await;
}

#[tokio::test]
async fn sessions_are_listed_used_and_revoked() {
    on_both(async |db| {
        let tx = db.store.platform().await.unwrap();
        persons::insert(&tx, &person(1)).await.unwrap();
        let session = |n: u128| Session {
            id: SessionId(id(n)),
            person: PersonId(id(1)),
            created_at: NOW,
            seen_at: NOW.plus_minutes(n as i64),
            ends_at: NOW.plus_minutes(720),
            revoked_at: None,
            device: "火狐".into(),
        };
        for n in 1..=3 {
            sessions::insert(&tx, &session(n)).await.unwrap();
        }
        sessions::touch(&tx, SessionId(id(1)), NOW.plus_minutes(9)).await.unwrap();
        sessions::revoke(&tx, SessionId(id(2)), NOW).await.unwrap();
        sessions::revoke_all_but(&tx, PersonId(id(1)), SessionId(id(1)), NOW.plus_minutes(1)).await.unwrap();
        let all = sessions::of_person(&tx, PersonId(id(1))).await.unwrap();
        let revoked: Vec<_> = all.iter().map(|session| (session.id, session.revoked_at)).collect();
        assert_eq!(
            revoked,
            [
                (SessionId(id(1)), None),
                (SessionId(id(3)), Some(NOW.plus_minutes(1))),
                (SessionId(id(2)), Some(NOW)),
            ]
        );
        let (found, whose) = sessions::find(&tx, SessionId(id(3))).await.unwrap().unwrap();
        assert_eq!((found.device.as_str(), whose), ("火狐", person(1)));
        assert_eq!(sessions::find(&tx, SessionId(id(4))).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn failed_logins_are_counted_by_name_and_address() {
    on_both(async |db| {
        let tx = db.store.platform().await.unwrap();
        for (n, login, address) in [(1, "a", "x"), (2, "a", "y"), (3, "b", "x")] {
            login_failures::record(&tx, id(n), login, address, NOW.plus_minutes(n as i64)).await.unwrap();
        }
        assert_eq!(login_failures::of_pair(&tx, "a", "x", NOW).await.unwrap().len(), 1);
        assert_eq!(login_failures::of_login(&tx, "a", NOW).await.unwrap().len(), 2);
        assert_eq!(login_failures::of_login(&tx, "a", NOW.plus_minutes(2)).await.unwrap().len(), 1);
        assert_eq!(login_failures::of_address(&tx, "x", NOW).await.unwrap().len(), 2);
        login_failures::forget(&tx, "a", "x").await.unwrap();
        login_failures::prune(&tx, NOW.plus_minutes(3)).await.unwrap();
        assert_eq!(login_failures::of_login(&tx, "a", NOW).await.unwrap().len(), 0);
        assert_eq!(login_failures::of_login(&tx, "b", NOW).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn members_hold_posts_until_they_end() {
    on_both(async |db| {
        counties(db).await;
        let one = PersonId(id(1));
        let platform = db.store.platform().await.unwrap();
        persons::insert(&platform, &person(1)).await.unwrap();
        memberships::add(&platform, one, EAST.tenant()).await.unwrap();
        assert_eq!(memberships::tenants_of(&platform, one).await.unwrap(), [tenant(EAST, None)]);
        assert_eq!(memberships::persons_of(&platform, EAST.tenant()).await.unwrap(), [person(1)]);
        platform.commit().await.unwrap();

        let tx = EAST.write(db).await;
        let permit = EAST.may(Act::ManagePeople);
        let department = Department {
            id: DepartmentId(id(20)),
            unit: EAST.unit(),
            name: "采购科".into(),
            position: 1,
            ended: None,
        };
        departments::insert(&tx, &permit, &department).await.unwrap();
        assert_eq!(departments::all(&tx).await.unwrap(), from_ref(&department));
        let post = Post {
            id: PostId(id(30)),
            code: "clerk".into(),
            name: "单位经办人".into(),
            acts: vec![Act::OpenDesk, Act::FillIn],
        };
        posts::insert(&tx, &permit, &post).await.unwrap();
        assert_eq!(posts::by_code(&tx, "clerk").await.unwrap(), Some(post.clone()));
        assert_eq!(posts::all(&tx).await.unwrap().len(), 1);
        for (n, posting) in [
            (40, Posting::Tenant),
            (41, Posting::Unit(EAST.unit())),
            (42, Posting::Department(EAST.unit(), department.id)),
        ] {
            let appointment = NewAppointment {
                id: AppointmentId(id(n)),
                person: one,
                post: post.id,
                posting,
                since: NOW,
                delegated: None,
            };
            appointments::insert(&tx, &permit, &appointment).await.unwrap();
        }
        appointments::end(&tx, &permit, AppointmentId(id(40)), NOW).await.unwrap();
        let again = appointments::end(&tx, &permit, AppointmentId(id(40)), NOW).await;
        assert!(matches!(again, Err(StoreError::Missing(_))));
        let held = appointments::of_person(&tx, one, NOW).await.unwrap();
        let reach: Vec<_> = held.iter().map(|held| held.reach.clone()).collect();
        let unit = EAST.unit();
        assert_eq!(reach, [Reach::Unit { unit }, Reach::Department { unit, department: department.id }]);
        assert_eq!(held[0].acts, post.acts);
        assert_eq!(appointments::all(&tx, NOW).await.unwrap()[0].post.name, "单位经办人");
    })
    .await;
}

#[tokio::test]
async fn nobody_holds_a_post_without_being_a_member() {
    on_both(async |db| {
        counties(db).await;
        let tx = EAST.write(db).await;
        let permit = EAST.may(Act::ManagePeople);
        let post =
            Post { id: PostId(id(30)), code: "clerk".into(), name: "单位经办人".into(), acts: vec![] };
        posts::insert(&tx, &permit, &post).await.unwrap();
        let appointment = NewAppointment {
            id: AppointmentId(id(40)),
            person: PersonId(id(1)),
            post: post.id,
            posting: Posting::Tenant,
            since: NOW,
            delegated: None,
        };
        assert!(appointments::insert(&tx, &permit, &appointment).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn schemes_and_periods_come_back_as_they_were_published() {
    on_both(async |db| {
        counties(db).await;
        let tx = EAST.write(db).await;
        let first = schemes::latest(&tx, "clean-unit").await.unwrap().unwrap();
        let second = schemes::SchemeVersion { id: SchemeId(id(60)), version: 2, ..first.clone() };
        let permit = EAST.may(Act::ConfigureScheme);
        schemes::insert(&tx, &permit, &second).await.unwrap();
        assert_eq!(schemes::latest(&tx, "clean-unit").await.unwrap(), Some(second.clone()));
        assert_eq!(schemes::find(&tx, first.id).await.unwrap(), Some(first.clone()));
        assert_eq!(schemes::all(&tx).await.unwrap(), [second.clone(), first]);
        let period = periods::find(&tx, EAST.period()).await.unwrap().unwrap();
        assert_eq!(period.fill_by, day("2026-12-10"));
        let next = periods::Period {
            id: PeriodId(id(61)),
            title: "2027年度".into(),
            opened_at: NOW.plus_minutes(1),
            ..period.clone()
        };
        periods::insert(&tx, &permit, &next).await.unwrap();
        assert_eq!(periods::all(&tx).await.unwrap(), [next, period]);
        assert_eq!(cases::of_unit(&tx, EAST.unit()).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn evidence_hangs_on_a_criterion_until_it_is_removed() {
    on_both(async |db| {
        counties(db).await;
        let tx = EAST.write(db).await;
        let permit = EAST.may(Act::FillIn);
        files::insert(&tx, &permit, &file()).await.unwrap();
        assert_eq!(files::find(&tx, file().id).await.unwrap(), Some(file()));
        assert_eq!(files::total_size(&tx).await.unwrap(), 3_000_000_000);
        let evidence = Evidence {
            id: EvidenceId(id(71)),
            case: EAST.case(),
            criterion: "1.1".into(),
            fact: None,
            file: file().id,
            title: "会议纪要".into(),
            dated: Some(day("2026-03-01")),
            by_name: "某人".into(),
            at: NOW,
            file_name: file().name,
            kind: file().kind,
            size: file().size,
        };
        evidence::insert(&tx, &permit, &evidence).await.unwrap();
        assert_eq!(evidence::of_case(&tx, EAST.case()).await.unwrap(), from_ref(&evidence));
        assert_eq!(evidence::find(&tx, EAST.case(), evidence.id).await.unwrap(), Some(evidence.clone()));
        assert_eq!(evidence::case_of_file(&tx, file().id).await.unwrap(), Some((evidence.case, None)));
        assert_eq!(evidence::count(&tx, EAST.case(), "1.1").await.unwrap(), 1);
        evidence::remove(&tx, &permit, evidence.id, NOW).await.unwrap();
        assert_eq!(evidence::find(&tx, EAST.case(), evidence.id).await.unwrap(), None);
        assert_eq!(evidence::count(&tx, EAST.case(), "1.1").await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_fact_is_known_within_its_case() {
    on_both(async |db| {
        counties(db).await;
        let tx = EAST.write(db).await;
        let permit = EAST.may(Act::FillIn);
        let fact = Fact {
            id: FactId(id(81)),
            case: EAST.case(),
            layer: Layer::SelfAssessment,
            title: "某科违规接待".into(),
            happened_on: Some(day("2026-03-05")),
            concerned: "甲某".into(),
            basis: "某处〔2026〕3号".into(),
            revision: 1,
            by_name: "某人".into(),
            at: NOW,
        };
        facts::insert(&tx, &permit, &fact).await.unwrap();
        let twice = facts::insert(&tx, &permit, &fact).await;
        assert!(matches!(twice, Err(StoreError::Taken(_))), "{twice:?}");
        drop(tx);

        let tx = EAST.write(db).await;
        facts::insert(&tx, &permit, &fact).await.unwrap();
        let later = Fact { id: FactId(id(80)), happened_on: None, at: NOW.plus_minutes(1), ..fact.clone() };
        facts::insert(&tx, &permit, &later).await.unwrap();
        assert_eq!(facts::of_case(&tx, EAST.case()).await.unwrap(), [fact.clone(), later.clone()]);
        let changed = Fact {
            title: "公车私用".into(),
            happened_on: None,
            revision: 2,
            by_name: "另一人".into(),
            ..fact.clone()
        };
        assert!(facts::save(&tx, &permit, &changed).await.unwrap());
        assert!(!facts::save(&tx, &permit, &changed).await.unwrap(), "it is not the first one any more");
        assert_eq!(facts::find(&tx, EAST.case(), fact.id).await.unwrap(), Some(changed.clone()));
        assert_eq!(facts::find(&tx, WEST.case(), fact.id).await.unwrap(), None);
        let of_period = facts::of_period(&tx, EAST.period()).await.unwrap();
        assert_eq!(of_period[&EAST.case()], [changed, later]);
        tx.commit().await.unwrap();

        // The same id in another tenant is another fact.
        let west = WEST.write(db).await;
        let theirs = Fact { case: WEST.case(), ..fact.clone() };
        facts::insert(&west, &WEST.may(Act::FillIn), &theirs).await.unwrap();
        assert!(!facts::remove(&west, &WEST.may(Act::FillIn), EAST.case(), fact.id).await.unwrap());
        assert!(facts::remove(&west, &WEST.may(Act::FillIn), WEST.case(), fact.id).await.unwrap());
        west.commit().await.unwrap();
        let tx = EAST.read(db).await;
        assert_eq!(facts::of_case(&tx, EAST.case()).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn returned_items_are_open_until_settled() {
    on_both(async |db| {
        counties(db).await;
        let tx = EAST.write(db).await;
        let permit = EAST.may(Act::ReturnItems);
        let returned = Return {
            id: ReturnId(id(75)),
            case: EAST.case(),
            item: "5".into(),
            message: "请补充".into(),
            by_name: "某人".into(),
            at: NOW,
            settled_at: None,
            stood: "{}".into(),
            reply: String::new(),
        };
        returns::insert(&tx, &permit, &returned).await.unwrap();
        assert_eq!(returns::open_of_case(&tx, EAST.case()).await.unwrap(), from_ref(&returned));
        assert_eq!(returns::open_of_period(&tx, EAST.period()).await.unwrap(), from_ref(&returned));
        let words = "核对无误";
        let items = ["5".to_owned()];
        assert_eq!(returns::reply(&tx, &permit, EAST.case(), &items, words).await.unwrap(), 1);
        assert_eq!(returns::settle_all(&tx, &permit, EAST.case(), NOW).await.unwrap(), 1);
        assert_eq!(returns::reply(&tx, &permit, EAST.case(), &items, "late").await.unwrap(), 0);
        assert_eq!(returns::open_of_case(&tx, EAST.case()).await.unwrap(), []);
        let settled = Return { settled_at: Some(NOW), reply: words.into(), ..returned };
        assert_eq!(returns::of_case(&tx, EAST.case()).await.unwrap(), [settled]);
    })
    .await;
}

#[tokio::test]
async fn a_decision_has_minutes_results_and_an_announcement() {
    on_both(async |db| {
        let tx = decided(db).await;
        let permit = EAST.may(Act::Publish);
        assert_eq!(decisions::of_period(&tx, EAST.period()).await.unwrap(), [decision()]);
        assert_eq!(decisions::find(&tx, decision().id).await.unwrap(), Some(decision()));
        assert_eq!(decisions::of_minutes(&tx, file().id).await.unwrap(), Some(decision()));
        let result = ResultRow {
            id: ResultId(id(81)),
            decision: decision().id,
            period: EAST.period(),
            case: EAST.case(),
            unit: EAST.unit(),
            rank: 1,
            tied: false,
            score: "92.5".into(),
            achievable: "100".into(),
            rate: "0.925".into(),
            outcome: "named".into(),
            sheet: "{}".into(),
        };
        results::insert(&tx, &permit, &result).await.unwrap();
        assert_eq!(results::of_period(&tx, EAST.period()).await.unwrap(), from_ref(&result));
        assert_eq!(results::of_decision(&tx, decision().id).await.unwrap(), from_ref(&result));
        assert_eq!(results::of_case(&tx, EAST.case()).await.unwrap(), Some(result));
        let announcement = Announcement {
            id: AnnouncementId(id(82)),
            period: EAST.period(),
            decision: decision().id,
            number: "2026年第1号".into(),
            title: "结果公告".into(),
            issuer: "某县纪委监委".into(),
            body: "正文".into(),
            published_at: NOW,
            by_name: "某人".into(),
        };
        announcements::insert(&tx, &permit, &announcement).await.unwrap();
        assert_eq!(announcements::all(&tx).await.unwrap(), from_ref(&announcement));
        assert_eq!(announcements::of_period(&tx, EAST.period()).await.unwrap(), from_ref(&announcement));
        assert_eq!(announcements::of_decision(&tx, decision().id).await.unwrap(), Some(announcement.clone()));
        assert_eq!(announcements::find(&tx, announcement.id).await.unwrap(), Some(announcement));
        tx.commit().await.unwrap();
        assert_eq!(announcements::all(&WEST.read(db).await).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn what_changed_about_periods_and_places() {
    on_both(async |db| {
        counties(db).await;
        let tx = EAST.write(db).await;
        let permit = EAST.may(Act::OpenPeriod);
        // For all, for one, and what concerns another unit.
        let change = |n: u128, unit: Option<UnitId>, kind| Change {
            id: id(n),
            period: EAST.period(),
            unit,
            kind,
            told: "自评截止日期由2026年12月10日改为2026年12月20日".into(),
            reason: "防汛".into(),
            by_name: "某人".into(),
            at: NOW.plus_minutes(i64::try_from(n).unwrap()),
        };
        let (all, one) =
            (change(101, None, ChangeKind::Deadline), change(102, Some(EAST.unit()), ChangeKind::Left));
        for kept in [&all, &one] {
            period_changes::insert(&tx, &permit, kept).await.unwrap();
        }
        let newest_first = [one.clone(), all.clone()];
        assert_eq!(period_changes::of_period(&tx, EAST.period()).await.unwrap(), newest_first);
        assert_eq!(period_changes::of_unit(&tx, EAST.period(), EAST.unit()).await.unwrap(), newest_first);
        let other = UnitId(id(7));
        assert_eq!(period_changes::of_unit(&tx, EAST.period(), other).await.unwrap(), from_ref(&all));

        let moved = (Some(day("2026-12-20")), None);
        let whose = (EAST.period(), EAST.unit());
        assert_eq!(cases::move_deadlines(&tx, &permit, whose, moved).await.unwrap(), 1);
        let case = cases::find(&tx, EAST.case()).await.unwrap().unwrap();
        assert_eq!((case.fill_by, case.review_by), moved);
        periods::move_deadlines(&tx, &permit, EAST.period(), (day("2026-12-21"), day("2026-12-31")))
            .await
            .unwrap();
        periods::cancel(&tx, &permit, EAST.period(), "2026年度（取消）", NOW).await.unwrap();
        let period = periods::find(&tx, EAST.period()).await.unwrap().unwrap();
        assert_eq!((period.fill_by, period.review_by), (day("2026-12-21"), day("2026-12-31")));
        assert_eq!((period.title.as_str(), period.cancelled_at), ("2026年度（取消）", Some(NOW)));
        let again = periods::cancel(&tx, &permit, EAST.period(), "再", NOW).await;
        assert!(matches!(again, Err(StoreError::Missing(_))));

        let place = Place::Unit(EAST.unit());
        places::rename(&tx, &permit, place, "县人民医院").await.unwrap();
        places::put(&tx, &permit, place, 7).await.unwrap();
        let ended = Ended { on: day("2026-12-31"), reason: "撤并".into() };
        places::end(&tx, &permit, place, Some(&ended)).await.unwrap();
        let unit = units::find(&tx, EAST.unit()).await.unwrap().unwrap();
        assert_eq!((unit.name.as_str(), unit.position, unit.ended.as_ref()), ("县人民医院", 7, Some(&ended)));
        assert!(unit.stands_on(day("2026-12-31")) && !unit.stands_on(day("2027-01-01")));
        assert_eq!(units::named(&tx, "县人民医院").await.unwrap(), Some(unit));
        places::end(&tx, &permit, place, None).await.unwrap();
        assert_eq!(units::find(&tx, EAST.unit()).await.unwrap().unwrap().ended, None);
        let foreign = places::rename(&tx, &permit, Place::Unit(WEST.unit()), "别县").await;
        assert!(matches!(foreign, Err(StoreError::Missing(_))));

        let former = |n: u128, name: &str, until: &str| FormerName {
            id: id(n),
            kind: place.kind(),
            place: place.id(),
            name: name.into(),
            until: day(until),
            by_name: "某人".into(),
            at: NOW,
        };
        let names = [former(111, "县医院", "2020-05-01"), former(112, "县第一医院", "2026-11-01")];
        for name in names.iter().rev() {
            former_names::insert(&tx, &permit, name).await.unwrap();
        }
        let kept = former_names::of(&tx, place.kind(), &[place.id()]).await.unwrap();
        assert_eq!(kept, names);
        for (on, name) in [
            ("2020-04-30", Some("县医院")),
            ("2020-05-01", Some("县第一医院")),
            ("2026-10-31", Some("县第一医院")),
            ("2026-11-01", None),
        ] {
            assert_eq!(former_names::on(&kept, place.id(), day(on)), name, "{on}");
        }
        assert_eq!(former_names::of(&WEST.read(db).await, place.kind(), &[place.id()]).await.unwrap(), []);
        tx.commit().await.unwrap();
    })
    .await;
}
