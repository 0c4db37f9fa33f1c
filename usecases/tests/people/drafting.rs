//! The officer drafts a scheme, tries it out and publishes it.

use contract::scheme::{PreviewOf, SaveDraft, ShareForm};
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::scheme::edit::Place;
use domain::scheme::{Scheme, builtin};
use std::sync::Arc;
use usecases::Answered;
use usecases::schemes::{DRAFTS, DraftFrom};

use crate::cast::{field_of, on_both, refused};

const CLIENT: &str = "01890000-0000-7000-8000-00000000000a";
const SMALL: &str = include_str!("../../../domain/tests/it/small.json");

fn retitled(scheme: &Scheme, title: &str) -> Arc<Scheme> {
    let mut scheme = scheme.clone();
    scheme.fill(&Place::Whole, "/title", Some(title.into())).expect("a title");
    Arc::new(scheme)
}

/// A 单位类型 as its units will see it.
fn view(unit_type: &str) -> PreviewOf {
    PreviewOf { unit_type: unit_type.to_owned(), ..PreviewOf::default() }
}

#[tokio::test]
async fn a_blank_scheme_becomes_the_countys_own() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 1).await?;
        let (house, at) = (&world.house, county.officer().at_desk().await?);
        let id = house.begin_draft(&at, DraftFrom::Library("blank-points")).await?;
        assert_eq!(
            house.begin_draft(&at, DraftFrom::Library("blank-points")).await?,
            id,
            "it is gone on with"
        );
        let studio = house.studio(&at, id).await?;
        assert_eq!((studio.revision, studio.version), (1, None));
        assert_eq!(studio.scheme.name, "own-1", "a scheme of its own");

        // A blank one says what is to be filled in, and cannot be published before.
        assert!(matches!(refused(house.publish_draft(&at, id, 1).await), Refusal::FindingsOpen { .. }));
        let mut written = Scheme::read(SMALL).expect("a scheme");
        written.name.clone_from(&studio.scheme.name);
        let scheme = retitled(&Arc::new(written), "清河县考评细则");
        let save = |scheme: &Arc<Scheme>, based_on, client: &str| SaveDraft {
            draft: id,
            scheme: scheme.clone(),
            based_on,
            client: client.into(),
        };
        let saved = house.save_draft(&at, &save(&scheme, 1, CLIENT)).await?;
        assert_eq!(saved.revision, 2);
        assert_eq!(
            house.save_draft(&at, &save(&scheme, 1, CLIENT)).await?.revision,
            2,
            "a retry is no second act"
        );
        let other = "01890000-0000-7000-8000-00000000000b";
        let behind = refused(house.save_draft(&at, &save(&scheme, 1, other)).await);
        assert!(matches!(behind, Refusal::DraftChanged { revision: 2, .. }), "{behind:?}");
        assert_eq!(house.drafts(&at).await?[0].title, "清河县考评细则");

        // What is seen while it is tried out is what units will fill.
        let preview = house.preview(&at, id, 0, &view("")).await?;
        assert_eq!(preview.list.scheme.title, "清河县考评细则");
        assert!(preview.list.trial.is_some());
        assert_eq!(refused(house.preview(&at, id, 9, &view("")).await), Refusal::NotFound);

        assert_eq!(field_of(house.publish_draft(&at, id, 1).await), "revision");
        let published = house.publish_draft(&at, id, 2).await?;
        assert_eq!(house.publish_draft(&at, id, 2).await?, published, "pressed twice, published once");
        assert_eq!(house.scheme_page(&at, published).await?.scheme, *scheme);
        assert_eq!(refused(house.studio(&at, id).await), Refusal::NotFound, "the draft is done with");

        // The next version says what changed.
        let next = house.begin_draft(&at, DraftFrom::Version(published)).await?;
        let newer = retitled(&scheme, "清河县考评细则（修订）");
        let form = SaveDraft { draft: next, scheme: newer, based_on: 1, client: CLIENT.into() };
        house.save_draft(&at, &form).await?;
        let second = house.publish_draft(&at, next, 2).await?;
        let page = house.scheme_page(&at, second).await?;
        assert_eq!(page.version, 2);
        let changes: Vec<_> = page.changes.expect("a version before").into_iter().map(|c| c.text).collect();
        assert_eq!(changes, ["名称由“清河县考评细则”改为“清河县考评细则（修订）”"]);
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_is_not_in_order_is_not_published() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 1).await?;
        let (house, at) = (&world.house, county.officer().at_desk().await?);
        let id = house.begin_draft(&at, DraftFrom::Library("jiyuan")).await?;
        let mut scheme = Scheme::clone(&*house.studio(&at, id).await?.scheme);
        // The sum is no longer accepted as it stands.
        scheme.accepted.clear();
        let save = |scheme: &Scheme, based_on| SaveDraft {
            draft: id,
            scheme: Arc::new(scheme.clone()),
            based_on,
            client: format!("01890000-0000-7000-8000-{based_on:012}"),
        };
        house.save_draft(&at, &save(&scheme, 1)).await?;
        let open = refused(house.publish_draft(&at, id, 2).await);
        assert!(matches!(open, Refusal::FindingsOpen { .. }), "{open:?}");
        // A structure that is broken is kept as it is, shown, and neither published nor tried out.
        scheme.sections[0].items[0].criteria[0].no = "1.2".into();
        house.save_draft(&at, &save(&scheme, 2)).await?;
        assert_eq!(*house.studio(&at, id).await?.scheme, scheme);
        assert!(matches!(refused(house.publish_draft(&at, id, 3).await), Refusal::FindingsOpen { .. }));
        assert_eq!(field_of(house.preview(&at, id, 0, &view("")).await.map(drop)), "draft");
        assert_eq!(field_of(house.discard_draft(&at, id, "").await), "confirm");
        house.discard_draft(&at, id, "yes").await?;
        assert!(house.drafts(&at).await?.is_empty());
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_draft_is_seen_as_each_of_those_who_work_with_it_will() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 1).await?;
        let (house, at) = (&world.house, county.officer().at_desk().await?);
        let id = house.begin_draft(&at, DraftFrom::Library("organ")).await?;
        let unit = house.preview(&at, id, 0, &PreviewOf::default()).await?;
        assert!(unit.list.may.fill && unit.list.mine.is_none() && unit.list.own.is_empty());
        assert_eq!(unit.departments, ["机关纪委", "机关党委", "办公室", "人事科", "法规科"]);

        // 法规科 fills block 9, and what all departments fill.
        let legal = house.preview(&at, id, 0, &unit.of.by_department(Some(5))).await?;
        let mine = legal.list.mine.expect("what it fills");
        assert!(mine.contains("9.1") && !mine.contains("0.1") && !mine.contains("12.1"), "{mine:?}");
        assert_eq!(mine, unit.list.scheme.duties_of(&["法规科"]));
        assert_eq!(legal.list.trial.expect("a trial").query, "?department=5");

        let reviewer = house.preview(&at, id, 0, &unit.of.by_reviewer()).await?;
        assert!(reviewer.list.may.score && !reviewer.list.may.fill);
        assert_eq!(reviewer.list.own.len(), 57, "自评 to judge");
        assert!(reviewer.list.review.is_empty());

        let sample = PreviewOf { sample: "best".into(), ..PreviewOf::default() };
        let filled = house.preview(&at, id, 0, &sample).await?.list;
        assert_eq!(filled.own.len(), 57);
        assert!(filled.trial.is_some_and(|trial| trial.fresh && trial.query.is_empty()));

        for of in [
            PreviewOf { department: "6".into(), ..PreviewOf::default() },
            PreviewOf { department: "0".into(), ..PreviewOf::default() },
            PreviewOf { department: "法规科".into(), ..PreviewOf::default() },
            PreviewOf { sample: "worst".into(), ..PreviewOf::default() },
        ] {
            assert_eq!(refused(house.preview(&at, id, 0, &of).await.map(drop)), Refusal::NotFound, "{of:?}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_scheme_file_is_taken_to_another_county() {
    on_both(async |world| {
        let (one, other) = (world.county("qinghe", None, 1).await?, world.county("linshan", None, 1).await?);
        let (here, there) = (one.officer().at_desk().await?, other.officer().at_desk().await?);
        let house = &world.house;
        let draft = house.begin_draft(&here, DraftFrom::Library("wulingyuan")).await?;
        let (name, text) = house.draft_file(&here, draft).await?;
        assert_eq!(name, "wulingyuan-draft.json");
        let taken = house.begin_draft(&there, DraftFrom::File(&text)).await?;
        assert_eq!(house.studio(&there, taken).await?.scheme, house.studio(&here, draft).await?.scheme);
        // Each of its 单位类型 sees its own.
        let first = house.preview(&there, taken, 0, &view("")).await?;
        assert_eq!(first.unit_types.len(), 8);
        let last = &first.unit_types[7].0;
        let last = house.preview(&there, taken, 0, &view(last)).await?;
        assert_ne!(first.list.scheme, last.list.scheme);
        assert_eq!(
            refused(house.preview(&there, taken, 0, &view("nirgends")).await.map(drop)),
            Refusal::NotFound
        );

        assert_eq!(field_of(house.begin_draft(&there, DraftFrom::File("{")).await), "file");
        let mut scheme = builtin::load("wulingyuan").expect("a scheme");
        scheme.title = "另一份".into();
        assert_eq!(
            field_of(house.begin_draft(&there, DraftFrom::File(&scheme.to_canonical())).await),
            "file"
        );
        // The draft of one county is not there for another.
        assert_eq!(refused(house.studio(&there, draft).await), Refusal::NotFound);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_effect_on_the_last_period_is_shown_before_publishing() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let unit = county.unit(0);
        unit.has_submitted().await?;
        unit.has_been_scored_all_but(&[]).await?;
        let at = county.officer().at_desk().await?;
        let house = &world.house;
        let draft = house.begin_draft(&at, DraftFrom::Library("jiyuan")).await?;
        assert!(house.effect_of_draft(&at, draft).await?.lines.is_empty(), "no review is closed yet");
        unit.reviewer().closes().await?;
        let same = house.effect_of_draft(&at, draft).await?;
        assert_eq!(same.lines.len(), 1);
        assert_eq!((same.lines[0].before, same.lines[0].anew), (same.lines[0].after, 0));

        // A criterion less counts less; one that is asked otherwise would have to be answered anew.
        let mut scheme = Scheme::clone(&*house.studio(&at, draft).await?.scheme);
        let gone = scheme.place_of("1.1");
        scheme.remove(&gone);
        let other = scheme.place_of("1.2");
        let rule = serde_json::json!([{"rule": "manual", "input": "judged"}]);
        scheme.fill(&other, "/parts/0/rules", Some(rule)).expect("a rule");
        let form = SaveDraft { draft, scheme: Arc::new(scheme), based_on: 1, client: CLIENT.into() };
        house.save_draft(&at, &form).await?;
        let changed = &house.effect_of_draft(&at, draft).await?.lines[0];
        assert!(changed.after < same.lines[0].before);
        assert_eq!((changed.anew, changed.note.as_str()), (1, "1条须重新填报"));
        assert!(changed.after_high > changed.after);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn only_the_officer_drafts() {
    on_both(async |world| -> Answered<()> {
        let county = world.county("qinghe", None, 1).await?;
        let officer = county.officer().at_desk().await?;
        let draft = world.house.begin_draft(&officer, DraftFrom::Library("blank-points")).await?;
        let clerk = county.somebody("clerk", "经办", &[("clerk", Some(0))]).await?.at_desk().await?;
        let not_theirs = Refusal::NotYourPost(Act::ConfigureScheme);
        let house = &world.house;
        assert_eq!(refused(house.drafts(&clerk).await), not_theirs);
        assert_eq!(refused(house.studio(&clerk, draft).await), not_theirs);
        assert_eq!(refused(house.draft_file(&clerk, draft).await), not_theirs);
        assert_eq!(refused(house.effect_of_draft(&clerk, draft).await), not_theirs);
        assert_eq!(refused(house.preview(&clerk, draft, 0, &view("")).await.map(drop)), not_theirs);
        assert_eq!(refused(house.publish_draft(&clerk, draft, 1).await), not_theirs);
        assert_eq!(refused(house.discard_draft(&clerk, draft, "yes").await), not_theirs);
        assert_eq!(refused(house.begin_draft(&clerk, DraftFrom::Library("blank-points")).await), not_theirs);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn another_county_takes_a_copy_of_what_is_shared() {
    on_both(async |world| {
        let (one, other) = (world.county("qinghe", None, 1).await?, world.county("linshan", None, 1).await?);
        let (house, here) = (&world.house, one.officer().at_desk().await?);
        let there = other.officer().at_desk().await?;
        let version = one.officer().publishes_scheme().await?;
        assert!(house.shared_by_others(&there).await?.is_empty());
        let yes = || ShareForm { confirm: "on".into() };
        assert_eq!(field_of(house.share_scheme(&here, version, &ShareForm::default()).await), "confirm");
        assert_eq!(refused(house.share_scheme(&there, version, &yes()).await), Refusal::NotFound);
        house.share_scheme(&here, version, &yes()).await?;
        house.share_scheme(&here, version, &yes()).await?; // Pressed twice, shared once.
        assert!(house.scheme_page(&here, version).await?.shared);
        assert!(house.shared_by_others(&here).await?.is_empty(), "one's own is not offered");

        let shared = house.shared_by_others(&there).await?;
        assert_eq!(shared.len(), 1);
        assert_eq!(shared[0].title, "qinghe县：济源示范区清廉机关创建考评细则（第1版）");
        let draft = house.begin_draft(&there, DraftFrom::Shared(shared[0].id)).await?;
        assert_eq!(house.begin_draft(&there, DraftFrom::Shared(shared[0].id)).await?, draft, "pressed twice");
        let copy = house.studio(&there, draft).await?;
        let original = house.scheme_page(&here, version).await?.scheme;
        assert_eq!((copy.scheme.name.as_str(), &copy.scheme.sections), ("own-1", &original.sections));
        assert_eq!(copy.version, None, "a scheme of its own");

        // What was taken stays when the copy is taken back.
        house.unshare_scheme(&here, version).await?;
        assert!(house.shared_by_others(&there).await?.is_empty());
        assert_eq!(field_of(house.begin_draft(&there, DraftFrom::Shared(shared[0].id)).await), "shared");
        house.publish_draft(&there, draft, 1).await?;
        // The other county's version is still not there for anybody else.
        assert_eq!(refused(house.scheme_page(&there, version).await.map(drop)), Refusal::NotFound);
        one.journal_holds().await?;
        other.journal_holds().await?;
        Ok(())
    })
    .await;
}

/// A tenant keeps so many drafts; who wants one more is told what to do, and loses none.
#[tokio::test]
async fn drafts_are_not_begun_without_end() {
    on_both(async |world| {
        let county = world.county("qinghe", None, 1).await?;
        let (house, at) = (&world.house, county.officer().at_desk().await?);
        let begin = async |name: String| {
            let mut scheme = builtin::load("jiyuan").expect("a built-in scheme");
            scheme.name = name;
            house.begin_draft(&at, DraftFrom::File(&scheme.to_canonical())).await
        };
        for n in 0..DRAFTS {
            begin(format!("own-{n}")).await?;
        }
        let told = refused(begin("own-more".into()).await).sentence();
        assert!(told.contains(&format!("已有{DRAFTS}份草稿")) && told.contains("删除"), "{told}");
        assert_eq!(house.drafts(&at).await?.len(), DRAFTS);
        let gone_on_with = begin("own-7".into()).await?;
        house.discard_draft(&at, gone_on_with, "yes").await?;
        begin("own-more".into()).await?;
        Ok(())
    })
    .await;
}
