use contract::people::{Choices, Place};
use leptos::prelude::*;

/// The two fields of choice of every form that gives a post: 岗位 and 任职范围.
pub(super) fn choices(choices: Choices, post: &str, place: &str) -> impl IntoView + use<> {
    let Choices { posts, places } = choices;
    let explained: Vec<_> = posts.iter().map(|post| format!("{}：{}", post.name, post.over)).collect();
    let posts = posts
        .into_iter()
        .map(|choice| {
            let chosen = choice.code == post;
            view! { <option value=choice.code selected=chosen>{choice.name}</option> }
        })
        .collect_view();
    let group = |label: &'static str, places: Vec<Place>| {
        let options = places
            .into_iter()
            .map(|choice| {
                let chosen = choice.value == place;
                view! { <option value=choice.value selected=chosen>{choice.name}</option> }
            })
            .collect::<Vec<_>>();
        (!options.is_empty()).then(|| view! { <optgroup label=label>{options}</optgroup> })
    };
    let whole = place.is_empty() || place == "tenant";
    view! {
        <p class="field">
            <label for="post">"岗位"</label>
            <select id="post" name="post" required=true>{posts}</select>
        </p>
        <p class="field">
            <label for="place">"任职范围"</label>
            <select id="place" name="place" required=true aria-describedby="over">
                <option value="tenant" selected=whole>"全辖区"</option>
                {group("单位", places.units)}
                {group("科室", places.departments)}
                {group("片区、行业", places.lines)}
            </select>
        </p>
        <details class="small muted" id="over">
            <summary>"各岗位可任职的范围"</summary>
            <p>{explained.join("；")}"。"</p>
        </details>
    }
}
