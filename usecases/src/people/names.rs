//! What people are called within a tenant. Names are no identities: of members whose names look alike each is told with
//! the login, wherever a name stands.

use std::collections::BTreeMap;

use domain::bearing;
use domain::ids::PersonId;
use domain::refusal::Refusal;
use store::journal::Entry;
use store::{Tx, persons};

use crate::{Answered, OrFault};

/// A person's name, by the rule of [`domain::bearing`].
pub(crate) fn persons_name(field: &str, text: &str) -> Answered<String> {
    bearing::name(text).map_err(|fault| Refusal::invalid(field, fault.reason("姓名")))
}

/// What somebody is called here.
pub(crate) async fn called(tx: &Tx, person: PersonId) -> Answered<String> {
    Ok(all_called(tx, &[person]).await?.into_iter().next().map(|(_, name)| name).unwrap_or_default())
}

/// What these are called here, in the order of the ids.
pub(crate) async fn all_called(tx: &Tx, ids: &[PersonId]) -> Answered<Vec<(PersonId, String)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut names = persons::called(tx.platform(), tx.tenant(), ids).await.or_fault()?;
    Ok(ids.iter().filter_map(|id| Some((*id, names.remove(id)?))).collect())
}

/// Entries that were signed before there was another of such a name are read with the login, too.
pub(crate) async fn tell_apart(tx: &Tx, entries: &mut [Entry]) -> Answered<()> {
    let mut people: Vec<_> = entries.iter().filter_map(|entry| entry.person).collect();
    people.sort();
    people.dedup();
    let names: BTreeMap<_, _> = all_called(tx, &people).await?.into_iter().collect();
    for entry in entries {
        if let Some(called) = entry.person.and_then(|person| names.get(&person)) {
            entry.signature = with_login(&entry.signature, called);
        }
    }
    Ok(())
}

/// “张伟·考核人员” of somebody who is called “张伟（zhang.wei）”.
fn with_login(signature: &str, called: &str) -> String {
    let bare = called.rsplit_once('（').map_or(called, |(bare, _)| bare);
    match signature.strip_prefix(bare) {
        Some(post) if post.starts_with('·') => format!("{called}{post}"),
        _ => signature.to_owned(),
    }
}

/// What is to be told when a name is given that others here bear already: “本辖区已有同名或字形相近的人员：…”.
pub(crate) async fn told_of_others(tx: &Tx, name: &str, but: Option<PersonId>) -> Answered<Option<String>> {
    let others = persons::bearers(tx.platform(), tx.tenant(), name).await.or_fault()?;
    let others: Vec<_> = others
        .iter()
        .filter(|other| Some(other.id) != but)
        .map(|other| bearing::with_login(&other.name, &other.login))
        .collect();
    Ok((!others.is_empty()).then(|| {
        format!("本辖区已有同名或字形相近的人员：{}。各处显示他们的姓名时都会带上登录名。", others.join("、"))
    }))
}

#[cfg(test)]
mod tests {
    use super::with_login;

    #[test]
    fn a_signature_is_read_with_the_login_once() {
        for (signature, called, read) in [
            ("张伟·考核人员", "张伟（zw）", "张伟（zw）·考核人员"),
            ("张伟（zw）·考核人员", "张伟（zw）", "张伟（zw）·考核人员"),
            ("张伟·考核人员", "张伟", "张伟·考核人员"),
            ("张伟（大）·考核人员", "张伟（大）", "张伟（大）·考核人员"),
            ("张伟（大）·考核人员", "张伟（大）（zw）", "张伟（大）（zw）·考核人员"),
            ("张小伟·考核人员", "张伟（zw）", "张小伟·考核人员"),
            ("系统", "张伟（zw）", "系统"),
        ] {
            assert_eq!(with_login(signature, called), read, "{signature} {called}");
        }
    }
}
