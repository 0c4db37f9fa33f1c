//! Names are no identities: who bears them is told where two do, and a new name comes with the officer's knowledge.

use contract::account::ProfileForm;
use contract::list::Wanted;
use contract::people::NameForm;
use domain::policy::Posting;
use domain::refusal::Refusal;
use usecases::people::NewPerson;

use crate::cast::{field_of, on_both, refused};

fn renamed(name: &str) -> NameForm {
    NameForm { name: name.into(), reason: "户籍更名".into() }
}

#[tokio::test]
async fn where_two_bear_a_name_each_signs_with_the_login() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let (house, unit) = (&world.house, county.unit(0));
        unit.has_filled_all_but(&[]).await?;
        unit.clerk().hands_over().await?;
        let before = unit.head().looks().await?.time_line[0].who.clone();
        assert_eq!(before, "经办1·单位经办人");

        // Somebody comes who looks like the clerk.
        let twin = county.somebody("qinghe.twin", "经 办1", &[("clerk", Some(1))]).await?;
        assert_eq!(twin.at_desk().await?.member.name, "经 办1（qinghe.twin）");
        assert_eq!(unit.clerk().at_desk().await?.member.name, "经办1（qinghe1.clerk）");
        // What was signed before is read with the login, too, in the time line and in the journal.
        let told = unit.head().looks().await?.time_line[0].who.clone();
        assert_eq!(told, "经办1（qinghe1.clerk）·单位经办人");
        let journal = house.journal(&county.officer().at_desk().await?, &Wanted::default()).await?;
        assert!(journal.iter().all(|event| !event.who.starts_with("经办1·")), "{journal:?}");
        assert!(journal.iter().any(|event| event.what == "任命经 办1（qinghe.twin）为单位经办人（第2局）"));
        let page = house.person_page(&county.officer().at_desk().await?, twin.who.person).await?;
        assert!(page.name_told.is_some_and(|told| told.contains("经办1（qinghe1.clerk）")));
        // In another county the name is nobody else's.
        let other = world.county("baisha", None, 1).await?;
        assert!(other.unit(0).county.officer().at_desk().await?.member.name == "顾方案");
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_name_is_changed_by_the_officer_or_with_their_consent_and_stands_in_every_journal() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 1).await?;
        let other = world.county("baisha", None, 1).await?;
        let house = &world.house;
        let (officer, clerk) = (county.officer(), county.clerk(0));
        other.appoints(&clerk.who, ("clerk", Some(0))).await?;
        let person = clerk.who.person;

        let form = ProfileForm { name: "新名".into(), reason: "户籍更名".into(), phone: String::new() };
        assert!(house.change_profile(&clerk.who, &form).await?);
        assert_eq!(clerk.at_desk().await?.member.name, "经办1", "nothing changes without consent");
        let asked = house.roster(&officer.at_desk().await?, &Wanted::default()).await?.asking;
        assert_eq!(asked, [(person, "经办1（qinghe1.clerk）申请更名为新名".to_owned())]);
        house.refuse_name(&officer.at_desk().await?, person, &renamed("新名")).await?;
        assert_eq!(house.roster(&officer.at_desk().await?, &Wanted::default()).await?.asking, []);
        let again = house.refuse_name(&officer.at_desk().await?, person, &renamed("新名")).await;
        assert_eq!(refused(again), Refusal::NotFound);

        house.rename_member(&officer.at_desk().await?, person, &renamed("新名")).await?;
        assert_eq!(clerk.at_desk().await?.member.name, "新名");
        let what = "经办1（qinghe1.clerk）更名为新名";
        let told = house.journal(&officer.at_desk().await?, &Wanted::default()).await?;
        assert!(
            told.iter()
                .any(|event| event.what == format!("{what}，事由：户籍更名")
                    && event.who == "顾方案·方案管理员")
        );
        let told = house.journal(&other.officer().at_desk().await?, &Wanted::default()).await?;
        assert!(told.iter().any(|event| event.what.starts_with(what) && event.who == "系统"));
        assert!(
            told.iter().all(|event| !event.what.contains("户籍")),
            "the other officer's reason stays there"
        );
        let notices = house.notices(&clerk.who).await?;
        assert_eq!(notices.len(), 2);
        assert!(notices[1].told.contains("由经办1改为新名"), "{notices:?}");
        for county in [&county, &other] {
            county.journal_holds().await?;
        }

        // Not one's own, not a stranger's, and not one that misleads.
        let own = house.rename_member(&officer.at_desk().await?, officer.who.person, &renamed("顾某")).await;
        assert_eq!(refused(own), Refusal::NotOnOneself);
        let stranger = other.reviewer().who.person;
        let foreign = house.rename_member(&officer.at_desk().await?, stranger, &renamed("某人")).await;
        assert_eq!(refused(foreign), Refusal::NotFound);
        for name in ["系统", "张\u{200b}伟", "党组", "新名（代顾方案）"] {
            let misleads = house.rename_member(&officer.at_desk().await?, person, &renamed(name)).await;
            assert_eq!(field_of(misleads), "name", "{name:?}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn nobody_comes_in_under_a_name_that_misleads() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 1).await?;
        for name in ["系统", "公 众", "考核人员", "张\u{202e}伟", "顾方案·方案管理员"] {
            let new = NewPerson {
                login: "zhang".into(),
                name: name.into(),
                password: Some("Qing-Lian-2026".into()),
                must_change: false,
                post: "reviewer".into(),
                posting: Posting::Tenant,
            };
            assert_eq!(
                field_of(world.house.appoint(&county.manages_people(), &new).await),
                "name",
                "{name:?}"
            );
            let staff =
                usecases::platform::NewStaff { name: name.into(), ..world.new_staff("zhang", "operator") };
            assert_eq!(field_of(world.house.appoint_staff(&world.operator(), &staff).await), "name");
        }
        assert!(!world.house.has_account("zhang").await?);
        Ok(())
    })
    .await;
}
