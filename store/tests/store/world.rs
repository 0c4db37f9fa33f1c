//! Two counties with one unit, one period and one case each.

use domain::calendar::{Day, Instant};
use domain::ids::*;
use domain::policy::{Act, Actor, Permit, Place, authorise};
use domain::workflow::CaseState;
use store::cases::Case;
use store::periods::Period;
use store::schemes::SchemeVersion;
use store::tenants::Tenant;
use store::testing::TestDatabase;
use store::units::Unit;
use store::{StoreError, Tx, cases, periods, schemes, tenants, units};
use uuid::Uuid;

pub const NOW: Instant = Instant(1_795_000_000_000);

pub fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// One of the two counties; all its ids begin with its number.
#[derive(Clone, Copy)]
pub struct County(u128);

pub const EAST: County = County(1);
pub const WEST: County = County(2);

impl County {
    pub fn new(n: u128) -> Self {
        Self(n)
    }

    pub fn of(tenant: TenantId) -> Self {
        Self(tenant.0.as_u128() >> 64)
    }

    pub fn id(self, n: u128) -> Uuid {
        id(self.0 << 64 | n)
    }

    pub fn tenant(self) -> TenantId {
        TenantId(self.id(1))
    }

    pub fn unit(self) -> UnitId {
        UnitId(self.id(2))
    }

    pub fn period(self) -> PeriodId {
        PeriodId(self.id(4))
    }

    pub fn case(self) -> CaseId {
        CaseId(self.id(5))
    }

    pub fn may(self, act: Act) -> Permit {
        authorise(&Actor::Job(self.tenant()), act, Place::tenant(self.tenant())).unwrap()
    }

    pub async fn read(self, db: &TestDatabase) -> Tx {
        db.store.read(self.tenant()).await.unwrap()
    }

    pub async fn write(self, db: &TestDatabase) -> Tx {
        db.store.write(self.tenant()).await.unwrap()
    }
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn tenant(county: County, parent: Option<TenantId>) -> Tenant {
    Tenant {
        id: county.tenant(),
        code: format!("county-{}", county.0).parse().unwrap(),
        name: "某县".into(),
        kind: "county".into(),
        parent,
        active: true,
        created_at: NOW,
    }
}

pub async fn counties(db: &TestDatabase) {
    let tx = db.store.platform().await.unwrap();
    for county in [EAST, WEST] {
        tenants::insert(&tx, &county.may(Act::OpenTenant), &tenant(county, None)).await.unwrap();
    }
    tx.commit().await.unwrap();
    for county in [EAST, WEST] {
        let tx = county.write(db).await;
        case(&tx, county).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn case(tx: &Tx, county: County) -> Result<(), StoreError> {
    let permit = county.may(Act::OpenPeriod);
    let unit = Unit {
        id: county.unit(),
        name: "县第一医院".into(),
        kind: "hospital".into(),
        position: 1,
        active: true,
        ended: None,
    };
    units::insert(tx, &permit, &unit).await?;
    let scheme = SchemeVersion {
        id: SchemeId(county.id(3)),
        name: "clean-unit".into(),
        version: 1,
        title: "清廉单位创建方案".into(),
        document: "{}".into(),
        published_at: NOW,
        published_by: "某人".into(),
    };
    schemes::insert(tx, &permit, &scheme).await?;
    let period = Period {
        id: county.period(),
        scheme: scheme.id,
        title: "2026年度".into(),
        kind: "year".into(),
        starts_on: day("2026-01-01"),
        ends_on: day("2026-12-31"),
        fill_by: day("2026-12-10"),
        review_by: day("2026-12-25"),
        opened_at: NOW,
        opened_by: "某人".into(),
        supplements: 0,
        cancelled_at: None,
    };
    periods::insert(tx, &permit, &period).await?;
    cases::insert(tx, &permit, &fresh_case(county)).await
}

pub fn fresh_case(county: County) -> Case {
    Case {
        id: county.case(),
        period: county.period(),
        applicant: None,
        unit: county.unit(),
        unit_type: String::new(),
        scheme: SchemeId(county.id(3)),
        state: CaseState::Draft,
        revision: 1,
        self_answered: 0,
        self_score: "0".into(),
        self_high: "100".into(),
        self_unconfirmed: 0,
        review_answered: 0,
        review_score: "0".into(),
        review_unconfirmed: 0,
        sums: None,
        awaits: None,
        submitted_at: None,
        signed_by: None,
        closed_at: None,
        updated_at: NOW,
        fill_by: None,
        review_by: None,
    }
}
