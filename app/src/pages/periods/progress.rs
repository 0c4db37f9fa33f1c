use contract::applicant::QuotaLine;
use contract::period::{CaseLine, ChangeLine, ItemLine, PeriodLine, Progress};
use domain::dimensions::Dimension;
use domain::ids::CaseId;
use domain::points::Points;
use domain::workflow::CaseState;
use leptos::prelude::*;

use crate::pages::parts::empty;
use crate::ui::list::{self, Told};
use crate::ui::table::{self, Cell, day, lead, number, text};
use crate::ui::{Bar, Notice, StateTag, Tag, Tone};

/// The tenant's dashboard of one period.
pub fn progress(base: String, page: Progress) -> impl IntoView {
    let Progress {
        line,
        until,
        achievable,
        counts,
        cases,
        found,
        distribution,
        weakest,
        dimensions,
        from_review,
        may_decide,
        may_publish,
        may_rank,
        may_change,
        changes,
        left,
        awaiting,
        may_supplement,
        may_assign,
        nominations,
        targets,
    } = page;
    let about = about(&until, achievable, &cases);
    let source = if from_review { "按考核得分" } else { "按已提交单位的自评" };
    let decision = format!("{base}/periods/{}/decision", line.id);
    let supplement = format!("{base}/periods/{}/supplement", line.id);
    let change = format!("{base}/periods/{}/change", line.id);
    let cancelled = line.cancelled.then(|| view! { " "<Tag text="已取消" tone="back"/> });
    let decidable = line.reviewed > line.decided;
    view! {
        <p class="eyebrow">{format!("{}　{}", line.scheme, line.span)}</p>
        <h1>{line.title.clone()}{cancelled}</h1>
        <p class="muted">{about}</p>
        {changed(&base, changes, left)}
        {reaching(awaiting, line.units)}
        {kpis(&line)}
        <p class="noprint">
            {may_rank.then(|| view! {
                <a class=if may_decide && decidable { "btn primary" } else { "btn" } href=decision>
                    {if may_decide && decidable { "集体研究决定" } else { "排名与决定" }}
                </a>
            })}
            {may_assign.then(|| view! { " "<a class="btn" href=format!("{base}/periods/{}/assign", line.id)>"分派考核"</a> })}
            {may_supplement.then(|| view! { " "<a class="btn" href=supplement>"启用补充版"</a> })}
            {may_change.then(|| view! { " "<a class="btn" href=change>"调整周期"</a> })}
            {may_publish.then(|| view! { <span class="small muted">"　决定形成后，从待办中公布结果。"</span> })}
        </p>
        <section class="sheet">
            <h2>"各单位进度"</h2>
            {list::paged(&format!("{base}/periods/{}", line.id), TOLD, cases, |cases| units(&base, cases))}
        </section>
        {places(nominations)}
        {super::targets::reached(targets)}
        {found_in_words(&found)}
        {counts.then(|| view! {
        <div class="two">
            <section class="sheet">
                <h2>"得分率分布"<span class="small muted">{format!("　{source}")}</span></h2>
                {bands(distribution)}
                <h2 class="over">"各维度得分率"</h2>
                {rates(dimensions)}
            </section>
            <section class="sheet">
                <h2>"薄弱项目"<span class="small muted">{format!("　{source}，得分率由低到高")}</span></h2>
                {weak(weakest)}
            </section>
        </div>
        })}
    }
}

/// What was changed about the period, the newest first, and who left it.
fn changed(
    base: &str,
    changes: Vec<ChangeLine>,
    left: Vec<(CaseId, String)>,
) -> Option<impl IntoView + use<>> {
    const SHOWN: usize = 20;
    let more = changes.len().saturating_sub(SHOWN);
    let more = (more > 0).then(|| view! { <li class="muted">{format!("更早的{more}次调整见留痕")}</li> });
    let any = !changes.is_empty();
    let lines = changes.into_iter().take(SHOWN).map(|change| view! { <li>{change.sentence()}</li> });
    let lines = lines.collect_view();
    let gone = (!left.is_empty()).then(|| {
        let links = left
            .into_iter()
            .map(|(case, name)| view! { <li><a href=format!("{base}/cases/{case}")>{name}</a></li> })
            .collect_view();
        view! { <p class="small muted">"已退出，所填内容可查："</p> <ul class="plain small">{links}</ul> }
    });
    any.then(|| {
        view! {
            <section class="sheet">
                <h2>"周期调整"</h2>
                <ul class="plain small">{lines}{more}</ul>
                {gone}
            </section>
        }
    })
}

