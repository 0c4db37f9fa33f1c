//! Who holds which post: invited, appointed, deputised, kept out, ended.

use contract::case::StepForm;
use contract::list::Wanted;
use contract::people::{Accept, Delegate, HeldLine, Invite};
use domain::ids::{AppointmentId, LineId, PersonId, UnitId};
use domain::policy::{Act, Posting};
use domain::refusal::{PasswordFault, Refusal};
use usecases::Answered;
use usecases::accounts::{Owed, Somebody};
use usecases::people::Arrival;
use uuid::Uuid;

use crate::cast::{County, Officer, Person, field_of, on_both, refused};

const PASSWORD: &str = "Qing-Lian-2026";

impl Officer {
    /// Gives the link's token.
    async fn invites(&self, name: &str, post: &str, place: Posting) -> Answered<String> {
        let form = Invite { name: name.into(), post: post.into(), place: place.to_string() };
        let made = self.house().invite(&self.at_desk().await?, &form).await?;
        Ok(made.path.rsplit('/').next().unwrap_or_default().to_owned())
    }

    async fn gives(&self, person: &Person, post: &str, place: Posting) -> Answered<()> {
        self.house().give_post(&self.at_desk().await?, person.who.person, post, &place.to_string()).await
    }

    /// The posts of a member, as the officer sees them.
    async fn sees_posts_of(&self, person: PersonId) -> Answered<Vec<HeldLine>> {
        Ok(self.house().person_page(&self.at_desk().await?, person).await?.held)
    }

    async fn ends(&self, post: AppointmentId) -> Answered<()> {
        self.house().end_post(&self.at_desk().await?, post).await
    }

    async fn keeps_out(&self, person: PersonId) -> Answered<()> {
        self.house().suspend_member(&self.at_desk().await?, person, "岗位调整").await
    }

    async fn makes_line(&self, name: &str, units: &[UnitId]) -> Answered<LineId> {
        let at = self.at_desk().await?;
        let line = self.house().add_line(&at, name).await?;
        self.house().assign_line(&at, line, &ids(units)).await?;
        Ok(line)
    }
}

impl Person {
    async fn delegates(&self, to: PersonId, until: &str) -> Answered<()> {
        let at = self.at_desk().await?;
        let post = self.house().own_posts(&at).await?.posts[0].id;
        let form = Delegate { delegate: to.to_string(), until: until.into(), reason: "外出学习".into() };
        self.house().delegate(&at, post, &form).await
    }

    async fn accepts(&self, code: &str, token: &str) -> Answered<()> {
        let known = Arrival::Known(Box::new(self.who.clone()));
        self.house().accept_invitation(code, token, &known).await
    }
}

fn newcomer(login: &str) -> Arrival {
    Arrival::New(Accept {
        login: login.into(),
        name: "新同事".into(),
        new: PASSWORD.into(),
        again: PASSWORD.into(),
    })
}

fn ids(units: &[UnitId]) -> Vec<String> {
    units.iter().map(UnitId::to_string).collect()
}

fn over(county: &County, unit: usize) -> Posting {
    Posting::Unit(county.units[unit])
}

