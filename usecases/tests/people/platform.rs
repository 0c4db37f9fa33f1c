//! 平台三员.

use contract::ops::{OpenTenantForm, TenantLine};
use domain::ids::PersonId;
use domain::policy::Act;
use domain::refusal::Refusal;
use usecases::accounts::Owed;
use usecases::platform::{Measure, NewStaff, OnDuty};
use usecases::{Answered, House, OrFault};

use crate::cast::{World, field_of, on_both, refused};

const PASSWORD: &str = "Qing-Lian-2026";

struct Three {
    operator: OnDuty,
    guard: OnDuty,
    auditor: OnDuty,
}

async fn three(world: &World<'_>) -> Answered<Three> {
    Ok(Three {
        operator: world.of_platform("pt.yun", "operator").await?,
        guard: world.of_platform("pt.an", "security_admin").await?,
        auditor: world.of_platform("pt.shen", "audit_admin").await?,
    })
}

fn opening(code: &str, parent: &str) -> OpenTenantForm {
    OpenTenantForm {
        code: code.into(), name: format!("{code}县"), kind: "县".into(), parent: parent.into()
    }
}

/// What somebody is refused at each of the three desks.
async fn desks(house: &House, duty: &OnDuty, person: PersonId) -> [Option<Refusal>; 7] {
    [
        house.all_tenants(duty).await.err(),
        house.opens_tenant(duty, &opening("x", "")).await.err(),
        house.find_account(duty, "lin").await.err(),
        house.guarded_account(duty, person).await.err(),
        house.take_measure(duty, person, Measure::Unlock, "理由").await.err(),
        house.platform_events(duty).await.err(),
        house.verify_all_journals(duty).await.err(),
    ]
}

