use contract::case::{CasePage, Evidence, Missing, ResultLine, Returned, SourceLine, Supplemented};
use domain::points::Points;
use domain::scheme::Scheme;
use domain::workflow::CaseState;
use leptos::either::Either;
use leptos::prelude::*;

use super::sheet::{Words, between, sheet};
use crate::pages::journal::time_line;
use crate::pages::parts::refused;
use crate::ui::{Ask, Check, Field, FileChip, Signatures, StateTag, TextArea};

/// A message that was typed for a step, by the last part of the step's address.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub step: &'static str,
    pub message: String,
}

impl Typed {
    fn of(&self, step: &str) -> String {
        if self.step == step { self.message.clone() } else { String::new() }
    }
}

/// One case: where it is, what comes next, the explained sheet, the time line. `typed`: the message of a step that was
/// refused.
pub fn case(page: CasePage, sentence: Option<String>, typed: Typed) -> impl IntoView {
    let at = format!("{}/cases/{}", page.base, page.case);
    let next = next(&page, &at, &typed);
    let own = page.own.as_ref();
    let head = match (&page.result, &page.review, own) {
        (Some(result), ..) => Some((format!("{}", result.score), format!("／可得{}", result.achievable))),
        (None, Some(review), _) if page.state >= CaseState::Reviewed => {
            Some((review.score.to_string(), format!("／可得{}", review.achievable)))
        }
        (None, _, Some(own)) if own.answered > 0 && own.complete() => {
            Some((own.score.to_string(), format!("／可得{}（自评）", own.achievable)))
        }
        (None, _, Some(own)) if own.answered > 0 => {
            let told = format!("／可得{}（自评，已填{}／{}条）", own.achievable, own.answered, own.asked);
            Some((between(own.range), told))
        }
        _ => None,
    };
    let counts = own.is_none_or(|own| own.achievable > Points::ZERO);
    let score =
        head.filter(|_| counts).map(|(score, of)| view! { <p class="big">{score}" "<small>{of}</small></p> });
    // What the reader's latest sheet comes to beside points.
    let latest = page.review.as_ref().filter(|_| page.state >= CaseState::Reviewed).or(own);
    let found =
        latest.and_then(|sheet| sheet.reached.as_ref()).map(|reached| reached.told()).unwrap_or_default();
    let found = found.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
    let returns = page.returns.iter().map(|back| returned(back, &page.scheme, &at)).collect_view();
    let changes = page.changes.iter().map(|told| view! { <p class="why info">{told.clone()}"。"</p> });
    let changes = changes.collect_view();
    let supplements = page.supplements.iter().map(supplemented).collect_view();
    let words = Words { said: &page.said, reasons: &page.reasons };
    let table = own.map(|own| sheet(&page.scheme, own, page.review.as_ref(), words));
    let files = page.evidence;
    let set_aside = (!page.set_aside.is_empty()).then(|| set_aside(&page.base, &page.set_aside));
    let reviewer = (!page.reviewer.is_empty())
        .then(|| view! { <p class="small muted">{format!("考核人员：{}", page.reviewer)}</p> });
    let name = if counts { "得分表" } else { "考评表" };
    view! {
        <div class="printonly paperhead">
            <p class="title">{format!("{}　{name}", page.scheme.title)}</p>
            <p>{format!("单位：{}　　周期：{}", page.unit, page.period)}</p>
        </div>
        <p class="eyebrow noprint">{format!("{}　{}", page.period, page.until)}</p>
        <h1 class="case">{page.unit.clone()}" "<StateTag state=page.state/></h1>
        <div class="summary">
            <section class="sheet">{score}{page.result.clone().map(result)}{found}{page.open_to.then(|| view! { <p class="small muted">{format!("佐证材料{files}份")}</p> })}</section>
            <section class="sheet next">{refused(sentence)}{next}{reviewer}</section>
        </div>
        {changes}
        {returns}
        {(!page.sources.is_empty()).then(|| sources(&page.sources, page.may.score.then(|| at.clone())))}
        {supplements}
        {table.map(|table| view! {
            <h2 class="over">{name}</h2>
            <section class="sheet">{table}</section>
            <Signatures/>
        })}
        {set_aside}
        {(!page.time_line.is_empty()).then(|| view! {
            <h2 class="over course">"办理过程"</h2>
            <section class="sheet">{time_line(page.time_line)}</section>
        })}
    }
}

