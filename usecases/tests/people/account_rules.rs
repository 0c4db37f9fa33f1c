//! 账号安全 of a tenant, and of people with posts in several.

use contract::account::{AccountRulesForm, ChangePassword};
use contract::list::Wanted;
use domain::passwords::PasswordProfile;
use domain::policy::{Act, Posting};
use domain::refusal::{PasswordFault, Refusal};
use usecases::Answered;
use usecases::accounts::Owed;

use crate::cast::{County, field_of, on_both, refused};

const PASSWORD: &str = "Qing-Lian-2026";

fn form(passwords: &str, second_factor: &str) -> AccountRulesForm {
    AccountRulesForm { passwords: passwords.into(), second_factor: second_factor.into() }
}

async fn asvs(county: &County) -> Answered<()> {
    county.house.set_account_rules(&county.manages_people(), PasswordProfile::Asvs, false).await
}

#[tokio::test]
async fn the_officer_chooses_and_it_is_written_down() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 1).await?;
        let at = county.officer().at_desk().await?;
        assert_eq!(world.house.account_rules(&at).await?, form("dengbao", "on"), "as it was opened");
        assert_eq!(field_of(world.house.choose_account_rules(&at, &form("king", "")).await), "passwords");
        world.house.choose_account_rules(&at, &form("asvs", "")).await?;
        assert_eq!(world.house.account_rules(&at).await?, form("asvs", ""));
        let told = &world.house.journal(&at, &Wanted::default()).await?[0];
        assert_eq!(told.what, "设定账号安全：密码按长口令要求，管理岗位不要求动态口令");
        assert!(told.who.starts_with("顾方案·"), "{}", told.who);
        county.journal_holds().await?;

        let clerk = county.somebody("clerk", "经办", &[("clerk", Some(0))]).await?.at_desk().await?;
        let not_theirs = Refusal::NotYourPost(Act::ManagePeople);
        assert_eq!(refused(world.house.account_rules(&clerk).await), not_theirs);
        assert_eq!(refused(world.house.choose_account_rules(&clerk, &form("asvs", "")).await), not_theirs);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn rules_of_one_county_do_not_touch_another() {
    on_both(async |world| {
        let (one, other) = (world.county("qinghe", None, 1).await?, world.county("linshan", None, 1).await?);
        asvs(&one).await?;
        let at = other.officer().at_desk().await?;
        assert_eq!(world.house.account_rules(&at).await?, form("dengbao", "on"));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn in_two_counties_the_stricter_of_each_rule_holds() {
    on_both(async |world| {
        let (one, other) = (world.county("qinghe", None, 1).await?, world.county("linshan", None, 1).await?);
        asvs(&one).await?;
        one.appoints_with_password("lin", PASSWORD, "clerk", false).await?;
        let house = &world.house;
        let change =
            |new: &str| ChangePassword { current: PASSWORD.into(), new: new.into(), again: new.into() };
        let weak = |fault| Refusal::WeakPassword(fault);

        // ASVS alone: long and not guessable, no classes, no age.
        world.it_is("2027-06-01", 9);
        let session = world.signs_in("lin", PASSWORD).await?;
        assert_eq!(session.owes, None);
        let me = world.recognised(session).await?;
        for (new, fault) in [
            ("Qing-Lian-1", PasswordFault::TooShort { least: 12 }),
            ("passwordpassword", PasswordFault::Guessable),
            (PASSWORD, PasswordFault::UsedBefore),
        ] {
            assert_eq!(
                refused(house.change_password(&me, &change(new), "10.0.0.9").await),
                weak(fault),
                "{new}"
            );
        }

        // With a post in a county of the 等保 profile its classes and its age hold, too.
        let new = usecases::people::NewPerson {
            login: "lin".into(),
            name: "新同事".into(),
            password: None,
            must_change: false,
            post: "reviewer".into(),
            posting: Posting::Tenant,
        };
        house.appoint(&other.manages_people(), &new).await?;
        let session = world.signs_in("lin", PASSWORD).await?;
        assert_eq!(session.owes, Some(Owed::FreshPassword));
        let me = world.recognised(session).await?;
        for (new, fault) in [
            ("Qing-Lian-1", PasswordFault::TooShort { least: 12 }),
            ("zhengju tang kaoyu", PasswordFault::TooFewClasses),
        ] {
            assert_eq!(
                refused(house.change_password(&me, &change(new), "10.0.0.9").await),
                weak(fault),
                "{new}"
            );
        }
        let session = house.change_password(&me, &change("Zhengju-tang7-kaoyu"), "10.0.0.9").await?;
        let me = world.recognised(session).await?;
        house.enter(&me, "qinghe").await?;
        house.enter(&me, "linshan").await?;
        Ok(())
    })
    .await;
}
