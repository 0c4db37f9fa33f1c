//! 忘记密码: a one-time link to a new password.

use contract::account::NewPassword;
use contract::list::Wanted;
use contract::people::PasswordLinkMade;
use domain::ids::PersonId;
use domain::refusal::{PasswordFault, Refusal};
use tokio::task::JoinSet;
use usecases::Answered;

use crate::cast::{Authenticator, County, World, field_of, on_both, on_postgres, refused};

const PASSWORD: &str = "Qing-Lian-2026";
const ANOTHER: &str = "Feng-Qing-2027";
const OFFICE: &str = "10.0.0.1";

fn to(new: &str, code: &str) -> NewPassword {
    NewPassword { new: new.into(), again: new.into(), code: code.into() }
}

fn token(made: &PasswordLinkMade) -> &str {
    made.path.rsplit('/').next().unwrap_or_default()
}

async fn lin(world: &World<'_>) -> Answered<(County, PersonId)> {
    let county = world.county("qinghe", None, 1).await?;
    county.appoints_with_password("lin", PASSWORD, "clerk", false).await?;
    let me = world.recognised(world.signs_in("lin", PASSWORD).await?).await?;
    Ok((county, me.person))
}

async fn officer_gives(county: &County, person: PersonId) -> Answered<PasswordLinkMade> {
    let officer = county.officer();
    officer.house().give_password_link(&officer.at_desk().await?, person, "本人当面申请").await
}

