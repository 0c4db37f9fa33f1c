//! Just enough HTML to look at our own pages.

/// A start tag with its attributes, or a run of text.
#[derive(Debug)]
enum Piece {
    Open(String, Vec<(String, String)>),
    Close(String),
    Text(String),
}

/// ASCII words that people may see: kinds of files, sizes, and what stands on keys.
const ALLOWED: &[&str] = &["PDF", "JPG", "PNG", "DOCX", "XLSX", "MB", "KB", "Alt", "Esc"];
/// Endings of files' names.
const ENDINGS: &[&str] = &["pdf", "jpg", "png", "docx", "xlsx", "json"];

/// What holds of every page.
pub fn well_formed(asked: &str, page: &str) {
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"zh-CN\">"), "{asked}");
    let pieces = pieces(page);
    let count = |name: &str| {
        pieces.iter().filter(|piece| matches!(piece, Piece::Open(tag, _) if tag == name)).count()
    };
    assert_eq!(count("h1"), 1, "{asked}: one heading");
    assert_eq!(count("main"), 1, "{asked}");
    assert!(page.contains("<header class=\"mast\">"), "{asked}: masthead");
    for piece in &pieces {
        if let Piece::Open(tag, attributes) = piece {
            let inline = tag == "style"
                || attributes.iter().any(|(name, _)| name == "style" || name.starts_with("on"))
                || (tag == "script" && attributes.iter().all(|(name, _)| name != "src"));
            assert!(!inline, "{asked}: inline style or script: {piece:?}");
        }
    }
}

/// ASCII words (two letters or more) that a reader sees or hears. Logins, names of files and the number of a fault are
/// none.
pub fn foreign_words(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for text in read_aloud(page) {
        let text = without_quoted(&text, "”读不出数");
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '_'));
        for word in words {
            let (before, after) = word.rsplit_once('.').unwrap_or((word, ""));
            let file = ENDINGS.contains(&after);
            let login = word == "xunkao" || (!before.is_empty() && !after.is_empty());
            let fault = text.contains(&format!("故障编号{word}"));
            // What was sent under a name no form has is told by that name.
            let field = text.contains("栏目") && text.contains(&format!("“{word}”"));
            let size = ALLOWED.contains(&word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.'));
            let letters = word.chars().filter(char::is_ascii_alphabetic).count();
            if letters >= 2 && !(file || login || fault || field || size) {
                found.push(format!("{word} in “{text}”"));
            }
        }
    }
    found
}

/// A sentence without what it quotes before these words: what somebody typed and nobody could read.
fn without_quoted(text: &str, before: &str) -> String {
    let (mut kept, mut rest) = (String::new(), text);
    while let Some((quoting, after)) = rest.split_once(before) {
        kept.push_str(quoting.rfind('“').map_or(quoting, |at| &quoting[..at]));
        rest = after;
    }
    kept + rest
}

/// The page without what somebody typed into its forms.
pub fn without_typed(page: &str) -> String {
    let mut kept = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(at) = rest.find(" value=\"") {
        kept.push_str(&rest[..at]);
        rest = rest[at + " value=\"".len()..].split_once('"').map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    let mut areas = kept.split("<textarea");
    let before = areas.next().unwrap_or_default().to_owned();
    areas.fold(before, |text, area| text + area.split_once("</textarea>").map_or("", |(_, after)| after))
}

/// All text a reader meets: between tags, and in attributes that are shown or spoken. What stands in `<code>` is meant
/// to be typed, not to be read.
pub fn read_aloud(page: &str) -> Vec<String> {
    let mut silent = 0_u32;
    let mut texts = Vec::new();
    for piece in pieces(page) {
        match piece {
            Piece::Open(tag, attributes) => {
                if tag == "script" || tag == "code" {
                    silent += 1;
                }
                let shown = |name: &str, kind: Option<&str>| match name {
                    "title" | "alt" | "placeholder" | "aria-label" | "data-label" | "label" => true,
                    // A button shows its content; its value is for the server.
                    "value" => tag != "button" && matches!(kind, Some("text" | "submit")),
                    _ => false,
                };
                let kind = attributes.iter().find(|(name, _)| name == "type").map(|(_, kind)| kind.clone());
                let spoken = attributes.into_iter().filter(|(name, _)| shown(name, kind.as_deref()));
                texts.extend(spoken.map(|(_, value)| value));
            }
            Piece::Close(tag) if tag == "script" || tag == "code" => silent -= 1,
            Piece::Text(text) if silent == 0 => texts.push(text.trim().to_owned()),
            _ => {}
        }
    }
    texts.retain(|text| !text.is_empty());
    texts
}

/// What stands in the field with this id.
pub fn value_of(page: &str, id: &str) -> Option<String> {
    pieces(page).into_iter().find_map(|piece| match piece {
        Piece::Open(tag, attributes) if tag == "input" => {
            let told =
                |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, text)| text);
            (told("id").is_some_and(|known| known == id)).then(|| told("value").cloned().unwrap_or_default())
        }
        _ => None,
    })
}

