//! Reading our own pages: ids in addresses, and what an island starts from.

use anyhow::{Context, Result};
use serde_json::Value;

/// Length of an id as it is written.
const ID: usize = 36;

/// The ids that follow `before`, each once, in the page's order.
pub fn ids(page: &str, before: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (at, _) in page.match_indices(before) {
        let rest = &page[at + before.len()..];
        if let Some(id) = rest.get(..ID).filter(|id| id.chars().all(|c| c.is_ascii_hexdigit() || c == '-'))
            && !found.iter().any(|known| known == id)
        {
            found.push(id.to_owned());
        }
    }
    found
}

/// The value of the input with this name.
pub fn value(page: &str, name: &str) -> Result<String> {
    let told = || format!("页面上没有 {name}");
    let at = page.find(&format!("name=\"{name}\"")).with_context(told)?;
    let rest = &page[at..];
    let tag = &rest[..rest.find('>').with_context(told)?];
    let (_, after) = tag.split_once("value=\"").with_context(told)?;
    Ok(unescape(after.split('"').next().unwrap_or_default()))
}

/// What the page's island starts from.
pub fn props(page: &str) -> Result<Value> {
    let (_, after) = page.split_once("data-props=\"").context("页面上没有可填报的部分")?;
    let text = unescape(after.split('"').next().unwrap_or_default());
    Ok(serde_json::from_str(&text)?)
}

fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_values_and_props() {
        let page = "<a href=\"/c/0193-0000-0000-0000-000000000000-0000x\"></a>\
            <a href=\"/c/01930000-0000-7000-8000-000000000000/fill\"></a>\
            <a href=\"/c/01930000-0000-7000-8000-000000000000\"></a>\
            <input name=\"a\" value=\"1 &lt; 2\"><x data-props=\"{&quot;n&quot;:1}\">";
        assert_eq!(ids(page, "/c/0193-"), Vec::<String>::new());
        assert_eq!(ids(page, "\"/c/01930000-").len(), 0);
        assert_eq!(ids(page, "/c/").last().unwrap(), "01930000-0000-7000-8000-000000000000");
        assert_eq!(value(page, "a").unwrap(), "1 < 2");
        assert_eq!(props(page).unwrap()["n"], 1);
    }
}
