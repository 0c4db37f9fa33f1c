//! Long lists in the browser: two thousand units, page by page.

use domain::ids::UnitId;
use domain::policy::{Act, Actor, Place, authorise};
use store::units::{self, Unit};
use uuid::Uuid;

use crate::html;
use crate::world::World;

const UNITS: i32 = 2_000;
/// Most bytes of a page.
const MOST: usize = 150 * 1024;

#[tokio::test]
async fn pages_with_two_thousand_units_stay_small_and_lead_on() {
    let world = World::demo().await;
    let at = world.entered("jy.fangan", "jiyuan").await;
    let tenant = at.tenant.id;
    let permit = authorise(&Actor::Job(tenant), Act::ManagePeople, Place::tenant(tenant)).unwrap();
    let tx = world.house.store().write(tenant).await.unwrap();
    for n in 1..=UNITS {
        let unit = Unit {
            id: UnitId(Uuid::from_u128(u128::try_from(n).unwrap() << 64 | 7)),
            name: format!("第{n}村（演示）"),
            kind: "机关".into(),
            position: 1_000 + n,
            active: true,
            ended: None,
        };
        units::insert(&tx, &permit, &unit).await.unwrap();
    }
    tx.commit().await.unwrap();
    let form = world.house.open_period_page(&at, &Default::default()).await.unwrap().form;
    let period = world.house.open_period(&at, &form).await.unwrap();

    let mut officer = world.person("jy.fangan").await;
    let period = format!("/t/jiyuan/periods/{period}");
    for path in [period.as_str(), "/t/jiyuan/people", "/t/jiyuan/journal", "/t/jiyuan/units", "/t/jiyuan"] {
        let page = officer.page(path).await;
        assert!(page.len() < MOST, "{path}: {} bytes", page.len());
    }
    for path in [period.as_str(), "/t/jiyuan/people", "/t/jiyuan/units"] {
        // Found by what one types, in the order of the units; all of it stands in the address.
        let asked = format!("{path}?q=%E7%AC%AC19");
        let found = officer.page(&asked).await;
        assert!(
            html::says(&found, "符合条件111个单位，本页第1—50")
                || html::says(&found, "符合条件111份申报，本页第1—50"),
            "{path}"
        );
        assert!(found.contains("value=\"第19\""), "{path}");
        let next = html::links(&found).into_iter().find(|link| link.contains("after=")).expect("a next page");
        assert!(next.starts_with(path) && next.contains("q=%E7%AC%AC19"), "{next}");
        let second = officer.page(&next).await;
        assert!(html::says(&second, "本页第51—100") && second.len() < MOST, "{next}");
        let back =
            html::links(&second).into_iter().find(|link| link.contains("before=")).expect("a way back");
        assert!(html::says(&officer.page(&back).await, "本页第1—50"), "{back}");
        let nothing = officer.page(&format!("{path}?q=%3Cb%3E%25")).await;
        assert!(html::says(&nothing, "没有找到“<b>%”"), "{path}");
        assert_eq!(officer.get(&format!("{path}?q=a&q=b")).await.status, 400);
    }
}
