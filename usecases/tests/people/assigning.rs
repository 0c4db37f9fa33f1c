//! The officer gives units to reviewers: it orders their work, and hides nothing.

use contract::assignment::{Assign, NOBODY};
use domain::ids::PersonId;
use domain::policy::Act;
use domain::refusal::Refusal;
use usecases::Answered;

use crate::cast::{County, Person, field_of, on_both, refused};

impl County {
    async fn assigns(&self, units: &[usize], to: &str) -> Answered<()> {
        let case = units.iter().map(|unit| self.case(*unit).to_string()).collect();
        let form = Assign { case, person: to.to_owned() };
        self.house.assign(&self.officer().at_desk().await?, self.period(), &form).await
    }

    /// Who has what in hand, in the units' order; and how many each reviewer has.
    async fn in_hand(&self) -> Answered<(Vec<String>, Vec<(String, u32, u32)>)> {
        let at = self.officer().at_desk().await?;
        let page = self.house.assign_page(&at, self.period(), Assign::default()).await?;
        let counts = page.reviewers.into_iter().map(|one| (one.name, one.cases, one.closed));
        Ok((page.lines.into_iter().map(|line| line.reviewer).collect(), counts.collect()))
    }
}

fn id(person: &Person) -> PersonId {
    person.who.person
}

#[tokio::test]
async fn many_units_are_given_in_one_act_and_counted() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 3).await?;
        county.officer().publishes_scheme().await?;
        county.officer().opens_period("2026年度").await?;
        let (first, second) = (id(&county.reviewer()).to_string(), id(&county.second_reviewer()).to_string());
        county.assigns(&[0, 2], &first).await?;
        county.assigns(&[1], &second).await?;
        let (lines, counts) = county.in_hand().await?;
        assert_eq!(lines, ["沈考核", "严复核", "沈考核"]);
        assert_eq!(counts, [("沈考核".to_owned(), 2, 0), ("严复核".to_owned(), 1, 0)]);
        // Given on, and taken back; the same again is no act.
        county.assigns(&[0], &second).await?;
        county.assigns(&[0], &second).await?;
        county.assigns(&[2], NOBODY).await?;
        county.assigns(&[2], NOBODY).await?;
        let (lines, _) = county.in_hand().await?;
        assert_eq!(lines, ["严复核", "严复核", ""]);
        let told: Vec<_> =
            county.entries(county.case(0)).await?.into_iter().map(|entry| entry.summary).collect();
        let given: Vec<_> = told.iter().filter(|told| told.contains("考核")).collect();
        assert_eq!(given, ["分派严复核考核", "分派沈考核考核"]);
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn only_who_may_score_a_unit_is_given_it_and_only_the_officer_gives() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let both = county.somebody("both", "两职", &[("reviewer", None), ("clerk", Some(0))]).await?;
        let recused = refused(county.assigns(&[0, 1], &id(&both).to_string()).await);
        assert!(recused.sentence().contains("两职不能考核第1局"), "{recused:?}");
        assert_eq!(county.in_hand().await?.0, ["", ""], "all of them or none");
        county.assigns(&[1], &id(&both).to_string()).await?;
        assert_eq!(field_of(county.assigns(&[0], &id(&county.party()).to_string()).await), "person");
        assert_eq!(field_of(county.assigns(&[], &id(&county.reviewer()).to_string()).await), "case");
        // A unit of another county is none of this period.
        let other = world.county_at_work("other").await?;
        let form =
            Assign { case: vec![other.case(0).to_string()], person: id(&county.reviewer()).to_string() };
        let at = county.officer().at_desk().await?;
        assert_eq!(field_of(world.house.assign(&at, county.period(), &form).await), "case");
        let reviewer = county.reviewer().at_desk().await?;
        let form = Assign { case: vec![county.case(0).to_string()], person: NOBODY.into() };
        let not_theirs = refused(world.house.assign(&reviewer, county.period(), &form).await);
        assert_eq!(not_theirs, Refusal::NotYourPost(Act::OpenPeriod));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn after_one_case_comes_the_next_of_ones_own() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 4).await?;
        county.officer().publishes_scheme().await?;
        county.officer().opens_period("2026年度").await?;
        county.assigns(&[0, 3], &id(&county.reviewer()).to_string()).await?;
        county.assigns(&[1], &id(&county.second_reviewer()).to_string()).await?;
        county.unit(0).is_reviewed().await?;
        let next =
            async || -> Answered<_> { Ok(county.unit(0).reviewer().looks().await?.next.map(|next| next.1)) };
        assert_eq!(next().await?, None, "nobody else has submitted");
        county.unit(1).has_submitted().await?;
        assert_eq!(next().await?.as_deref(), Some("第2局"), "another's, where there is no other");
        county.unit(2).has_submitted().await?;
        assert_eq!(next().await?.as_deref(), Some("第3局"), "nobody's before another's");
        county.unit(3).has_submitted().await?;
        assert_eq!(next().await?.as_deref(), Some("第4局"), "one's own before all others");
        // The desk says so, too.
        let todos = world.house.desk(&county.reviewer().at_desk().await?).await?.todos;
        let told = todos.iter().map(|todo| (todo.about.as_str(), todo.progress.starts_with("分派给您")));
        assert_eq!(
            told.collect::<Vec<_>>(),
            [("第4局　2026年度", true), ("第2局　2026年度", false), ("第3局　2026年度", false)]
        );
        let page = county.unit(3).reviewer().looks().await?;
        assert_eq!((page.next, page.reviewer.as_str()), (None, "沈考核"));
        // The unit is not told who has it in hand.
        assert_eq!(county.unit(3).clerk().looks().await?.reviewer, "");
        Ok(())
    })
    .await;
}
