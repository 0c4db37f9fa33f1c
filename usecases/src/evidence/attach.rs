//! Attaching a file to a criterion.

use contract::case::{Evidence, EvidenceForm};
use domain::ids::{CaseId, EvidenceId, FileId};
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::workflow::unit_may_edit;
use store::Tx;
use store::evidence;
use store::files::{self, StoredFile};
use store::journal::{self, NewEntry};

use super::kind::recognise;
use crate::cases::Opened;
use crate::desks::Entered;
use crate::journal::entry_id;
use crate::periods::day;
use crate::vault::Incoming;
use crate::wording::{optional, required};
use crate::{Answered, House, OrFault};

/// Files per criterion.
const PER_CRITERION: u64 = 20;
/// Bytes per tenant: 50 GiB.
const PER_TENANT: i64 = 50 * 1024 * 1024 * 1024;

impl House {
    /// Whether the person may attach to the criterion now; asked before a large body is received.
    pub async fn may_attach(&self, at: &Entered, case: CaseId, criterion: &str) -> Answered<()> {
        let tx = self.store().read(at.id()).await.or_fault()?;
        let opened = self.open_case(&tx, at, Act::FillIn, case).await?;
        opened.fills(criterion)?;
        room_for_one_more(&tx, &opened, criterion).await?;
        if files::total_size(&tx).await.or_fault()? > PER_TENANT {
            return Err(Refusal::invalid("file", "本辖区的存储空间已满，没有上传。请联系方案管理员"));
        }
        Ok(())
    }

    /// Begins to receive a file for a tenant.
    pub async fn receive_file(&self, at: &Entered) -> Answered<Incoming> {
        self.vault().receive(at.id(), FileId(self.edge().id())).await
    }

    /// Hangs a received file on a criterion.
    ///
    /// # Errors
    /// [`Refusal::FileKind`] if content and ending disagree or are not on the list.
    pub async fn attach_evidence(
        &self,
        at: &Entered,
        case: CaseId,
        form: &EvidenceForm,
        mut incoming: Incoming,
    ) -> Answered<Evidence> {
        self.may_attach(at, case, &form.criterion).await?;
        let file_name = file_name("file", &form.file_name)?;
        let dated = match form.dated.trim() {
            "" => None,
            text => Some(day("dated", "材料日期", text)?),
        };
        let mut title = optional("title", "材料名称", &form.title, 100)?;
        if title.is_empty() {
            title = file_name.rsplit_once('.').map_or(file_name.as_str(), |(stem, _)| stem).to_owned();
        }
        incoming.flush().await?;
        let kind = recognise(&file_name, incoming.path())?;
        let (file, size) = (incoming.id(), incoming.size());
        let kept = incoming.keep().await?;

        let now = self.edge().now();
        let tx = self.store().write(at.id()).await.or_fault()?;
        let opened = self.hold_case(&tx, at, Act::FillIn, case).await?;
        opened.fills(&form.criterion)?;
        // The same file under the same title is there already: the form was sent twice.
        if let Some(there) = same(&tx, case, &form.criterion, &title, &kept.sha256).await? {
            // It may be of a unit that shares this one's COMMIT: told only when that is durable.
            tx.commit().await.or_fault()?;
            return Ok(super::view(there));
        }
        // Others may have attached while this file was on its way.
        room_for_one_more(&tx, &opened, &form.criterion).await?;
        let stored = StoredFile {
            id: file,
            name: file_name.clone(),
            kind: kind.code().to_owned(),
            size: i64::try_from(size).unwrap_or(i64::MAX),
            sha256: kept.sha256.clone(),
            person: at.member.person,
            by_name: at.member.name.clone(),
            at: now,
        };
        files::insert(&tx, &opened.permit, &stored).await.or_fault()?;
        let row = evidence::Evidence {
            id: EvidenceId(self.edge().id()),
            case,
            criterion: form.criterion.clone(),
            file,
            title: title.clone(),
            dated,
            by_name: at.member.name.clone(),
            at: now,
            file_name,
            kind: stored.kind.clone(),
            size: stored.size,
        };
        evidence::insert(&tx, &opened.permit, &row).await.or_fault()?;
        let entry = NewEntry {
            id: entry_id(self.edge()),
            case: Some(case),
            at: now,
            summary: format!("第{}条添加佐证材料“{title}”", form.criterion),
            detail: stored.sha256,
        };
        journal::append(&tx, &opened.permit, &entry).await.or_fault()?;
        kept.named();
        tx.commit().await.or_fault()?;
        Ok(super::view(row))
    }
}

