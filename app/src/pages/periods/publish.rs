use contract::announcement::{Announcement, PublishPage};
use leptos::prelude::*;

use crate::pages::parts::{field, refused};
use crate::pages::public::announced;
use crate::ui::TextArea;

/// The form that publishes a decision, with the announcement as the public will see it.
pub fn publish(base: String, page: PublishPage, sentence: Option<String>) -> impl IntoView {
    let PublishPage { decision, period, form, lines, dated } = page;
    let preview = Announcement {
        issuer: form.issuer.clone(),
        number: form.number.clone(),
        title: form.title.clone(),
        text: form.text.lines().map(str::to_owned).collect(),
        lines,
        dated,
    };
    view! {
        <p class="eyebrow">{period}</p>
        <h1>"公布结果"</h1>
        <section class="sheet">
            {refused(sentence)}
            <form method="post" action=format!("{base}/decisions/{decision}/publish")>
                <div class="grid">
                    {field("number", "文号", "text", form.number.clone())}
                    {field("issuer", "发布单位", "text", form.issuer.clone())}
                    <p class="field wide"><label for="title">"标题"</label><input type="text" id="title" name="title" value=form.title.clone()/></p>
                </div>
                <label class="over" for="text">"正文"</label>
                <TextArea id="text" name="text" initial=form.text.clone() rows=4/>
                <p class="small muted">"公布后任何人无需登录即可查阅，内容不再改变；各单位同时看到自己的得分表。"</p>
                <p><button class="btn primary" type="submit">"公布"</button></p>
            </form>
        </section>
        <h2 class="over">"预览"</h2>
        {announced(preview, true)}
    }
}
