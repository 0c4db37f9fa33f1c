use contract::list::{Page, Wanted};
use domain::workflow::CaseState;
use leptos::prelude::*;

use super::group;
use crate::ui::list::{self, Told};
use crate::ui::table::{self, Cell, act, day, lead, number, text};
use crate::ui::{Bar, FileChip, Moment, StateTag, time_line};

pub(super) fn tables() -> impl IntoView {
    let head = [lead("单位"), text("状态"), day("提交时间"), number("自评"), number("考核"), act()];
    let row =
        |unit: &'static str, state, at: &'static str, own: &'static str, review: Option<&'static str>| {
            [
                Cell::of(view! { <a href="#main">{unit}</a> }),
                Cell::of(view! { <StateTag state=state/> }),
                Cell::maybe(Some(at.to_owned())),
                own.to_owned().into(),
                Cell::maybe(review.map(str::to_owned)),
                Cell::of(view! { <button class="quiet" type="button">"撤回"</button> }),
            ]
        };
    let rows = [
        row("城市管理局（演示）", CaseState::Published, "2026年11月21日 10:42", "96.5", Some("95.5")),
        row("人力资源和社会保障局（演示）", CaseState::Reviewing, "2026年11月20日 17:05", "91", None),
        row("水利局（演示）", CaseState::Draft, "", "—", None),
    ];
    group("表格（手机上成为卡片）", table::of(head, rows))
}

pub(super) fn lists() -> impl IntoView {
    let told = Told { search: "单位名称", count: "个单位", nothing: "还没有单位。" };
    let page = Page {
        lines: vec!["第2村民小组村（演示）", "第10村民小组村（演示）"],
        wanted: Wanted { q: "小组".into(), ..Wanted::default() },
        matching: 58,
        before: 50,
        previous: Some("1".into()),
        next: Some("2".into()),
    };
    let shown = |lines: Vec<&'static str>| {
        table::of([lead("单位")], lines.into_iter().map(|unit| [Cell::from(unit.to_owned())]))
    };
    group("长名单", list::paged("#main", told, page, shown))
}

pub(super) fn bars() -> impl IntoView {
    group(
        "进度条",
        view! {
            <div class="row"><span>"政治建设"</span><Bar percent=92 label="政治建设：92%" tone="indigo"/><span class="num">"92%"</span></div>
            <div class="row"><span>"权力运行"</span><Bar percent=0 label="权力运行：0%" tone="indigo"/><span class="num">"0%"</span></div>
            <div class="row"><span>"已填"</span><Bar percent=72 label="已填31／43条"/><span class="num">"31／43"</span></div>
        },
    )
}

pub(super) fn files() -> impl IntoView {
    group(
        "文件",
        view! {
            <ul class="files">
                <FileChip href="#main" title="2026年党组会议记录" about="2026年3月12日 · PDF · 1.2 MB"/>
                <FileChip href="#main" title="学时统计" about="XLSX · 38 KB">
                    <button class="quiet" type="button">"移除"</button>
                </FileChip>
            </ul>
            <details class="add"><summary>"＋ 添加佐证材料"</summary><p>"展开后选择文件。"</p></details>
        },
    )
}

pub(super) fn happened() -> impl IntoView {
    let moment = |day: &str, clock: &str, who: &str, what: &str| Moment {
        day: day.into(),
        clock: clock.into(),
        who: who.into(),
        about: String::new(),
        what: what.into(),
    };
    group(
        "办理过程",
        time_line([
            moment("2026年11月21日", "10:42", "吴演五·单位负责人", "签署并提交考核"),
            moment("2026年11月21日", "09:15", "周演四·单位经办人", "提交单位负责人签署"),
            moment(
                "2026年11月20日",
                "17:05",
                "钱演一·考核人员",
                "退回第2项“持续深化理论武装”：请补充学习平台的学时统计。",
            ),
        ]),
    )
}
