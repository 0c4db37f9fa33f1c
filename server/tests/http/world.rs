//! A house with the demo in it, and the people who come to it.

use std::net::IpAddr;

use axum::Router;
use contract::case::{Layer, SaveAnswer};
use domain::scheme::builtin;
use domain::scoring::Answer;
use serde_json::{Value, json};
use server::desks::Office;
use server::endpoints;
use server::session::Keys;
use store::testing::{TestDatabase, TestDatabases};
use store::{Options, Store};
use tempfile::TempDir;
use usecases::House;
use usecases::accounts::FirstStep;
use usecases::demo::{PASSWORD, own_answer};
use usecases::desks::Entered;
use usecases::edge::Edge;
use usecases::vault::Vault;

use crate::browser::Browser;
use crate::{demo, html};

/// A running house, without a socket.
pub struct World {
    pub house: House,
    pub router: Router,
    pub data: TempDir,
    /// Kept until the test is over.
    _database: Option<TestDatabase>,
}

impl World {
    /// On SQLite.
    pub async fn demo() -> World {
        Self::behind(&[]).await
    }

    /// On SQLite, behind proxies that are believed.
    pub async fn behind(proxies: &[IpAddr]) -> World {
        let data = tempfile::tempdir().unwrap();
        demo::copy_into(data.path());
        let database_url = format!("sqlite://{}", data.path().join("qingping.db").display());
        let store = Store::open(&Options { database_url, owner_url: None }).await.unwrap();
        Self::on(store, data, proxies, None)
    }

    /// On PostgreSQL. Loading takes seconds: one test does everything.
    pub async fn postgres() -> World {
        let database = TestDatabases::postgres().await;
        let data = tempfile::tempdir().unwrap();
        let world = Self::on(database.store.clone(), data, &[], Some(database));
        world.house.load_demo(&|_| {}).await.unwrap();
        world
    }

    fn on(store: Store, data: TempDir, proxies: &[IpAddr], database: Option<TestDatabase>) -> World {
        let _ = tracing_subscriber::fmt().with_env_filter("warn,sqlx=error").with_test_writer().try_init();
        let house = House::new(store, Edge::default(), Vault::new(data.path().join("files")));
        let keys = Keys::open(&data.path().join("keys")).unwrap();
        let office = Office {
            house: house.clone(),
            keys,
            trusted_proxies: proxies.into(),
            demo: true,
            rendered: Default::default(),
            overviews: Default::default(),
        };
        World { house, router: endpoints::router(office), data, _database: database }
    }

