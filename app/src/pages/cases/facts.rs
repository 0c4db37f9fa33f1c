use contract::case::Layer;
use contract::fact::{Fact, FactForm, FactLine, FactsPage, TEXT_LIMIT, TITLE_LIMIT, Touch};
use domain::scoring::Penalised;
use leptos::either::Either;
use leptos::prelude::*;

use crate::pages::parts::{empty, refused};
use crate::ui::{Ask, Field, FileChip, StateTag};

/// 事实登记 of a case. `typed`: what was refused.
pub fn facts(page: FactsPage, sentence: Option<String>, typed: Option<FactForm>) -> impl IntoView {
    let case = format!("{}/cases/{}", page.base, page.case);
    let action = match page.registers {
        Some(Layer::Review) => format!("{case}/facts/review"),
        _ => format!("{case}/facts"),
    };
    let once = page.one_fact_once.then_some("一案一扣：同一事实被几条细则引用时，只在扣分最多的一条扣分。");
    let nothing = page.facts.is_empty().then(|| {
        empty(if page.registers.is_some() {
            "还没有登记事实。先在下面登记，再到有关细则中引用。"
        } else {
            "还没有登记事实。"
        })
    });
    // What was refused goes on top of what is there now; what is gone can be registered anew.
    let of = |fact: &Fact| {
        let typed = typed.clone().filter(|typed| typed.fact == fact.id);
        typed.map(|typed| FactForm { based_on: fact.revision, ..typed })
    };
    let lines = page.facts.iter().map(|one| line(one, &page, &case, &action, of(&one.fact))).collect_view();
    let new = typed.clone().filter(|typed| page.facts.iter().all(|line| line.fact.id != typed.fact));
    let new = new.map(|typed| FactForm { fact: page.next, based_on: 0, remove: String::new(), ..typed });
    let register = page.registers.map(|_| {
        view! {
            <section class="sheet">
                <h2>"登记新的事实"</h2>
                {form(&action, "new", new.unwrap_or_else(|| FactForm::blank(page.next)), false)}
            </section>
        }
    });
    view! {
        <p class="eyebrow"><a href=case.clone()>"本次申报"</a>{format!("　{}　{}", page.period, page.unit)}</p>
        <h1>"事实登记"" "<StateTag state=page.state/></h1>
        {refused(sentence)}
        <p class="small muted">"同一件事只登记一次，可以在几条细则中引用。"{once}</p>
        {nothing}
        {lines}
        {register}
    }
}

fn line(
    line: &FactLine,
    page: &FactsPage,
    case: &str,
    action: &str,
    typed: Option<FactForm>,
) -> impl IntoView + use<> {
    let fact = &line.fact;
    let by = match fact.layer {
        Layer::Own => format!("{}（单位）登记", fact.by),
        Layer::Review => format!("{}（考核）登记", fact.by),
    };
    let basis =
        (!fact.basis.is_empty()).then(|| view! { <p class="small">{format!("依据：{}", fact.basis)}</p> });
    let counts = line.counts.as_ref().map(|counts| {
        let on = if page.counted_on == Layer::Own { "自评" } else { "考核" };
        let for_now = if counts.is_final { "计入" } else { "暂计入" };
        let Penalised { criterion, points, .. } = counts;
        let why = if line.touches.len() > 1 { "按一案一扣，" } else { "" };
        view! { <p class="small">{format!("{why}{on}{for_now}第{criterion}条，单独计算应扣{points}分。")}</p> }
    });
    let files = files(line, action, &page.base);
    let changing = line.open.then(|| {
        let refused = typed.is_some();
        let shown = typed.unwrap_or_else(|| FactForm::of_fact(fact));
        view! {
            <details class="noprint" open=refused>
                <summary>{if line.touches.is_empty() { "修改或删去" } else { "修改" }}</summary>
                {form(action, &fact.id.to_string(), shown, line.touches.is_empty())}
            </details>
        }
    });
    view! {
        <section class="sheet fact-line">
            <h2>{fact.label()}</h2>
            {basis}
            {files}
            {touches(&line.touches, case, page.watches)}
            {counts}
            <p class="small muted">{by}</p>
            {changing}
        </section>
    }
}

