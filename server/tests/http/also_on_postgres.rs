//! The same house on PostgreSQL, where a second wall stands and several people write at once. Loading the demo takes
//! seconds, so that one test goes through everything.

use usecases::demo::logins;

use crate::world::World;
use crate::{api, crawl, socket, twice, upload, walls};

#[tokio::test]
async fn the_whole_house() {
    let world = World::postgres().await;
    let year = world.open_year().await;
    api::saving(&world, &year).await;
    socket::gone_and_saved(&world, &year).await;
    walls::foreign_is_missing(&world, &year, &walls::STRANGERS[..3]).await;
    for login in logins() {
        if ["hn.jiwei", "jy01.jingban"].contains(&login.login.as_str()) {
            crawl::walk(world.person(&login.login).await, &login).await;
        }
    }
    upload::taken_and_given(&world, &year).await;
    twice::every_form(&world, &year).await;
    for code in ["jiyuan", "shizhi", "henan"] {
        let tenant = world.house.tenant_by_code(code).await.unwrap();
        let verified = world.house.verify_journal(tenant).await.unwrap().unwrap();
        assert!(verified.entries > 0, "{code}");
    }
}
