//! Plain fields of a form with files. Each is bounded while it comes: nothing is read whole before it is known to be short.

use axum::extract::multipart::{Field, MultipartError};
use axum::http::StatusCode;
use domain::refusal::Refusal;

use crate::intake::is_too_long;

/// Bytes of one field.
const OF_ONE: usize = 64 * 1024;
/// Bytes of all fields of a form.
const IN_ALL: usize = 512 * 1024;
/// Most fields.
const MANY: usize = 2_000;

/// The fields of a form, in the order they came.
#[derive(Default)]
pub struct Fields {
    pub list: Vec<(String, String)>,
    bytes: usize,
}

impl Fields {
    /// Takes the next field.
    ///
    /// # Errors
    /// [`Refusal::TooLarge`] as soon as there is too much; [`Refusal::Unwritable`].
    pub async fn take(&mut self, mut field: Field<'_>) -> Result<(), Refusal> {
        let name = field.name().unwrap_or_default().to_owned();
        let mut text = Vec::new();
        self.bytes += name.len();
        while let Some(chunk) = field.chunk().await.map_err(|error| unread(&error))? {
            self.bytes += chunk.len();
            if text.len() + chunk.len() > OF_ONE || self.bytes > IN_ALL {
                return Err(Refusal::TooLarge);
            }
            text.extend_from_slice(&chunk);
        }
        if self.list.len() >= MANY {
            return Err(Refusal::TooLarge);
        }
        let text = String::from_utf8(text).map_err(|_| Refusal::Malformed)?;
        writable(&name)?;
        writable(&text)?;
        self.list.push((name, text));
        Ok(())
    }
}

/// Passes what can be written down.
///
/// # Errors
/// [`Refusal::Unwritable`].
pub fn writable(text: &str) -> Result<(), Refusal> {
    if text.contains('\0') { Err(Refusal::Unwritable) } else { Ok(()) }
}

/// Why a form cannot be read on.
pub fn unread(error: &MultipartError) -> Refusal {
    if is_too_long(error) || error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Refusal::TooLarge
    } else {
        Refusal::Malformed
    }
}