/// How far a supplementary version that was put in force has reached the cases.
fn reaching(awaiting: u32, of: u32) -> Option<impl IntoView> {
    let told = format!(
        "补充版正在逐份启用：共{of}份申报，还有{awaiting}份待启用。这期间各单位照常填报，办理哪一份，哪一份先启用。稍后刷新本页查看进展。"
    );
    (awaiting > 0).then(|| view! { <Notice tone=Tone::Told>{told}</Notice> })
}

/// 申报名额: what each unit may put forward, and has.
fn places(nominations: Vec<QuotaLine>) -> Option<impl IntoView + use<>> {
    let any = !nominations.is_empty();
    let rows = nominations.into_iter().map(|line| {
        [
            line.unit.into(),
            line.award.into(),
            Cell::maybe(line.people.map(|people| people.to_string())),
            Cell::maybe(line.confirmed.map(|people| people.to_string())),
            Cell::maybe(line.places.map(|places| places.to_string())),
            line.used.into(),
        ]
    });
    let head = [
        lead("单位"),
        text("类别"),
        number("单位总人数"),
        number("核定人数"),
        number("申报名额"),
        number("已推荐"),
    ];
    let table = table::of(head, rows);
    any.then(|| view! { <section class="sheet"><h2>"申报名额"</h2>{table}</section> })
}

/// What was found, unit by unit, where nothing is counted in points.
fn found_in_words(found: &[(String, String)]) -> Option<impl IntoView + use<>> {
    let rows = found.iter().map(|(unit, told)| [unit.clone().into(), Cell::from(told.clone())]);
    let table = table::of([lead("单位"), text("考评情况")], rows);
    (!found.is_empty()).then(|| view! { <section class="sheet"><h2>"考评情况"</h2>{table}</section> })
}

/// The deadline, and what the rubric is, where all units have the same.
fn about(until: &str, achievable: Points, cases: &[CaseLine]) -> String {
    let asked = cases.first().map_or(0, |case| case.asked);
    let rubric = match achievable {
        _ if cases.iter().any(|case| case.asked != asked) => "各单位按单位类型考评".to_owned(),
        Points::ZERO => format!("{asked}条细则"),
        achievable => format!("可得{achievable}分，{asked}条细则"),
    };
    [until, &rubric].into_iter().filter(|told| !told.is_empty()).collect::<Vec<_>>().join("；")
}

fn kpis(line: &PeriodLine) -> impl IntoView + use<> {
    let share = |n: u32| {
        let percent = (n * 100).checked_div(line.units).unwrap_or(0);
        format!("{percent}%")
    };
    let of = if line.applicants > 0 { "参评单位、个人和家庭" } else { "参评单位" };
    let cell = |label: &'static str, n: u32| {
        view! { <div><span class="eyebrow">{label}</span><b>{n}</b><span class="small muted">{share(n)}</span></div> }
    };
    view! {
        <div class="kpis">
            <div><span class="eyebrow">{of}</span><b>{line.units}</b></div>
            {cell("已提交", line.submitted)}
            {cell("已办结考核", line.reviewed)}
            {cell("已审定", line.decided)}
            {cell("已公布", line.published)}
        </div>
    }
}

const TOLD: Told =
    Told {
        search: "单位名称", count: "份申报", nothing: "您负责的范围内没有单位参加这一周期。"
    };

fn units(base: &str, cases: Vec<CaseLine>) -> AnyView {
    let head = [
        lead("单位"),
        text("状态"),
        text("进度"),
        day("提交时间"),
        number("自评"),
        number("考核"),
        number("差异"),
    ];
    let rows = cases.into_iter().map(|case| unit(base, case)).collect::<Vec<_>>();
    table::of(head, rows)
}

