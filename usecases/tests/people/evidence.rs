//! 佐证材料.

use domain::ids::FileId;
use domain::refusal::Refusal;
use domain::workflow::CaseState;
use usecases::demo::sample_file;
use usecases::vault::FILE_LIMIT;
use uuid::Uuid;

use crate::cast::{on_both, refused};

#[tokio::test]
async fn a_file_must_be_of_an_allowed_kind_and_size() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let clerk = county.unit(0).clerk();
        for (name, bytes) in [
            ("会议记录.pdf", b"<html>".as_slice()),
            ("会议记录.pdf", b""),
            ("程序.exe", b"MZ\x90\x00"),
            ("记录", b"%PDF-1.4"),
            ("照片.png", b"%PDF-1.4"),
        ] {
            let kind = refused(clerk.attaches("1.1", name, bytes).await);
            assert!(matches!(kind, Refusal::FileKind { .. }), "{name}: {kind:?}");
        }
        let too_large = vec![0; usize::try_from(FILE_LIMIT).unwrap_or_default() + 1];
        assert_eq!(
            refused(clerk.attaches("1.1", "大文件.pdf", &too_large).await),
            Refusal::FileTooLarge { limit: FILE_LIMIT }
        );
        assert_eq!(refused(clerk.attaches_a_pdf("99.1").await), Refusal::NotFound);
        assert_eq!(clerk.looks().await?.evidence, 0);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn no_criterion_carries_more_than_twenty_files() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let clerk = county.unit(0).clerk();
        let attaches = async |n: u32| clerk.attaches("1.1", &format!("记录{n}.pdf"), &sample_file()).await;
        for n in 0..18 {
            attaches(n).await?;
        }
        let (a, b, c) = tokio::join!(attaches(18), attaches(19), attaches(20));
        let refusals: Vec<_> = [a, b, c].into_iter().filter_map(Result::err).collect();
        assert_eq!(refusals, [Refusal::TooManyFiles { limit: 20 }]);
        assert_eq!(refused(attaches(21).await), Refusal::TooManyFiles { limit: 20 });
        clerk.attaches_a_pdf("1.2").await?;
        assert_eq!(clerk.looks().await?.evidence, 21);
        assert_eq!(world.files(), 21, "what was refused left nothing behind");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_form_sent_twice_hangs_one_file() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let clerk = county.unit(0).clerk();
        let (one, other) = tokio::join!(clerk.attaches_a_pdf("1.1"), clerk.attaches_a_pdf("1.1"));
        let one = one?;
        assert_eq!(one, other?);
        assert_eq!((clerk.looks().await?.evidence, world.files()), (1, 1));
        // Another content under the same name is another file; so is the same one on another criterion.
        clerk.attaches("1.1", "会议记录.pdf", b"%PDF-1.4 other").await?;
        clerk.attaches_a_pdf("1.2").await?;
        // Another date is another statement, though the file is the same.
        clerk.attaches_a_pdf_of("1.1", "2026-05-01").await?;
        // Removed and hung again, it is there again.
        clerk.removes(one.id).await?;
        assert_ne!(clerk.attaches_a_pdf("1.1").await?.id, one.id);
        assert_eq!(clerk.looks().await?.evidence, 4);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn files_nobody_names_are_swept_and_named_ones_never() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let clerk = county.unit(0).clerk();
        let kept = clerk.attaches_a_pdf("1.1").await?;
        let removed = clerk.attaches_a_pdf("1.2").await?;
        clerk.removes(removed.id).await?;
        let folder = world.vault().join(county.id.to_string());
        let place = |name: String, hours: u64| {
            let path = folder.join(name);
            std::fs::write(&path, b"left behind").unwrap();
            let then = std::time::SystemTime::now() - std::time::Duration::from_secs(hours * 3_600);
            std::fs::File::options().write(true).open(&path).unwrap().set_modified(then).unwrap();
        };
        let id = || FileId(Uuid::new_v4());
        place(id().to_string(), 1);
        place(format!("{}.part", id()), 1);
        // Young enough to be on its way; and something that is none of ours.
        place(id().to_string(), 0);
        place("说明.txt".into(), 1);
        for file in [kept.file, removed.file] {
            let path = folder.join(file.to_string());
            let then = std::time::SystemTime::now() - std::time::Duration::from_secs(90 * 24 * 3_600);
            std::fs::File::options().write(true).open(&path).unwrap().set_modified(then).unwrap();
        }
        assert_eq!(world.house.sweep_vault().await?, 2);
        assert_eq!(world.house.sweep_vault().await?, 0);
        assert_eq!(world.files(), 4);
        assert!(!clerk.fetches(kept.file).await?.is_empty());

        // The other way round: a file that its row does not recognise is told.
        let checked = world.house.check_files().await?;
        assert_eq!((checked.whole, checked.wrong.len(), checked.unnamed), (2, 0, 2));
        std::fs::write(folder.join(kept.file.to_string()), b"%PDF-1.4 forged").unwrap();
        std::fs::remove_file(folder.join(removed.file.to_string())).unwrap();
        let checked = world.house.check_files().await?;
        assert_eq!((checked.whole, checked.wrong.len()), (0, 2));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_was_removed_is_no_evidence_any_more_but_stays_in_the_journal() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let (unit, other) = (county.unit(0), county.unit(1));
        let evidence = unit.clerk().attaches_a_pdf("1.1").await?;
        assert_eq!((evidence.title.as_str(), evidence.dated.as_str()), ("会议记录", "2026年3月12日"));
        // Not through another case, even one's own.
        let theirs = other.clerk().removes(evidence.id).await;
        assert_eq!(refused(theirs), Refusal::NotFound);

        unit.clerk().removes(evidence.id).await?;
        assert_eq!(refused(unit.clerk().removes(evidence.id).await), Refusal::NotFound);
        assert_eq!(refused(unit.clerk().fetches(evidence.file).await), Refusal::NotFound);
        assert_eq!(unit.clerk().checklist("1.1").await?.evidence, []);
        let told: Vec<_> =
            unit.clerk().looks().await?.time_line.into_iter().map(|event| event.what).collect();
        assert_eq!(told[..2], ["第1.1条移除佐证材料“会议记录”", "第1.1条添加佐证材料“会议记录”"]);
        county.journal_holds().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn evidence_is_fetched_by_whoever_sees_the_case() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let elsewhere = world.county_at_work("linshan").await?;
        let unit = county.unit(0);
        let file = unit.clerk().attaches_a_pdf("1.1").await?.file;
        assert_eq!(unit.clerk().fetches(file).await?, sample_file());
        assert_eq!(unit.head().fetches(file).await?, sample_file());
        // What nobody has signed is its unit's own.
        let draft = Refusal::NotSubmitted { now: CaseState::Draft };
        assert_eq!(refused(county.reviewer().fetches(file).await), draft);
        assert_eq!(refused(county.party().fetches(file).await), draft);
        unit.has_submitted().await?;
        assert_eq!(county.reviewer().fetches(file).await?, sample_file());
        assert_eq!(county.party().fetches(file).await?, sample_file());

        let personnel = county.somebody("personnel", "人事", &[("personnel", None)]).await?;
        let missing = FileId(Uuid::from_u128(7));
        for stranger in [
            &county.unit(1).clerk() as &crate::cast::Person,
            &county.unit(1).head(),
            &personnel,
            &elsewhere.unit(0).clerk(),
            &elsewhere.officer(),
            &elsewhere.reviewer(),
        ] {
            assert_eq!(refused(stranger.fetches(file).await), Refusal::NotFound);
            assert_eq!(refused(stranger.fetches(missing).await), Refusal::NotFound);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn minutes_are_fetched_by_whoever_watches_the_county() {
    on_both(async |world| {
        let county = world.county_at_work("qinghe").await?;
        let elsewhere = world.county("linshan", None, 1).await?;
        county.unit(0).is_reviewed().await?;
        county.party().decides().await?;
        let minutes = county.party().ranking().await?.decisions[0].minutes;
        assert_eq!(county.party().fetches(minutes).await?, sample_file());
        assert_eq!(county.officer().fetches(minutes).await?, sample_file());
        assert_eq!(county.reviewer().fetches(minutes).await?, sample_file());
        assert_eq!(refused(county.unit(0).clerk().fetches(minutes).await), Refusal::NotFound);
        assert_eq!(refused(county.unit(0).head().fetches(minutes).await), Refusal::NotFound);
        assert_eq!(refused(elsewhere.officer().fetches(minutes).await), Refusal::NotFound);
        assert_eq!(refused(elsewhere.party().fetches(minutes).await), Refusal::NotFound);
        Ok(())
    })
    .await;
}
