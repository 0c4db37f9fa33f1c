use contract::period::PeriodLine;
use leptos::prelude::*;

use crate::pages::parts::empty;

/// All periods of a tenant.
pub fn list(base: String, periods: Vec<PeriodLine>, may_open: bool) -> impl IntoView {
    let none = periods.is_empty();
    let rows = periods
        .into_iter()
        .map(|line| {
            view! {
                <tr>
                    <td data-label="周期"><a href=format!("{base}/periods/{}", line.id)>{line.title}</a></td>
                    <td data-label="方案">{line.scheme}</td>
                    <td data-label="自评截止">{line.fill_by}</td>
                    <td class="n" data-label="单位">{line.units}</td>
                    <td class="n" data-label="已提交">{line.submitted}</td>
                    <td class="n" data-label="已办结">{line.reviewed}</td>
                    <td class="n" data-label="已公布">{line.published}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <h1>"周期与进度"</h1>
        {may_open.then(|| view! {
            <p><a class="btn primary" href=format!("{base}/periods/new")>"开启周期"</a></p>
        })}
        <section class="sheet">
            {if none {
                empty("还没有开启周期。方案管理员开启后，所选单位即可填报。").into_any()
            } else {
                view! {
                    <table class="cards">
                        <thead>
                            <tr>
                                <th>"周期"</th><th>"方案"</th><th>"自评截止"</th><th class="n">"单位"</th>
                                <th class="n">"已提交"</th><th class="n">"已办结"</th><th class="n">"已公布"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                }
                .into_any()
            }}
        </section>
    }
}
