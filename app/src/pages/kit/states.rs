use domain::workflow::CaseState;
use leptos::prelude::*;

use super::group;
use crate::ui::{Empty, Notice, Progress, SaveMark, SaveState, StateTag, Tag, Tone};

pub(super) fn tags() -> impl IntoView {
    let states = CaseState::ALL.map(|state| view! { <StateTag state=state/>" " }).collect_view();
    group(
        "标签",
        view! {
            <p>{states}</p>
            <p><Tag text="普通"/>" "<Tag text="办好" tone="ok"/>" "<Tag text="正在办" tone="wait"/>" "<Tag text="逾期" tone="back"/>" "<Tag text="告知" tone="info"/></p>
        },
    )
}

pub(super) fn notices() -> impl IntoView {
    group(
        "告知",
        view! {
            <Notice tone=Tone::Good>"密码已修改，其他设备上的登录已经退出。"</Notice>
            <Notice tone=Tone::Told>"赵演零正在代理这个岗位，至2026年12月1日止。您本人仍可办理。"</Notice>
            <Notice>"有单位得分相同，名次并列，先后由会议研究确定。"</Notice>
            <Notice tone=Tone::Bad>"请填写周期名称。"</Notice>
        },
    )
}

pub(super) fn saving() -> impl IntoView {
    group(
        "保存状态",
        view! {
            <SaveMark state=SaveState::Untouched/>
            <SaveMark state=SaveState::Saving/>
            <SaveMark state=SaveState::Saved("10:42".into())/>
            <SaveMark state=SaveState::Unsaved(2) on_retry=|()| ()/>
            <SaveMark state=SaveState::Wrong(1) on_retry=|()| ()/>
            <SaveMark state=SaveState::ReadOnly/>
            <p class="waking"><span aria-hidden="true">"◌"</span>"正在准备自动保存"</p>
        },
    )
}

pub(super) fn waiting() -> impl IntoView {
    group(
        "空白与等待",
        view! {
            <Empty text="没有正在进行的周期。下一步：在“周期与进度”中开启周期，各单位即可填报。">
                <a class="btn primary" href="#main">"开启周期"</a>
            </Empty>
            <Empty text="下级辖区还没有审定结果。审定后会自动出现在这里。"/>
            <Progress percent=0 label="已上传"/>
            <Progress percent=62 label="已上传"/>
        },
    )
}
