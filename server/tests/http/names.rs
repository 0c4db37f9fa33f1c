//! Names that mislead are refused in words, wherever somebody may give one; nothing of the form is done.

use crate::html;
use crate::world::World;

const ODD: &[(&str, &str)] = &[
    ("<script>alert(1)</script>", "不能含有“<”或“>”"),
    ("../../etc/passwd", "不能含有“../”这样的路径"),
    ("年度\u{202e}0202", "看不见的控制字符"),
    (" \u{3000}\u{200b} ", "请填写"),
];

#[tokio::test]
async fn a_name_that_misleads_is_refused_everywhere() {
    let world = World::demo().await;
    let year = world.open_year().await;
    let (mut officer, mut party) = (world.person("jy.fangan").await, world.person("jy.dangzu").await);
    let mut clerk = world.person("jy01.jingban").await;
    let form = html::fields(&officer.page("/t/jiyuan/periods/new").await, "/t/jiyuan/periods");
    let files = world.files();
    let periods = officer.page("/t/jiyuan/periods").await;
    for (name, told) in ODD {
        let mut fields: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.retain(|(field, _)| *field != "title");
        fields.push(("title", name));
        let decision = format!("{}/decision", year.period);
        let minutes = ("minutes", "a.pdf", b"%PDF-1.7".as_slice());
        let evidence = year.at("/evidence?criterion=1.1");
        let titled = [("title", *name)];
        let mut pages = vec![
            officer.post("/t/jiyuan/periods", &fields).await,
            party.post_file(&decision, &[("meeting", name)], minutes).await,
        ];
        // A title of blanks is none: the file's name serves.
        if told != &"请填写" {
            pages.push(clerk.post_file(&evidence, &titled, ("file", "a.pdf", b"%PDF-1.7")).await);
            let named = format!("{}.pdf", name);
            pages.push(clerk.post_file(&evidence, &[], ("file", &named, b"%PDF-1.7")).await);
        }
        for page in pages {
            assert_eq!(page.status, 422, "{name}");
            assert!(html::says(&page.text(), told), "{name}: {}", page.text());
        }
    }
    assert_eq!(world.files(), files);
    assert_eq!(officer.page("/t/jiyuan/periods").await, periods);
}