/// What hung on criteria that a supplementary version took out: it does not count, and is not lost.
fn set_aside(base: &str, files: &[Evidence]) -> impl IntoView + use<> {
    let files = files.iter().map(|file| {
        let href = format!("{base}/files/{}", file.file);
        let about =
            format!("原第{}条 · {} · {}", file.criterion, file.kind.to_uppercase(), file.size_label());
        view! { <FileChip href=href title=file.title.clone() file_name=file.file_name.clone() about=about/> }
    });
    let files = files.collect_view();
    view! {
        <h2 class="over">"取消的细则下的佐证材料"</h2>
        <section class="sheet">
            <p class="small muted">"补充版取消了这些材料所在的细则。材料照旧保存，可以下载后挂到其他细则。"</p>
            <ul class="files">{files}</ul>
        </section>
    }
}

/// 其他来源: what weighs beside the rubric. `at`: the case, if the reader enters it.
fn sources(sources: &[SourceLine], at: Option<String>) -> impl IntoView + use<> {
    let heading = |line: &SourceLine| format!("{}（权重{}%，满分{}）", line.title, line.weight, line.full);
    let Some(at) = at else {
        let lines = sources.iter().map(|line| {
            let value = match (line.value.as_str(), line.own) {
                ("", true) => "尚未填完".to_owned(),
                ("", false) => "尚未登记".to_owned(),
                (value, _) => format!("{value}分"),
            };
            view! { <li>{format!("{}：{value}", heading(line))}</li> }
        });
        let lines = lines.collect_view();
        return Either::Left(Either::Left(
            view! { <section class="sheet"><h2>"其他来源得分"</h2><ul class="plain">{lines}</ul></section> },
        ));
    };
    let (own, others): (Vec<_>, Vec<_>) = sources.iter().partition(|line| line.own);
    let own = own.into_iter().map(|line| {
        let value =
            if line.value.is_empty() { "尚未填完".to_owned() } else { format!("{}分", line.value) };
        view! { <p>{format!("{}：{value}，取自单位自评", heading(line))}</p> }
    });
    let own = own.collect_view();
    if others.is_empty() {
        return Either::Left(Either::Right(
            view! { <section class="sheet"><h2>"其他来源得分"</h2>{own}</section> },
        ));
    }
    let fields = others.into_iter().map(|line| {
        let name = format!("source.{}", line.id);
        view! { <Field id=name.clone() name=name label=heading(line) value=line.value.clone()/> }
    });
    Either::Right(view! {
        <section class="sheet">
            <h2>"其他来源得分"</h2>
            {own}
            <form method="post" action=format!("{at}/sources")>
                <div class="grid">{fields.collect_view()}</div>
                <p class="small muted">"由考核人员登记，计入加权总分；全部登记后才能办结。单位在结果公布后看到。"</p>
                <p><button class="btn" type="submit">"保存来源得分"</button></p>
            </form>
        </section>
    })
}

/// 补充版: since when, why, and what is different for this unit.
fn supplemented(one: &Supplemented) -> impl IntoView + use<> {
    let Supplemented { version, at, by, reason, changes } = one;
    let same = changes.is_empty().then(|| view! { <p class="small">"本单位适用的内容没有改动。"</p> });
    let changes = changes.iter().map(|text| view! { <li>{format!("{text}。")}</li> }).collect_view();
    view! {
        <section class="sheet supplement">
            <h2>{format!("补充版：{}起按第{version}版执行", at.day())}</h2>
            <p class="pre">{reason.clone()}</p>
            {same}
            <ul class="small">{changes}</ul>
            <p class="small muted">{format!("{by}启用")}</p>
        </section>
    }
}

