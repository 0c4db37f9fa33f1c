use server::desks::Office;
use server::endpoints;
use server::session::Keys;

use crate::browser::Browser;
use crate::html;
use crate::world::World;

#[tokio::test]
async fn the_component_kit_is_shown_in_demo_mode_only() {
    let world = World::demo().await;
    let page = world.visitor().page("/ui").await;
    assert!(html::foreign_words(&page).is_empty(), "{:?}", html::foreign_words(&page));
    for component in ["按钮", "输入", "得分说明", "保存状态", "空白与等待", "办理过程"] {
        assert!(html::says(&page, component), "{component}");
    }
    let keys = Keys::open(&world.data.path().join("keys")).unwrap();
    let ordinary = Office {
        house: world.house.clone(),
        keys,
        trusted_proxies: [].into(),
        demo: false,
        rendered: Default::default(),
        overviews: Default::default(),
    };
    assert_eq!(Browser::new(endpoints::router(ordinary)).get("/ui").await.status, 404);
}
