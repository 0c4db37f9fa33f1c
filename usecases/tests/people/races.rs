//! Rules over several rows hold when two servers act at once. Each race is run several times: one that is lost only now
//! and then is lost all the same.

use std::sync::Arc;

use contract::case::StepForm;
use contract::people::{Delegate, Invite};
use contract::period::{ChangeForm, OpenPeriod};
use domain::ids::AppointmentId;
use domain::policy::Posting;
use domain::refusal::Refusal;
use domain::scheme::Scheme;
use domain::scheme::edit::Place;
use tokio::task::JoinSet;
use usecases::desks::Entered;
use usecases::people::Arrival;
use usecases::platform::Measure;
use usecases::{Answered, House, OrFault};

use crate::cast::{County, World, on_postgres};

/// How often each race is run.
const ROUNDS: usize = 6;

/// The first appointment of somebody.
async fn post_of(house: &House, at: &Entered, person: domain::ids::PersonId) -> Answered<AppointmentId> {
    Ok(house.person_page(at, person).await?.held[0].id)
}

/// Open appointments of a county, delegations too.
async fn open_posts(world: &World<'_>, county: &County, person: domain::ids::PersonId) -> Answered<usize> {
    let tx = world.house.store().read(county.id).await.or_fault()?;
    let all = store::appointments::all(&tx, world.house.edge().now()).await.or_fault()?;
    Ok(all.iter().filter(|held| held.person == person).count())
}

