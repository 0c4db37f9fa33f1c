//! Tables from Word and Excel become items with points.

use domain::scheme::builtin;
use domain::scheme::edit::{Pasted, Place};

use crate::p;

#[test]
fn numbers_in_brackets_and_items_that_were_there() {
    let mut scheme = builtin::load("blank-points").unwrap();
    scheme.sections[0].items[0].points = None;
    scheme.take_over(&[0], &Pasted::read("（一）\t加强学习\t4\n（二）\t加强检查\t6"));
    scheme.check().unwrap();
    assert_eq!(scheme.sections[0].items[0].points, None, "only what is new is added up");
}

/// Reads a table and takes it over under an empty heading; a line per heading and criterion.
fn taken_over(table: &str) -> String {
    let mut scheme = builtin::load("blank-points").unwrap();
    for place in [Place::Heading(vec![1]), Place::Heading(vec![0, 1]), Place::Heading(vec![0, 0])] {
        while matches!(scheme.remove(&place), Some(Place::Heading(_)))
            && scheme.heading_at(place.heading()).is_some()
        {}
    }
    scheme.take_over(&[0], &Pasted::read(table));
    scheme.check().unwrap();
    let lines = scheme.outline().into_iter().skip(2);
    lines
        .map(|line| format!("{}{}｜{}", "  ".repeat(line.depth), line.label, line.worth))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn tables_become_items_with_points() {
    // From Word, with merged cells and a header.
    let table = "序号\t考评项目\t具体内容\t评分细则\t分值\n3\t廉洁教育\t制定年度计划\t没有计划扣2分\t2\n\t\t开展警示教育\t每少1次扣1分\t3分\n5\t监督检查\t每季度检查1次\t每少1次扣0.5分\t2.5\n\t合计\t\t\t7.5\n";
    assert_eq!(
        taken_over(table),
        "  3. 廉洁教育｜5分\n    3.1　制定年度计划｜2分\n    3.2　开展警示教育｜3分\n  5. 监督检查｜2.5分\n    5.1　每季度检查1次｜2.5分"
    );
    // From Excel, without a header, a line break within a cell.
    let table = "1.1\t\"建立\n工作制度\"\t4\n1.2\t\"写成\"\"清单\"\"\"\t6";
    assert_eq!(taken_over(table), "  1.1　建立工作制度｜4分\n  1.2　写成\"清单\"｜6分");
    // One column, with number and points in the text.
    let table = "1. 按计划开展教育（8分）\n2. 每季度开展检查（2分）";
    assert_eq!(taken_over(table), "  1　按计划开展教育（8分）｜8分\n  2　每季度开展检查（2分）｜2分");
}

/// The documents' own shape: several numbered 评分细则 in one cell, their points in the text, the item's in its title.
#[test]
fn cells_with_several_criteria_become_several() {
    let table = "考评项目\t具体内容\t考评标准\t评分细则\t得分\n党的建设（15分）\t\"1.带头学习\n（9分）\"\t坚持常抓。\t\"1.制定计划（2分）；缺少1项扣1分。\n2.开展学习，做好记录（7分）。每少1次扣0.5分。\"\t\n\t2.持续检查（6 分）\t坚持检查。\t1.每季度检查，4分。每少1次扣1分。 2.整改到位，2分。每项扣1.5分。\t\n";
    assert_eq!(
        taken_over(table),
        "  1. 带头学习｜9分\n    1.1　制定计划｜2分\n    1.2　开展学习，做好记录｜7分\n  2. 持续检查｜6分\n    2.1　每季度检查｜4分\n    2.2　整改到位｜2分"
    );
    let pasted = Pasted::read(table);
    let wordings: Vec<_> = pasted.rows.iter().map(|row| row.wording.as_str()).collect();
    assert_eq!(wordings, ["缺少1项扣1分。", "每少1次扣0.5分。", "每少1次扣1分。", "每项扣1.5分。"]);
    assert!(pasted.left_out[0].1.contains("党的建设（15分）"), "{:?}", pasted.left_out);
    // With departments, and no more than the standard to tell how it is scored.
    let table = "具体内容\t考评标准\t责任科室\n3.严肃生活(6分)\t\"1.执行准则,2分。未执行的,每项扣1分。\n2.落实制度，3分,未落实的扣1分。\n3.一起部署,1分。\"\t机关党委、办公室";
    let pasted = Pasted::read(table);
    let told: Vec<_> = pasted
        .rows
        .iter()
        .map(|row| (row.no.as_str(), row.title.as_str(), row.points.unwrap().exact()))
        .collect();
    assert_eq!(
        told,
        [
            ("3.1", "执行准则", "2".to_owned()),
            ("3.2", "落实制度", "3".into()),
            ("3.3", "一起部署", "1".into())
        ]
    );
    assert_eq!(
        (&pasted.rows[0].departments, pasted.rows[0].item_points),
        (&vec!["机关党委".to_owned(), "办公室".into()], Some(p("6")))
    );
}

/// Word's own tables, with paragraphs and merged cells.
#[test]
fn tables_from_a_word_processor_keep_their_cells() {
    let html = "<html><body><p>前言</p><TABLE border=1><tr><th>序号</th><th>项目</th><th>内容</th><th>分值</th></tr>\
        <tr><td rowspan=\"2\">1</td><td rowspan='2'><p>廉洁&nbsp;教育</p></td><td><p>制定</p>\r\n<p>计划</p></td><td>2</td></tr>\
        <tr><td>开展&ldquo;警示&rdquo;教育&#65288;每季&#xFF09;</td><td>3分</td></tr>\
        <tr><td>2</td><td colspan=2>监督</td><td>1<br></td></tr></TABLE></body></html>";
    let plain = Pasted::plain(html).unwrap();
    assert_eq!(
        plain,
        "序号\t项目\t内容\t分值\n1\t廉洁 教育\t\"制定\n计划\"\t2\n\t\t开展“警示”教育（每季）\t3分\n2\t监督\t\t1"
    );
    let pasted = Pasted::read(&plain);
    assert_eq!(pasted.rows.len(), 2);
    assert_eq!((pasted.rows[0].title.as_str(), pasted.rows[1].points), ("制定计划", Some(p("3"))));
    assert_eq!(Pasted::plain("<p>没有表格</p>"), None);
    for broken in [
        "<table",
        "<table><td>甲",
        "<table><tr><td colspan=99999>甲",
        "<table><tr><td rowspan=x>&#99999999;&",
        "<TABLE><tr><td>甲</table",
    ] {
        let _ = Pasted::plain(broken).map(|text| Pasted::read(&text));
    }
}

#[test]
fn what_is_not_taken_over_is_told() {
    let pasted = Pasted::read("内容\t分值\n开展教育\t8\n\t3\n合计\t11");
    assert_eq!(pasted.rows.len(), 1);
    assert_eq!(pasted.points(), Some(p("8")));
    assert_eq!(pasted.left_out, [(3, "没有内容".to_owned()), (4, "合计行".to_owned())]);
}