/// What shows a fact: its files, and a form for one more.
fn files(line: &FactLine, action: &str, base: &str) -> impl IntoView + use<> {
    let fact = line.fact.id;
    // `…/facts`, or `…/facts/review` for the reviewers.
    let (register, review) = match action.strip_suffix("/review") {
        Some(register) => (register.to_owned(), "/review"),
        None => (action.to_owned(), ""),
    };
    let address = format!("{register}/{fact}/files");
    let rows = line
        .files
        .iter()
        .map(|file| {
            let href = format!("{base}/files/{}", file.file);
            let dated = if file.dated.is_empty() { String::new() } else { format!("{} · ", file.dated) };
            let about = format!("{dated}{} · {}", file.kind.to_uppercase(), file.size_label());
            let remove = line.open.then(|| {
                let action = format!("{address}/{}/remove{review}", file.id);
                view! {
                    <Ask act="移除" whose=format!("“{}”", file.title) action=action quiet=true
                        follows="移除后这份材料不再作为这件事实的证明；需要时可以重新上传。"/>
                }
            });
            view! {
                <FileChip href=href title=file.title.clone() file_name=file.file_name.clone() about=about>{remove}</FileChip>
            }
        })
        .collect_view();
    let any = !line.files.is_empty();
    let add = line.open.then(|| {
        let id = |name: &str| format!("{name}-{fact}");
        let name = id("file");
        view! {
            <details class="add noprint">
                <summary>"＋ 添加佐证材料"</summary>
                <form method="post" action=format!("{address}{review}") enctype="multipart/form-data">
                    <p class="field">
                        <label for=name.clone()>"文件（PDF、JPG、PNG、DOCX、XLSX，不超过20MB）"</label>
                        <input type="file" id=name.clone() name="file" accept=".pdf,.jpg,.jpeg,.png,.docx,.xlsx" required=true/>
                    </p>
                    <Field name="title" id=id("file-title") label="材料名称（不填则用文件名）" most=100/>
                    <Field name="dated" id=id("file-dated") label="材料日期" kind="date"/>
                    <p><button class="btn" type="submit">"上传"</button></p>
                </form>
            </details>
        }
    });
    view! {
        {any.then(|| view! { <ul class="files" aria-label="佐证材料">{rows}</ul> })}
        {add}
    }
}

/// The criteria that name a fact.
fn touches(touches: &[Touch], case: &str, watches: bool) -> impl IntoView + use<> {
    if touches.is_empty() {
        return view! { <p class="small muted">"还没有细则引用。"</p> }.into_any();
    }
    let links = touches
        .iter()
        .map(|touch| {
            let (page, word) = match touch.layer {
                Layer::Own => ("fill", "自评"),
                Layer::Review => ("review", "考核"),
            };
            let told = format!("第{}条　{}", touch.criterion, touch.title);
            let told = if touch.layer == Layer::Own || watches {
                let href = format!("{case}/{page}/{}#c-{}", touch.section + 1, touch.criterion);
                Either::Left(view! { <a href=href>{told}</a> })
            } else {
                Either::Right(told)
            };
            view! { <li>{told}{format!("（{word}）")}</li> }
        })
        .collect_view();
    view! { <p class="small">"引用的细则："</p><ul class="plain small">{links}</ul> }.into_any()
}

fn form(action: &str, key: &str, form: FactForm, removable: bool) -> impl IntoView + use<> {
    let id = |name: &str| format!("{name}-{key}");
    let remove = removable
        .then(|| view! { " "<button class="btn" type="submit" name="remove" value="yes" formnovalidate=true>"删去"</button> });
    view! {
        <form class="fact-form" method="post" action=action.to_owned()>
            <input type="hidden" name="fact" value=form.fact.to_string()/>
            <input type="hidden" name="based_on" value=form.based_on.to_string()/>
            <Field name="title" id=id("title") label="事由" value=form.title hint="一句话说清，如：某科违规接待" most=TITLE_LIMIT required=true wide=true/>
            <Field name="date" id=id("date") label="发生日期" kind="date" value=form.date/>
            <Field name="who" id=id("who") label="涉及人员（可不填）" value=form.who most=TEXT_LIMIT/>
            <Field name="basis" id=id("basis") label="依据（可不填）" value=form.basis hint="能证明这件事的文书或材料，写名称和文号" most=TEXT_LIMIT wide=true/>
            <p><button class="btn primary" type="submit">{if form.based_on == 0 { "登记" } else { "保存" }}</button>{remove}</p>
        </form>
    }
}
