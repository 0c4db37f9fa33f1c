//! Files: receiving evidence, handing files out.

use std::collections::HashSet;

use axum::Json;
use axum::body::Body;
use axum::extract::Query;
use axum::extract::multipart::{Field, Multipart, MultipartError, MultipartRejection};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use contract::case::{Evidence, EvidenceForm};
use domain::ids::{CaseId, FileId};
use domain::refusal::{Refusal, Unasked};
use serde::Deserialize;
use tokio_util::io::ReaderStream;
use usecases::evidence::On;
use usecases::vault::{FILE_LIMIT, Incoming};

use super::{Desk, Id};
use crate::fields::{Fields, unread, writable};
use crate::reply::{Sorry, see, wants_json};

#[derive(Deserialize)]
pub struct Of {
    #[serde(default)]
    criterion: String,
}

/// Hangs a file on a criterion: for an island JSON, for a plain form back to the case.
pub async fn attach(
    desk: Desk,
    Id(case): Id<CaseId>,
    Query(Of { criterion }): Query<Of>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Sorry> {
    let hung = hang(&desk, case, On::Criterion(&criterion), form).await;
    if wants_json(&headers) {
        return attached(hung);
    }
    hung?;
    Ok(see(format!("{}/cases/{case}", desk.at.base())))
}

/// The answer to an island that sent a file.
pub(super) fn attached(hung: Result<Evidence, Refusal>) -> Result<Response, Sorry> {
    match hung {
        Ok(evidence) => Ok((StatusCode::CREATED, Json(evidence)).into_response()),
        Err(refusal) => Err(Sorry { refusal, next: None, json: true }),
    }
}

/// Receives a file and hangs it where it belongs.
pub(super) async fn hang(
    desk: &Desk,
    case: CaseId,
    on: On<'_>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Evidence, Refusal> {
    desk.house.may_attach(&desk.at, case, on).await?;
    let form = form.map_err(|_| Refusal::Malformed)?;
    let Received { fields, file } = receive(desk, form, "file").await?;
    let asked = |name: &str| ["person", "title", "dated", "file"].contains(&name);
    let others = fields.iter().filter(|(name, _)| !asked(name));
    Refusal::unless_asked(others.map(|(name, said)| Unasked::new(name, said)))?;
    let (file_name, incoming) =
        file?.ok_or_else(|| Refusal::invalid("file", "没有选择文件，请选择后再上传"))?;
    let text =
        |name: &str| fields.iter().find(|(of, _)| of == name).map(|(_, v)| v.clone()).unwrap_or_default();
    // An island says whose page it is; somebody else may have logged in since.
    let person = text("person");
    if !person.is_empty() && person != desk.at.member.person.to_string() {
        return Err(Refusal::AnotherPerson);
    }
    let form = EvidenceForm { title: text("title"), dated: text("dated"), file_name };
    desk.house.attach_evidence(&desk.at, case, on, &form, incoming).await
}

/// The fields of a form, and the file among them.
pub struct Received {
    pub fields: Vec<(String, String)>,
    /// The file, or why it was not taken; the fields beside it are there all the same.
    pub file: Result<Option<(String, Incoming)>, Refusal>,
}

/// As much of what is not taken as a sentence repeats, in characters.
const TOLD: usize = 40;

/// Reads a multipart form; the file goes to disk as it comes.
pub async fn receive(desk: &Desk, mut form: Multipart, file_field: &str) -> Result<Received, Refusal> {
    let mut fields = Fields::default();
    let mut file = Ok(None);
    let mut beside = None;
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            // After a file that was too large the rest may not be read any more: the fields before it were.
            Err(_) if file.is_err() => break,
            Err(error) => return Err(unreadable(&error)),
        };
        match field.file_name().map(str::to_owned) {
            Some(file_name)
                if field.name() == Some(file_field) && !file_name.is_empty() && matches!(file, Ok(None)) =>
            {
                writable(&file_name)?;
                file = take(desk, field).await.map(|incoming| Some((file_name, incoming)));
            }
            // A file field in which nothing was chosen.
            Some(file_name) if file_name.is_empty() => {}
            Some(file_name) => {
                let shown: String = file_name.chars().take(TOLD).collect();
                let reason =
                    format!("一次只接收一个文件，“{shown}”是多出来的，都没有保存。请只选一个文件再提交");
                beside = Some(Refusal::invalid("file", reason));
            }
            None => fields.take(field).await?,
        }
    }
    // Of what came twice one would be dropped.
    let mut names = HashSet::new();
    if let Some((name, said)) = fields.list.iter().find(|(name, _)| !names.insert(name.as_str())) {
        let shown: String = said.chars().take(TOLD).collect();
        let reason = format!("同一个栏目提交了两次，其中一次是“{shown}”，都没有保存。请刷新页面后重新填写");
        beside = Some(Refusal::invalid(name, reason));
    }
    if let (Ok(_), Some(refusal)) = (&file, beside) {
        file = Err(refusal);
    }
    Ok(Received { fields: fields.list, file })
}

/// Pours a file onto the disk. What cannot be kept is read to its end, so that the fields after it are heard.
async fn take(desk: &Desk, mut field: Field<'_>) -> Result<Incoming, Refusal> {
    let mut incoming = desk.house.receive_file(&desk.at).await;
    while let Some(bytes) = field.chunk().await.map_err(|error| unreadable(&error))? {
        let written = match &mut incoming {
            Ok(incoming) => incoming.write(&bytes).await,
            Err(_) => continue,
        };
        if let Err(refusal) = written {
            incoming = Err(refusal);
        }
    }
    incoming
}

/// A body that is too long is so by its file: fields have bounds of their own.
fn unreadable(error: &MultipartError) -> Refusal {
    match unread(error) {
        Refusal::TooLarge => Refusal::FileTooLarge { limit: FILE_LIMIT },
        other => other,
    }
}

/// Hands a file out: PDF to look at, images for `<img>`, everything else as a download.
pub async fn fetch(desk: Desk, Id(id): Id<FileId>) -> Result<Response, Sorry> {
    let fetched = desk.house.fetch_file(&desk.at, id).await?;
    let (kind, inline) = match fetched.file.kind.as_str() {
        "pdf" => ("application/pdf", true),
        "jpg" => ("image/jpeg", true),
        "png" => ("image/png", true),
        "docx" => ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", false),
        "xlsx" => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false),
        _ => ("application/octet-stream", false),
    };
    let mut response = Body::from_stream(ReaderStream::new(fetched.content)).into_response();
    let head = response.headers_mut();
    head.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    head.insert(header::CONTENT_LENGTH, HeaderValue::from(fetched.file.size));
    head.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    let how = if inline { "inline" } else { "attachment" };
    let disposition = format!("{how}; filename*=UTF-8''{}", percent(&fetched.file.name));
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        head.insert(header::CONTENT_DISPOSITION, value);
    }
    head.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; img-src 'self'; object-src 'self'; frame-ancestors 'none'",
        ),
    );
    Ok(response)
}

/// RFC 5987.
fn percent(name: &str) -> String {
    name.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
