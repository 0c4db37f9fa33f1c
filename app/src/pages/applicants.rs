//! 推荐个人和家庭: whom a unit puts forward in a period.

use contract::applicant::{
    ApplicantLine, ApplicantsPage, Award, HeadcountsPage, Nominate, SayHeadcount, Stated, UnitApplicants,
};
use domain::scheme::WhoIsJudged;
use domain::workflow::CaseState;
use leptos::prelude::*;

use crate::pages::parts::refused;
use crate::ui::table::{self, Cell, act, lead, text};
use crate::ui::{Ask, Empty, Field, StateTag};

/// What was typed and refused.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub nominate: Nominate,
    pub headcount: SayHeadcount,
}

/// Whom the reader's units put forward, with a form for each thing they may apply for.
pub fn applicants(page: ApplicantsPage, typed: Typed, sentence: Option<String>) -> impl IntoView {
    let heading = page.heading();
    let ApplicantsPage { base, period, title, until, open, judges, units } = page;
    let at = format!("{base}/periods/{period}");
    let state =
        if open { format!("自评{until}") } else { "周期已结束，不能再改动推荐".to_owned() };
    let nothing = units.is_empty().then(|| {
        let text = match judges {
            true => "本单位没有参加这一周期，或者推荐由本单位经办人办理。",
            false => "这一周期的方案只考评单位，没有需要推荐的个人或家庭。",
        };
        view! { <section class="sheet"><Empty text=text/></section> }
    });
    let told = (!units.is_empty()).then(|| {
        view! { <p class="muted">"推荐后各有一份评分细则，由本单位经办人填报、负责人签署，与单位自身的申报分别考评。"</p> }
    });
    let units = units.into_iter().map(|one| unit(&base, &at, one, &typed, open)).collect_view();
    view! {
        <p class="eyebrow">{format!("{title}　{state}")}</p>
        <h1>{heading}</h1>
        {told}
        {refused(sentence)}
        {nothing}
        {units}
    }
}

fn unit(base: &str, at: &str, unit: UnitApplicants, typed: &Typed, open: bool) -> impl IntoView + use<> {
    let id = unit.unit.to_string();
    let people = unit.asks_headcount.then(|| headcount(at, &unit, typed, open));
    let awards =
        unit.awards.into_iter().map(|one| award(base, at, &id, one, (&typed.nominate, open))).collect_view();
    view! {
        <h2 class="over">{unit.name}</h2>
        {people}
        {awards}
    }
}

/// 单位总人数: what it is, and the form that says it.
fn headcount(at: &str, unit: &UnitApplicants, typed: &Typed, open: bool) -> impl IntoView + use<> {
    let id = unit.unit.to_string();
    let typed = (typed.headcount.unit == id).then(|| typed.headcount.people.clone());
    let value = typed.or(unit.headcount.as_ref().map(|said| said.people.to_string())).unwrap_or_default();
    let told = unit
        .headcount
        .as_ref()
        .map(|said| {
            let confirmed = match said.confirmed {
                Some(people) if people == said.people => "，已经方案管理员核定".to_owned(),
                Some(people) => format!("，待方案管理员核定；核定前名额仍按已核定的{people}人计算"),
                None => "，待方案管理员核定，核定后才能推荐".to_owned(),
            };
            view! { <p class="small muted">{format!("{}于{}填报{}人{confirmed}。", said.by, said.on, said.people)}</p> }
        });
    let form = open.then(|| {
        let field = format!("people-{id}");
        view! {
            <form class="join" method="post" action=format!("{at}/headcount")>
                <input type="hidden" name="unit" value=id.clone()/>
                <label for=field.clone()>"单位总人数"</label>
                <input type="text" id=field name="people" value=value.clone() inputmode="numeric" autocomplete="off" required=true/>
                <button class="btn" type="submit">"保存人数"</button>
            </form>
        }
    });
    let fixed = (!open).then(|| view! { <p>{format!("单位总人数：{value}")}</p> });
    view! { <section class="sheet">{form}{fixed}{told}</section> }
}

