use leptos::prelude::*;

/// One act, as it stands in a time line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// `2026年11月21日`.
    pub day: String,
    /// `10:42`.
    pub clock: String,
    pub who: String,
    /// Whose matter it is; empty where that is clear.
    pub about: String,
    pub what: String,
}

/// What happened, in the order given, under a heading for every day.
pub fn time_line(moments: impl IntoIterator<Item = Moment>) -> AnyView {
    let mut days: Vec<(String, Vec<Moment>)> = Vec::new();
    for moment in moments {
        match days.last_mut() {
            Some((day, of_day)) if *day == moment.day => of_day.push(moment),
            _ => days.push((moment.day.clone(), vec![moment])),
        }
    }
    let days = days
        .into_iter()
        .map(|(day, moments)| {
            let lines = moments
                .into_iter()
                .map(|Moment { clock, who, about, what, .. }| {
                    view! {
                        <li>
                            <time class="num">{clock}</time>
                            <span class="who">{who}</span>
                            <span class="what">
                                {(!about.is_empty()).then(|| view! { <b>{about}</b>"　" })}
                                {what}
                            </span>
                        </li>
                    }
                })
                .collect_view();
            view! { <h3>{day}</h3> <ol>{lines}</ol> }
        })
        .collect_view();
    view! { <div class="line">{days}</div> }.into_any()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_told_once() {
        let moment = |day: &str, clock: &str| Moment {
            day: day.into(),
            clock: clock.into(),
            who: "周演四·单位经办人".into(),
            about: String::new(),
            what: "填报1条".into(),
        };
        let told = [moment("11月22日", "10:31"), moment("11月22日", "09:02"), moment("11月21日", "17:40")];
        let html = Owner::new().with(|| time_line(told).to_html());
        assert_eq!(html.matches("<h3>").count(), 2, "{html}");
        assert_eq!(html.matches("<li>").count(), 3, "{html}");
    }
}
