use contract::people::{LineLine, PlacesPage, UnitLine};
use leptos::prelude::*;

use super::place::kinds_offered;
use crate::pages::parts::{empty, refused};
use crate::ui::Ask;
use crate::ui::list::{self, Told};
use crate::ui::table::{self, Cell, lead, number, text};

/// 单位、科室与片区.
pub fn places(page: PlacesPage, typed: String, sentence: Option<String>) -> impl IntoView {
    let PlacesPage { base, units, kinds, lines } = page;
    let told = Told {
        search: "单位名称或类型",
        count: "个单位",
        nothing: "还没有单位。下一步：在下面增加单位，再邀请各单位人员。",
    };
    let units = list::paged(&format!("{base}/units"), told, units, |units| unit_table(&base, units));
    let lines = if lines.is_empty() {
        empty("还没有片区或行业。需要分片负责时，在下面增加。").into_any()
    } else {
        line_table(&base, lines)
    };
    view! {
        <p class="eyebrow"><a href=format!("{base}/people")>"单位与人员"</a></p>
        <h1>"单位、科室与片区"</h1>
        {refused(sentence)}
        <section class="sheet">
            <h2>"单位与科室"</h2>
            <p class="small muted">"所有名单都按这里的顺序排列；新增的单位排在最后。点开一个单位，可以改名、调整顺序、增加科室、终止。"</p>
            {units}
            <form class="join over" method="post" action=format!("{base}/units")>
                <label class="sr" for="unit">"新单位名称"</label>
                <input type="text" id="unit" name="name" value=typed maxlength="60" required=true placeholder="单位名称"/>
                <label class="sr" for="kind">"单位类型"</label>
                <input type="text" id="kind" name="kind" list="kinds" maxlength="20" required=true placeholder="单位类型，如：机关"/>
                {kinds_offered(&kinds)}
                <button class="btn primary" type="submit">"增加单位"</button>
            </form>
            <p class="small muted">{about_kinds(&kinds)}</p>
            <Ask act="按名称排列" whose="全部单位" action=format!("{base}/units/sort")
                follows="按名称重新排列全部单位（第2排在第10之前）；手工调整过的顺序不再保留。"/>
        </section>
        <section class="sheet">
            <h2>"片区与行业"</h2>
            <p class="small muted">"把若干单位归为一个片区或行业，可以交给考核人员、行业牵头部门、派驻纪检组分别负责。"</p>
            {lines}
            <form class="join over" method="post" action=format!("{base}/lines")>
                <label class="sr" for="line">"新片区或行业名称"</label>
                <input type="text" id="line" name="name" maxlength="60" required=true placeholder="片区或行业名称"/>
                <button class="btn" type="submit">"增加片区"</button>
            </form>
        </section>
    }
}

fn about_kinds(kinds: &[String]) -> String {
    match kinds {
        [] => "单位类型可自行填写，如：机关、学校、医院。".to_owned(),
        kinds => format!(
            "已发布的方案按这些类型考评：{}。填写其他类型也可以，但开启周期时须为该单位另选方案中的类型。",
            kinds.join("、")
        ),
    }
}

fn unit_table(base: &str, units: Vec<UnitLine>) -> AnyView {
    let rows = units.into_iter().map(|unit| {
        let departments =
            if unit.departments.is_empty() { "无".to_owned() } else { unit.departments.join("、") };
        [
            Cell::of(view! { <a href=format!("{base}/units/{}", unit.id)>{unit.name}</a> }),
            unit.kind.into(),
            departments.into(),
            Cell::maybe(unit.ended),
        ]
    });
    table::of([lead("单位"), text("类型"), text("科室"), text("终止")], rows)
}

fn line_table(base: &str, lines: Vec<LineLine>) -> AnyView {
    let rows = lines.into_iter().map(|line| {
        [
            Cell::of(view! { <a href=format!("{base}/lines/{}", line.id)>{line.name}</a> }),
            line.units.into(),
            Cell::maybe(line.ended),
        ]
    });
    table::of([lead("片区或行业"), number("单位"), text("终止")], rows)
}
