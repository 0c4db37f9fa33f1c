//! `/ui`: every component of the kit in every state. For whoever builds pages, and for the pictures that are compared.

mod data;
mod forms;
mod score;
mod states;

use leptos::prelude::*;

/// The whole kit.
pub fn kit() -> impl IntoView {
    view! {
        <h1>"界面组件"</h1>
        <p class="muted">"每个页面都由这些组件组成；同一件事物在各处用同一个组件。本页只在演示模式中出现，内容均为虚构。"</p>
        {words()}
        {forms::buttons()}
        {forms::asking()}
        {forms::fields()}
        {forms::checklist()}
        {score::explained()}
        {states::tags()}
        {states::notices()}
        {states::saving()}
        {states::waiting()}
        {data::tables()}
        {data::lists()}
        {data::bars()}
        {data::files()}
        {data::happened()}
    }
}

/// A group of components under its name.
fn group(title: &'static str, content: impl IntoView) -> impl IntoView {
    let id = format!("kit-{title}");
    view! { <section class="sheet kit" id=id><h2>{title}</h2>{content}</section> }
}

fn words() -> impl IntoView {
    let text = "正文用黑体，标题与数字用宋体；行距宽松，标点全角，行首不出现收尾标点（如“，”“。”“）”）。\
        分数一律用等宽数字：0.5分、61.5分、100分；日期写作2026年11月21日，时间写作10:42。";
    view! {
        <section class="sheet kit" id="kit-文字">
            <h2>"文字"</h2>
            <p class="eyebrow">"眉题：2026年度　清廉机关创建"</p>
            <h3>"三级标题"</h3>
            <p>{text}</p>
            <p class="muted">"次要文字说明来龙去脉；"<a href="#main">"链接"</a>"带下划线。"</p>
            <p class="big">"61.5"" "<small>"／可得99"</small></p>
        </section>
    }
}
