//! The words a form begins with: true for the kind of scheme and for what the batch holds.

use contract::announcement::Publish;
use domain::calendar::Day;
use store::announcements::{Announcement, Kind};

use super::draft::{Draft, selects};

/// The next number of the year.
pub(super) fn number(all: &[Announcement], today: Day) -> String {
    let this_year = all.iter().filter(|row| row.published_at.day().year() == today.year());
    format!("公告〔{}〕{}号", today.year(), this_year.count() + 1)
}

/// For a decision. `all`: every announcement of the tenant.
pub(super) fn decision(draft: &Draft, issuer: &str, all: &[Announcement], today: Day) -> Publish {
    let Draft { period, rubric, decision, .. } = draft;
    let selection = selects(rubric);
    let what = if selection { "评选" } else { "考评" };
    let meeting = format!("{}（{}）", decision.meeting, decision.held_on);
    let (title, text) = match &draft.amends {
        Some(before) => (
            format!("关于更正{}清廉创建{what}结果的公告", period.title),
            format!(
                "《{}》（{}）公布的结果，经{meeting}集体研究更正如下，其余内容不变。",
                before.title, before.number
            ),
        ),
        None => {
            let batch = match draft.partial {
                true => format!("（第{}批）", draft.batches + 1),
                false => String::new(),
            };
            let how = if selection { "经申报、审核" } else { "经单位自评、逐项考核" };
            let title = rubric.outcome.title();
            let named = draft.told.iter().filter(|(_, row)| row.outcome == title).count();
            let counted = draft.subjects.counted(draft.told.iter().map(|(case, _)| case));
            let said = if selection { "参评" } else { "考评" };
            (
                format!("关于公布{}清廉创建{what}结果{batch}的公告", period.title),
                format!(
                    "按照《{}》，{how}，并经{meeting}集体研究决定，现将{}{what}结果{batch}予以公布。\n本次共{said}{counted}，其中“{title}”{named}个。",
                    rubric.title, period.title
                ),
            )
        }
    };
    Publish {
        number: number(all, today),
        title,
        issuer: issuer.to_owned(),
        text,
        only_chosen: if selection && draft.amends.is_none() { "on".into() } else { String::new() },
        act: "publish".into(),
        ..Publish::default()
    }
}

/// For correcting or withdrawing an announcement in words.
pub(super) fn amendment(
    before: &Announcement,
    kind: Kind,
    issuer: &str,
    all: &[Announcement],
    today: Day,
) -> Publish {
    let (what, does) =
        if kind == Kind::Withdrawal { ("撤销", "withdrawal") } else { ("更正", "correction") };
    let text = match kind {
        Kind::Withdrawal => {
            format!("《{}》（{}）即日起撤销，所公布的结果不再有效。撤销的原因：", before.title, before.number)
        }
        _ => format!("《{}》（{}）中的以下内容更正，其余不变：", before.title, before.number),
    };
    Publish {
        number: number(all, today),
        title: format!("关于{what}{}的公告", before.number),
        issuer: issuer.to_owned(),
        text,
        does: does.to_owned(),
        act: "publish".into(),
        ..Publish::default()
    }
}
