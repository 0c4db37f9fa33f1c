use contract::list::Page;
use contract::people::{PlaceForm, PlacePage};
use domain::ids::UnitId;
use leptos::prelude::*;

use crate::pages::parts::refused;
use crate::ui::list::{self, Told};
use crate::ui::{Ask, Check, Field};

/// One unit, department or line: its name, its place among its like, its end; a unit's departments, a line's units.
pub fn place(page: PlacePage, typed: PlaceForm, sentence: Option<String>) -> impl IntoView {
    let PlacePage {
        base,
        here,
        what,
        name,
        kind,
        kinds,
        former,
        ended,
        place,
        follows,
        of,
        departments,
        members,
        today,
    } = page;
    let up = match &of {
        Some((href, unit)) => view! { <a href=href.clone()>{unit.clone()}</a> }.into_any(),
        None => view! { <a href=format!("{base}/units")>"单位、科室与片区"</a> }.into_any(),
    };
    let title = match &kind {
        Some(kind) => format!("{what}　{kind}"),
        None => what.to_owned(),
    };
    let former = (!former.is_empty()).then(|| {
        view! { <p class="small muted">{format!("曾用名：{}", former.join("；"))}</p> }
    });
    let is_unit = kind.is_some();
    view! {
        <p class="eyebrow">{up}</p>
        <h1>{name.clone()}</h1>
        <p class="muted">{title}</p>
        {refused(sentence)}
        {ended.clone().map(|ended| view! { <p class="why">{ended}"。"</p> })}
        {former}
        {is_unit.then(|| of_unit(&here, departments))}
        {members.map(|members| of_line(&here, members))}
        <div class="two">
            <section class="sheet">
                <h2>"更名"</h2>
                <form method="post" action=format!("{here}/name")>
                    <Field name="name" label="新名称" value=if typed.name.is_empty() { name.clone() } else { typed.name.clone() } most=60 required=true/>
                    <Field name="on" label="自哪一天起使用" kind="date" value=if typed.on.is_empty() { today.clone() } else { typed.on.clone() }
                        hint="此前办结的申报、决定和公告仍用原来的名称。"/>
                    <p><button class="btn" type="submit">"更名"</button></p>
                </form>
            </section>
            <section class="sheet">
                <h2>"顺序"</h2>
                {order(&here, place)}
            </section>
        </div>
        {kind.map(|kind| retyped(&here, kind, &kinds))}
        <section class="sheet">
            <h2>{if ended.is_some() { "恢复" } else { "终止" }}</h2>
            {end(&here, what, &name, ended.is_some(), follows, &typed, today)}
        </section>
    }
}

/// What may be typed as a 单位类型, as a list one can leave.
pub(super) fn kinds_offered(kinds: &[String]) -> impl IntoView + use<> {
    let options = kinds.iter().map(|kind| view! { <option value=kind.clone()></option> }).collect_view();
    view! { <datalist id="kinds">{options}</datalist> }
}

fn retyped(here: &str, kind: String, kinds: &[String]) -> impl IntoView + use<> {
    let hint = match kinds {
        [] => "可自行填写，如：机关、学校、医院。".to_owned(),
        kinds => format!("方案中的类型：{}；也可以填写其他类型。", kinds.join("、")),
    };
    view! {
        <section class="sheet">
            <h2>"单位类型"</h2>
            <form class="join" method="post" action=format!("{here}/kind")>
                <label class="sr" for="kind">"单位类型"</label>
                <input type="text" id="kind" name="kind" list="kinds" value=kind maxlength="20" required=true/>
                {kinds_offered(kinds)}
                <button class="btn" type="submit">"保存类型"</button>
            </form>
            <p class="small muted">{hint}"正在进行的周期仍按开启时选定的类型考评。"</p>
        </section>
    }
}

fn order(here: &str, (place, of): (u32, u32)) -> impl IntoView + use<> {
    let action = format!("{here}/place");
    let step = |to: &'static str, label: &'static str, there: bool| {
        let action = action.clone();
        there.then(|| {
            view! {
                <form class="inline" method="post" action=action>
                    <input type="hidden" name="to" value=to/>
                    <button class="btn" type="submit">{label}</button>
                </form>
                " "
            }
        })
    };
    let (up, down) = (step("up", "上移一位", place > 1), step("down", "下移一位", place < of));
    view! {
        <p>{format!("现在排在第{place}位，共{of}个。")}</p>
        <p class="acts">{up}{down}</p>
        <form class="join" method="post" action=format!("{here}/place")>
            <label class="sr" for="to">"排到第几位"</label>
            <input type="text" inputmode="numeric" id="to" name="to" maxlength="6" required=true placeholder="排到第几位"/>
            <button class="btn" type="submit">"调整"</button>
        </form>
    }
}

fn end(
    here: &str,
    what: &'static str,
    name: &str,
    ended: bool,
    follows: String,
    typed: &PlaceForm,
    today: String,
) -> AnyView {
    if ended {
        return view! {
            <form method="post" action=format!("{here}/resume")>
                <p>"恢复后照常列入名单，可以参加新的周期。"</p>
                <p><button class="btn" type="submit">{format!("恢复这个{what}")}</button></p>
            </form>
        }
        .into_any();
    }
    let (on, reason) = (typed.on.clone(), typed.reason.clone());
    let open = !reason.is_empty();
    let on = if on.is_empty() { today } else { on };
    view! {
        <Ask act=format!("终止这个{what}") whose=format!("（{name}）") action=format!("{here}/end") follows=follows open=open>
            <Field name="on" id="end-on" label="最后一天" kind="date" value=on/>
            <Field name="reason" id="end-reason" label="终止事由" value=reason required=true/>
        </Ask>
    }
    .into_any()
}

fn of_unit(here: &str, departments: Vec<(String, String, bool)>) -> impl IntoView + use<> {
    let rows = departments
        .into_iter()
        .map(|(href, name, ended)| {
            let ended = ended.then_some("（已终止）");
            view! { <li><a href=href>{name}</a>{ended}</li> }
        })
        .collect_view();
    view! {
        <section class="sheet">
            <h2>"科室"</h2>
            <ul class="plain">{rows}</ul>
            <form class="join over" method="post" action=format!("{here}/departments")>
                <label class="sr" for="department">"新科室名称"</label>
                <input type="text" id="department" name="name" maxlength="60" required=true placeholder="科室名称"/>
                <button class="btn" type="submit">"增加科室"</button>
            </form>
        </section>
    }
}

fn of_line(here: &str, members: Page<(UnitId, String, bool)>) -> impl IntoView + use<> {
    let told = Told {
        search: "单位名称", count: "个单位", nothing: "还没有单位，请先增加单位。"
    };
    let action = here.to_owned();
    let list = list::paged(here, told, members, move |units| {
        let boxes = units
            .into_iter()
            .map(|(id, name, member)| {
                let id = id.to_string();
                view! {
                    <li>
                        <input type="hidden" name="shown" value=id.clone()/>
                        <Check id=format!("unit-{id}") name="unit" value=id label=name checked=member/>
                    </li>
                }
            })
            .collect_view();
        view! {
            <form method="post" action=action>
                <ul class="checks">{boxes}</ul>
                <p><button class="btn primary" type="submit">"保存本页单位"</button></p>
            </form>
        }
        .into_any()
    });
    view! {
        <section class="sheet">
            <h2>"包含的单位"</h2>
            <p class="small muted">"勾选属于这个片区的单位，逐页保存；未显示的单位不受影响。"</p>
            {list}
        </section>
    }
}
