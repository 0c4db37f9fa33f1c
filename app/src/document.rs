//! The frame around every page, and rendering: a page is complete before its first byte is sent, so its status is
//! right and nothing depends on scripts to be placed.

use std::sync::Arc;

use contract::frame::Frame;
use contract::ops::OpsFrame;
use hydration_context::{SharedContext, SsrSharedContext};
use leptos::prelude::*;
use leptos::tachys::html::InertElement;
use serde::Deserialize;

use crate::islands::Half;

/// Addresses of the built site's files, each with its content hash.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    pub checklist: Code,
    pub studio: Code,
    pub css: String,
    /// The loader that wakes islands.
    pub wake: String,
    /// What a browser says about a field, in Chinese.
    pub forms: String,
}

/// One half of the browser's code: the script and what it loads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Code {
    pub js: String,
    pub wasm: String,
}

impl Assets {
    fn code(&self, half: Half) -> &Code {
        match half {
            Half::Checklist => &self.checklist,
            Half::Studio => &self.studio,
        }
    }
}

/// Who a page is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Masthead {
    /// Staff of a tenant.
    Staff(Frame),
    /// A tenant's public pages: code and name.
    Public(String, String),
    /// The platform's own staff.
    Ops(OpsFrame),
    /// The service itself: login, choice of tenant.
    House {
        /// The person, when somebody is logged in.
        person: Option<String>,
    },
}

/// What a page says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub title: String,
    pub masthead: Masthead,
    /// The entry of the masthead that is current, by its address.
    pub here: String,
    /// What wakes the islands of the page, if it has any.
    pub live: Option<Half>,
}

/// Renders a part of a page on its own.
pub fn fragment<V: IntoView + 'static>(content: impl FnOnce() -> V) -> String {
    owner().with(|| content().to_html())
}

/// What [`fragment`] wrote, as part of a page.
pub fn written(html: String) -> impl IntoView {
    InertElement::new(html)
}

fn owner() -> Owner {
    let shared = SsrSharedContext::new();
    shared.set_is_hydrating(false);
    Owner::new_root(Some(Arc::new(shared)))
}

/// Renders a whole document.
pub fn render<V: IntoView + 'static>(assets: &Assets, page: Page, content: impl FnOnce() -> V) -> String {
    let html = owner().with(|| {
        let Page { title, masthead, here, live } = page;
        let place = match &masthead {
            Masthead::Staff(frame) => frame.tenant.clone(),
            Masthead::Public(_, tenant) => tenant.clone(),
            Masthead::Ops(_) => "清评平台".to_owned(),
            Masthead::House { .. } => "清评".to_owned(),
        };
        let code = live.map(|half| assets.code(half));
        let wake = code.map(|_| view! { <script type="module" src=assets.wake.clone()></script> });
        view! {
            <html lang="zh-CN">
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <meta name="color-scheme" content="light"/>
                    <title>{format!("{title} · {place}")}</title>
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                    <link rel="stylesheet" href=assets.css.clone()/>
                    {(!assets.forms.is_empty()).then(|| view! { <script type="module" src=assets.forms.clone()></script> })}
                    {wake}
                </head>
                <body data-js=code.map(|code| code.js.clone()) data-wasm=code.map(|code| code.wasm.clone())>
                    <a class="skip" href="#main">"跳到正文"</a>
                    {head(masthead, &here)}
                    <main id="main" tabindex="-1">{content()}</main>
                    <footer class="foot">"清评　清廉创建在线考评"</footer>
                </body>
            </html>
        }
        .to_html()
    });
    format!("<!DOCTYPE html>{html}")
}

fn head(masthead: Masthead, here: &str) -> AnyView {
    match masthead {
        Masthead::Staff(frame) => staff_head(frame, here).into_any(),
        Masthead::Ops(frame) => ops_head(frame, here).into_any(),
        Masthead::Public(code, tenant) => view! {
            <header class="mast">
                <a class="name" href=format!("/p/{code}")>{tenant}</a>
                <nav aria-label="公开页面"><a href=format!("/p/{code}") aria-current="page">"公告"</a></nav>
                <span class="who"><a href="/login">"工作人员登录"</a></span>
            </header>
        }
        .into_any(),
        Masthead::House { person } => view! {
            <header class="mast">
                <a class="name" href="/">"清评"</a>
                <span class="who">
                    {person.map(|name| view! { <span>{name}</span> {own_account()} {sign_out()} })}
                </span>
            </header>
        }
        .into_any(),
    }
}

fn staff_head(frame: Frame, here: &str) -> impl IntoView + use<> {
    let links = frame
        .nav
        .into_iter()
        .map(|link| {
            let current = (link.href == here).then_some("page");
            let waiting = (link.waiting > 0).then(|| {
                view! { " "<span class="tag back">{link.waiting}<span class="sr">"件待办"</span></span> }
            });
            view! { <a href=link.href aria-current=current>{link.label}{waiting}</a> }
        })
        .collect_view();
    view! {
        <header class="mast">
            <a class="name" href=format!("/t/{}", frame.code)>{frame.tenant}</a>
            <nav aria-label="主导航">{links}</nav>
            <span class="who">
                <a href=format!("/t/{}/posts", frame.code)>{frame.posts}</a>
                <span>{frame.person}</span>
                <span class="today">{frame.today}</span>
                {own_account()}
                {sign_out()}
            </span>
        </header>
    }
}

fn ops_head(frame: OpsFrame, here: &str) -> impl IntoView + use<> {
    let links = frame
        .nav
        .into_iter()
        .map(|(href, label)| {
            let current = (href == here).then_some("page");
            view! { <a href=href aria-current=current>{label}</a> }
        })
        .collect_view();
    let excepted = frame.excepted.then(|| view! { <span class="tag wait">"演示账号，不要求动态口令"</span> });
    view! {
        <header class="mast">
            <a class="name" href="/ops">"清评平台"</a>
            <nav aria-label="主导航">{links}</nav>
            <span class="who">
                {excepted}
                <span>{frame.post}</span>
                <span>{frame.person}</span>
                {own_account()}
                {sign_out()}
            </span>
        </header>
    }
}

fn own_account() -> impl IntoView {
    view! { <a href="/account">"我的账号"</a> }
}

fn sign_out() -> impl IntoView {
    view! {
        <form class="inline" method="post" action="/logout">
            <button class="quiet" type="submit">"退出"</button>
        </form>
    }
}
