//! 审计管理员: the platform's journal, and the verification of all.

use contract::ops::{PlatformEvent, VerifiedLine};
use leptos::prelude::*;

use crate::pages::parts::empty;

/// 平台留痕.
pub fn journal(events: Vec<PlatformEvent>) -> impl IntoView {
    view! {
        <h1>"审计"</h1>
        <section class="sheet">
            <h2>"核验留痕"</h2>
            <p>"重新计算平台和每个辖区的全部留痕，检查有没有被改动、删除或插入。核验不显示留痕的内容。"</p>
            <form method="post" action="/ops/journal/verify">
                <button class="btn primary" type="submit">"核验全部留痕"</button>
            </form>
        </section>
        <h2 class="over">"平台留痕"</h2>
        <section class="sheet">{table(events)}</section>
    }
}

fn table(events: Vec<PlatformEvent>) -> AnyView {
    if events.is_empty() {
        return empty("还没有记录。").into_any();
    }
    let rows = events
        .into_iter()
        .map(|event| {
            let nil = if event.detail.is_empty() { "nil" } else { "" };
            view! {
                <tr>
                    <td class="n" data-label="序号">{event.seq}</td>
                    <td class="num" data-label="时间">{event.at.zh()}</td>
                    <td data-label="办理人">{event.who}</td>
                    <td data-label="事项">{event.what}</td>
                    <td data-label="账号与理由" class=nil>{event.detail}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="cards">
            <thead>
                <tr><th class="n">"序号"</th><th>"时间"</th><th>"办理人"</th><th>"事项"</th><th>"账号与理由"</th></tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// What the verification found.
pub fn verified(lines: Vec<VerifiedLine>, at: String) -> impl IntoView {
    let broken = lines.iter().filter(|line| !line.holds).count();
    let told = if broken == 0 {
        view! { <p class="why ok" role="status">{format!("{}处留痕全部一致。", lines.len())}</p> }.into_any()
    } else {
        view! {
            <p class="why bad" role="alert">
                {format!("{broken}处留痕不一致。请立即保存现场，停止该辖区的写入，并用备份核对。")}
            </p>
        }
        .into_any()
    };
    let rows = lines
        .into_iter()
        .map(|line| {
            let (tone, word) = if line.holds { ("tag ok", "一致") } else { ("tag back", "不一致") };
            view! {
                <tr>
                    <td data-label="范围">{line.place}</td>
                    <td data-label="结果"><span class=tone>{word}</span></td>
                    <td data-label="说明">{line.told}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <p class="eyebrow"><a href="/ops/journal">"回到审计"</a></p>
        <h1>"核验结果"</h1>
        {told}
        <section class="sheet">
            <table class="cards">
                <thead><tr><th>"范围"</th><th>"结果"</th><th>"说明"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="small muted">{format!("核验时间：{at}。本次核验已记入平台留痕。")}</p>
        </section>
    }
}
