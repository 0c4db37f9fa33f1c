use super::*;
use crate::scheme::{Band, Share};
use crate::scoring::VetoLine;

fn outcome(options: &[&str], bands: &[&str]) -> Outcome {
    let band = |(place, title): (i64, &&str)| Band {
        title: (*title).to_owned(),
        from: Points::from_int(90 - 10 * place),
        conditions: Vec::new(),
        share: None,
    };
    Outcome {
        decided_by: "党组".into(),
        options: options.iter().map(|one| (*one).to_owned()).collect(),
        bands: (0..).zip(bands).map(band).collect(),
        pass: None,
        grade_rule: None,
        standard_rule: None,
        quotas: Vec::new(),
        targets: Vec::new(),
        bonus_after_weights: false,
        zero_spares_bonus: false,
        over_periods: None,
        publicity_days: None,
        publicised: false,
    }
}

/// `bands`: those still possible, “—” for none.
fn reached(bands: &[&str], verdict: Option<Verdict>) -> Reached {
    Reached {
        bands: bands.iter().map(|one| (*one != "—").then(|| (*one).to_owned())).collect(),
        verdict,
        ..Reached::default()
    }
}

const TITLE: &[&str] = &["评定为清廉机关", "本年度不予评定"];
const STARS: &[&str] = &["五星", "四星", "三星", "不予命名"];
const GRADES: &[&str] = &["优秀", "良好", "合格", "不合格"];

#[test]
fn a_sheet_comes_to_one_of_the_outcomes() {
    use Computed::{Is, Open, Unruled};
    use Verdict::{No, Yes};
    let stars = &STARS[..3];
    for (options, bands, possible, verdict, computed) in [
        (TITLE, &[][..], &[][..], None, Unruled),
        (TITLE, &[], &[], Some(Yes), Is(0)),
        (TITLE, &[], &[], Some(No), Is(1)),
        (TITLE, &[], &[], Some(Verdict::Open), Open),
        // A pass mark: 89.99 with 90 needed.
        (TITLE, &["清廉机关"], &["—"], None, Is(1)),
        (TITLE, &["清廉机关"], &["—"], Some(Yes), Is(1)),
        (TITLE, &["清廉机关"], &["清廉机关"], None, Is(0)),
        (TITLE, &["清廉机关"], &["清廉机关"], Some(No), Is(1)),
        // Outcomes that are not called after 等次.
        (TITLE, GRADES, &["不合格"], None, Is(1)),
        (TITLE, GRADES, &["合格"], None, Is(0)),
        (TITLE, GRADES, &["优秀", "良好"], None, Open),
        (STARS, stars, &["五星"], None, Is(0)),
        (STARS, stars, &["四星"], None, Is(1)),
        (STARS, stars, &["三星"], Some(Yes), Is(2)),
        (STARS, stars, &["—"], None, Is(3)),
        (STARS, stars, &["五星"], Some(No), Is(3)),
        (STARS, stars, &["五星"], Some(Verdict::Open), Open),
        (GRADES, GRADES, &["不合格"], None, Is(3)),
        (GRADES, GRADES, &["合格"], None, Is(2)),
        // “不合格” is not called after 合格; below all 等次 it is the last.
        (&["优秀", "合格", "不合格"], &["优秀", "合格"], &["—"], None, Is(2)),
        (&["优秀", "合格", "不合格"], &["优秀", "合格"], &["合格"], None, Is(1)),
        // No outcome for a 等次: the next below.
        (&["评为优秀", "评为合格", "不予评定"], GRADES, &["良好"], None, Is(1)),
        (&[], GRADES, &["良好"], None, Unruled),
    ] {
        let outcome = outcome(options, bands);
        let told = format!("{options:?} {possible:?} {verdict:?}");
        assert_eq!(Computed::of(&outcome, Some(&reached(possible, verdict))), computed, "{told}");
    }
    assert_eq!(Computed::of(&outcome(TITLE, &[]), None), Unruled);
    // All that could be scored is left out: there is no result to decide by.
    let nothing = Reached { no_result: true, ..reached(&[], None) };
    assert_eq!(Computed::of(&outcome(TITLE, &[]), Some(&nothing)), Open);
}

