use leptos::prelude::*;

use super::group;
use crate::ui::{Ask, Check, Choice, Counted, Counter, Field, LineField, Segmented, TextArea};

pub(super) fn buttons() -> impl IntoView {
    group(
        "按钮",
        view! {
            <p class="acts">
                <button class="btn primary" type="button">"主要的一步"</button>
                <button class="btn" type="button">"其他做法"</button>
                <button class="btn" type="button" aria-pressed="true">"已按下"</button>
                <button class="btn primary" type="button" disabled=true>"现在不能办"</button>
                <button class="btn" type="button" disabled=true>"现在不能办"</button>
                <button class="quiet" type="button">"次要的小动作"</button>
                <a class="btn" href="#main">"像按钮的链接"</a>
            </p>
            <p class="small muted">"一页至多一个朱红按钮。"</p>
        },
    )
}

pub(super) fn asking() -> impl IntoView {
    group(
        "不能撤回的事先问清",
        view! {
            <Ask act="免去" whose="周演四的单位经办人" action="#main" quiet=true follows="免去后立即不能再办理；恢复须重新任命。"/>
            <Ask act="取消周期" whose="“2026年度”" action="#main" open=true follows="取消后，参评的14个单位不再填报，已填内容保留可查。">
                <Field name="ask-reason" label="取消事由" required=true/>
            </Ask>
        },
    )
}

pub(super) fn fields() -> impl IntoView {
    group(
        "输入",
        view! {
            <div class="grid">
                <Field name="kit-plain" label="周期名称" value="2026年度"/>
                <Field name="kit-hint" label="自评截止日期" kind="date" value="2026-12-10" hint="含当日；到期后不能再改。"/>
                <Field name="kit-fault" label="单位名称" value="档案馆（演示）" fault="单位名称“档案馆（演示）”已被使用，请换一个。"/>
                <Field name="kit-off" label="方案版本" value="第1版" disabled=true/>
                <p class="field">
                    <label for="kit-select">"创建方案"</label>
                    <select id="kit-select"><option>"济源示范区清廉机关创建考评细则"</option></select>
                </p>
                <p class="field">
                    <label for="kit-file">"文件（PDF、JPG、PNG、DOCX、XLSX，不超过20MB）"</label>
                    <input type="file" id="kit-file"/>
                </p>
            </div>
            <p><Check id="kit-check" name="kit-check" checked=true label="已审阅全部内容，对真实性负责；这句话很长时，第二行从第一行文字的下方开始，不会钻到方框下面"/></p>
            <p><Check id="kit-check-off" name="kit-check" disabled=true label="现在不能选"/></p>
            <label class="over" for="kit-text">"说明"</label>
            <TextArea id="kit-text" name="kit-text" initial="已补充全年学时统计，共42人，平均61学时。" rows=2/>
            <Counted id="kit-counted" length=Signal::stored(21_usize) most=5000/>
            <label class="over" for="kit-long">"说明（超出上限）"</label>
            <TextArea id="kit-long" name="kit-long" initial="这里写得太长了……" rows=2 describedby="kit-counted-over"/>
            <Counted id="kit-counted-over" length=Signal::stored(5_021_usize) most=5000/>
            <label class="over" for="kit-text-off">"说明（只读）"</label>
            <TextArea id="kit-text-off" name="kit-text-off" initial="考核期间不能修改。" rows=2 disabled=true/>
        },
    )
}

pub(super) fn checklist() -> impl IntoView {
    let choices = || {
        [("kept", "坚持"), ("weak", "不够好"), ("none", "未坚持")]
            .map(|(value, label)| Choice { value: value.into(), label: label.into() })
            .to_vec()
    };
    let chosen = |value: Option<&str>| Signal::stored(value.map(str::to_owned));
    let counted = |n: Option<u32>| Signal::stored(n);
    group(
        "评分细则的控件",
        view! {
            <div class="ctl">
                <Segmented name="kit-seg" legend="党组会议" choices=choices() chosen=chosen(None) on_choose=|_| () disabled=false/>
                <Segmented name="kit-seg-on" legend="主题党日" choices=choices() chosen=chosen(Some("weak")) on_choose=|_| () disabled=false/>
                <Segmented name="kit-seg-off" legend="只读" choices=choices() chosen=chosen(Some("kept")) on_choose=|_| () disabled=true/>
            </div>
            <div class="ctl">
                <Counter name="kit-count" label="缺少的项数" unit="项" value=counted(None) on_count=|_| () disabled=false/>
                <Counter name="kit-count-on" label="廉政谈话" unit="次" value=counted(Some(3)) on_count=|_| () disabled=false/>
                <Counter name="kit-count-off" label="只读" unit="次" value=counted(Some(12)) on_count=|_| () disabled=true/>
            </div>
            <div class="ctl">
                <LineField name="kit-points" label="自评分" note="分（0至4分）" value=Signal::stored(String::new()) on_text=|_| () figures=true disabled=false/>
                <LineField name="kit-points-on" label="考核分" note="分（0至4分）" value=Signal::stored("3.5".to_owned()) on_text=|_| () figures=true disabled=false/>
                <LineField name="kit-points-off" label="只读" note="分（0至4分）" value=Signal::stored("3.5".to_owned()) on_text=|_| () figures=true disabled=true/>
                <LineField name="kit-line" label="理由" note="" value=Signal::stored("现场核实".to_owned()) on_text=|_| () disabled=false/>
            </div>
        },
    )
}