#[tokio::test]
async fn an_invitation_pressed_twice_is_one() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let officer = county.officer();
        let place = Posting::Unit(county.units[0]);
        let first = officer.invites("邱新", "clerk", place).await?;
        let again = Invite { name: "邱新".into(), post: "clerk".into(), place: place.to_string() };
        let again = world.house.invite(&officer.at_desk().await?, &again).await?;
        assert!(again.told[0].contains("作废"), "the first link's end is told: {:?}", again.told);
        let second = again.path.rsplit('/').next().unwrap_or_default().to_owned();
        let open = world.house.roster(&officer.at_desk().await?, &Wanted::default()).await?.invitations;
        assert_eq!(open.len(), 1);
        let (one, other) =
            tokio::join!(officer.invites("葛新", "clerk", place), officer.invites("葛新", "clerk", place));
        one?;
        other?;
        let open = world.house.roster(&officer.at_desk().await?, &Wanted::default()).await?.invitations;
        assert_eq!(open.iter().filter(|open| open.name == "葛新").count(), 1, "at the same moment, too");
        let somebody = county.somebody("qiu.xin", "邱新", &[]).await?;
        assert_eq!(refused(somebody.accepts("qinghe", &first).await), Refusal::InvitationGone);
        somebody.accepts("qinghe", &second).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_second_invitation_of_another_time_tells_of_the_first_and_of_who_bears_the_name() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 1).await?;
        let officer = county.officer();
        let form =
            Invite { name: "经 办1".into(), post: "clerk".into(), place: over(&county, 0).to_string() };
        let invites = async || world.house.invite(&officer.at_desk().await?, &form).await;
        let first = invites().await?;
        assert_eq!(first.told.len(), 1);
        assert!(first.told[0].contains("经办1（qinghe1.clerk）"), "{:?}", first.told);
        world.later(2);
        let second = invites().await?;
        assert!(second.told[0].contains("仍然有效"), "{:?}", second.told);
        assert_eq!(
            world.house.roster(&officer.at_desk().await?, &Wanted::default()).await?.invitations.len(),
            2
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_invitation_is_a_post_and_an_account_once() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 2).await?;
        let house = &world.house;
        let token = county.officer().invites("新同事", "clerk", over(&county, 1)).await?;
        let offer = house.invitation("qinghe", &token).await?;
        assert_eq!((offer.post.as_str(), offer.place.as_str()), ("单位经办人", "第2局"));

        // What is typed wrongly costs nothing: the link still works.
        let short =
            Accept { new: "short".into(), again: "short".into(), login: "xin".into(), name: "新".into() };
        let weak = house.accept_invitation("qinghe", &token, &Arrival::New(short)).await;
        assert_eq!(refused(weak), Refusal::WeakPassword(PasswordFault::TooShort { least: 10 }));
        let taken = house.accept_invitation("qinghe", &token, &newcomer("qinghe.officer")).await;
        assert!(matches!(refused(taken), Refusal::Taken { .. }));

        house.accept_invitation("qinghe", &token, &newcomer("xin")).await?;
        let somebody = world.recognised(world.signs_in("xin", PASSWORD).await?).await?;
        let at = house.enter(&somebody, "qinghe").await?;
        assert_eq!(at.member.appointments[0].post, "单位经办人");
        assert!(!at.member.ever_does(Act::ManagePeople));

        for (code, token) in
            [("qinghe", token.as_str()), ("qinghe", "0000"), ("nowhere", &token), ("", ""), ("qinghe", "")]
        {
            assert_eq!(refused(house.invitation(code, token).await), Refusal::InvitationGone);
            let again = house.accept_invitation(code, token, &newcomer("another")).await;
            assert_eq!(refused(again), Refusal::InvitationGone);
        }
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_platform_invites_the_first_officer_and_no_second() {
    on_both(async |world| {
        let house = &world.house;
        let operator = world.operator();
        house.open_tenant(&operator, "xinxian", "新县", "县", None).await?;
        let made = house.invite_officer(&operator, "xinxian", "首任管理员", "").await?;
        let token = made.path.rsplit('/').next().unwrap_or_default();
        house.accept_invitation("xinxian", token, &newcomer("xin.officer")).await?;
        let again = house.invite_officer(&operator, "xinxian", "又一人", "人手不够").await;
        assert!(matches!(refused(again), Refusal::Taken { .. }));
        let unknown = house.invite_officer(&operator, "nowhere", "某人", "").await;
        assert_eq!(refused(unknown), Refusal::NotFound);
        // Once nobody can act any more, the platform invites another for a reason, and its former link no longer works.
        world.disables("xin.officer").await;
        assert_eq!(field_of(house.invite_officer(&operator, "xinxian", "又一人", " ").await), "reason");
        let stale = house.invite_officer(&operator, "xinxian", "又一人", "原管理员调离").await?;
        let made = house.invite_officer(&operator, "xinxian", "再一人", "原管理员调离").await?;
        assert!(made.told[0].contains("作废"), "{:?}", made.told);
        let stale = stale.path.rsplit('/').next().unwrap_or_default();
        assert_eq!(refused(house.invitation("xinxian", stale).await), Refusal::InvitationGone);
        world.enables("xin.officer").await;
        // The first officer owes a second factor, as in every tenant opened like this.
        let somebody = world.recognised(world.signs_in("xin.officer", PASSWORD).await?).await?;
        assert_eq!(somebody.owes, Some(Owed::SecondFactor));
        let somebody = Somebody { owes: None, ..somebody };
        assert!(house.enter(&somebody, "xinxian").await?.member.ever_does(Act::ManagePeople));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_link_lapses_is_withdrawn_and_belongs_to_its_county() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 1).await?;
        let other = world.county("baisha", None, 1).await?;
        let house = &world.house;
        let token = county.officer().invites("甲", "reviewer", Posting::Tenant).await?;
        assert_eq!(refused(house.invitation("baisha", &token).await), Refusal::InvitationGone);

        let at = county.officer().at_desk().await?;
        let open = house.roster(&at, &Wanted::default()).await?.invitations;
        let foreign = house.withdraw_invitation(&other.officer().at_desk().await?, open[0].id).await;
        assert_eq!(refused(foreign), Refusal::NotFound);
        house.withdraw_invitation(&at, open[0].id).await?;
        assert_eq!(refused(house.invitation("qinghe", &token).await), Refusal::InvitationGone);
        assert_eq!(refused(house.withdraw_invitation(&at, open[0].id).await), Refusal::NotFound);

        let token = county.officer().invites("乙", "reviewer", Posting::Tenant).await?;
        world.later(7 * 24 * 60 - 1);
        house.invitation("qinghe", &token).await?;
        world.later(1);
        assert_eq!(refused(house.invitation("qinghe", &token).await), Refusal::InvitationGone);
        assert_eq!(
            house.roster(&county.officer().at_desk().await?, &Wanted::default()).await?.invitations,
            []
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn one_account_works_in_two_counties() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 1).await?;
        let other = world.county("baisha", None, 1).await?;
        let reviewer = county.reviewer();
        assert_eq!(refused(reviewer.enters("baisha").await), Refusal::NotFound);
        let token = other.officer().invites("沈考核", "reviewer", Posting::Tenant).await?;
        reviewer.accepts("baisha", &token).await?;
        assert_eq!(reviewer.enters("baisha").await?.member.posts(), "考核人员");
        assert_eq!(reviewer.at_desk().await?.member.posts(), "考核人员");
        // Kept out of the one, the person still works in the other.
        other.officer().keeps_out(reviewer.who.person).await?;
        assert_eq!(refused(reviewer.enters("baisha").await), Refusal::KeptOut);
        reviewer.at_desk().await?;
        other.house.resume_member(&other.officer().at_desk().await?, reviewer.who.person).await?;
        reviewer.enters("baisha").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn posts_are_held_only_where_they_may_be() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let other = world.county("baisha", None, 1).await?;
        let officer = county.officer();
        let line = officer.makes_line("东片区", &county.units).await?;
        for (post, place) in [
            ("clerk", Posting::Tenant),
            ("clerk", Posting::Line(line)),
            ("scheme_officer", over(&county, 0)),
            ("party_group", Posting::Line(line)),
            ("reviewer", over(&county, 0)),
            ("reviewer", Posting::Line(LineId(Uuid::from_u128(4)))),
            ("clerk", over(&other, 0)),
        ] {
            assert_eq!(field_of(officer.invites("某人", post, place).await), "place", "{post} {place}");
        }
        for post in ["operator", "audit_admin", "nobody", ""] {
            assert_eq!(field_of(officer.invites("某人", post, Posting::Tenant).await), "post");
        }
        assert_eq!(field_of(officer.invites(" \u{202e}", "reviewer", Posting::Tenant).await), "name");
        // Nothing is left behind of an appointment that is refused.
        let new = usecases::people::NewPerson {
            login: "stray".into(),
            name: "某人".into(),
            password: Some(PASSWORD.into()),
            must_change: false,
            post: "clerk".into(),
            posting: over(&other, 0),
        };
        assert_eq!(field_of(world.house.appoint(&county.manages_people(), &new).await), "place");
        assert!(!world.house.has_account("stray").await?);

        let clerk = county.unit(0).clerk();
        officer.gives(&clerk, "unit_head", over(&county, 0)).await?;
        let twice = officer.gives(&clerk, "unit_head", over(&county, 0)).await;
        assert!(matches!(refused(twice), Refusal::Taken { .. }));
        assert_eq!(
            refused(officer.gives(&other.reviewer(), "reviewer", Posting::Tenant).await),
            Refusal::NotFound
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_post_ends_at_once_and_the_last_officer_stays() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let officer = county.officer();
        let clerk = county.unit(0).clerk();
        let held = officer.sees_posts_of(clerk.who.person).await?;
        officer.ends(held[0].id).await?;
        assert_eq!(refused(clerk.at_desk().await), Refusal::NotFound);
        assert_eq!(refused(officer.ends(held[0].id).await), Refusal::NotFound);
        let former = world.house.roster(&officer.at_desk().await?, &Wanted::default()).await?.former;
        assert_eq!(former.iter().map(|gone| gone.id).collect::<Vec<_>>(), [clerk.who.person]);
        assert_eq!(former[0].since, "2026年11月3日起没有岗位");

        let own = officer.sees_posts_of(officer.who.person).await?;
        assert_eq!(refused(officer.ends(own[0].id).await), Refusal::LastOfficer);
        assert_eq!(refused(officer.keeps_out(officer.who.person).await), Refusal::LastOfficer);
        let second = county.somebody("qinghe.second", "第二管理员", &[("scheme_officer", None)]).await?;
        // Whoever is kept out does not count.
        officer.keeps_out(second.who.person).await?;
        assert_eq!(refused(officer.ends(own[0].id).await), Refusal::LastOfficer);
        let former = world.house.roster(&officer.at_desk().await?, &Wanted::default()).await?.former;
        assert_eq!(former[0].since, "2026年11月3日起停用，事由：岗位调整");
        world.house.resume_member(&officer.at_desk().await?, second.who.person).await?;
        // Nor whose account is closed.
        world.disables("qinghe.second").await;
        assert_eq!(refused(officer.ends(own[0].id).await), Refusal::LastOfficer);
        world.enables("qinghe.second").await;
        officer.ends(own[0].id).await?;
        assert_eq!(refused(officer.at_desk().await), Refusal::NotFound);
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_delegate_signs_in_somebodys_stead_and_says_so() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let (house, unit, case) = (&world.house, county.unit(0), county.case(0));
        let (head, clerk) = (unit.head(), unit.clerk());
        unit.has_filled_all_but(&[]).await?;
        clerk.hands_over().await?;
        let confirm = StepForm { confirm: "yes".into(), ..StepForm::default() };
        assert!(matches!(
            refused(house.sign(&clerk.at_desk().await?, case, &confirm).await),
            Refusal::NotYourPost(_)
        ));

        let stranger = county.unit(1).clerk().who.person;
        assert_eq!(field_of(head.delegates(stranger, "2026-11-10").await), "delegate");
        assert_eq!(field_of(head.delegates(head.who.person, "2026-11-10").await), "delegate");
        assert_eq!(field_of(head.delegates(clerk.who.person, "2026-11-02").await), "until");
        assert_eq!(field_of(head.delegates(clerk.who.person, "2027-02-02").await), "until");
        assert_eq!(field_of(head.delegates(clerk.who.person, "明天").await), "until");
        head.delegates(clerk.who.person, "2026-11-10").await?;
        assert!(matches!(
            refused(head.delegates(clerk.who.person, "2026-11-12").await),
            Refusal::Taken { .. }
        ));

        house.sign(&clerk.at_desk().await?, case, &confirm).await?;
        let signed = &county.entries(case).await?[0];
        assert_eq!(signed.signature, format!("{}·单位负责人（代{}）", clerk.who.name, head.who.name));

        // It ends with its last day, and with the post it stands in for.
        let acts = async |act: Act| Ok::<_, Refusal>(clerk.at_desk().await?.member.ever_does(act));
        world.it_is("2026-11-10", 23);
        assert!(acts(Act::SignAndSubmit).await?);
        world.it_is("2026-11-11", 0);
        assert!(!acts(Act::SignAndSubmit).await?);
        head.delegates(clerk.who.person, "2026-11-20").await?;
        let own = county.officer().sees_posts_of(head.who.person).await?;
        county.officer().ends(own[0].id).await?;
        assert!(!acts(Act::SignAndSubmit).await?);
        assert!(acts(Act::FillIn).await?);
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_delegation_goes_no_further_and_is_taken_back_by_its_holder_alone() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let house = &world.house;
        let (head, clerk) = (county.unit(0).head(), county.unit(0).clerk());
        head.delegates(clerk.who.person, "2026-11-10").await?;
        let at = clerk.at_desk().await?;
        let posts = house.own_posts(&at).await?.posts;
        let lent = posts.iter().find(|post| post.acts_for.is_some()).expect("the delegated post");
        let on = Delegate {
            delegate: head.who.person.to_string(),
            until: "2026-11-05".into(),
            reason: "转交".into(),
        };
        assert_eq!(field_of(house.delegate(&at, lent.id, &on).await), "delegate");
        assert_eq!(refused(house.end_delegation(&at, lent.id).await), Refusal::NotFound);
        house.end_delegation(&head.at_desk().await?, lent.id).await?;
        assert!(!clerk.at_desk().await?.member.ever_does(Act::SignAndSubmit));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_line_is_seen_as_far_as_it_reaches() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let (house, officer) = (&world.house, county.officer());
        let line = officer.makes_line("东片区", &county.units[1..]).await?;
        let assessor = county.somebody("qinghe.east", "东片考核", &[]).await?;
        let token = officer.invites("东片考核", "reviewer", Posting::Line(line)).await?;
        assessor.accepts("qinghe", &token).await?;
        let at = assessor.at_desk().await?;
        let seen: Vec<_> = house.progress(&at, county.period()).await?.cases.lines;
        assert_eq!(seen.iter().map(|case| case.case).collect::<Vec<_>>(), [county.case(1)]);
        house.case_page(&at, county.case(1)).await?;
        assert_eq!(refused(house.case_page(&at, county.case(0)).await), Refusal::NotFound);
        // How far the period is, is told of what they see, on the desk and on its page.
        assert_eq!(house.progress(&at, county.period()).await?.line.units, 1);
        let desk = house.desk(&at).await?;
        assert_eq!(
            desk.periods.iter().map(|one| one.progress.as_str()).collect::<Vec<_>>(),
            ["已提交0／1个单位"]
        );
        // The list of the whole tenant is not theirs.
        assert!(matches!(refused(house.ranking(&at, county.period()).await), Refusal::NotYourPost(_)));
        // The line as it is now counts.
        let at = officer.at_desk().await?;
        house.assign_line(&at, line, &ids(&county.units[..1])).await?;
        let at = assessor.at_desk().await?;
        house.case_page(&at, county.case(0)).await?;
        assert_eq!(refused(house.case_page(&at, county.case(1)).await), Refusal::NotFound);

        let other = world.county("baisha", None, 1).await?;
        let foreign = house.assign_line(&officer.at_desk().await?, line, &ids(&other.units)).await;
        assert_eq!(refused(foreign), Refusal::NotFound);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_department_sees_its_unit_and_fills_nothing_of_the_whole() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let (house, officer) = (&world.house, county.officer());
        let department = house.add_department(&officer.at_desk().await?, county.units[0], "办公室").await?;
        let twice = house.add_department(&officer.at_desk().await?, county.units[0], "办公室").await;
        assert_eq!(twice?, department, "pressed twice, it is one");
        let place = Posting::Department(county.units[0], department);
        let person = county.somebody("qinghe.office", "办公室经办", &[]).await?;
        person.accepts("qinghe", &officer.invites("办公室经办", "clerk", place).await?).await?;
        let at = person.at_desk().await?;
        assert!(!house.case_page(&at, county.case(0)).await?.may.fill);
        assert!(matches!(
            refused(house.hand_over(&at, county.case(0), &StepForm::default()).await),
            Refusal::NotYourPost(_)
        ));
        assert_eq!(refused(house.case_page(&at, county.case(1)).await), Refusal::NotFound);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn only_the_officer_manages_people_and_only_the_own_ones() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let other = world.county("baisha", None, 1).await?;
        let house = &world.house;
        let at = county.unit(0).head().at_desk().await?;
        let denied = Refusal::NotYourPost(Act::ManagePeople);
        let own = county.officer().sees_posts_of(county.reviewer().who.person).await?[0].id;
        assert_eq!(refused(house.roster(&at, &Wanted::default()).await), denied);
        assert_eq!(refused(house.invite(&at, &Invite::default()).await), denied);
        assert_eq!(refused(house.end_post(&at, own).await), denied);
        assert_eq!(refused(house.add_unit_last(&at, "新局", "机关").await), denied);
        assert_eq!(refused(house.add_line(&at, "东片区").await), denied);

        let at = other.officer().at_desk().await?;
        let person = county.reviewer().who.person;
        assert_eq!(refused(house.person_page(&at, person).await), Refusal::NotFound);
        assert_eq!(refused(house.suspend_member(&at, person, "事由").await), Refusal::NotFound);
        assert_eq!(refused(house.resume_member(&at, person).await), Refusal::NotFound);
        assert_eq!(refused(house.give_post(&at, person, "reviewer", "tenant").await), Refusal::NotFound);
        assert_eq!(refused(house.end_post(&at, own).await), Refusal::NotFound);
        assert_eq!(refused(house.add_department(&at, county.units[0], "办公室").await), Refusal::NotFound);
        assert_eq!(refused(house.delegate(&at, own, &Delegate::default()).await).status(), 422);
        let wellformed =
            Delegate { until: "2026-11-10".into(), reason: "事由".into(), delegate: String::new() };
        assert_eq!(refused(house.delegate(&at, own, &wellformed).await), Refusal::NotFound);
        Ok(())
    })
    .await;
}