/// Addresses of this service that the page links to, without fragments.
pub fn links(page: &str) -> Vec<String> {
    let hrefs = pieces(page).into_iter().filter_map(|piece| match piece {
        Piece::Open(tag, attributes) if tag == "a" => {
            attributes.into_iter().find(|(name, _)| name == "href").map(|(_, href)| href)
        }
        _ => None,
    });
    let mut links: Vec<_> = hrefs
        .filter(|href| href.starts_with('/'))
        .map(|href| href.split('#').next().unwrap_or_default().to_owned())
        .collect();
    links.sort();
    links.dedup();
    links
}

/// The first path segment after `before` in the page's links, each once, in the page's order.
pub fn ids(page: &str, before: &str) -> Vec<String> {
    let mut found = Vec::new();
    for piece in pieces(page) {
        let Piece::Open(_, attributes) = piece else { continue };
        for (name, value) in attributes {
            let Some(rest) = value.strip_prefix(before).filter(|_| name == "href") else { continue };
            let id = rest.split(['/', '#', '?']).next().unwrap_or_default().to_owned();
            if id.len() == 36 && !found.contains(&id) {
                found.push(id);
            }
        }
    }
    found
}

/// What a form would send as it stands, without files. A form without an address sends to its own page.
pub fn fields(page: &str, action: &str) -> Vec<(String, String)> {
    let mut inside = false;
    let mut select: Option<(String, Option<String>)> = None;
    let mut area: Option<String> = None;
    let mut fields = Vec::new();
    for piece in pieces(page) {
        match piece {
            Piece::Open(tag, attributes) => {
                let get =
                    |name: &str| attributes.iter().find(|(of, _)| of == name).map(|(_, value)| value.clone());
                match tag.as_str() {
                    "form" => inside = get("action").unwrap_or_default() == action,
                    "input" if inside => {
                        let kind = get("type").unwrap_or_default();
                        let sent = match kind.as_str() {
                            "checkbox" | "radio" => get("checked").is_some(),
                            "file" | "submit" => false,
                            _ => true,
                        };
                        if let Some(name) = get("name").filter(|_| sent) {
                            fields.push((name, get("value").unwrap_or_default()));
                        }
                    }
                    "select" if inside => select = get("name").map(|name| (name, None)),
                    "option" => {
                        if let Some((_, chosen)) = &mut select
                            && (chosen.is_none() || get("selected").is_some())
                        {
                            *chosen = get("value");
                        }
                    }
                    "textarea" if inside => area = get("name"),
                    _ => {}
                }
            }
            Piece::Close(tag) => match tag.as_str() {
                "form" => inside = false,
                "select" => {
                    fields.extend(select.take().map(|(name, chosen)| (name, chosen.unwrap_or_default())))
                }
                "textarea" => fields.extend(area.take().map(|name| (name, String::new()))),
                _ => {}
            },
            Piece::Text(text) => {
                if let Some(name) = area.take() {
                    fields.push((name, text));
                }
            }
        }
    }
    fields
}

