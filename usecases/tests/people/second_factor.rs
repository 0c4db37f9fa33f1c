//! 动态口令.

use contract::account::{RemoveSecondFactor, SecondFactorState};
use domain::passwords::PasswordProfile;
use domain::refusal::{PasswordFault, Refusal};
use usecases::accounts::{FirstStep, Owed, SignedIn, Somebody, Ticket};
use usecases::{Answered, House, OrFault};

use crate::cast::{Authenticator, World, on_both, refused};

const PASSWORD: &str = "Qing-Lian-2026";
const OFFICE: &str = "10.0.0.1";
/// One step of a code, in ms.
const STEP: i64 = 30_000;

/// Somebody with an account and a post in 清河.
async fn officer(world: &World<'_>, post: &str, required: bool) -> Answered<Somebody> {
    let county = world.county("qinghe", None, 1).await?;
    world.house.set_account_rules(&county.manages_people(), PasswordProfile::Dengbao, required).await?;
    county.appoints_with_password("lin", PASSWORD, post, false).await?;
    world.recognised(world.signs_in("lin", PASSWORD).await?).await
}

/// Begins, reads the secret from the page, confirms; gives the telephone and the recovery codes.
async fn enrols(world: &World<'_>, me: &Somebody) -> Answered<(Authenticator, Vec<String>)> {
    world.house.begin_second_factor(me).await?;
    let SecondFactorState::Begun(secret) = world.house.second_factor_page(me).await?.state else {
        panic!("the secret is shown")
    };
    let telephone = Authenticator::new(&secret.groups.join(" "));
    let codes = world.house.confirm_second_factor(me, &now(world, &telephone)).await?;
    Ok((telephone, codes))
}

fn now(world: &World<'_>, telephone: &Authenticator) -> String {
    telephone.code(world.house.edge().now().0)
}

async fn ticket(house: &House) -> Answered<Ticket> {
    match house.sign_in("lin", PASSWORD, OFFICE, "").await? {
        FirstStep::CodeAsked(ticket) => Ok(ticket),
        FirstStep::In(_) => panic!("no session before the second step"),
    }
}

async fn enters(house: &House, ticket: &Ticket, code: &str) -> Answered<SignedIn> {
    house.enter_code(ticket, code, OFFICE, "").await
}

