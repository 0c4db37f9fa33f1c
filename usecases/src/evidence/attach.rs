//! Attaching a file to a criterion or a fact.

use contract::case::{Evidence, EvidenceForm, Layer as Wire};
use domain::calendar::Day;
use domain::ids::{CaseId, EvidenceId, FactId, FileId};
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::workflow::unit_may_edit;
use serde_json::json;
use store::Tx;
use store::evidence;
use store::files::{self, StoredFile};
use store::journal::{self, NewEntry};

use super::kind::recognise;
use crate::cases::{Opened, meant};
use crate::desks::Entered;
use crate::journal::entry_id;
use crate::periods::day;
use crate::vault::Incoming;
use crate::wording::{optional, required};
use crate::{Answered, House, OrFault};

/// Files per criterion, and per fact.
const AT_MOST: u64 = 20;
/// Bytes per tenant: 50 GiB.
const PER_TENANT: i64 = 50 * 1024 * 1024 * 1024;

/// What a file hangs on.
#[derive(Clone, Copy, Debug)]
pub enum On<'a> {
    /// 评分细则, by the unit.
    Criterion(&'a str),
    /// A fact, by whoever registered it.
    Fact(Wire, FactId),
}

impl On<'_> {
    fn act(self) -> Act {
        match self {
            On::Criterion(_) => Act::FillIn,
            On::Fact(layer, _) => meant(layer).0,
        }
    }

    fn is_of(self, row: &evidence::Evidence) -> bool {
        match self {
            On::Criterion(criterion) => row.fact.is_none() && row.criterion == criterion,
            On::Fact(_, fact) => row.fact == Some(fact),
        }
    }

    /// As the journal tells it; what a fact says may name a person.
    fn told(self) -> String {
        match self {
            On::Criterion(criterion) => format!("第{criterion}条"),
            On::Fact(..) => "事实".to_owned(),
        }
    }
}

impl House {
    /// Whether the person may attach there now; asked before a large body is received.
    pub async fn may_attach(&self, at: &Entered, case: CaseId, on: On<'_>) -> Answered<()> {
        let tx = match on {
            On::Criterion(_) => self.store().read(at.id()).await.or_fault()?,
            // Who looks at the register to change it keeps others off it meanwhile.
            On::Fact(..) => self.store().write(at.id()).await.or_fault()?,
        };
        match on {
            On::Criterion(criterion) => {
                let opened = self.open_case(&tx, at, Act::FillIn, case).await?;
                opened.fills(criterion)?;
                room_for_one_more(&tx, &opened, criterion).await?;
            }
            On::Fact(layer, fact) => {
                self.fact_takes_files(&tx, at, layer, case, fact).await?;
                room_at_fact(&tx, case, fact).await?;
            }
        }
        room_in_the_tenant(&tx).await
    }

    /// Begins to receive a file for a tenant.
    pub async fn receive_file(&self, at: &Entered) -> Answered<Incoming> {
        self.vault().receive(at.id(), FileId(self.edge().id())).await
    }

    /// Hangs a received file on a criterion or a fact.
    ///
    /// # Errors
    /// [`Refusal::FileKind`] if content and ending disagree or are not on the list.
    pub async fn attach_evidence(
        &self,
        at: &Entered,
        case: CaseId,
        on: On<'_>,
        form: &EvidenceForm,
        mut incoming: Incoming,
    ) -> Answered<Evidence> {
        self.may_attach(at, case, on).await?;
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
        let kind = recognise(&file_name, incoming.path()).await?;
        let (file, size) = (incoming.id(), incoming.size());
        let kept = incoming.keep().await?;

        let now = self.edge().now();
        // The tenant's room is counted over all its files: one is added after the other.
        let tx = self.store().write_in_turn(at.id()).await.or_fault()?;
        let opened = self.hold_case(&tx, at, on.act(), case).await?;
        match on {
            On::Criterion(criterion) => opened.fills(criterion)?,
            On::Fact(layer, fact) => self.fact_takes_files(&tx, at, layer, case, fact).await?,
        }
        // The same file with the same words is there already: the form was sent twice.
        if let Some(there) = same(&tx, case, on, (&title, dated, &file_name), &kept.sha256).await? {
            // It may be of a unit that shares this one's COMMIT: told only when that is durable.
            tx.commit().await.or_fault()?;
            return Ok(super::view(there));
        }
        // Others may have attached while this file was on its way.
        let (criterion, fact) = match on {
            On::Criterion(criterion) => {
                room_for_one_more(&tx, &opened, criterion).await?;
                (criterion.to_owned(), None)
            }
            On::Fact(_, fact) => {
                room_at_fact(&tx, case, fact).await?;
                (String::new(), Some(fact))
            }
        };
        room_in_the_tenant(&tx).await?;
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
            criterion,
            fact,
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
            summary: match on {
                On::Criterion(_) => format!("{}添加佐证材料“{title}”", on.told()),
                On::Fact(..) => format!("{}添加佐证材料", on.told()),
            },
            detail: match on {
                On::Criterion(_) => stored.sha256,
                On::Fact(_, fact) => {
                    json!({"fact": fact.to_string(), "title": title, "sha256": stored.sha256}).to_string()
                }
            },
        };
        journal::append(&tx, &opened.permit, &entry).await.or_fault()?;
        kept.named();
        tx.commit().await.or_fault()?;
        Ok(super::view(row))
    }
}

/// What hangs there with this title, date and name of file, and with this content.
async fn same(
    tx: &Tx,
    case: CaseId,
    on: On<'_>,
    said: (&str, Option<Day>, &str),
    sha256: &str,
) -> Answered<Option<evidence::Evidence>> {
    for row in evidence::of_case(tx, case).await.or_fault()? {
        if on.is_of(&row) && (row.title.as_str(), row.dated, row.file_name.as_str()) == said {
            let file = files::find(tx, row.file).await.or_fault()?;
            if file.is_some_and(|file| file.sha256 == sha256) {
                return Ok(Some(row));
            }
        }
    }
    Ok(None)
}

async fn room_in_the_tenant(tx: &Tx) -> Answered<()> {
    if files::total_size(tx).await.or_fault()? > PER_TENANT {
        return Err(Refusal::invalid("file", "本辖区的存储空间已满，没有上传。请联系方案管理员"));
    }
    Ok(())
}

/// Whether the criterion is open to the unit and takes another file.
async fn room_for_one_more(tx: &Tx, opened: &Opened, criterion: &str) -> Answered<()> {
    let item = opened.rubric.item_of(criterion).ok_or(Refusal::NotFound)?;
    unit_may_edit(opened.case.state, &item.no, &opened.returned_items())?;
    if evidence::count(tx, opened.case.id, criterion).await.or_fault()? >= AT_MOST {
        return Err(Refusal::TooManyFiles { limit: AT_MOST as u32 });
    }
    Ok(())
}

/// Whether the fact takes another file.
async fn room_at_fact(tx: &Tx, case: CaseId, fact: FactId) -> Answered<()> {
    if evidence::count_of_fact(tx, case, fact).await.or_fault()? >= AT_MOST {
        return Err(Refusal::TooManyFiles { limit: AT_MOST as u32 });
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