fn result(line: ResultLine) -> impl IntoView {
    let tied = if line.tied { "（并列）" } else { "" };
    let state = if line.published { "已公布" } else { "尚未公布" };
    let rank = match line.told.as_str() {
        "" => String::new(),
        points => format!("{points}　第{}名{tied}　", line.rank),
    };
    let computed = (!line.computed.is_empty())
        .then(|| view! { <p class="small">{format!("考核结果：{}", line.computed)}</p> });
    let differs = (!line.differs.is_empty())
        .then(|| view! { <p class="small why-differs">{format!("{}。", line.differs)}</p> });
    let earlier = (!line.earlier.is_empty()).then(|| {
        view! { <p class="small muted">{format!("以前的决定：{}，已由会议更正。", line.earlier.join("；"))}</p> }
    });
    view! {
        <p>{rank}{line.outcome}</p>
        {computed}
        {differs}
        <p class="small muted">{format!("{}　{state}", line.meeting)}</p>
        {earlier}
    }
}

/// What the reader may do now.
fn next(page: &CasePage, at: &str, typed: &Typed) -> impl IntoView + use<> {
    let may = page.may;
    let layer = if may.score { "review" } else { "fill" };
    let word = if may.score { "没有打分" } else { "没有填完" };
    let second = match may {
        may if may.score => "由没有填写该分值的考核人员在该条中确认后可以办结",
        may if may.sign => "由没有填写该分值的人（您或另一名经办人）在该条中确认，再签署提交",
        may if may.hand_over => "可以先提交，由单位负责人或另一名经办人在该条中确认",
        _ => "由单位负责人或另一名经办人在该条中确认",
    };
    let open = [
        missing(&page.missing, at, layer, |n| format!("还有{n}条{word}：")),
        missing(&page.unlooked, at, layer, |n| format!("补充版改动了{n}条细则，须按新规定核对：")),
        missing(&page.unconfirmed, at, layer, |n| format!("{n}条酌情分待第二人确认，{second}：")),
        missing(&page.unproven, at, layer, |n| match may.score {
            true => format!("{n}条加分没有证明："),
            false => format!("{n}条加分还没有证明，考核时可能不予认可："),
        }),
    ];
    // What is complete and still thin, before it leaves the unit's hands.
    let thin = [
        missing(&page.unevidenced, at, layer, |n| format!("{n}条没有佐证材料：")),
        missing(&page.terse, at, layer, |n| format!("{n}条的说明没有写或过于简短：")),
    ];
    let complete = page.missing.is_empty() && page.unlooked.is_empty();
    let confirmed = page.unconfirmed.is_empty();
    let mut steps: Vec<AnyView> = Vec::new();
    if may.fill {
        let (href, word) = match &page.begins {
            Some(first) => (format!("{at}/fill/{}#c-{}", first.section + 1, first.criterion), "补正退回项目"),
            None => (format!("{at}/fill/1"), "填报自评"),
        };
        let done = complete && page.untouched.is_empty();
        steps.push(
            view! { <p><a class=if done { "btn" } else { "btn primary" } href=href>{word}</a></p> }
                .into_any(),
        );
    }
    if may.hand_over && complete {
        steps.push(hand_over(page, at, typed.of("hand-over"), thin).into_any());
    } else if may.sign {
        steps.push(view! { {thin} }.into_any());
    }
    if may.take_back {
        let hint = "撤回后可以继续修改，改好再提交；理由记入办理过程。";
        steps.push(take_back(at, ("take-back", "撤回提交", hint), typed).into_any());
    }
    if may.sign {
        steps.push(sign(at, page.revision, &typed.of("send-back"), confirmed).into_any());
    }
    if may.recall {
        let hint =
            "考核人员还没有开始考核，可以撤回签署；撤回后可以重新签署，或退回经办人修改。理由记入办理过程。";
        steps.push(take_back(at, ("recall", "撤回签署", hint), typed).into_any());
    }
    if may.score {
        steps.push(
            view! { <p><a class=if may.close && complete && confirmed { "btn" } else { "btn primary" } href=format!("{at}/review/1")>"考核打分"</a></p> }.into_any(),
        );
    }
    if may.close && complete && confirmed {
        steps.push(
            view! {
                <form method="post" action=format!("{at}/close")>
                    <input type="hidden" name="seen" value=page.revision.to_string()/>
                    <p>"全部打分完毕。办结后进入排名，等待集体研究。"</p>
                    <p><button class="btn primary" type="submit">"办结考核"</button></p>
                </form>
            }
            .into_any(),
        );
    }
    if let Some((href, name)) = page.next.clone() {
        let class = if page.state == CaseState::Reviewed { "btn primary" } else { "btn" };
        steps.push(view! { <p><a class=class href=href>{format!("下一个单位：{name}")}</a></p> }.into_any());
    }
    if may.reopen {
        steps.push(
            view! {
                <details open=!typed.of("reopen").is_empty()>
                    <summary>"重新考核"</summary>
                    <form method="post" action=format!("{at}/reopen")>
                        <label class="over" for="reopen">"理由（记入留痕）"</label>
                        <TextArea id="reopen" name="message" initial=typed.of("reopen") rows=2/>
                        <p><button class="btn" type="submit">"重新考核"</button></p>
                    </form>
                </details>
            }
            .into_any(),
        );
    }
    if may.withdraw {
        steps.push(
            view! {
                <Ask act="撤回推荐" whose="" action=format!("{at}/withdraw")
                    follows="撤回后不再考评，空出的名额可推荐他人；已填内容保留，重新推荐时接着填。"/>
            }
            .into_any(),
        );
    }
    if !(may.fill || may.hand_over || may.sign || may.score || may.close) {
        steps.insert(0, view! { <p class="muted">{waits_for(page)}</p> }.into_any());
    }
    if !page.open_to {
        let told = "单位签署提交以前，填报内容和得分只有本单位能看；签署提交后，这里会出现得分表和填报内容。";
        steps.push(view! { <p class="small muted">{told}</p> }.into_any());
        return view! { <h2>"下一步"</h2> {open} {steps} };
    }
    steps.push(
        view! { <p class="noprint"><a href=format!("{at}/{}/1", if page.watches { "review" } else { "fill" })>"查看填报内容与佐证材料"</a></p> }.into_any(),
    );
    if may.fill {
        steps
            .push(view! { <p class="noprint"><a href=format!("{at}/paper")>"打印空白表"</a></p> }.into_any());
    }
    if page.scheme.takes_facts() {
        steps.push(view! { <p class="noprint"><a href=format!("{at}/facts")>"事实登记"</a></p> }.into_any());
    }
    view! { <h2>"下一步"</h2> {open} {steps} }
}