#[tokio::test]
async fn logging_in_takes_two_steps_and_each_code_counts_once() {
    on_both(async |world| {
        let me = officer(world, "clerk", true).await?;
        let house = &world.house;
        assert_eq!(me.owes, None, "a clerk may, but need not");
        assert!(!house.second_factor_page(&me).await?.required);
        let (telephone, codes) = enrols(world, &me).await?;
        assert_eq!(codes.len(), 10);

        // The code that confirmed it is used up; the next one counts, and only once.
        let step = ticket(house).await?;
        assert_eq!(refused(enters(house, &step, &now(world, &telephone)).await), Refusal::WrongCode);
        world.later_ms(STEP);
        let code = now(world, &telephone);
        let session = enters(house, &step, &code).await?;
        assert_eq!(world.recognised(session).await?.login, "lin");
        assert_eq!(refused(enters(house, &ticket(house).await?, &code).await), Refusal::WrongCode);

        // One step early or late is in time, two are not; what is older than the last one used never is.
        world.later_ms(10 * STEP);
        let at = house.edge().now().0;
        let step = ticket(house).await?;
        for moved in [-2, 2] {
            let code = telephone.code(at + moved * STEP);
            assert_eq!(refused(enters(house, &step, &code).await), Refusal::WrongCode, "{moved}");
        }
        enters(house, &step, &telephone.code(at + STEP)).await?;
        for moved in [-1, 0, 1] {
            let code = telephone.code(at + moved * STEP);
            let answer = enters(house, &ticket(house).await?, &code).await;
            assert_eq!(refused(answer), Refusal::WrongCode, "{moved}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn of_two_requests_with_one_code_one_gets_in() {
    on_both(async |world| {
        let me = officer(world, "clerk", false).await?;
        let (telephone, _) = enrols(world, &me).await?;
        world.later_ms(STEP);
        let (step, code) = (ticket(&world.house).await?, now(world, &telephone));
        let mut requests = tokio::task::JoinSet::new();
        for n in 0..4 {
            let (house, code) = (world.house.clone(), code.clone());
            requests.spawn(async move {
                house.enter_code(&step, &code, &format!("10.3.0.{n}"), "").await.is_ok()
            });
        }
        let entered = requests.join_all().await.into_iter().filter(|entered| *entered).count();
        assert_eq!(entered, 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_ticket_opens_nothing_by_itself_and_not_for_long() {
    on_both(async |world| {
        let me = officer(world, "clerk", false).await?;
        let house = &world.house;
        let (telephone, _) = enrols(world, &me).await?;
        let step = ticket(house).await?;
        world.later(5);
        let late = enters(house, &step, &now(world, &telephone)).await;
        assert_eq!(refused(late), Refusal::LoginStepEnded);
        let step = ticket(house).await?;
        let other = Ticket { epoch: step.epoch + 1, ..step };
        let changed = enters(house, &other, &now(world, &telephone)).await;
        assert_eq!(refused(changed), Refusal::LoginStepEnded, "the account has changed since");
        world.disables("lin").await;
        let closed = enters(house, &step, &now(world, &telephone)).await;
        assert_eq!(refused(closed), Refusal::LoginStepEnded);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn whoever_knows_the_password_still_cannot_try_codes_without_end() {
    on_both(async |world| {
        let me = officer(world, "clerk", false).await?;
        let house = &world.house;
        let (telephone, codes) = enrols(world, &me).await?;
        world.later_ms(STEP);
        for wrong in ["000000", "", "12345", "abcd-efgh-ijkl-mnop", "０００００１"] {
            // The right password in between does not wipe the slate.
            let answer = enters(house, &ticket(house).await?, wrong).await;
            assert_eq!(refused(answer), Refusal::WrongCode, "{wrong}");
        }
        let again = house.sign_in("lin", PASSWORD, OFFICE, "").await;
        assert!(matches!(refused(again), Refusal::LockedOut { .. }));
        world.later(16);
        enters(house, &ticket(house).await?, &now(world, &telephone)).await?;
        drop(codes);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn each_recovery_code_lets_in_once() {
    on_both(async |world| {
        let me = officer(world, "clerk", false).await?;
        let house = &world.house;
        let (_, codes) = enrols(world, &me).await?;
        enters(house, &ticket(house).await?, &codes[3]).await?;
        assert_eq!(refused(enters(house, &ticket(house).await?, &codes[3]).await), Refusal::WrongCode);
        let typed = codes[4].to_uppercase().replace('-', " ");
        let session = enters(house, &ticket(house).await?, &typed).await?;
        let me = world.recognised(session).await?;
        let SecondFactorState::On { codes_left, .. } = house.second_factor_page(&me).await?.state else {
            panic!("it is in use")
        };
        assert_eq!(codes_left, 8);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_officer_enrols_before_anything_else() {
    on_both(async |world| {
        let me = officer(world, "scheme_officer", true).await?;
        let house = &world.house;
        assert_eq!(me.owes, Some(Owed::SecondFactor));
        assert_eq!(refused(house.enter(&me, "qinghe").await), Refusal::SecondFactorMissing);
        assert_eq!(refused(house.account(&me).await), Refusal::SecondFactorMissing);
        assert!(house.second_factor_page(&me).await?.required);
        assert_eq!(
            refused(house.confirm_second_factor(&me, "000000").await),
            Refusal::SecondFactorState { enrolled: false }
        );
        house.begin_second_factor(&me).await?;
        assert_eq!(refused(house.confirm_second_factor(&me, "000000").await), Refusal::WrongCode);
        let me = world.recognised(world.signs_in("lin", PASSWORD).await?).await?;
        assert_eq!(me.owes, Some(Owed::SecondFactor), "begun is not done");
        enrols(world, &me).await?;
        let me = house.recognise(me.session, 0).await?;
        assert_eq!(me.owes, None, "at once");
        house.enter(&me, "qinghe").await?;
        assert_eq!(
            refused(house.begin_second_factor(&me).await),
            Refusal::SecondFactorState { enrolled: true }
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn it_is_removed_only_with_password_and_code() {
    on_both(async |world| {
        let me = officer(world, "scheme_officer", true).await?;
        let house = &world.house;
        let (telephone, codes) = enrols(world, &me).await?;
        let me = house.recognise(me.session, 0).await?;
        world.later_ms(STEP);
        let removes = async |password: &str, code: &str| {
            let form = RemoveSecondFactor { password: password.into(), code: code.into() };
            house.remove_second_factor(&me, &form, OFFICE).await
        };
        let code = now(world, &telephone);
        let wrong = Refusal::WeakPassword(PasswordFault::WrongCurrent);
        assert_eq!(refused(removes("wrong", &code).await), wrong);
        assert_eq!(refused(removes(PASSWORD, "000000").await), Refusal::WrongCode);
        removes(PASSWORD, &code).await?;
        let none = Refusal::SecondFactorState { enrolled: false };
        assert_eq!(refused(removes(PASSWORD, &code).await), none);
        // The post still asks for one, and the old recovery codes are gone with it.
        assert_eq!(house.recognise(me.session, 0).await?.owes, Some(Owed::SecondFactor));
        enrols(world, &house.recognise(me.session, 0).await?).await?;
        assert_eq!(refused(enters(house, &ticket(house).await?, &codes[0]).await), Refusal::WrongCode);

        for _ in 0..2 {
            assert_eq!(refused(removes("wrong", "000000").await), wrong);
        }
        let locked = refused(removes(PASSWORD, "000000").await);
        assert!(matches!(locked, Refusal::LockedOut { .. }), "guesses count here, too: {locked:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_secret_lies_sealed_and_recovery_codes_only_as_hashes() {
    on_both(async |world| {
        let me = officer(world, "clerk", false).await?;
        world.house.begin_second_factor(&me).await?;
        let SecondFactorState::Begun(secret) = world.house.second_factor_page(&me).await?.state else {
            panic!("the secret is shown")
        };
        let bytes = data_encoding::BASE32_NOPAD.decode(secret.groups.concat().as_bytes()).unwrap();
        let telephone = Authenticator::new(&secret.groups.join(" "));
        let codes = world.house.confirm_second_factor(&me, &now(world, &telephone)).await?;
        let platform = world.house.store().platform_read().await.or_fault()?;
        let kept = store::second_factors::of(&platform, me.person).await.or_fault()?.unwrap().sealed;
        assert!(!kept.contains(&data_encoding::HEXLOWER.encode(&bytes)), "{kept}");
        assert!(!kept.to_uppercase().contains(&secret.groups.concat()), "{kept}");
        for code in codes {
            let plain = format!("SELECT 1 FROM recovery_codes WHERE code_hash LIKE '%{code}%'");
            assert_eq!(store::testing::rows(&platform, &plain).await.or_fault()?, 0);
        }
        let all = store::testing::rows(&platform, "SELECT 1 FROM recovery_codes").await.or_fault()?;
        assert_eq!(all, 10);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn two_beginnings_at_once_leave_one_secret() {
    on_both(async |world| {
        let me = officer(world, "clerk", false).await?;
        let house = &world.house;
        let begin = || house.begin_second_factor(&me);
        let (one, two, three) = tokio::join!(begin(), begin(), begin());
        one.and(two).and(three)?;
        let SecondFactorState::Begun(secret) = house.second_factor_page(&me).await?.state else {
            panic!("the secret is shown")
        };
        let telephone = Authenticator::new(&secret.groups.join(" "));
        house.confirm_second_factor(&me, &now(world, &telephone)).await?;
        world.later_ms(STEP);
        enters(house, &ticket(house).await?, &now(world, &telephone)).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_session_that_was_shown_no_code_ends_when_one_is_enrolled_elsewhere() {
    on_both(async |world| {
        let me = officer(world, "scheme_officer", true).await?;
        let house = &world.house;
        // Whoever has only the password logs in, too, and owes what the owner owes.
        let thief = world.signs_in("lin", PASSWORD).await?;
        assert_eq!(world.recognised(thief).await?.owes, Some(Owed::SecondFactor));
        let (telephone, _) = enrols(world, &me).await?;
        assert_eq!(refused(world.recognised(thief).await), Refusal::SessionEnded, "not full, but over");
        assert_eq!(house.recognise(me.session, 0).await?.owes, None);

        // One who shows a code is another's equal, until the factor is removed: then the others end.
        world.later_ms(STEP);
        let other = enters(house, &ticket(house).await?, &now(world, &telephone)).await?;
        assert!(other.told, "and reads that it was enrolled");
        world.recognised(other).await?;
        let me = house.recognise(me.session, 0).await?;
        world.later_ms(STEP);
        let form = RemoveSecondFactor { password: PASSWORD.into(), code: now(world, &telephone) };
        house.remove_second_factor(&me, &form, OFFICE).await?;
        assert_eq!(refused(world.recognised(other).await), Refusal::SessionEnded);
        // Whose post asks for one reads on once there is a new one.
        let me = house.recognise(me.session, 0).await?;
        assert_eq!(refused(house.notices(&me).await), Refusal::SecondFactorMissing);
        world.later_ms(STEP);
        enrols(world, &me).await?;
        let me = house.recognise(me.session, 0).await?;
        let told: Vec<_> = house.notices(&me).await?.into_iter().map(|notice| notice.told).collect();
        assert!(told[0].contains("启用了动态口令") && told[1].contains("停用了动态口令"), "{told:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_reset_ends_every_session_and_every_step_and_is_told() {
    on_both(async |world| {
        let me = officer(world, "clerk", false).await?;
        let house = &world.house;
        let (telephone, _) = enrols(world, &me).await?;
        let step = ticket(house).await?;
        let guard = world.of_platform("pt.an", "security_admin").await?;
        let reset = usecases::platform::Measure::ResetSecondFactor;
        house.take_measure(&guard, me.person, reset, "手机丢失").await?;
        assert_eq!(refused(house.recognise(me.session, 0).await), Refusal::SessionEnded);
        let late = enters(house, &step, &now(world, &telephone)).await;
        assert_eq!(refused(late), Refusal::LoginStepEnded);
        let session = world.signs_in("lin", PASSWORD).await?;
        assert!(session.told);
        let me = world.recognised(session).await?;
        let told = house.notices(&me).await?.pop().map(|notice| notice.told).unwrap_or_default();
        assert_eq!(told, "演安全管理员·安全管理员对您的账号办理了“重置动态口令”，理由：手机丢失");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_step_leads_into_one_session_whatever_codes_are_shown_to_it() {
    on_both(async |world| {
        let me = officer(world, "clerk", false).await?;
        let house = &world.house;
        let (telephone, codes) = enrols(world, &me).await?;
        world.later_ms(STEP);
        let step = ticket(house).await?;
        enters(house, &step, &now(world, &telephone)).await?;
        // A fresh recovery code, and the old step.
        assert_eq!(refused(enters(house, &step, &codes[0]).await), Refusal::LoginStepEnded);
        let SecondFactorState::On { codes_left, .. } = house.second_factor_page(&me).await?.state else {
            panic!("it is in use")
        };
        assert_eq!(codes_left, 10, "the code was not used up by it");

        // Ten codes at once, all good.
        let step = ticket(house).await?;
        let houses = [house.clone(), world.another_house().await];
        let mut requests = tokio::task::JoinSet::new();
        for (n, code) in codes.into_iter().enumerate() {
            let house = houses[n % 2].clone();
            requests.spawn(async move {
                house.enter_code(&step, &code, &format!("10.3.0.{n}"), "").await.is_ok()
            });
        }
        let entered = requests.join_all().await.into_iter().filter(|entered| *entered).count();
        assert_eq!(entered, 1);
        Ok(())
    })
    .await;
}
