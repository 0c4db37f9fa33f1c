use contract::period::OpenPeriodPage;
use domain::scheme::Cycle;
use leptos::prelude::*;

use crate::pages::parts::{empty, field, refused};
use crate::ui::Check;

/// The form that opens a period.
pub fn open(base: String, page: OpenPeriodPage, sentence: Option<String>) -> impl IntoView + use<> {
    let OpenPeriodPage { schemes, units, unit_types, told, form } = page;
    if schemes.is_empty() {
        return view! {
            <h1>"开启周期"</h1>
            <section class="sheet">
                {empty("还没有发布创建方案，暂不能开启周期。")}
                <p><a class="btn" href=format!("{base}/schemes")>"去发布创建方案"</a></p>
            </section>
        }
        .into_any();
    }
    let kinds = Cycle::ALL
        .into_iter()
        .map(Cycle::kind)
        .map(|kind| view! { <option value=kind selected=form.kind == kind>{kind}</option> })
        .collect_view();
    let several = schemes.len() > 1;
    let (chosen, others): (Vec<_>, Vec<_>) =
        schemes.into_iter().partition(|(id, _)| id.to_string() == form.scheme);
    let others = others
        .into_iter()
        .map(|(id, title)| {
            let href = format!("{base}/periods/new?scheme={id}");
            view! { <li><a href=href>{title}</a></li> }
        })
        .collect_view();
    let others = several.then(|| {
        view! {
            <nav class="small noprint" aria-label="改按其他方案">"改按其他方案："<ul class="plain">{others}</ul></nav>
        }
    });
    let chosen = chosen.into_iter().map(|(_, title)| title).next();
    let units = units
        .into_iter()
        .map(|(id, name, kind)| {
            let id = id.to_string();
            let chosen = form.unit.contains(&id);
            let field_id = format!("unit-{id}");
            let about = format!("{name}　{kind}");
            let types = (!unit_types.is_empty()).then(|| {
                let current = form.type_of(&id).unwrap_or_default().to_owned();
                let options = unit_types.iter().map(|(code, title)| {
                    view! { <option value=format!("{id}:{code}") selected=*code == current>{title.clone()}</option> }
                });
                let label = format!("{name}的单位类型");
                view! {
                    " "
                    <select name="unit_type" aria-label=label>
                        <option value="">"请选择单位类型"</option>
                        {options.collect_view()}
                    </select>
                }
            });
            view! { <li><Check id=field_id name="unit" value=id label=about checked=chosen/>{types}</li> }
        })
        .collect_view();
    let told = told
        .into_iter()
        .map(|(code, sentence)| {
            let meant = form.meant.iter().any(|meant| meant == code);
            let label = format!("{sentence}。确认如此开启");
            view! { <p class="why"><Check id=format!("meant-{code}") name="meant" value=code label=label checked=meant/></p> }
        })
        .collect_view();
    view! {
        <h1>"开启周期"</h1>
        <section class="sheet">
            {refused(sentence)}
            <p>"创建方案："<b>{chosen}</b>"。以下填的是建议，可以改动。"</p>
            {others}
            <form method="post" action=format!("{base}/periods")>
                <input type="hidden" name="scheme" value=form.scheme.clone()/>
                <div class="grid">
                    {field("title", "周期名称", "text", form.title.clone())}
                    <p class="field"><label for="kind">"周期类型"</label><select id="kind" name="kind">{kinds}</select></p>
                    {field("starts_on", "开始日期", "date", form.starts_on.clone())}
                    {field("ends_on", "结束日期", "date", form.ends_on.clone())}
                    {field("fill_by", "自评截止日期（含当日）", "date", form.fill_by.clone())}
                    {field("review_by", "考核截止日期（含当日）", "date", form.review_by.clone())}
                </div>
                <fieldset class="plainset">
                    <legend>"参评单位"</legend>
                    <ul class="checks">{units}</ul>
                </fieldset>
                {told}
                <p class="small muted">"开启后，所选单位各得到一份评分细则，经办人即可填报。此后方案确需更正的，发布新版本后用“启用补充版”。"</p>
                <p><button class="btn primary" type="submit">"开启周期"</button></p>
            </form>
        </section>
    }
    .into_any()
}