/// 提交单位负责人: what is thin first, then the button. What came back and stands as it stood asks for a word.
fn hand_over(page: &CasePage, at: &str, typed: String, thin: [AnyView; 2]) -> impl IntoView + use<> {
    let told = match page.state {
        CaseState::Returned => "补正后提交，由单位负责人签署。",
        _ => "全部填完。提交后由单位负责人签署。",
    };
    let untouched = (!page.untouched.is_empty()).then(|| {
        let items = page.untouched.join("、");
        view! { <p class="why">{format!("第{items}项退回后没有改动。确实不需要改动的，请在附言中写明原因。")}</p> }
    });
    let is_thin = !(page.unevidenced.is_empty() && page.terse.is_empty() && page.unconfirmed.is_empty());
    let anyway = is_thin.then_some("以上各条可以照此提交，考核时可能被退回补充。");
    view! {
        {thin}
        <form method="post" action=format!("{at}/hand-over")>
            {untouched}
            <p>{told}"签署前可以撤回，负责人也可以退回修改。"{anyway}</p>
            <label class="over" for="hand-over">"附言（可不写，记入办理过程）"</label>
            <TextArea id="hand-over" name="message" initial=typed rows=2/>
            <p><button class="btn primary" type="submit">"提交单位负责人"</button></p>
        </form>
    }
}

