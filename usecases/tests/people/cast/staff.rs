//! People with posts over the whole county.

use std::ops::Deref;

use contract::announcement::Publish;
use contract::decision::{Ranking, RecordDecision};
use contract::period::{OpenBy, OpenPeriod, Progress};
use domain::ids::{AnnouncementId, DecisionId, PeriodId, SchemeId};
use tokio::io::AsyncReadExt;
use usecases::accounts::Somebody;
use usecases::demo::sample_file;
use usecases::desks::Entered;
use usecases::vault::Incoming;
use usecases::{Answered, House};

use super::County;

/// Somebody at a desk of a county.
#[derive(Clone)]
pub struct Person {
    pub county: County,
    pub who: Somebody,
}

impl Person {
    /// Comes in, as with every request: what counts are the posts held now.
    pub async fn at_desk(&self) -> Answered<Entered> {
        self.enters(&self.county.code).await
    }

    pub async fn enters(&self, code: &str) -> Answered<Entered> {
        self.house().enter(&self.who, code).await
    }

    pub fn house(&self) -> &House {
        &self.county.house
    }

    /// Sends a file over.
    pub async fn sends(&self, bytes: &[u8]) -> Answered<Incoming> {
        let mut incoming = self.house().receive_file(&self.at_desk().await?).await?;
        incoming.write(bytes).await?;
        Ok(incoming)
    }

    /// Fetches a file and tells its content.
    pub async fn fetches(&self, file: domain::ids::FileId) -> Answered<Vec<u8>> {
        let mut fetched = self.house().fetch_file(&self.at_desk().await?, file).await?;
        let mut bytes = Vec::new();
        fetched.content.read_to_end(&mut bytes).await.expect("the file can be read");
        Ok(bytes)
    }
}

/// 方案管理员
pub struct Officer(pub(super) Person);
/// 考核人员
pub struct Reviewer(pub(super) Person);
/// 党组
pub struct Party(pub(super) Person);

impl Deref for Officer {
    type Target = Person;
    fn deref(&self) -> &Person {
        &self.0
    }
}

impl Deref for Reviewer {
    type Target = Person;
    fn deref(&self) -> &Person {
        &self.0
    }
}

impl Deref for Party {
    type Target = Person;
    fn deref(&self) -> &Person {
        &self.0
    }
}

impl Officer {
    pub async fn publishes_scheme(&self) -> Answered<SchemeId> {
        self.house().publish_builtin_scheme(&self.at_desk().await?, "jiyuan").await
    }

    /// The form as it is suggested.
    pub async fn opening_form(&self) -> Answered<OpenPeriod> {
        Ok(self.house().open_period_page(&self.at_desk().await?, &OpenBy::default()).await?.form)
    }

    /// Opens a period for all units.
    pub async fn opens_period(&self, title: &str) -> Answered<PeriodId> {
        let meant = vec!["past".to_owned(), "twice".to_owned()];
        let form = OpenPeriod { title: title.to_owned(), meant, ..self.opening_form().await? };
        self.opens(&form).await
    }

    pub async fn opens(&self, form: &OpenPeriod) -> Answered<PeriodId> {
        let at = self.at_desk().await?;
        let period = self.house().open_period(&at, form).await?;
        let lines = self.house().progress(&at, period).await?.cases;
        let mut chosen = lines.iter().map(|line| line.case);
        let cases = self.county.units.iter().map(|unit| {
            let takes_part = form.unit.contains(&unit.to_string());
            if takes_part { chosen.next() } else { None }
        });
        self.county.begins(period, cases.collect());
        Ok(period)
    }

    /// Publishes with the suggested text.
    pub async fn publishes(&self, decision: DecisionId) -> Answered<AnnouncementId> {
        let at = self.at_desk().await?;
        let form = self.house().publish_page(&at, decision).await?.form;
        self.house().publish(&at, decision, &form).await
    }

    pub async fn publishes_as(&self, decision: DecisionId, number: &str) -> Answered<AnnouncementId> {
        let at = self.at_desk().await?;
        let form = self.house().publish_page(&at, decision).await?.form;
        self.house().publish(&at, decision, &Publish { number: number.into(), ..form }).await
    }
}

impl Party {
    pub async fn ranking(&self) -> Answered<Ranking> {
        self.house().ranking(&self.at_desk().await?, self.county.period()).await
    }

    /// The form of today's meeting: the favourable outcome for everyone there is a place for.
    pub async fn minutes_form(&self) -> Answered<RecordDecision> {
        let ranking = self.ranking().await?;
        Ok(RecordDecision {
            meeting: "党组会议".into(),
            held_on: self.house().edge().now().day().iso(),
            present: "党组书记及全体党组成员".into(),
            note: String::new(),
            outcomes: usecases::demo::outcomes(&ranking, |_| false),
            pools: Vec::new(),
            scores: ranking.lines.iter().map(|line| (line.case.to_string(), line.review.exact())).collect(),
            leave_out: String::new(),
        })
    }

    /// Decides on everyone whose review is closed; the others are expressly left out.
    pub async fn decides(&self) -> Answered<DecisionId> {
        self.records(&RecordDecision { leave_out: "on".into(), ..self.minutes_form().await? }).await
    }

    /// Records a decision with its minutes.
    pub async fn records(&self, form: &RecordDecision) -> Answered<DecisionId> {
        let minutes = self.sends(&sample_file()).await?;
        let at = self.at_desk().await?;
        self.house()
            .record_decision(&at, self.county.period(), form, Some(("党组会议纪要.pdf".into(), minutes)))
            .await
    }

    pub async fn records_without_minutes(&self, form: &RecordDecision) -> Answered<DecisionId> {
        self.house().record_decision(&self.at_desk().await?, self.county.period(), form, None).await
    }
}

impl Reviewer {
    /// The dashboard of the period that runs.
    pub async fn progress(&self) -> Answered<Progress> {
        self.house().progress(&self.at_desk().await?, self.county.period()).await
    }
}
