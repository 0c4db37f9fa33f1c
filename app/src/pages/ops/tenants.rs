//! 平台运维员: the tenants, and opening one.

use contract::ops::{FirstOfficerForm, OpenTenantForm, TenantLine};
use contract::people::Invited;
use domain::jurisdiction::may_stand_above;
use leptos::prelude::*;

use crate::pages::parts::{field, refused};
use crate::ui::{Ask, HandedOn};

/// All tenants, the form that opens another, and the one that invites a first officer; each form with the sentence of
/// its refusal.
pub fn tenants(
    lines: Vec<TenantLine>,
    kinds: &[&'static str],
    (form, sentence): (OpenTenantForm, Option<String>),
    (invitation, not_invited): (FirstOfficerForm, Option<String>),
    done: Option<String>,
) -> impl IntoView + use<> {
    let places = lines
        .iter()
        .map(|line| {
            let chosen = invitation.tenant == line.code;
            view! { <option value=line.code.clone() selected=chosen>{line.name.clone()}</option> }
        })
        .collect_view();
    let kinds = kinds
        .iter()
        .map(|kind| view! { <option value=*kind selected=form.kind == *kind>{*kind}</option> })
        .collect_view();
    let parents = lines
        .iter()
        .filter(|line| may_stand_above(&line.kind))
        .map(|line| {
            let chosen = form.parent == line.code;
            view! { <option value=line.code.clone() selected=chosen>{line.name.clone()}</option> }
        })
        .collect_view();
    let rows = lines.into_iter().map(row).collect_view();
    view! {
        <h1>"辖区"</h1>
        {done.map(|text| view! { <p class="why ok" role="status">{text}</p> })}
        <section class="sheet">
            <table class="cards">
                <thead>
                    <tr><th>"辖区"</th><th>"代码"</th><th>"类别"</th><th>"上级"</th><th>"开设日期"</th><th>"状态"</th><th>"办理"</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
        <h2 class="over">"开设辖区"</h2>
        <section class="sheet">
            {refused(sentence)}
            <form method="post" action="/ops/tenants">
                <div class="grid">
                    {field("name", "辖区名称", "text", form.name.clone())}
                    {field("code", "代码（用于网址，小写字母、数字、连字符）", "text", form.code.clone())}
                    <p class="field"><label for="kind">"类别"</label><select id="kind" name="kind">{kinds}</select></p>
                    <p class="field">
                        <label for="parent">"上级辖区"</label>
                        <select id="parent" name="parent"><option value="">"没有"</option>{parents}</select>
                    </p>
                </div>
                <p class="small muted">"开设后，密码按等级保护要求，管理岗位须启用动态口令；辖区的方案管理员可以另行设定。"</p>
                <p><button class="btn primary" type="submit">"开设"</button></p>
            </form>
        </section>
        <h2 class="over">"邀请方案管理员"</h2>
        <section class="sheet">
            {refused(not_invited)}
            <form method="post" action="/ops/tenants/invite">
                <div class="grid">
                    <p class="field"><label for="tenant">"在哪个辖区"</label><select id="tenant" name="tenant">{places}</select></p>
                    {field("officer", "姓名", "text", invitation.officer.clone())}
                    {field("reason", "事由（曾有方案管理员的辖区须填写）", "text", invitation.reason.clone())}
                </div>
                <p class="small muted">"只用于没有人能够办理的辖区：还没有方案管理员，或者方案管理员都已离岗、停用。此后人员由辖区的方案管理员邀请。"</p>
                <p><button class="btn" type="submit">"生成邀请链接"</button></p>
            </form>
        </section>
    }
}

/// The link, shown this one time. `address`: where people reach the service.
pub fn officer_invited(address: String, invited: Invited) -> impl IntoView {
    let Invited { path, offer, told } = invited;
    view! {
        <p class="eyebrow"><a href="/ops/tenants">"回到辖区"</a></p>
        <h1>"邀请链接已生成，尚未送出"</h1>
        <section class="sheet">
            <p>{format!("邀请{}在{}任{}，链接有效期至{}，只能使用一次。", offer.name, offer.tenant, offer.post, offer.until)}</p>
            {told.into_iter().map(|told| view! { <p class="why">{told}</p> }).collect_view()}
            <HandedOn label="一次性链接" link=format!("{address}{path}")/>
            <p class="why">"系统不会自动发送：请复制链接，当面或通过可靠渠道转交本人。平台三员不能使用它任职。"</p>
        </section>
    }
}

fn row(line: TenantLine) -> impl IntoView {
    let (tone, state) = if line.active { ("tag ok", "使用中") } else { ("tag back", "已暂停") };
    let (code, name) = (line.code.clone(), line.name.clone());
    let turn = match line.active {
        true => view! {
            <Ask act="暂停" whose=name.clone() action="/ops/tenants/suspend" quiet=true
                follows=format!("暂停后，{name}的所有人员立即不能进入，公开页面同时关闭，正在填写的内容留在各自浏览器中；数据保留，可随时恢复。")>
                <input type="hidden" name="tenant" value=code/>
            </Ask>
        }
        .into_any(),
        false => view! {
            <form class="inline" method="post" action="/ops/tenants/resume">
                <input type="hidden" name="tenant" value=code/>
                <button class="quiet" type="submit" aria-label=format!("恢复{name}")>"恢复"</button>
            </form>
        }
        .into_any(),
    };
    let parent = if line.parent.is_empty() { "nil" } else { "" };
    view! {
        <tr>
            <td data-label="辖区">{line.name}</td>
            <td data-label="代码"><code>{line.code.clone()}</code></td>
            <td data-label="类别">{line.kind}</td>
            <td data-label="上级" class=parent>{line.parent}</td>
            <td class="num" data-label="开设日期">{line.opened_at.day().to_string()}</td>
            <td data-label="状态"><span class=tone>{state}</span></td>
            <td data-label="办理">{turn}</td>
        </tr>
    }
}