/// 撤回提交, 撤回签署: folded, with a reason.
fn take_back(
    at: &str,
    (step, word, hint): (&'static str, &'static str, &'static str),
    typed: &Typed,
) -> impl IntoView + use<> {
    let typed = typed.of(step);
    let open = !typed.is_empty();
    view! {
        <details open=open>
            <summary>{word}</summary>
            <form method="post" action=format!("{at}/{step}")>
                <p class="small muted">{hint}</p>
                <label class="over" for=step>"理由"</label>
                <TextArea id=step name="message" initial=typed rows=2/>
                <p><button class="btn" type="submit">{word}</button></p>
            </form>
        </details>
    }
}

/// An item that was sent back: why, whether it is corrected, and what the unit changed since.
fn returned(back: &Returned, scheme: &Scheme, at: &str) -> impl IntoView + use<> {
    let state = match (back.settled, back.changed.is_empty() && !back.reply.is_empty()) {
        (true, true) => "单位说明不作改动",
        (true, false) => "单位已补正",
        (false, _) => "待单位改正",
    };
    let title = scheme.item(&back.item).map(|item| format!("“{}”", item.title)).unwrap_or_default();
    let changed = back.changed.iter().map(|one| {
        let section = scheme.section_of(&one.criterion).unwrap_or_default() + 1;
        let href = format!("{at}/fill/{section}#c-{}", one.criterion);
        let told = format!("：{}", one.told.join("；"));
        view! { <li><a href=href>{format!("第{}条", one.criterion)}</a><span class="pre">{told}</span></li> }
    });
    let changed = (!back.changed.is_empty()).then(|| {
        view! { <p class="small">"退回后单位的改动："</p><ul class="plain small">{changed.collect_view()}</ul> }
    });
    let reply = (!back.reply.is_empty())
        .then(|| view! { <p class="small pre">{format!("单位说明：{}", back.reply)}</p> });
    view! {
        <div class=if back.settled { "why" } else { "returned" }>
            <p><b>{format!("第{}项{title}　{}退回（{state}）：", back.item, back.at.day().short())}</b><span class="pre">{back.message.clone()}</span></p>
            {changed}
            {reply}
        </div>
    }
}

fn waits_for(page: &CasePage) -> &'static str {
    use domain::workflow::CaseState::*;
    match page.state {
        Withdrawn if page.left => "本单位已退出这一周期，不再填报和考核。已填内容和材料保留，可以查阅。",
        Withdrawn => "推荐已经撤回，不再考评。重新推荐后接着填报，已填内容保留。",
        Draft => "等待单位经办人填报。",
        Signing => "等待单位负责人签署提交。",
        Reviewing => "已签署提交，等待考核。",
        Returned => "有项目退回单位补正，等待单位重新提交。",
        Reviewed => "考核已办结，等待集体研究决定。",
        Decided => "已形成集体决定，等待公布。",
        Published => "结果已公布。",
    }
}

/// `confirmed`: nothing waits for a second person any more.
fn sign(at: &str, revision: i32, typed: &str, confirmed: bool) -> impl IntoView + use<> {
    let sign = confirmed.then(|| {
        view! {
            <form method="post" action=format!("{at}/sign")>
                <input type="hidden" name="seen" value=revision.to_string()/>
                <p><Check id="confirm" name="confirm" label="已审阅全部内容，对真实性负责" required=true/></p>
                <p><button class="btn primary" type="submit">"签署提交"</button></p>
            </form>
        }
    });
    view! {
        {sign}
        <details open=!typed.is_empty()>
            <summary>"退回经办人修改"</summary>
            <form method="post" action=format!("{at}/send-back")>
                <label class="over" for="back">"退回说明"</label>
                <TextArea id="back" name="message" initial=typed.to_owned() rows=2/>
                <p><button class="btn" type="submit">"退回经办人"</button></p>
            </form>
        </details>
    }
}

fn missing(missing: &[Missing], at: &str, page: &str, told: impl Fn(usize) -> String) -> AnyView {
    const SHOWN: usize = 12;
    if missing.is_empty() {
        return ().into_any();
    }
    let links = missing
        .iter()
        .take(SHOWN)
        .map(|line| {
            let href = format!("{at}/{page}/{}#c-{}", line.section + 1, line.criterion);
            view! { <li><a href=href>{format!("{}　{}", line.criterion, line.title)}</a></li> }
        })
        .collect_view();
    let more = missing.len().saturating_sub(SHOWN);
    view! {
        <p class="why">{told(missing.len())}</p>
        <ul class="plain small">{links}{(more > 0).then(|| view! { <li class="muted">{format!("另有{more}条")}</li> })}</ul>
    }
    .into_any()
}
