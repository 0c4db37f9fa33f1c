//! Drafting a scheme: beginning a draft, reading it, throwing it away.

use std::collections::HashSet;
use std::sync::Arc;

use contract::scheme::{DraftLine, Studio};
use domain::ids::{DraftId, SchemeId, ShareId};
use domain::policy::Act;
use domain::refusal::Refusal;
use domain::scheme::{ReadError, Scheme, builtin};
use store::scheme_drafts::{self, DraftHead, SchemeDraft};
use store::{Tx, schemes, shared_schemes};

use crate::desks::Entered;
use crate::fault::OrTaken;
use crate::repeat::just_now;
use crate::wording::ticked;
use crate::{Answered, House, OrFault, journal};

/// What a draft begins from.
pub enum DraftFrom<'a> {
    /// A scheme of the built-in library, by its name.
    Library(&'a str),
    /// A version of one's own.
    Version(SchemeId),
    /// A version another tenant shares.
    Shared(ShareId),
    /// The text of a scheme file.
    File(&'a str),
}

/// The most drafts a tenant may have at a time.
pub const DRAFTS: usize = 50;

impl House {
    /// Whether somebody drafts at all: asked before a file is read.
    pub fn may_draft(&self, at: &Entered) -> Answered<()> {
        at.permit(Act::ConfigureScheme).map(drop)
    }

    /// Begins a draft. There is one draft per short name; where it is there already, that one is gone on with.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] with the place, if a file is no scheme, or if its draft is there already with another content.
    pub async fn begin_draft(&self, at: &Entered, from: DraftFrom<'_>) -> Answered<DraftId> {
        let permit = at.permit(Act::ConfigureScheme)?;
        // Read before it is the draft's turn to be written: nobody waits for a large document meanwhile.
        let (mut scheme, origin) = self.origin(at, &from).await?;
        let own = match from {
            DraftFrom::Library(_) => is_blank(&scheme),
            // Another tenant's short names say nothing here.
            DraftFrom::Shared(_) => true,
            DraftFrom::Version(_) | DraftFrom::File(_) => false,
        };
        let text = scheme.to_document().map_err(|error| too_large(&error))?;
        let tx = self.store().write_in_turn(at.id()).await.or_fault()?;
        let drafts = scheme_drafts::all(&tx).await.or_fault()?;
        let document = if own {
            // What grows out of a blank one is a scheme of its own.
            if let Some(id) = self.just_begun(&drafts, at, &scheme) {
                tx.commit().await.or_fault()?;
                return Ok(id);
            }
            scheme.name = free_name(&tx, &drafts).await?;
            scheme.to_canonical()
        } else {
            text
        };
        let there = match drafts.iter().find(|one| one.name == scheme.name) {
            Some(head) => scheme_drafts::find(&tx, head.id).await.or_fault()?,
            None => None,
        };
        if let Some(there) = there {
            tx.commit().await.or_fault()?;
            return match from {
                DraftFrom::File(_) if there.document != document => {
                    let reason = format!(
                        "同一份方案的草稿“{}”已经存在，文件没有载入；请在那份草稿上修改，或者先删除它",
                        there.title
                    );
                    Err(Refusal::invalid("file", reason))
                }
                _ => Ok(there.id),
            };
        }
        if drafts.len() >= DRAFTS {
            let reason = format!("本辖区已有{DRAFTS}份草稿，没有再起草；请先发布或删除不再需要的草稿");
            return Err(Refusal::invalid("draft", reason));
        }
        let draft = SchemeDraft {
            id: DraftId(self.edge().id()),
            name: scheme.name,
            title: scheme.title,
            document,
            revision: 1,
            client: self.edge().id(),
            changed_at: self.edge().now(),
            changed_by: at.member.name.clone(),
        };
        scheme_drafts::insert(&tx, &permit, &draft)
            .await
            .or_taken(|| format!("“{}”的草稿刚刚由他人开始起草，同一方案的草稿", draft.title))?;
        let summary = format!("开始起草方案“{}”（取自{origin}）", draft.title);
        journal::note(&tx, &permit, self.edge(), summary).await?;
        tx.commit().await.or_fault()?;
        Ok(draft.id)
    }

    /// What a draft begins from, and what that is called.
    async fn origin(&self, at: &Entered, from: &DraftFrom<'_>) -> Answered<(Scheme, String)> {
        let tx = self.store().read(at.id()).await.or_fault()?;
        Ok(match from {
            DraftFrom::Library(name) => {
                let scheme = builtin::load(name);
                let scheme = scheme.ok_or_else(|| Refusal::invalid("name", "请选择方案库中的方案"))?;
                let origin = format!("方案库“{}”", scheme.title);
                (scheme, origin)
            }
            DraftFrom::Version(id) => {
                let version = schemes::find(&tx, *id).await.or_fault()?.ok_or(Refusal::NotFound)?;
                let origin = format!("“{}”第{}版", version.title, version.version);
                (Scheme::clone(&*self.rubric(&tx, *id).await?), origin)
            }
            DraftFrom::Shared(id) => {
                let shared = shared_schemes::find(&tx, *id).await.or_fault()?;
                let gone = || Refusal::invalid("shared", "这份方案已停止共享，请重新选择");
                let shared = shared.filter(|one| one.source != at.id()).ok_or_else(gone)?;
                let origin = format!("{}共享的“{}”第{}版", shared.source_name, shared.title, shared.version);
                (Scheme::read(&shared.document).map_err(|error| too_large(&error))?, origin)
            }
            DraftFrom::File(text) => (read_file(text)?, "方案文件".to_owned()),
        })
    }

    /// The draft of a blank scheme that the same person began just now: pressed twice, it is begun once.
    fn just_begun(&self, drafts: &[DraftHead], at: &Entered, scheme: &Scheme) -> Option<DraftId> {
        let mine = drafts.iter().find(|draft| {
            draft.revision == 1
                && draft.title == scheme.title
                && draft.changed_by == at.member.name
                && just_now(draft.changed_at, self.edge().now())
        });
        mine.map(|draft| draft.id)
    }

    /// All drafts, the one changed last first.
    pub async fn drafts(&self, at: &Entered) -> Answered<Vec<DraftLine>> {
        at.permit(Act::ConfigureScheme)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let all = scheme_drafts::all(&tx).await.or_fault()?;
        Ok(all
            .into_iter()
            .map(|draft| DraftLine {
                id: draft.id,
                title: draft.title,
                changed: format!("{}　{}", draft.changed_at.zh(), draft.changed_by),
            })
            .collect())
    }

    /// The studio with one draft, beside the newest version of the same name.
    pub async fn studio(&self, at: &Entered, id: DraftId) -> Answered<Studio> {
        at.permit(Act::ConfigureScheme)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let draft = scheme_drafts::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        let latest = schemes::latest(&tx, &draft.name).await.or_fault()?;
        let published = match &latest {
            Some(latest) => Some(self.rubric(&tx, latest.id).await?),
            None => None,
        };
        Ok(Studio {
            base: at.base(),
            draft: id,
            revision: draft.revision,
            scheme: Arc::new(stored(&draft)?),
            published,
            version: latest.map(|latest| latest.version),
            changed: format!("{}　{}", draft.changed_at.zh(), draft.changed_by),
            person: at.member.person.to_string(),
        })
    }

    /// The text of a draft: its name for a file, and the canonical document.
    pub async fn draft_file(&self, at: &Entered, id: DraftId) -> Answered<(String, String)> {
        at.permit(Act::ConfigureScheme)?;
        let tx = self.store().read(at.id()).await.or_fault()?;
        let draft = scheme_drafts::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        Ok((format!("{}-draft.json", draft.name), draft.document))
    }

    /// Throws a draft away. What was published of it stays.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] unless the box is ticked.
    pub async fn discard_draft(&self, at: &Entered, id: DraftId, confirm: &str) -> Answered<()> {
        let permit = at.permit(Act::ConfigureScheme)?;
        let tx = self.store().write_in_turn(at.id()).await.or_fault()?;
        let draft = scheme_drafts::find(&tx, id).await.or_fault()?.ok_or(Refusal::NotFound)?;
        if !ticked("confirm", confirm)? {
            return Err(Refusal::invalid("confirm", "请先勾选“确认删除”，草稿没有删除"));
        }
        scheme_drafts::remove(&tx, &permit, id).await.or_fault()?;
        let summary = format!("删除方案草稿“{}”", draft.title);
        journal::note(&tx, &permit, self.edge(), summary).await?;
        tx.commit().await.or_fault()
    }
}

/// A scheme that is there to be written, not to be used.
pub(super) fn is_blank(scheme: &Scheme) -> bool {
    scheme.name.starts_with("blank-")
}

/// A short name that no draft, no version and no scheme of the library has.
async fn free_name(tx: &Tx, drafts: &[DraftHead]) -> Answered<String> {
    let drafts = drafts.iter().map(|draft| draft.name.clone());
    let versions = schemes::all(tx).await.or_fault()?.into_iter().map(|version| version.name);
    let taken: HashSet<String> = drafts.chain(versions).collect();
    let mut names = (1..).map(|n: u32| format!("own-{n}"));
    names.find(|name| !taken.contains(name)).ok_or(Refusal::Unavailable)
}

/// A draft as it is stored: it may be broken in its structure, but it is a scheme.
pub(super) fn stored(draft: &SchemeDraft) -> Answered<Scheme> {
    serde_json::from_str(&draft.document).or_fault()
}

fn read_file(text: &str) -> Answered<Scheme> {
    Scheme::read(text).map_err(|error| {
        let reason = format!("方案文件没有载入。位置：{}；原因：{}", error.place, error.reason);
        Refusal::invalid("file", reason)
    })
}

/// A scheme beyond what can be worked with; the limit and the place are named.
pub(super) fn too_large(error: &ReadError) -> Refusal {
    Refusal::invalid("draft", error.told())
}