#[tokio::test]
async fn each_of_the_three_does_its_own_and_none_sees_a_tenant() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 1).await?;
        county.appoints_with_password("lin", PASSWORD, "clerk", false).await?;
        let Three { operator, guard, auditor } = three(world).await?;
        let house = &world.house;
        let person = house.find_account(&guard, "lin").await?.id;
        let not = |act| Some(Refusal::NotYourPost(act));
        let (open, keep, audit) = (not(Act::OpenTenant), not(Act::GuardAccounts), not(Act::AuditJournals));
        let short = Some(Refusal::invalid("code", domain::ids::BadTenantCode.to_string()));
        assert_eq!(
            desks(house, &operator, person).await,
            [None, short, keep.clone(), keep.clone(), keep.clone(), audit.clone(), audit.clone()]
        );
        assert_eq!(
            desks(house, &guard, person).await,
            [open.clone(), open.clone(), None, None, None, audit.clone(), audit]
        );
        assert_eq!(
            desks(house, &auditor, person).await,
            [open.clone(), open, keep.clone(), keep.clone(), keep, None, None]
        );
        for duty in [&operator, &guard, &auditor] {
            assert_eq!(refused(house.enter(&duty.who, "qinghe").await), Refusal::NotFound);
        }
        let officer = county.officer().who.clone();
        assert_eq!(refused(house.enter_platform(&officer).await), Refusal::NotFound);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_three_exclude_one_another() {
    on_both(async |world| {
        let house = &world.house;
        assert!(house.appoint_staff(&world.operator(), &world.new_staff("sun", "operator")).await?);
        for post in ["security_admin", "audit_admin"] {
            let second = house.appoint_staff(&world.operator(), &world.new_staff("sun", post)).await;
            assert_eq!(refused(second), Refusal::ExclusivePosts);
        }
        let again = house.appoint_staff(&world.operator(), &world.new_staff("sun", "operator")).await;
        assert!(matches!(refused(again), Refusal::Taken { .. }));
        for post in ["king", "scheme_officer"] {
            let staff = world.new_staff("zhao", post);
            assert_eq!(field_of(house.appoint_staff(&world.operator(), &staff).await), "post");
        }
        // Nobody but whoever works at the machine appoints them.
        let duty = world.of_platform("pt.yun", "operator").await?;
        let by_operator = house.appoint_staff(&duty.actor, &world.new_staff("li", "audit_admin")).await;
        assert_eq!(refused(by_operator), Refusal::NotYourPost(Act::AppointStaff));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn their_posts_ask_for_a_second_factor_and_a_shorter_session() {
    on_both(async |world| {
        let staff = NewStaff { second_factor: true, ..world.new_staff("pt.an", "security_admin") };
        world.house.appoint_staff(&world.operator(), &staff).await?;
        let session = world.signs_in("pt.an", PASSWORD).await?;
        assert_eq!(session.owes, Some(Owed::SecondFactor));
        let me = world.recognised(session).await?;
        assert_eq!(refused(world.house.enter_platform(&me).await), Refusal::SecondFactorMissing);
        world.later(16);
        assert_eq!(refused(world.recognised(session).await), Refusal::SessionEnded);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_operator_opens_a_tenant_below_another() {
    on_both(async |world| {
        let duty = world.of_platform("pt.yun", "operator").await?;
        let house = &world.house;
        house.opens_tenant(&duty, &opening("sheng", "")).await?;
        house.opens_tenant(&duty, &opening("xian", "sheng")).await?;
        assert!(matches!(
            refused(house.opens_tenant(&duty, &opening("xian", "")).await),
            Refusal::Taken { .. }
        ));
        for (form, field) in [
            (opening("Xian", ""), "code"),
            (opening("er", "nowhere"), "parent"),
            (OpenTenantForm { name: " ".into(), ..opening("er", "") }, "name"),
            (OpenTenantForm { kind: "国".into(), ..opening("er", "") }, "kind"),
        ] {
            assert_eq!(field_of(house.opens_tenant(&duty, &form).await), field, "{form:?}");
        }
        // 乡镇 stand above nobody, and two of one name below one are not told apart.
        house.opens_tenant(&duty, &OpenTenantForm { kind: "乡镇".into(), ..opening("zhen", "xian") }).await?;
        let same = OpenTenantForm { name: "xian县".into(), ..opening("er", "sheng") };
        for (form, field) in [(opening("er", "zhen"), "parent"), (same.clone(), "name")] {
            assert_eq!(field_of(house.opens_tenant(&duty, &form).await), field, "{form:?}");
        }
        house.opens_tenant(&duty, &OpenTenantForm { parent: String::new(), ..same }).await?;
        let lines = house.all_tenants(&duty).await?;
        let told: Vec<_> = lines
            .iter()
            .map(|TenantLine { code, parent, active, .. }| (&**code, &**parent, *active))
            .collect();
        let expected =
            [("sheng", "", true), ("er", "", true), ("xian", "sheng县", true), ("zhen", "xian县", true)];
        assert_eq!(told, expected);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_security_administrator_unlocks_disables_and_ends_sessions_for_a_reason() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 1).await?;
        county.appoints_with_password("lin", PASSWORD, "clerk", false).await?;
        let duty = world.of_platform("pt.an", "security_admin").await?;
        let house = &world.house;
        assert_eq!(field_of(house.find_account(&duty, "nobody").await), "login");
        let account = house.find_account(&duty, " LIN ").await?;
        assert_eq!(account.tenants, ["qinghe县"]);
        let takes = async |measure| house.take_measure(&duty, account.id, measure, "本人来电核实").await;

        for _ in 0..5 {
            assert_eq!(refused(world.signs_in("lin", "wrong").await), Refusal::WrongLogin);
        }
        let locked = house.guarded_account(&duty, account.id).await?;
        let until = locked.locked_until.expect("it is locked");
        assert!(until.0 - house.edge().now().0 > 14 * 60_000);
        assert_eq!(locked.failures.len(), 5);
        assert_eq!(field_of(house.take_measure(&duty, account.id, Measure::Unlock, " ").await), "reason");
        takes(Measure::Unlock).await?;
        let session = world.signs_in("lin", PASSWORD).await?;
        world.recognised(session).await?;

        takes(Measure::EndSessions).await?;
        assert_eq!(refused(world.recognised(session).await), Refusal::SessionEnded, "at once");
        let session = world.signs_in("lin", PASSWORD).await?;
        world.recognised(session).await?;
        takes(Measure::Disable).await?;
        assert_eq!(refused(world.recognised(session).await), Refusal::SessionEnded);
        assert_eq!(refused(world.signs_in("lin", PASSWORD).await), Refusal::WrongLogin);
        assert!(house.guarded_account(&duty, account.id).await?.disabled);
        takes(Measure::Enable).await?;
        assert_eq!(
            refused(world.recognised(session).await),
            Refusal::SessionEnded,
            "the old one stays ended"
        );
        world.signs_in("lin", PASSWORD).await?;
        let none = Refusal::SecondFactorState { enrolled: false };
        assert_eq!(refused(takes(Measure::ResetSecondFactor).await), none);
        let missing = PersonId(house.edge().id());
        let refusal = refused(house.take_measure(&duty, missing, Measure::Unlock, "理由").await);
        assert_eq!(refusal, Refusal::NotFound);
        let oneself = house.take_measure(&duty, duty.who.person, Measure::Disable, "理由").await;
        assert_eq!(refused(oneself), Refusal::NotOnOneself);

        // Each stands in the journal with its reason; what was refused does not.
        let auditor = world.of_platform("pt.shen", "audit_admin").await?;
        let events = house.platform_events(&auditor).await?;
        let told: Vec<_> = events
            .iter()
            .filter(|event| event.detail == "lin：本人来电核实")
            .map(|event| event.what.as_str())
            .collect();
        assert_eq!(told, ["启用账号", "停用账号", "退出全部登录", "解除锁定"]);
        assert!(events.iter().all(|event| event.what != "重置动态口令"));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_lost_telephone_is_reset_by_the_security_administrator() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 1).await?;
        county.appoints_with_password("lin", PASSWORD, "clerk", false).await?;
        let duty = world.of_platform("pt.an", "security_admin").await?;
        let house = &world.house;
        let me = world.recognised(world.signs_in("lin", PASSWORD).await?).await?;
        house.begin_second_factor(&me).await?;
        let contract::account::SecondFactorState::Begun(secret) = house.second_factor_page(&me).await?.state
        else {
            panic!("the secret is shown")
        };
        let telephone = crate::cast::Authenticator::new(&secret.groups.concat());
        house.confirm_second_factor(&me, &telephone.code(house.edge().now().0)).await?;
        let account = house.find_account(&duty, "lin").await?;
        assert!(account.second_factor);
        house.take_measure(&duty, account.id, Measure::ResetSecondFactor, "手机丢失，当面核实").await?;
        world.signs_in("lin", PASSWORD).await?;
        assert!(!house.guarded_account(&duty, account.id).await?.second_factor);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_audit_administrator_verifies_everything_and_finds_what_was_changed() {
    on_both(async |world| {
        world.county_at_work("qinghe").await?;
        world.county("linshan", None, 0).await?;
        world.house.suspend_tenant(&world.operator(), "linshan").await?;
        let duty = world.of_platform("pt.shen", "audit_admin").await?;
        let house = &world.house;
        let lines = house.verify_all_journals(&duty).await?;
        let places: Vec<_> = lines.iter().map(|line| (&*line.place, line.holds)).collect();
        assert_eq!(places, [("平台", true), ("linshan县", true), ("qinghe县", true)]);
        let newest = &house.platform_events(&duty).await?[0];
        assert_eq!(newest.what, "核验全部留痕：3处一致");

        for sql in [
            "UPDATE platform_journal SET summary = '没有的事' WHERE seq = 1",
            "DELETE FROM platform_journal_details",
        ] {
            let platform = house.store().platform().await.or_fault()?;
            let done = store::testing::execute(&platform, sql).await;
            assert_eq!(done.is_err(), sql.starts_with("UPDATE"), "append-only, but payload may go: {sql}");
            if done.is_ok() {
                platform.commit().await.or_fault()?;
            }
        }
        assert!(house.verify_all_journals(&duty).await?.iter().all(|line| line.holds));
        world
            .tampers("platform_journal", "UPDATE platform_journal SET signature = '别人' WHERE seq = 2")
            .await;
        let lines = house.verify_all_journals(&duty).await?;
        assert_eq!(lines.iter().map(|line| line.holds).collect::<Vec<_>>(), [false, true, true]);
        assert!(lines[0].told.contains("第2条"), "{}", lines[0].told);
        Ok(())
    })
    .await;
}
