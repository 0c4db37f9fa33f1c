//! 三员 and the posts of tenants exclude each other in every door, whichever came first.

use contract::ops::FirstOfficerForm;
use contract::people::Invite;
use domain::policy::Posting;
use domain::refusal::Refusal;
use usecases::people::{Arrival, NewPerson};
use usecases::{Answered, OrFault};

use crate::cast::{World, on_both, refused};

fn token(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// How many posts of tenants somebody holds, wherever.
async fn posts_of(world: &World<'_>, login: &str, code: &str) -> Answered<usize> {
    let tenant = world.house.tenant_by_code(code).await?;
    let tx = world.house.store().read(tenant).await.or_fault()?;
    let person = store::persons::by_login(tx.platform(), login).await.or_fault()?.expect("an account");
    Ok(store::appointments::of_person(&tx, person.id, world.house.edge().now()).await.or_fault()?.len())
}

#[tokio::test]
async fn whoever_is_of_the_platform_takes_up_no_post_in_a_tenant() {
    on_both(async |world| {
        let house = &world.house;
        let county = world.county("qinghe", None, 1).await?;
        for (login, post) in [("pt.yun", "operator"), ("pt.an", "security_admin"), ("pt.shen", "audit_admin")]
        {
            let duty = world.of_platform(login, post).await?;
            // An invitation.
            let form =
                Invite { name: "某人".into(), post: "reviewer".into(), place: Posting::Tenant.to_string() };
            let made = house.invite(&county.officer().at_desk().await?, &form).await?;
            let known = Arrival::Known(Box::new(duty.who.clone()));
            let accepted = house.accept_invitation("qinghe", token(&made.path), &known).await;
            assert_eq!(refused(accepted), Refusal::PlatformApart, "{post}");
            house.invitation("qinghe", token(&made.path)).await?;
            // The command line.
            let new = NewPerson {
                login: login.into(),
                name: "某人".into(),
                password: None,
                must_change: false,
                post: "reviewer".into(),
                posting: Posting::Tenant,
            };
            assert_eq!(refused(house.appoint(&county.manages_people(), &new).await), Refusal::PlatformApart);
            // They are no members, so no officer gives them a post, and nobody can choose them as a delegate.
            let given = house
                .give_post(&county.officer().at_desk().await?, duty.who.person, "reviewer", "tenant")
                .await;
            assert_eq!(refused(given), Refusal::NotFound);
            assert_eq!(posts_of(world, login, "qinghe").await?, 0);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_operator_does_not_accept_the_own_link_to_the_first_officers_post() {
    on_both(async |world| {
        let house = &world.house;
        let duty = world.of_platform("pt.yun", "operator").await?;
        house.open_tenant(&world.operator(), "xinxian", "新县", "县", None).await?;
        let form =
            FirstOfficerForm { tenant: "xinxian".into(), officer: "首任".into(), reason: String::new() };
        let made = house.invites_officer(&duty, &form).await?;
        let known = Arrival::Known(Box::new(duty.who.clone()));
        let accepted = house.accept_invitation("xinxian", token(&made.path), &known).await;
        assert_eq!(refused(accepted), Refusal::PlatformApart);
        assert_eq!(posts_of(world, "pt.yun", "xinxian").await?, 0);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_member_who_came_to_the_platform_before_gets_no_post_and_stands_in_for_nobody() {
    on_both(async |world| {
        let house = &world.house;
        let county = world.county("qinghe", None, 1).await?;
        // Left long ago: a member without a post.
        let person = county.somebody("qian", "钱某", &[("reviewer", None)]).await?;
        let officer = county.officer();
        let held = house.person_page(&officer.at_desk().await?, person.who.person).await?.held;
        house.end_post(&officer.at_desk().await?, held[0].id).await?;
        house.appoint_staff(&world.operator(), &world.new_staff("qian", "audit_admin")).await?;
        let given = house.give_post(&officer.at_desk().await?, person.who.person, "reviewer", "tenant").await;
        assert_eq!(refused(given), Refusal::PlatformApart);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn whoever_holds_a_post_in_a_tenant_is_none_of_the_three() {
    on_both(async |world| {
        let house = &world.house;
        let county = world.county("qinghe", None, 1).await?;
        for post in ["operator", "security_admin", "audit_admin"] {
            for login in ["qinghe.officer", "qinghe1.clerk"] {
                let staff = house.appoint_staff(&world.operator(), &world.new_staff(login, post)).await;
                assert_eq!(refused(staff), Refusal::PlatformApart, "{login} {post}");
            }
        }
        // A delegate holds a post, too; once it is over, the way is free.
        let person = county.somebody("dai", "代某", &[("reviewer", None)]).await?;
        let held = house.person_page(&county.officer().at_desk().await?, person.who.person).await?.held;
        house.end_post(&county.officer().at_desk().await?, held[0].id).await?;
        assert!(!house.appoint_staff(&world.operator(), &world.new_staff("dai", "operator")).await?);
        Ok(())
    })
    .await;
}
