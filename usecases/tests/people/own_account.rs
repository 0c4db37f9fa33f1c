//! 我的账号.

use contract::account::ProfileForm;
use domain::refusal::Refusal;
use usecases::accounts::SignedIn;
use usecases::{Answered, OrFault};

use crate::cast::{World, field_of, on_both, refused};

const PASSWORD: &str = "Qing-Lian-2026";

async fn clerk(world: &World<'_>) -> Answered<SignedIn> {
    let county = world.county("qinghe", None, 1).await?;
    county.appoints_with_password("lin", PASSWORD, "clerk", false).await?;
    world.signs_in("lin", PASSWORD).await
}

fn profile(name: &str, phone: &str) -> ProfileForm {
    ProfileForm { name: name.into(), reason: String::new(), phone: phone.into() }
}

#[tokio::test]
async fn the_telephone_is_changed_and_another_name_is_asked_for() {
    on_both(async |world| {
        let session = clerk(world).await?;
        let house = &world.house;
        let me = world.recognised(session).await?;
        let before = house.account(&me).await?;
        assert_eq!((before.login.as_str(), before.form), ("lin", profile("新同事", "")));
        assert_eq!(before.places[0].0.code, "qinghe");
        assert_eq!(before.places[0].1, "单位经办人");
        assert_eq!((before.platform, before.idle_minutes, before.password_days), (None, 30, Some(90)));

        for (form, field) in [
            (profile(" \u{202e}", "13800001234"), "name"),
            (profile(&"长".repeat(41), ""), "name"),
            (profile("<林某>", ""), "name"),
            (profile("系统", ""), "name"),
            (profile("林某", ""), "reason"),
            (profile("林某", "电话"), "phone"),
            (profile("林某", "123456"), "phone"),
        ] {
            assert_eq!(field_of(house.change_profile(&me, &form).await), field, "{form:?}");
        }
        let form =
            ProfileForm { reason: "户籍更名".into(), ..profile("林某（演示）", "138 0000 1234") };
        assert!(house.change_profile(&me, &form).await?, "it waits for consent");
        let me = world.recognised(session).await?;
        assert_eq!(me.name, "新同事");
        let account = house.account(&me).await?;
        assert_eq!(account.form, profile("新同事", "13800001234"));
        assert_eq!(account.name_asked.as_deref(), Some("林某（演示）"));
        assert!(!house.change_profile(&me, &profile("新同事", "")).await?);
        assert_eq!(house.account(&me).await?.form.phone, "");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one_or_together() {
    on_both(async |world| {
        let here = clerk(world).await?;
        let house = &world.house;
        world.later(1);
        let mut others = Vec::new();
        for _ in 0..3 {
            others.push(world.signs_in("lin", PASSWORD).await?);
        }
        for session in &others {
            world.recognised(*session).await?;
        }
        let me = world.recognised(here).await?;
        let listed = house.account(&me).await?.sessions;
        assert_eq!(listed.len(), 4);
        let marked: Vec<_> = listed.iter().filter(|line| line.here).map(|line| line.id).collect();
        assert_eq!(marked, [here.session]);
        assert!(listed.iter().all(|line| line.device == "Chromium，Linux"), "{listed:?}");

        house.end_session(&me, &others[0].session.to_string()).await?;
        assert_eq!(refused(world.recognised(others[0]).await), Refusal::SessionEnded, "at once");
        world.recognised(others[1]).await?;
        let again = house.end_session(&me, &others[0].session.to_string()).await;
        assert_eq!(refused(again), Refusal::NotFound);

        house.end_other_sessions(&me).await?;
        for session in &others {
            assert_eq!(refused(world.recognised(*session).await), Refusal::SessionEnded);
        }
        world.recognised(here).await?;
        assert_eq!(house.account(&me).await?.sessions.len(), 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn nobody_ends_the_session_of_somebody_else() {
    on_both(async |world| {
        let lin = clerk(world).await?;
        let staff = world.new_staff("other", "operator");
        world.house.appoint_staff(&world.operator(), &staff).await?;
        let other = world.recognised(world.signs_in("other", &staff.password).await?).await?;
        for session in [lin.session.to_string(), world.house.edge().id().to_string(), "x".into()] {
            assert_eq!(refused(world.house.end_session(&other, &session).await), Refusal::NotFound);
        }
        world.recognised(lin).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_people_do_to_their_accounts_stands_in_the_platforms_journal() {
    on_both(async |world| {
        let session = clerk(world).await?;
        let me = world.recognised(session).await?;
        world.house.change_profile(&me, &profile("新同事", "13800001234")).await?;
        world.house.end_other_sessions(&world.recognised(session).await?).await?;
        let platform = world.house.store().platform_read().await.or_fault()?;
        let entries = store::platform_journal::recent(&platform, 10).await.or_fault()?;
        let told: Vec<_> =
            entries.iter().map(|entry| (entry.signature.as_str(), entry.summary.as_str())).collect();
        assert_eq!(told[..2], [("新同事·本人", "退出其他设备上的登录"), ("新同事·本人", "修改本人联系电话")]);
        assert!(entries.iter().all(|entry| !entry.detail.contains("138")), "no number in the journal");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn sessions_that_ended_long_ago_are_forgotten() {
    on_both(async |world| {
        let old = clerk(world).await?;
        let house = &world.house;
        world.later(29 * 24 * 60);
        let new = world.signs_in("lin", PASSWORD).await?;
        assert_eq!(house.forget_ended_sessions().await?, 0, "a month is not over");
        world.later(2 * 24 * 60);
        assert_eq!(house.forget_ended_sessions().await?, 1);
        let platform = house.store().platform_read().await.or_fault()?;
        assert!(store::sessions::find(&platform, old.session).await.or_fault()?.is_none());
        assert!(store::sessions::find(&platform, new.session).await.or_fault()?.is_some());
        Ok(())
    })
    .await;
}