#[test]
fn a_veto_that_bars_the_top_bars_it_where_outcomes_are_grades_by_themselves() {
    let barred = |holds| Reached {
        vetoes: vec![VetoLine { no: "否1".into(), effect: VetoEffect::BarsTop, holds }],
        ..reached(&[], Some(Verdict::Yes))
    };
    assert_eq!(Computed::of(&outcome(GRADES, &[]), Some(&barred(Verdict::Yes))), Computed::Is(1));
    assert_eq!(Computed::of(&outcome(TITLE, &[]), Some(&barred(Verdict::Yes))), Computed::Is(0));
}

/// Candidates of one list by their score; “x”: the rules exclude it, “?”: nothing is written beside points.
fn list(list: u32, written: &[&str]) -> Vec<Candidate> {
    let one = |text: &&str| {
        let (score, mark) = text.split_at(text.trim_end_matches(['x', '?']).len());
        Candidate {
            list,
            by: score.parse().ok(),
            computed: match mark {
                "x" => Computed::Is(1),
                "?" => Computed::Unruled,
                _ => Computed::Is(0),
            },
            quotas: vec![0],
        }
    };
    written.iter().map(one).collect()
}

#[test]
fn places_go_to_the_best_and_a_tie_at_the_edge_is_the_meetings() {
    let outcome = outcome(TITLE, &[]);
    for (written, left, proposed) in [
        (&["95", "90", "85"][..], 2, &[Some(0), Some(0), Some(1)][..]),
        (&["95", "90", "90"], 2, &[Some(0), None, None]),
        (&["95", "95", "90"], 2, &[Some(0), Some(0), Some(1)]),
        (&["90", "90", "90"], 3, &[Some(0), Some(0), Some(0)]),
        (&["95x", "90", "85"], 1, &[Some(1), Some(0), Some(1)]),
        (&["95", "90"], 0, &[Some(1), Some(1)]),
        // By points alone.
        (&["95?", "90?", "85?"], 1, &[Some(0), Some(1), Some(1)]),
        // Nothing orders them: as many as fit are proposed, more are the meeting's.
        (&["", ""], 2, &[Some(0), Some(0)]),
        (&["", "", "x"], 1, &[None, None, Some(1)]),
        (&["?", "?"], 1, &[None, None]),
    ] {
        let candidates = list(0, written);
        let proposals = propose(&outcome, &candidates, &[left], &[]);
        let told: Vec<_> = proposals.iter().map(|one| one.proposed()).collect();
        assert_eq!(told, proposed, "{written:?}");
    }
}

#[test]
fn a_quota_over_unlike_kinds_does_not_rank_across_them() {
    let outcome = outcome(TITLE, &[]);
    let both = [list(0, &["95"]), list(1, &["90"])].concat();
    let proposals = propose(&outcome, &both, &[1], &[]);
    assert!(proposals.iter().all(|one| one.proposed().is_none()));
    assert!(proposals[0].told(&outcome).contains("多于名额"));
}

#[test]
fn every_quota_counts() {
    let outcome = outcome(TITLE, &[]);
    let mut candidates = list(0, &["95", "90", "85"]);
    for one in &mut candidates[1..] {
        one.quotas = vec![0, 1];
    }
    let proposals = propose(&outcome, &candidates, &[3, 1], &[]);
    let told: Vec<_> = proposals.iter().map(|one| one.proposed()).collect();
    assert_eq!(told, [Some(0), Some(0), Some(1)]);
}

#[test]
fn what_differs_from_what_was_computed_owes_a_reason() {
    use Against::{Better, Equal, Free, TieBroken, Worse};
    let outcome = outcome(TITLE, &[]);
    for (written, left, decided, against_it) in [
        (&["95", "90x"][..], 5, &[0, 1][..], &[Equal, Equal][..]),
        (&["95", "90x"], 5, &[1, 0], &[Worse, Better]),
        // Who has the better score is passed over for who has the worse.
        (&["95", "90"], 1, &[1, 0], &[Worse, Better]),
        (&["95", "90", "90"], 2, &[0, 0, 1], &[Equal, TieBroken, Equal]),
        (&["95", "90", "90"], 2, &[0, 1, 1], &[Equal, Worse, Worse]),
        (&["?", "?"], 1, &[0, 1], &[Free, Free]),
    ] {
        let candidates = list(0, written);
        let proposals = propose(&outcome, &candidates, &[left], &[]);
        assert_eq!(against(&candidates, &proposals, decided), against_it, "{written:?} {decided:?}");
    }
    let open = [Candidate { computed: Computed::Open, quotas: Vec::new(), ..list(0, &["95"])[0].clone() }];
    let proposals = propose(&outcome, &open, &[], &[]);
    let [one] = against(&open, &proposals, &[1])[..] else { panic!("one") };
    assert!(one == Against::Undetermined && one.asks_reason());
    assert!(!Equal.asks_reason() && !Free.asks_reason() && TieBroken.asks_reason());
}