#[tokio::test]
async fn the_officers_link_sets_a_new_password_once_ends_every_session_and_is_told() {
    on_both(async |world| {
        let (county, person) = lin(world).await?;
        let house = &world.house;
        let session = world.signs_in("lin", PASSWORD).await?;
        world.recognised(session).await?;
        let old = officer_gives(&county, person).await?;
        let made = officer_gives(&county, person).await?;
        assert!(!old.replaced && made.replaced && !made.second_factor);
        assert_eq!(refused(house.password_link(token(&old)).await), Refusal::PasswordLinkGone);
        let page = house.password_link(token(&made)).await?;
        assert_eq!((page.login.as_str(), page.by.as_str()), ("lin", "顾方案·方案管理员"));
        // The old password still works until the link is used, and what is typed wrongly costs nothing.
        let short = house.set_forgotten_password(token(&made), &to("short", ""), OFFICE).await;
        assert_eq!(refused(short), Refusal::WeakPassword(PasswordFault::TooShort { least: 10 }));
        let same = house.set_forgotten_password(token(&made), &to(PASSWORD, ""), OFFICE).await;
        assert_eq!(refused(same), Refusal::WeakPassword(PasswordFault::UsedBefore));
        assert_eq!(house.set_forgotten_password(token(&made), &to(ANOTHER, ""), OFFICE).await?, "lin");

        assert_eq!(refused(world.recognised(session).await), Refusal::SessionEnded);
        assert_eq!(refused(world.signs_in("lin", PASSWORD).await), Refusal::WrongLogin);
        let again = house.set_forgotten_password(token(&made), &to("Yet-Another-2028", ""), OFFICE).await;
        assert_eq!(refused(again), Refusal::PasswordLinkGone);
        let session = world.signs_in("lin", ANOTHER).await?;
        assert!(session.told, "the owner is told at the next login");
        let me = world.recognised(session).await?;
        let notices = house.notices(&me).await?;
        assert!(
            notices[0].told.contains("顾方案·方案管理员为您的账号生成了重设密码的一次性链接"),
            "{notices:?}"
        );
        assert!(
            notices
                .last()
                .is_some_and(|last| last.told.contains("已通过顾方案·方案管理员生成的一次性链接重设"))
        );
        house.notices_are_read(&me, notices[0].at.plus_ms(-1)).await?;
        assert_eq!(house.notices(&me).await?.len(), notices.len());
        house.notices_are_read(&me, house.edge().now()).await?;
        assert_eq!(house.notices(&me).await?, []);
        assert!(!world.signs_in("lin", ANOTHER).await?.told);
        // It stands in both journals.
        let journal = house.journal(&county.officer().at_desk().await?, &Wanted::default()).await?;
        let told = "为新同事生成重设密码的一次性链接，事由：本人当面申请";
        assert_eq!(journal.iter().filter(|event| event.what == told).count(), 2);
        let auditor = world.of_platform("pt.shen", "audit_admin").await?;
        let events = house.platform_events(&auditor).await?;
        assert!(
            events
                .iter()
                .any(|event| event.what == "用一次性链接重设密码" && event.detail.starts_with("lin"))
        );
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_link_lapses_and_a_changed_password_takes_it_away() {
    on_both(async |world| {
        let (county, person) = lin(world).await?;
        let house = &world.house;
        let made = officer_gives(&county, person).await?;
        world.later(24 * 60 - 1);
        house.password_link(token(&made)).await?;
        world.later(1);
        assert_eq!(refused(house.password_link(token(&made)).await), Refusal::PasswordLinkGone);
        let made = officer_gives(&county, person).await?;
        let me = world.recognised(world.signs_in("lin", PASSWORD).await?).await?;
        let form = contract::account::ChangePassword {
            current: PASSWORD.into(),
            new: ANOTHER.into(),
            again: ANOTHER.into(),
        };
        house.change_password(&me, &form, "127.0.0.1").await?;
        assert_eq!(refused(house.password_link(token(&made)).await), Refusal::PasswordLinkGone);
        for nothing in ["", "0000"] {
            assert_eq!(refused(house.password_link(nothing).await), Refusal::PasswordLinkGone);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_officer_gives_links_to_their_own_people_alone() {
    on_both(async |world| {
        let (county, person) = lin(world).await?;
        let other = world.county("baisha", None, 1).await?;
        assert_eq!(refused(officer_gives(&other, person).await), Refusal::NotFound);
        assert_eq!(refused(officer_gives(&county, county.officer().who.person).await), Refusal::NotOnOneself);
        let at = county.officer().at_desk().await?;
        assert_eq!(field_of(world.house.give_password_link(&at, person, " ").await), "reason");
        // Whoever works elsewhere, too, is not this tenant's alone.
        let reviewer = county.reviewer();
        other.appoints(&reviewer.who, ("reviewer", None)).await?;
        for county in [&county, &other] {
            let refusal = refused(officer_gives(county, reviewer.who.person).await);
            assert_eq!(refusal, Refusal::WorksElsewhere);
        }
        // Nor whoever no longer works here.
        let held = world.house.person_page(&at, person).await?.held;
        world.house.end_post(&at, held[0].id).await?;
        assert_eq!(refused(officer_gives(&county, person).await), Refusal::WorksElsewhere);
        let guard = world.of_platform("pt.an", "security_admin").await?;
        world.house.guard_gives_password_link(&guard, person, "本人来电核实").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_security_administrator_takes_over_no_account_of_the_platform() {
    on_both(async |world| {
        let guard = world.of_platform("pt.an", "security_admin").await?;
        for (login, post) in
            [("pt.yun", "operator"), ("pt.shen", "audit_admin"), ("pt.an2", "security_admin")]
        {
            let person = world.of_platform(login, post).await?.who.person;
            let link = world.house.guard_gives_password_link(&guard, person, "理由").await;
            assert_eq!(refused(link), Refusal::StaffLink, "{post}");
        }
        let own = world.house.guard_gives_password_link(&guard, guard.who.person, "理由").await;
        assert_eq!(refused(own), Refusal::NotOnOneself);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn whoever_has_a_second_factor_shows_it_to_the_link_too() {
    on_both(async |world| {
        let (county, person) = lin(world).await?;
        let house = &world.house;
        let me = world.recognised(world.signs_in("lin", PASSWORD).await?).await?;
        house.begin_second_factor(&me).await?;
        let contract::account::SecondFactorState::Begun(secret) = house.second_factor_page(&me).await?.state
        else {
            panic!("the secret is shown")
        };
        let telephone = Authenticator::new(&secret.groups.join(" "));
        house.confirm_second_factor(&me, &telephone.code(house.edge().now().0)).await?;
        world.later(1);
        let made = officer_gives(&county, person).await?;
        assert!(made.second_factor && house.password_link(token(&made)).await?.second_factor);
        for wrong in ["", "000000"] {
            let answer = house.set_forgotten_password(token(&made), &to(ANOTHER, wrong), OFFICE).await;
            assert_eq!(refused(answer), Refusal::WrongCode);
        }
        let code = telephone.code(house.edge().now().0);
        house.set_forgotten_password(token(&made), &to(ANOTHER, &code), OFFICE).await?;
        // Guesses lock, as they do when logging in.
        let made = officer_gives(&county, person).await?;
        for _ in 0..5 {
            let _ =
                house.set_forgotten_password(token(&made), &to("Yet-Another-2028", "000000"), OFFICE).await;
        }
        let locked =
            house.set_forgotten_password(token(&made), &to("Yet-Another-2028", "000000"), OFFICE).await;
        assert!(matches!(refused(locked), Refusal::LockedOut { .. }));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_link_used_by_several_at_once_sets_one_password() {
    on_postgres(async |world| {
        let houses = [world.house.clone(), world.another_house().await];
        let (county, person) = lin(world).await?;
        let made = officer_gives(&county, person).await?;
        let mut users = JoinSet::new();
        for n in 0..6_usize {
            let (house, token) = (houses[n % 2].clone(), token(&made).to_owned());
            let form = to(&format!("Feng-Qing-{n}-2027"), "");
            users.spawn(async move { house.set_forgotten_password(&token, &form, OFFICE).await });
        }
        let answers = users.join_all().await;
        assert_eq!(answers.iter().filter(|done| done.is_ok()).count(), 1, "{answers:?}");
        Ok(())
    })
    .await;
}