/// What hangs on the criterion under this title with this content.
async fn same(
    tx: &Tx,
    case: CaseId,
    criterion: &str,
    title: &str,
    sha256: &str,
) -> Answered<Option<evidence::Evidence>> {
    for row in evidence::of_case(tx, case).await.or_fault()? {
        if row.criterion == criterion && row.title == title {
            let file = files::find(tx, row.file).await.or_fault()?;
            if file.is_some_and(|file| file.sha256 == sha256) {
                return Ok(Some(row));
            }
        }
    }
    Ok(None)
}

/// Whether the criterion is open to the unit and takes another file.
async fn room_for_one_more(tx: &Tx, opened: &Opened, criterion: &str) -> Answered<()> {
    let item = opened.rubric.item_of(criterion).ok_or(Refusal::NotFound)?;
    unit_may_edit(opened.case.state, &item.no, &opened.returned_items())?;
    if evidence::count(tx, opened.case.id, criterion).await.or_fault()? >= PER_CRITERION {
        return Err(Refusal::TooManyFiles { limit: PER_CRITERION as u32 });
    }
    Ok(())
}

/// The longest name of a file, in characters.
const NAME: usize = 120;

/// A name to show, never a path. Some browsers send the whole path of the person's own machine: only its last part is
/// taken. A name that climbs out of its folder, looks like markup or hides what it is, is refused.
pub(crate) fn file_name(field: &str, raw: &str) -> Result<String, Refusal> {
    let whole = required(field, "文件名", raw, 4_000)?;
    let last = whole.rsplit(['/', '\\']).next().unwrap_or_default();
    let (stem, ending) = match last.rsplit_once('.') {
        Some((stem, ending)) => (stem.trim(), Some(ending)),
        None => (last, None),
    };
    let stem = if stem.is_empty() { "未命名" } else { stem };
    let name = ending.map_or_else(|| stem.to_owned(), |ending| format!("{stem}.{ending}"));
    required(field, "文件名", &name, NAME)
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_name_never_becomes_a_path() {
        let long = format!("{}.pdf", "长".repeat(200));
        for (raw, shown) in [
            ("会议记录.pdf", Ok("会议记录.pdf")),
            (r"C:\文件\图.png", Ok("图.png")),
            ("/home/文件/图.png", Ok("图.png")),
            (".pdf", Ok("未命名.pdf")),
            ("无扩展名", Ok("无扩展名")),
            ("a.b.c.pdf", Ok("a.b.c.pdf")),
            ("../../etc/passwd.pdf", Err("../")),
            (r"..\..\表.xlsx", Err("../")),
            ("<script>alert(1)</script>.pdf", Err("“<”")),
            ("a\u{202e}fdp.exe", Err("看不见的控制字符")),
            (" \u{3000} ", Err("请填写文件名")),
            (long.as_str(), Err("不能超过120个字")),
        ] {
            let named = file_name("file", raw).map_err(|refusal| refusal.sentence());
            match (named, shown) {
                (Ok(name), Ok(shown)) => assert_eq!(name, shown, "{raw}"),
                (Err(sentence), Err(told)) => assert!(sentence.contains(told), "{raw}: {sentence}"),
                (named, _) => panic!("{raw}: {named:?}"),
            }
        }
    }
}
