//! Tables from Word and Excel become items with points.

use domain::scheme::edit::{Kind, Pasted, Place};

use crate::{p, small};

fn read(text: &str) -> Pasted {
    Pasted::read(text, false)
}

#[test]
fn numbers_in_brackets_and_items_that_were_there() {
    let mut scheme = small();
    scheme.sections[0].items[0].points = None;
    scheme.take_over(&[0], &read("（一）\t加强学习\t4\n（二）\t加强检查\t6"));
    scheme.check().unwrap();
    assert_eq!(scheme.sections[0].items[0].points, None, "only what is new is added up");
}

/// Reads a text and takes it over under an empty heading; a line per heading and criterion.
fn taken_over(text: &str) -> String {
    let mut scheme = small();
    for place in [Place::Heading(vec![1]), Place::Heading(vec![0, 1]), Place::Heading(vec![0, 0])] {
        while matches!(scheme.remove(&place), Some(Place::Heading(_)))
            && scheme.heading_at(place.heading()).is_some()
        {}
    }
    scheme.take_over(&[0], &read(text));
    scheme.check().unwrap();
    let lines = scheme.outline().into_iter().skip(2);
    lines
        .map(|line| format!("{}{}｜{}", "  ".repeat(line.depth), line.label, line.worth))
        .collect::<Vec<_>>()
        .join("\n")
}