fn unit(base: &str, case: CaseLine) -> [Cell; 7] {
    let href = match case.state {
        CaseState::Reviewing | CaseState::Returned if case.may_review => {
            format!("{base}/cases/{}/review/1", case.case)
        }
        _ => format!("{base}/cases/{}", case.case),
    };
    let (done, word) = match case.state {
        CaseState::Draft | CaseState::Signing => (case.answered, "已填"),
        _ => (case.reviewed, "已打分"),
    };
    let percent = i64::from(done) * 100 / i64::from(case.asked.max(1));
    let told = format!("{word}{done}／{}", case.asked);
    let figure =
        |points: Option<Points>, seen: bool| points.filter(|_| seen).map(|points| points.to_string());
    let reviewed = case.state >= CaseState::Reviewed;
    let gap = match (case.own, case.review) {
        (Some(own), Some(review)) if reviewed => review.checked_sub(own).map(signed),
        _ => None,
    };
    let state = view! {
        <span>
            <StateTag state=case.state/>
            {(case.returned > 0).then(|| format!(" {}项", case.returned))}
            {(case.late > 0).then(|| view! { " "<Tag text=format!("逾期{}个工作日", case.late) tone="back"/> })}
        </span>
    };
    [
        match case.may_open {
            true => Cell::of(view! { <a href=href>{case.unit}</a> }),
            false => Cell::from(case.unit),
        },
        Cell::of(state),
        Cell::of(view! { <span class="withbar"><Bar percent=percent label=told.clone()/>{told}</span> }),
        Cell::maybe(Some(case.submitted)),
        Cell::maybe(figure(case.own, case.state.submitted())),
        Cell::maybe(figure(case.review, reviewed)),
        Cell::maybe(gap),
    ]
}

/// “−1.5”, “＋0.5”, “0”.
fn signed(points: Points) -> String {
    if points > Points::ZERO {
        format!("＋{points}")
    } else if points < Points::ZERO {
        format!("−{}", -points)
    } else {
        "0".to_owned()
    }
}

fn bands(distribution: Vec<(String, u32)>) -> impl IntoView {
    let most = distribution.iter().map(|(_, n)| *n).max().unwrap_or(0).max(1);
    let rows = distribution
        .into_iter()
        .map(|(band, n)| {
            let percent = i64::from(n) * 100 / i64::from(most);
            let label = format!("{band}：{n}个单位");
            view! {
                <div class="row"><span>{band}</span><Bar percent=percent label=label tone="indigo"/><span class="num">{n}</span></div>
            }
        })
        .collect_view();
    view! { {rows} }
}

fn rates(dimensions: Vec<(Dimension, Option<Points>)>) -> impl IntoView {
    let rows = dimensions
        .into_iter()
        .map(|(dimension, rate)| {
            let label = dimension.label();
            match rate {
                Some(rate) => {
                    let percent = rate.percent();
                    let whole = percent.split(['.', '%']).next().and_then(|n| n.parse().ok()).unwrap_or(0_i64);
                    view! {
                        <div class="row"><span>{label}</span><Bar percent=whole label=format!("{label}：{percent}") tone="indigo"/><span class="num">{percent.clone()}</span></div>
                    }
                    .into_any()
                }
                None => view! { <div class="row"><span>{label}</span><span class="muted small">"无此项或尚无数据"</span></div> }
                    .into_any(),
            }
        })
        .collect_view();
    view! { {rows} }
}

fn weak(mut items: Vec<ItemLine>) -> AnyView {
    if items.is_empty() {
        return empty("还没有单位提交，提交后显示各项目的得分率。").into_any();
    }
    items.retain(|item| item.rate < Points::from_int(1));
    if items.is_empty() {
        return empty("各项目都得满分，没有薄弱项目。").into_any();
    }
    let head = [lead("项目"), number("满分"), number("自评均分"), number("考核均分"), number("得分率")];
    let rows = items.into_iter().take(8).map(|item| {
        [
            format!("{}. {}", item.no, item.title).into(),
            item.points.to_string().into(),
            item.own.to_string().into(),
            Cell::maybe(item.review.map(|points| points.to_string())),
            item.rate.percent().into(),
        ]
    });
    table::of(head, rows)
}