#[tokio::test]
async fn two_officers_who_end_each_others_post_leave_one() {
    on_postgres(async |world| {
        let another = world.another_house().await;
        for round in 0..ROUNDS {
            let county = world.county(&format!("county{round}"), None, 0).await?;
            let one = county.officer();
            let login = format!("second{round}");
            let other = county.somebody(&login, "第二位", &[("scheme_officer", None)]).await?;
            let (at, there) = (one.at_desk().await?, another.enter(&other.who, &county.code).await?);
            let own = post_of(&world.house, &at, one.who.person).await?;
            let theirs = post_of(&world.house, &at, other.who.person).await?;
            let (first, second) =
                tokio::join!(world.house.end_post(&at, theirs), another.end_post(&there, own));
            let answers = [first, second];
            assert_eq!(answers.iter().filter(|done| done.is_ok()).count(), 1, "{answers:?}");
            assert!(answers.contains(&Err(Refusal::LastOfficer)), "{answers:?}");

            // Keeping each other out is the same. What a server knows of posts is looked at again after a second.
            world.later(1);
            let (left, gone) =
                if one.at_desk().await.is_ok() { (&one.who, &other) } else { (&other.who, &*one) };
            let at = world.house.enter(left, &county.code).await?;
            world.house.give_post(&at, gone.who.person, "scheme_officer", "tenant").await?;
            world.later(1);
            let there = another.enter(&gone.who, &county.code).await?;
            let (first, second) = tokio::join!(
                world.house.suspend_member(&at, gone.who.person, "事由"),
                another.suspend_member(&there, left.person, "事由")
            );
            assert_eq!([first.is_ok(), second.is_ok()].iter().filter(|done| **done).count(), 1);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_post_given_twice_at_once_is_one() {
    on_postgres(async |world| {
        let another = world.another_house().await;
        let county = world.county("qinghe", None, 0).await?;
        for round in 0..ROUNDS {
            let person = county.somebody(&format!("new{round}"), "新人", &[("reviewer", None)]).await?;
            let (at, there) =
                (county.officer().at_desk().await?, another.enter(&county.officer().who, "qinghe").await?);
            let who = person.who.person;
            let (first, second) = tokio::join!(
                world.house.give_post(&at, who, "personnel", "tenant"),
                another.give_post(&there, who, "personnel", "tenant")
            );
            assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
            assert_eq!(open_posts(world, &county, who).await?, 2);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_delegation_made_twice_at_once_is_one() {
    on_postgres(async |world| {
        let another = world.another_house().await;
        for round in 0..ROUNDS {
            let county = world.county(&format!("county{round}"), None, 1).await?;
            let (head, clerk) = (county.head(0), county.clerk(0));
            let (at, there) = (head.at_desk().await?, another.enter(&head.who, &county.code).await?);
            let post = world.house.own_posts(&at).await?.posts[0].id;
            let form = Delegate {
                delegate: clerk.who.person.to_string(),
                until: "2026-11-10".into(),
                reason: "外出学习".into(),
            };
            let (first, second) =
                tokio::join!(world.house.delegate(&at, post, &form), another.delegate(&there, post, &form));
            assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
            assert_eq!(open_posts(world, &county, clerk.who.person).await?, 2);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_link_used_six_times_at_once_makes_one_account() {
    on_postgres(async |world| {
        let houses = [world.house.clone(), world.another_house().await];
        let county = world.county("qinghe", None, 0).await?;
        for round in 0..ROUNDS {
            let form = Invite {
                name: format!("新人{}", char::from(b'a' + u8::try_from(round).unwrap_or_default())),
                post: "reviewer".into(),
                place: Posting::Tenant.to_string(),
            };
            let made = world.house.invite(&county.officer().at_desk().await?, &form).await?;
            let token = made.path.rsplit('/').next().unwrap_or_default().to_owned();
            let mut users = JoinSet::new();
            for n in 0..6_usize {
                let (house, token, login) = (houses[n % 2].clone(), token.clone(), format!("new{round}.{n}"));
                users.spawn(async move {
                    let arrival = Arrival::New(contract::people::Accept {
                        login,
                        name: "新人".into(),
                        new: "Qing-Lian-2026".into(),
                        again: "Qing-Lian-2026".into(),
                    });
                    house.accept_invitation("qinghe", &token, &arrival).await
                });
            }
            let answers = users.join_all().await;
            assert_eq!(answers.iter().filter(|done| done.is_ok()).count(), 1, "{answers:?}");
            assert!(
                answers.iter().flat_map(|done| done.as_ref().err()).all(|no| *no == Refusal::InvitationGone)
            );
            let mut accounts = 0;
            for n in 0..6 {
                accounts += usize::from(world.house.has_account(&format!("new{round}.{n}")).await?);
            }
            assert_eq!(accounts, 1, "nothing stays of the others");
        }
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn of_two_doors_at_once_one_leads_in() {
    on_postgres(async |world| {
        let another = world.another_house().await;
        let county = world.county("qinghe", None, 0).await?;
        for round in 0..ROUNDS {
            let login = format!("both{round}");
            let person = county.somebody(&login, "两边", &[]).await?;
            let (staff, by) = (world.new_staff(&login, "operator"), world.operator());
            let (platform, tenant) = tokio::join!(
                another.appoint_staff(&by, &staff),
                county.appoints(&person.who, ("reviewer", None))
            );
            assert!(platform.is_ok() != tenant.is_ok(), "{platform:?} {tenant:?}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn two_administrators_who_close_each_others_account_leave_one() {
    on_postgres(async |world| {
        let another = world.another_house().await;
        let one = world.of_platform("pt.one", "security_admin").await?;
        for round in 0..ROUNDS {
            let other = world.of_platform(&format!("pt.other{round}"), "security_admin").await?;
            let (first, second) = tokio::join!(
                world.house.take_measure(&one, other.who.person, Measure::Disable, "离岗"),
                another.take_measure(&other, one.who.person, Measure::Disable, "离岗")
            );
            let answers = [first, second];
            assert_eq!(answers.iter().filter(|done| done.is_ok()).count(), 1, "{answers:?}");
            if answers[0].is_err() {
                world.enables("pt.one").await;
                world.disables(&format!("pt.other{round}")).await;
            }
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_decision_announced_twice_at_once_is_announced_once() {
    on_postgres(async |world| {
        let another = world.another_house().await;
        for round in 0..3 {
            let county = world.county_at_work(&format!("county{round}")).await?;
            county.unit(0).is_reviewed().await?;
            let decision = county.party().decides().await?;
            let officer = county.officer();
            let (at, there) = (officer.at_desk().await?, another.enter(&officer.who, &county.code).await?);
            let form = world.house.publish_page(&at, decision).await?.form;
            let other = contract::announcement::Publish { number: "另一文号".into(), ..form.clone() };
            let (first, second) = tokio::join!(
                world.house.publish(&at, decision, &form),
                another.publish(&there, decision, &other)
            );
            assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_draft_saved_while_it_is_published_is_published_or_refused_and_never_lost() {
    on_postgres(async |world| {
        let another = world.another_house().await;
        for round in 0..ROUNDS {
            let county = world.county(&format!("county{round}"), None, 0).await?;
            let officer = county.officer();
            let (at, there) = (officer.at_desk().await?, another.enter(&officer.who, &county.code).await?);
            let library = usecases::schemes::DraftFrom::Library("jiyuan");
            let draft = world.house.begin_draft(&at, library).await?;
            let page = world.house.studio(&at, draft).await?;
            let mut scheme = Scheme::clone(&page.scheme);
            scheme.fill(&Place::Whole, "/title", Some("改过的方案".into())).expect("a title");
            let form = contract::scheme::SaveDraft {
                draft,
                based_on: page.revision,
                client: world.house.edge().id().to_string(),
                scheme: Arc::new(scheme),
            };
            let (published, saved) = tokio::join!(
                world.house.publish_draft(&at, draft, page.revision),
                another.save_draft(&there, &form)
            );
            assert!(published.is_ok() != saved.is_ok(), "{published:?} {saved:?}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_period_is_cancelled_or_a_case_of_it_signed() {
    on_postgres(async |world| {
        let another = world.another_house().await;
        for round in 0..ROUNDS {
            let county = world.county_at_work(&format!("county{round}")).await?;
            let unit = county.unit(0);
            unit.has_filled_all_but(&[]).await?;
            unit.clerk().hands_over().await?;
            let (officer, head) = (county.officer(), unit.head());
            let at = officer.at_desk().await?;
            let there = another.enter(&head.who, &county.code).await?;
            let why = ChangeForm { reason: "日期有误".into(), ..ChangeForm::default() };
            let confirmed = StepForm { confirm: "yes".into(), ..StepForm::default() };
            let (cancelled, signed) = tokio::join!(
                world.house.cancel_period(&at, county.period(), &why),
                another.sign(&there, unit.case(), &confirmed)
            );
            assert_ne!(cancelled.is_ok(), signed.is_ok(), "{cancelled:?} {signed:?}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn units_are_not_judged_twice_because_two_periods_are_opened_at_once() {
    on_postgres(async |world| {
        let another = world.another_house().await;
        for round in 0..ROUNDS {
            let county = world.county(&format!("county{round}"), None, 2).await?;
            let officer = county.officer();
            officer.publishes_scheme().await?;
            let at = officer.at_desk().await?;
            let there = another.enter(&officer.who, &county.code).await?;
            let form = officer.opening_form().await?;
            let one = OpenPeriod { title: "2026年度".into(), ..form.clone() };
            let other = OpenPeriod { title: "2026年再评".into(), ..form };
            let (first, second) =
                tokio::join!(world.house.open_period(&at, &one), another.open_period(&there, &other));
            assert_ne!(first.is_ok(), second.is_ok(), "{first:?} {second:?}");
        }
        Ok(())
    })
    .await;
}