/// What was left out, a line each.
fn left_out(pasted: &Pasted) -> String {
    let lines = pasted.left_out.iter().map(|one| format!("{} {}：{}", one.at, one.text, one.why));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn tables_become_items_with_points() {
    // From Word, with merged cells and a header.
    let table = "序号\t考评项目\t具体内容\t评分细则\t分值\n3\t廉洁教育\t制定年度计划\t没有计划扣2分\t2\n\t\t开展警示教育\t每少1次扣1分\t3分\n5\t监督检查\t每季度检查1次\t每少1次扣0.5分\t2.5\n\t合计\t\t\t7.5\n";
    assert_eq!(
        taken_over(table),
        "  3. 廉洁教育｜5分\n    3.1　制定年度计划｜2分\n    3.2　开展警示教育｜3分\n  5. 监督检查｜2.5分\n    5.1　每季度检查1次｜2.5分"
    );
    assert_eq!(left_out(&read(table)), "5 合计 7.5：合计行不必读取");
    // From Excel, without a header, a line break within a cell.
    let table = "1.1\t\"建立\n工作制度\"\t4\n1.2\t\"写成\"\"清单\"\"\"\t6";
    assert_eq!(taken_over(table), "  1.1　建立工作制度｜4分\n  1.2　写成\"清单\"｜6分");
    // One column, with number and points in the text.
    let table = "1. 按计划开展教育（8分）\n2. 每季度开展检查（2分）";
    assert_eq!(taken_over(table), "  1　按计划开展教育｜8分\n  2　每季度开展检查｜2分");
}

#[test]
fn figures_are_read_as_they_are_typed() {
    let table =
        "编号\t内容\t分值\n１\t开展教育\t10分\n２\t开展检查\t１０\n３\t公开事项\t0。5\n４\t其他\t若干";
    assert_eq!(
        taken_over(table),
        "  1　开展教育｜10分\n  2　开展检查｜10分\n  3　公开事项｜0.5分\n  4　其他｜"
    );
    assert_eq!(left_out(&read(table)), "5 若干：分值读不出来，应写成数，如10、2.5；放入后请补填");
}

/// A merged title goes on in the rows below it: with points or a number of their own they are 评分细则, else how it is scored.
#[test]
fn rows_under_a_merged_title_are_kept() {
    let table = "内容\t评分标准\t分值\n开展教育\t没有计划扣1分\t2\n\t每少1次扣0.5分\t3\n公开事项\t没有公开扣2分\t4\n\t公开不及时扣1分\t\n\t\t6";
    assert_eq!(
        taken_over(table),
        "  0.1　开展教育｜2分\n  0.2　开展教育｜3分\n  0.3　公开事项｜4分".replace("0.", "一.")
    );
    let pasted = read(table);
    let wordings: Vec<_> = pasted.criteria().map(|one| one.wording.as_str()).collect();
    assert_eq!(wordings, ["没有计划扣1分", "每少1次扣0.5分", "没有公开扣2分\n公开不及时扣1分"]);
    assert_eq!(left_out(&pasted), "6 6：这一行只有编号或分值，没有写考评什么");
}

/// Numbers are the document's own; where two parts have the same, the part tells them apart.
#[test]
fn the_documents_own_numbers_are_kept() {
    let text = "一、组织领导（10分）\n1. 召开会议（6分）\n2. 开展检查（4分）\n二、廉洁教育（5分）\n1. 制定计划（2分）\n2. 开展教育（3分）";
    let mut scheme = domain::scheme::builtin::load("blank-points").unwrap();
    let taken = scheme.take_over(&[], &read(text)).unwrap();
    assert_eq!((taken.first, taken.told), (Place::Heading(vec![0]), vec![]));
    let lines: Vec<_> =
        scheme.outline().into_iter().skip(1).map(|line| format!("{} {}", line.no, line.label)).collect();
    assert_eq!(
        lines,
        [
            "一 一、组织领导",
            "1 1　召开会议",
            "2 2　开展检查",
            "二 二、廉洁教育",
            "二·1 1　制定计划",
            "二·2 2　开展教育"
        ]
    );
    scheme.check().unwrap();
    assert_eq!(scheme.place_told("二·1"), "第二部分第1项");
    // Pasted once more under the same heading, another number is given, and that is told.
    let taken = scheme.take_over(&[0], &read("1\t召开会议\t6\n")).unwrap();
    assert_eq!(taken.told, ["“1　召开会议”的编号在同一标题下已经有了，另给了编号"]);
    scheme.check().unwrap();
}

/// A whole document: what is numbered is a heading or a criterion, what is only text is listed.
#[test]
fn a_whole_document_is_understood_before_it_is_taken_over() {
    let text = "关于印发《清廉机关考评办法》的通知\n一、总体要求\n深入贯彻上级部署。\n二、考评内容\n（一）政治建设（6分）\n1. 学习教育（4分）。每缺1次扣1分。\n不重复扣分。\n2. 谈心谈话（2分）\n（1）主要负责人带头谈\n（2）有记录\n（二）其他工作（4分）\n第一项工作没有编号\n三、工作要求\n各单位要高度重视。";
    let pasted = read(text);
    let told: Vec<_> = pasted
        .entries
        .iter()
        .map(|one| {
            let kind = match one.kind {
                Kind::Heading(level) => format!("H{level}"),
                Kind::Criterion => "C".to_owned(),
            };
            let points = one.points.map(|points| points.exact()).unwrap_or_default();
            format!("{kind} {}|{}|{points}|{}", one.no, one.title, one.wording.replace('\n', "/"))
        })
        .collect();
    assert_eq!(
        told,
        [
            "H0 二|考评内容||",
            "H1 一|政治建设|6|",
            "C 1|学习教育|4|每缺1次扣1分。/不重复扣分。",
            "C 2|谈心谈话|2|（1）主要负责人带头谈/（2）有记录",
            "C 二|其他工作|4|第一项工作没有编号",
        ]
    );
    assert_eq!(
        left_out(&pasted),
        "1 关于印发《清廉机关考评办法》的通知：没有编号和分值，看不出是标题还是细则\n2 一、总体要求：下面没有可以考评的内容\n3 深入贯彻上级部署。：不是考评内容\n13 三、工作要求：下面没有可以考评的内容\n14 各单位要高度重视。：不是考评内容"
    );
    // Lines from the web, without numbers: nothing is taken that is not meant, and nothing is called empty.
    let lines = "开展廉洁教育\n公开办事结果";
    assert!(read(lines).entries.is_empty() && read(lines).unnumbered == 2);
    let all = Pasted::read(lines, true);
    assert_eq!(
        all.criteria().map(|one| one.title.as_str()).collect::<Vec<_>>(),
        ["开展廉洁教育", "公开办事结果"]
    );
}

/// The documents' own shape: several numbered 评分细则 in one cell, their points in the text, the item's in its title.
#[test]
fn cells_with_several_criteria_become_several() {
    let table = "考评项目\t具体内容\t考评标准\t评分细则\t得分\n党的建设（15分）\t\"1.带头学习\n（9分）\"\t坚持常抓。\t\"1.制定计划（2分）；缺少1项扣1分。\n2.开展学习，做好记录（7分）。每少1次扣0.5分。\"\t\n\t2.持续检查（6 分）\t坚持检查。\t1.每季度检查，4分。每少1次扣1分。 2.整改到位，2分。每项扣1.5分。\t\n";
    assert_eq!(
        taken_over(table),
        "  1. 党的建设｜15分\n    1. 带头学习｜9分\n      1.1　制定计划｜2分\n      1.2　开展学习，做好记录｜7分\n    2. 持续检查｜6分\n      2.1　每季度检查｜4分\n      2.2　整改到位｜2分"
    );
    let pasted = read(table);
    let wordings: Vec<_> = pasted.criteria().map(|row| row.wording.as_str()).collect();
    assert_eq!(wordings, ["缺少1项扣1分。", "每少1次扣0.5分。", "每少1次扣1分。", "每项扣1.5分。"]);
    assert_eq!(left_out(&pasted), "1 考评标准：这一列没有对应的栏目，共2格没有读取");
    // With departments, and no more than the standard to tell how it is scored.
    let table = "具体内容\t考评标准\t责任科室\n3.严肃生活(6分)\t\"1.执行准则,2分。未执行的,每项扣1分。\n2.落实制度，3分,未落实的扣1分。\n3.一起部署,1分。\"\t机关党委、办公室";
    let pasted = read(table);
    let told: Vec<_> = pasted
        .criteria()
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
    let item = &pasted.entries[0];
    assert_eq!(
        (&item.departments, item.points),
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
        "前言\n序号\t项目\t内容\t分值\n1\t廉洁 教育\t\"制定\n计划\"\t2\n\t\t开展“警示”教育（每季）\t3分\n2\t监督\t\t1"
    );
    let pasted = read(&plain);
    let rows: Vec<_> = pasted.criteria().collect();
    assert_eq!((rows.len(), rows[0].title.as_str(), rows[1].points), (2, "制定计划", Some(p("3"))));
    assert_eq!(pasted.entries[0].title, "廉洁教育", "Word's blank is none");
    assert_eq!(left_out(&pasted), "1 前言：没有编号和分值，看不出是标题还是细则");
    assert_eq!(Pasted::plain("<p>没有表格</p>"), None);
    // Lines the program broke where they were full, several tables, text between them.
    let html = "<style>td{}</style><table><tr><td>1</td><td>廉洁教\r\n  育活动</td><td>3</td></tr></table><p>一、监督\n检查</p>\
        <table><tr><td>2</td><td>use of\nfunds</td><td>4</td></tr></table>";
    assert_eq!(Pasted::plain(html).unwrap(), "1\t廉洁教育活动\t3\n一、监督检查\n2\tuse of funds\t4");
    for broken in [
        "<table",
        "<table><td>甲",
        "<table><tr><td colspan=99999>甲",
        "<table><tr><td rowspan=x>&#99999999;&",
        "<TABLE><tr><td>甲</table",
        "<table><tr><td>甲<table><tr><td>乙",
        "<!-- <table> <tr",
    ] {
        let _ = Pasted::plain(broken).map(|text| read(&text));
    }
}

#[test]
fn what_is_not_taken_over_is_told() {
    let pasted = read("内容\t分值\n开展教育\t8\n\t3\n合计\t11");
    assert_eq!((pasted.criteria().count(), pasted.points()), (1, Some(p("8"))));
    assert_eq!(left_out(&pasted), "3 3：这一行只有编号或分值，没有写考评什么\n4 合计 11：合计行不必读取");
    let many = (1..1_200).map(|n| format!("{n}\t第{n}件事\t1\n")).collect::<String>();
    assert_eq!(read(&many).criteria().count(), 1_000);
    assert!(left_out(&read(&many)).contains("请分几次粘贴"));
}