fn award(
    base: &str,
    at: &str,
    unit: &str,
    award: Award,
    (typed, open): (&Nominate, bool),
) -> impl IntoView + use<> {
    let family = award.judged == WhoIsJudged::Family;
    let (name, duty) = if family { ("家庭名称", "住址") } else { ("姓名", "职务或岗位") };
    let limit = (!award.limit.is_empty())
        .then(|| view! { <p class="small muted">{format!("{}。", award.limit)}</p> });
    let list = if award.applicants.is_empty() {
        let next = if award.place_left {
            "在下面填写后推荐。"
        } else {
            "先填报单位总人数，经方案管理员核定后即可推荐。"
        };
        let next = if open { next } else { "" };
        view! { <Empty text=format!("还没有推荐{}。{next}", award.judged.label())/> }.into_any()
    } else {
        let rows = award.applicants.into_iter().map(|one| line(base, one)).collect::<Vec<_>>();
        table::of([lead(name), text(duty), text("联系电话"), text("状态"), act()], rows)
    };
    let mine = typed.unit == unit && typed.unit_type == award.code;
    let typed = if mine { typed.clone() } else { Nominate::default() };
    let field = |name: &str| format!("{name}-{unit}-{}", award.code);
    let form = award.place_left.then(|| {
        let hint = if family { "怎样称呼这户家庭，例如“李家”" } else { "" };
        view! {
            <form method="post" action=format!("{at}/applicants")>
                <input type="hidden" name="unit" value=unit.to_owned()/>
                <input type="hidden" name="unit_type" value=award.code.clone()/>
                <div class="grid">
                    <Field name="name" id=field("name") label=name value=typed.name most=40 required=true hint=hint/>
                    <Field name="duty" id=field("duty") label=duty value=typed.duty most=60 required=true/>
                    <Field name="phone" id=field("phone") label="联系电话（可不填）" kind="tel" value=typed.phone most=20/>
                </div>
                <p><button class="btn primary" type="submit">{format!("推荐{}", award.judged.label())}</button></p>
            </form>
        }
    });
    view! {
        <section class="sheet">
            <h3>{award.title}</h3>
            {limit}
            {list}
            {form}
        </section>
    }
}

fn line(base: &str, one: ApplicantLine) -> [Cell; 5] {
    let case = format!("{base}/cases/{}", one.case);
    let name = one.name.clone();
    let named = if one.state == CaseState::Withdrawn {
        Cell::from(name)
    } else {
        Cell::of(view! { <a href=case.clone()>{name}</a> })
    };
    let withdraw = one.may_withdraw.then(|| {
        view! {
            <Ask act="撤回推荐" whose=format!("（{}）", one.name) action=format!("{case}/withdraw") quiet=true
                follows=format!("撤回后不再考评{}，空出的名额可推荐他人；已填内容保留，重新推荐时接着填。", one.name)/>
        }
    });
    [
        named,
        one.duty.into(),
        Cell::maybe(Some(one.phone)),
        Cell::of(view! { <StateTag state=one.state/> }),
        Cell::of(withdraw),
    ]
}

/// What the units of a period stated, for the officer to confirm.
pub fn headcounts(base: String, page: HeadcountsPage, sentence: Option<String>) -> impl IntoView {
    let HeadcountsPage { period, title, asked, lines } = page;
    let at = format!("{base}/periods/{period}/headcounts");
    let told = |one: &Stated| format!("{}人（{}，{}）", one.people, one.by, one.on);
    let rows: Vec<_> = lines
        .into_iter()
        .map(|line| {
            let confirm = line.stated.as_ref().filter(|_| line.waits).map(|stated| {
                let label = format!("核定{}总人数{}人", line.name, stated.people);
                view! {
                    <form class="join" method="post" action=at.clone()>
                        <input type="hidden" name="unit" value=line.unit.to_string()/>
                        <input type="hidden" name="people" value=stated.people.to_string()/>
                        <button class="btn" type="submit">{label}</button>
                    </form>
                }
            });
            [
                Cell::from(line.name.clone()),
                Cell::maybe(line.stated.as_ref().map(told)),
                Cell::maybe(line.confirmed.as_ref().map(told)),
                Cell::of(confirm),
            ]
        })
        .collect();
    let body = if asked {
        table::of([lead("单位"), text("填报"), text("核定"), act()], rows)
    } else {
        view! { <Empty text="这一周期的方案没有按单位总人数计算的名额。"/> }.into_any()
    };
    view! {
        <p class="eyebrow"><a href=format!("{base}/periods/{period}")>{title}</a></p>
        <h1>"核定单位总人数"</h1>
        <section class="sheet">
            {refused(sentence)}
            <p class="small muted">"名额按核定的人数计算。与实际不符的，请单位重新填报后再核定；核定过的人数在新的核定之前继续有效。"</p>
            {body}
        </section>
    }
}