/// 优秀10%、良好30%左右, of ten: one, and three to four; who comes after them falls to the next.
#[test]
fn shares_of_a_list_are_proposed_in_the_order_of_scores() {
    let mut outcome = outcome(GRADES, GRADES);
    let share = |percent: i64, tolerance: i64| {
        Some(Share { percent: Points::from_int(percent), tolerance: Points::from_int(tolerance) })
    };
    (outcome.bands[0].share, outcome.bands[1].share) = (share(10, 0), share(30, 10));
    let list = |scores: &[(i64, u32)]| -> Vec<Candidate> {
        let one = |(by, place): &(i64, u32)| Candidate {
            list: 0,
            by: Some(Points::from_int(*by)),
            computed: Computed::Is(*place),
            quotas: Vec::new(),
        };
        scores.iter().map(one).collect()
    };
    let places = |scores: &[(i64, u32)]| -> Vec<Option<u32>> {
        propose(&outcome, &list(scores), &[], &[]).into_iter().map(Proposal::proposed).collect()
    };
    let scores = [(98, 0), (97, 0), (96, 0), (89, 1), (88, 1), (87, 1), (86, 1), (75, 2), (74, 2), (40, 3)];
    let expected = [0, 1, 1, 1, 1, 2, 2, 2, 2, 3].map(Some);
    assert_eq!(places(&scores), expected);
    // Nobody rises because there is room.
    assert_eq!(places(&scores[7..]), [2, 2, 3].map(Some));
    // Two share the one place of 优秀: the meeting orders them, and explains it.
    let tied = [(98, 0), (98, 0), (80, 1), (80, 1), (79, 1), (78, 1), (75, 2), (74, 2), (73, 2), (40, 3)];
    let (candidates, proposals) = (list(&tied), propose(&outcome, &list(&tied), &[], &[]));
    assert!(proposals[0].always_asks() && proposals[0].told(&outcome).contains("“优秀”的比例边缘"));
    // One of them takes a place of 良好, so three of the four below it have one.
    let next: Vec<_> = proposals[2..6].iter().map(|one| one.proposed()).collect();
    assert_eq!(next, [1, 1, 1, 2].map(Some));
    let decided = [0, 1, 1, 1, 1, 2, 2, 2, 2, 3];
    let held = against(&candidates, &proposals, &decided);
    assert_eq!(held[..2], [Against::TieBroken, Against::Equal]);
    assert!(held[2..].iter().all(|one| *one == Against::Equal));
    // All of the tie, or none of it, is not what the share comes to.
    let all = against(&candidates, &proposals, &[0, 0, 1, 1, 1, 1, 2, 2, 2, 3]);
    assert_eq!(all[..2], [Against::Better, Against::Better]);
    let none = against(&candidates, &proposals, &[1, 1, 1, 1, 1, 1, 2, 2, 2, 3]);
    assert_eq!(none[..2], [Against::Worse, Against::Worse]);
    // An earlier meeting gave the only 优秀 of ten.
    let left = propose(&outcome, &list(&scores[1..]), &[], &[(0, 0)]);
    assert_eq!(left[0].proposed(), Some(1));
    assert_eq!(share(30, 5).unwrap().told_of(20), "占30%左右（上下5个百分点）：共20个，约6个，至多7个");
}

#[test]
fn equal_scores_share_a_rank() {
    let scores: Vec<_> = ["97.5", "99", "97.5", "80"].iter().map(|s| s.parse().unwrap()).collect();
    assert_eq!(ranks(&scores), [(2, true), (1, false), (2, true), (4, false)]);
}

#[test]
fn without_a_maximum_points_rank() {
    let points = |n| Points::from_int(n);
    assert!(ranked_by(points(120), Points::ZERO) > ranked_by(points(30), Points::ZERO));
    assert_eq!(ranked_by(points(80), points(80)), points(1));
}