    /// Somebody who is not logged in.
    pub fn visitor(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// Somebody of the demo, logged in through the form.
    pub async fn person(&self, login: &str) -> Browser {
        let mut browser = self.visitor();
        let answer = browser.post("/login", &[("login", login), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, 303, "{login}: {}", answer.text());
        browser
    }

    /// The same person, past the router.
    pub async fn entered(&self, login: &str, tenant: &str) -> Entered {
        let FirstStep::In(signed_in) = self.house.sign_in(login, PASSWORD, "test", "").await.unwrap() else {
            panic!("{login} has a second factor")
        };
        let somebody = self.house.recognise(signed_in.session, signed_in.epoch).await.unwrap();
        self.house.enter(&somebody, tenant).await.unwrap()
    }

    /// The officer opens this year's period through the form; only the first units take part.
    pub async fn open_year(&self) -> Year {
        let mut officer = self.person("jy.fangan").await;
        let form = html::fields(&officer.page("/t/jiyuan/periods/new").await, "/t/jiyuan/periods");
        let mut units = 0;
        let takes_part = |(name, _): &&(String, String)| {
            units += usize::from(name == "unit");
            name != "unit" || units <= UNITS
        };
        let fields: Vec<_> =
            form.iter().filter(takes_part).map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let period = officer.post("/t/jiyuan/periods", &fields).await.location();
        let cases = html::ids(&officer.page(&period).await, "/t/jiyuan/cases/");
        assert_eq!(cases.len(), UNITS, "{period}");
        Year { period, cases }
    }

    /// How many files lie in the vault, finished or not.
    pub fn files(&self) -> usize {
        fn count(folder: &std::path::Path) -> usize {
            std::fs::read_dir(folder)
                .into_iter()
                .flatten()
                .flatten()
                .map(|entry| if entry.path().is_dir() { count(&entry.path()) } else { 1 })
                .sum()
        }
        count(&self.data.path().join("files"))
    }
}

/// Units that take part in the present year.
const UNITS: usize = 6;

/// 济源's present year.
pub struct Year {
    /// Address of the period.
    pub period: String,
    /// Cases in the order of the units.
    pub cases: Vec<String>,
}

impl Year {
    /// The case of 城市管理局, whose people are `jy01.…`.
    pub fn case(&self) -> &str {
        &self.cases[0]
    }

    /// `/t/jiyuan/cases/{case}` and what follows.
    pub fn at(&self, rest: &str) -> String {
        format!("/t/jiyuan/cases/{}{rest}", self.case())
    }
}

impl World {
    /// A unit's clerk answers everything and attaches a file.
    pub async fn fill(&self, clerk: &str, case: &str) {
        let mut clerk = self.person(clerk).await;
        let rubric = builtin::load("jiyuan").unwrap();
        for criterion in rubric.criteria() {
            let form = answer(case, Layer::Own, &criterion.no, own_answer(criterion, 3), 0);
            assert_eq!(clerk.call("/t/jiyuan/api/answers/save", &form).await.status, 200, "{}", criterion.no);
        }
        let path = format!("/t/jiyuan/cases/{case}/evidence?criterion=1.1");
        assert_eq!(clerk.upload(&path, "会议记录.pdf", b"%PDF-1.7 x").await.status, 201);
    }

    /// A reviewer agrees with everything.
    pub async fn score(&self, reviewer: &str, case: &str) {
        let mut reviewer = self.person(reviewer).await;
        let rubric = builtin::load("jiyuan").unwrap();
        for criterion in rubric.criteria() {
            let mut given = own_answer(criterion, 3);
            if criterion.is_manual() {
                given.remark = "同意自评。".into();
            }
            let form = answer(case, Layer::Review, &criterion.no, given, 0);
            let path = "/t/jiyuan/api/answers/score";
            assert_eq!(reviewer.call(path, &form).await.status, 200, "{}", criterion.no);
        }
    }

    /// 城市管理局 is under review with one item returned, 发展改革和统计局 waits for its head's signature.
    pub async fn get_going(&self, year: &Year) {
        let case = |n: usize, rest: &str| format!("/t/jiyuan/cases/{}{rest}", year.cases[n]);
        for (n, clerk, head) in [(0, "jy01.jingban", "jy01.fuze"), (1, "jy02.jingban", "jy02.fuze")] {
            self.fill(clerk, &year.cases[n]).await;
            let taken = self.person(clerk).await.post(&case(n, "/hand-over"), &[]).await;
            assert_eq!(taken.location(), case(n, ""));
            if n == 0 {
                let signed = self.person(head).await.post(&case(n, "/sign"), &[("confirm", "yes")]).await;
                assert_eq!(signed.location(), case(n, ""));
            }
        }
        let back = json!({"form": {"case": year.cases[0], "item": "1", "message": "请补充会议记录"}});
        let returned = self.person("jy.kaohe").await.call("/t/jiyuan/api/items/return", &back).await;
        assert_eq!(returned.status, 200, "{}", returned.text());
    }
}

/// The body of a save, as the server function reads it.
pub fn answer(case: &str, layer: Layer, criterion: &str, answer: Answer, based_on: i32) -> Value {
    let form = SaveAnswer {
        case: case.parse().unwrap(),
        layer,
        criterion: criterion.to_owned(),
        answer,
        based_on,
        client: uuid::Uuid::new_v4().to_string(),
    };
    json!({ "form": form })
}
