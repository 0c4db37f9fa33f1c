//! The demo.

use domain::refusal::Refusal;
use usecases::demo::logins;

use crate::cast::{on_both, refused};

#[tokio::test]
async fn the_demo_loads_once_into_an_empty_house_and_its_journals_hold() {
    on_both(async |world| {
        let house = &world.house;
        assert!(house.is_empty().await?);
        let loaded = house.load_demo(&|_| ()).await?;
        assert_eq!(loaded, logins());
        for code in ["jiyuan", "shizhi", "tangjiafang", "wulingyuan", "yueyang"] {
            let tenant = house.tenant_by_code(code).await?;
            let verified = house.verify_journal(tenant).await?.unwrap_or_else(|broken| panic!("{broken}"));
            assert_eq!(verified.checkpoints, 1);
            assert!(house.public_page(code, None).await?.shown.is_some());
        }
        // A person and a family among them.
        for (code, award) in [("yueyang", "清廉岗位"), ("wulingyuan", "清廉家庭")] {
            let shown = house.public_page(code, None).await?.shown.expect("an announcement");
            assert!(shown.lines.iter().any(|line| line.award == award), "{shown:?}");
        }
        assert!(matches!(refused(house.load_demo(&|_| ()).await), Refusal::Taken { .. }));
        assert_eq!(house.public_tenants().await?.len(), 6);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_demo_is_not_loaded_beside_a_real_county() {
    on_both(async |world| {
        world.county("qinghe", None, 0).await?;
        assert!(matches!(refused(world.house.load_demo(&|_| ()).await), Refusal::Taken { .. }));
        assert_eq!(world.house.public_tenants().await?.len(), 1);
        Ok(())
    })
    .await;
}