/// Where the page's forms send to, and whether each stands behind what says first what follows.
pub fn destinations(page: &str) -> Vec<(String, bool)> {
    let mut asking: Vec<bool> = Vec::new();
    let mut forms = Vec::new();
    for piece in pieces(page) {
        match piece {
            Piece::Open(tag, attributes) => {
                let get =
                    |name: &str| attributes.iter().find(|(of, _)| of == name).map(|(_, value)| value.clone());
                match tag.as_str() {
                    "details" => asking.push(matches!(get("class").as_deref(), Some("ask" | "gone"))),
                    "form" => {
                        let action = get("action").unwrap_or_default();
                        forms.push((action, asking.contains(&true)));
                    }
                    _ => {}
                }
            }
            Piece::Close(tag) if tag == "details" => {
                asking.pop();
            }
            _ => {}
        }
    }
    forms
}

fn pieces(page: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        if at > 0 {
            pieces.push(Piece::Text(unescape(&rest[..at])));
        }
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        } else {
            let end = tag_end(rest);
            let inner = rest[1..end].trim_end_matches('/');
            rest = &rest[end + 1..];
            if let Some(name) = inner.strip_prefix('/') {
                pieces.push(Piece::Close(name.trim().to_ascii_lowercase()));
            } else if !inner.starts_with('!') {
                let (name, attributes) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
                pieces.push(Piece::Open(name.to_ascii_lowercase(), self::attributes(attributes)));
            }
        }
    }
    pieces
}

/// Where a tag ends; a `>` inside quotes does not end it.
fn tag_end(tag: &str) -> usize {
    let mut from = 0;
    while let Some(at) = tag[from..].find(['"', '>']).map(|at| from + at) {
        if tag.as_bytes()[at] == b'>' {
            return at;
        }
        let quoted = at + 1;
        from = quoted + tag[quoted..].find('"').expect("a closing quote") + 1;
    }
    panic!("a tag without an end: {}", tag.chars().take(80).collect::<String>())
}

fn attributes(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let (inside, after) = quoted.split_once('"').expect("a closing quote");
            // What an island starts from is long, and nothing that is read aloud.
            value = if name == "data-props" { String::new() } else { unescape(inside) };
            rest = after;
        }
        found.push((name, value));
        rest = rest.trim_start();
    }
    found
}

fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// What a page says of itself to someone looking for a text.
pub fn says(page: &str, text: &str) -> bool {
    read_aloud(page).iter().any(|spoken| spoken.contains(text))
}

/// A form that sends something, as it stands on a page.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// Empty for the page's own address.
    pub action: String,
    /// What it would send as it stands, the first of several buttons pressed.
    pub fields: Vec<(String, String)>,
    /// Names whose values are offered, not typed: hidden fields, choices, boxes, buttons.
    pub closed: Vec<String>,
    /// The name of its file, if it sends one.
    pub file: Option<String>,
}

/// Every form of a page that is sent by POST.
pub fn forms(page: &str) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let mut inside = false;
    for piece in pieces(page) {
        let Piece::Open(tag, attributes) = piece else {
            if let Piece::Close(tag) = piece {
                inside &= tag != "form";
            }
            continue;
        };
        let get = |name: &str| attributes.iter().find(|(of, _)| of == name).map(|(_, value)| value.clone());
        if tag == "form" {
            inside = get("method").is_some_and(|method| method.eq_ignore_ascii_case("post"));
            if inside {
                forms.push(Form { action: get("action").unwrap_or_default(), ..Form::default() });
            }
            continue;
        }
        let (Some(form), true, Some(name), None) = (forms.last_mut(), inside, get("name"), get("form"))
        else {
            continue;
        };
        let kind = get("type").unwrap_or_default();
        match (tag.as_str(), kind.as_str()) {
            ("input", "file") => form.file = Some(name),
            ("input", "hidden" | "checkbox" | "radio") | ("select", _) => form.closed.push(name),
            ("button", _) if form.closed.contains(&name) => {}
            ("button", _) => {
                form.closed.push(name.clone());
                form.fields.push((name, get("value").unwrap_or_default()));
            }
            _ => {}
        }
    }
    for form in &mut forms {
        form.fields.extend(fields(page, &form.action));
        form.closed.sort();
        form.closed.dedup();
    }
    forms
}
