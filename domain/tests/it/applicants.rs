//! Who applies beside units: what a unit may put forward, and on which list they are ranked.

use domain::scheme::{Rounding, Scheme, WhoIsJudged, builtin};

fn load(name: &str) -> Scheme {
    builtin::load(name).expect("a scheme of the library")
}

#[test]
fn the_built_in_schemes_judge_persons_and_families() {
    for (name, award, judged) in
        [("yueyang", "清廉岗位", WhoIsJudged::Person), ("wulingyuan", "清廉家庭", WhoIsJudged::Family)]
    {
        let scheme = load(name);
        let others: Vec<_> = scheme.applicant_types().map(|one| (one.title.as_str(), one.judged)).collect();
        assert_eq!(others, [(award, judged)], "{name}");
        assert_eq!(WhoIsJudged::from_code(judged.code()), Some(judged));
    }
    for name in ["jiyuan", "organ", "tangjiafang"] {
        assert_eq!(load(name).applicant_types().count(), 0, "{name}");
    }
}

/// 每季度申报指标为各单位总人数的20%.
#[test]
fn a_fifth_of_a_units_people_may_be_put_forward() {
    let scheme = load("yueyang");
    assert!(scheme.nomination_quota("office").is_none() && scheme.nomination_quota("subunit").is_none());
    let quota = scheme.nomination_quota("post").expect("a quota");
    assert_eq!(quota.told(), "各单位总人数的20%（小数舍去，不足1个的按1个）");
    for (people, places) in [(0, 0), (1, 1), (4, 1), (5, 1), (9, 1), (10, 2), (14, 2), (15, 3), (100, 20)] {
        assert_eq!(quota.places(people), places, "{people}");
    }
    for (rounding, of_nine) in
        [(Rounding::Down, 1), (Rounding::HalfUp, 2), (Rounding::Up, 2), (Rounding::DownAtLeastOne, 1)]
    {
        assert_eq!(domain::scheme::Quota { rounding, ..quota.clone() }.places(9), of_nine, "{rounding:?}");
    }
}

#[test]
fn lists_are_ranked_apart_where_quotas_or_kinds_differ() {
    let yueyang = load("yueyang");
    let lists: Vec<_> =
        ["office", "subunit", "post", "nobody"].map(|code| yueyang.list_of(code)).into_iter().collect();
    assert_eq!(lists, [Some(0), Some(1), Some(2), None]);
    // 武陵源 sets no quota, but judges schools by other standards than villages: unlike kinds stand on lists of their own.
    let wulingyuan = load("wulingyuan");
    let lists: Vec<_> = wulingyuan.unit_types.iter().map(|one| wulingyuan.list_of(&one.code)).collect();
    assert_eq!(lists, (0..wulingyuan.unit_types.len()).map(Some).collect::<Vec<_>>());
    // Kinds that share a quota compete for its places.
    let mut shared = load("yueyang");
    shared.outcome.quotas[0].applies_to.push("subunit".into());
    assert_eq!(shared.list_of("subunit"), shared.list_of("office"));
    assert_eq!(load("jiyuan").list_of(""), None);
}
