//! The masthead of a tenant's staff pages.

use contract::frame::{Frame, NavLink};
use domain::policy::Act;
use store::{Tx, units};

use super::Entered;
use crate::{Answered, House, OrFault};

impl House {
    /// Who is in, and where their posts let them go.
    pub async fn frame(&self, at: &Entered) -> Answered<Frame> {
        let tx = self.store().read(at.id()).await.or_fault()?;
        let waiting = self.how_many_wait(&tx, at).await?;
        let base = at.base();
        let does = |act| at.member.ever_does(act);
        let mut nav = vec![NavLink { href: base.clone(), label: "待办", waiting }];
        let mut link = |allowed: bool, path: &str, label| {
            if allowed {
                nav.push(NavLink { href: format!("{base}{path}"), label, waiting: 0 });
            }
        };
        let whole_tenant = does(Act::ViewProgress);
        link(whole_tenant, "/periods", "周期与进度");
        let belongs = !at.member.own_units().is_empty();
        link((belongs || !whole_tenant) && does(Act::ViewCase), "/cases", "本单位申报");
        link(does(Act::ReadScheme), "/schemes", "创建方案");
        link(does(Act::ManagePeople), "/people", "单位与人员");
        link(does(Act::ManagePeople), "/account-rules", "账号安全");
        link(does(Act::ViewJournal), "/journal", "留痕");
        link(does(Act::ViewSubordinates), "/oversight", "辖区总览");
        Ok(Frame {
            code: at.tenant.code.to_string(),
            tenant: at.tenant.name.clone(),
            person: at.member.name.clone(),
            posts: place_of(&tx, at).await?,
            today: self.edge().now().day().to_string(),
            nav,
        })
    }
}

/// “城市管理局·单位经办人”; of several units the first in the order of lists, and how many they are.
async fn place_of(tx: &Tx, at: &Entered) -> Answered<String> {
    let own = at.member.own_units();
    let posts = at.member.posts();
    if own.is_empty() {
        return Ok(posts);
    }
    let names: Vec<_> = units::by_ids(tx, &own).await.or_fault()?.into_iter().map(|unit| unit.name).collect();
    Ok(match names.as_slice() {
        [] => posts,
        [only] => format!("{only}·{posts}"),
        [first, ..] => format!("{first}等{}个单位·{posts}", names.len()),
    })
}
