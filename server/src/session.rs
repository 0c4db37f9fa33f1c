//! The session: one signed token in a cookie that scripts cannot read and other sites do not send.
//!
//! The token only names the session and the epoch of the account; whether it still holds is asked of the session's row.

use std::collections::HashMap;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, anyhow};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::calendar::Instant;
use domain::ids::{PersonId, SessionId};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use usecases::accounts::{SignedIn, Ticket};
use uuid::Uuid;

const COOKIE: &str = "__Host-qingping";
/// After so long a new key signs; the old one is still believed for as long as a session may last.
const ROTATION: Duration = Duration::from_secs(90 * 24 * 3600);
const OVERLAP: Duration = Duration::from_secs(12 * 3600);
/// How long one token holds: longer than any session may idle. While the session is used, new ones take its place.
const LIFE_S: i64 = 45 * 60;
/// A token of this age is renewed by the next answer.
const RENEWED_AFTER_S: i64 = 5 * 60;

/// How long after its end a session's token still tells that somebody was here.
const ENDED_S: i64 = 24 * 3600;

/// What the token says. Times are seconds since 1970.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Claims {
    sid: SessionId,
    epoch: i32,
    nbf: i64,
    exp: i64,
    /// When the session ends, however often its token is renewed.
    end: i64,
}

/// What the token of the second login step says. It names a person, not a session: nothing else takes it.
#[derive(Debug, Serialize, Deserialize)]
struct StepClaims {
    step: Uuid,
    pid: PersonId,
    epoch: i32,
    nbf: i64,
    exp: i64,
}

/// The session a request names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    pub session: SessionId,
    pub epoch: i32,
    issued: i64,
    end: i64,
}

/// Where the renewed cookie of a request waits for its answer.
#[derive(Clone, Default)]
pub struct Renewal(Arc<Mutex<Option<HeaderValue>>>);

impl Renewal {
    /// Puts a new cookie in place of one that has grown old.
    pub fn offer(&self, keys: &Keys, named: &Named, now: Instant) {
        if now.0 / 1000 - named.issued >= RENEWED_AFTER_S {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(keys.renewed(named, now));
        }
    }
}

/// The cookie renews itself while the session is in use; an answer that sets one of its own keeps it.
pub async fn renew(mut request: Request, next: Next) -> Response {
    let renewal = Renewal::default();
    request.extensions_mut().insert(renewal.clone());
    let mut response = next.run(request).await;
    let cookie = renewal.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(cookie) = cookie {
        response.headers_mut().entry(header::SET_COOKIE).or_insert(cookie);
    }
    response
}

/// The keys that sign sessions, in `$QINGPING_DATA/keys`.
#[derive(Clone)]
pub struct Keys {
    signing: Arc<EncodingKey>,
    /// Newest first.
    believed: Arc<Vec<DecodingKey>>,
    known: Arc<Known>,
}

/// Session tokens whose signature was checked before: the same bytes say the same, only their time has to be looked at
/// again.
#[derive(Default)]
struct Known(Mutex<HashMap<String, Claims>>);

impl Known {
    /// The most tokens that are kept; then all are checked again.
    const MOST: usize = 10_000;

    fn find(&self, token: &str) -> Option<Claims> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(token).copied()
    }

    fn keep(&self, token: &str, claims: Claims) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= Self::MOST {
            known.clear();
        }
        known.insert(token.to_owned(), claims);
    }
}

impl Keys {
    /// Reads the keys, or makes the first one.
    ///
    /// # Errors
    /// If the folder cannot be read or written.
    pub fn open(folder: &Path) -> Result<Keys> {
        fs::create_dir_all(folder).with_context(|| format!("密钥目录 {} 不能写入", folder.display()))?;
        let mut seeds = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == "key") {
                let age = SystemTime::now().duration_since(path.metadata()?.modified()?).unwrap_or_default();
                let seed: [u8; 32] =
                    fs::read(&path)?.try_into().map_err(|_| anyhow!("密钥文件 {} 已损坏", path.display()))?;
                seeds.push((age, seed, path));
            }
        }
        seeds.sort_by_key(|(age, ..)| *age);
        if seeds.first().is_none_or(|(age, ..)| *age > ROTATION) {
            let mut seed = [0; 32];
            getrandom::fill(&mut seed).map_err(|error| anyhow!("取不到随机数：{error}"))?;
            let path = folder.join(format!("session-{}.key", Uuid::from_slice(&seed[..16])?.simple()));
            let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
            file.write_all(&seed)?;
            file.sync_all()?;
            seeds.insert(0, (Duration::ZERO, seed, path));
        }
        // A key is dropped once the one that followed it has been signing for longer than a session lasts.
        while seeds.len() > 1 && seeds[seeds.len() - 2].0 > OVERLAP {
            if let Some((_, _, path)) = seeds.pop() {
                fs::remove_file(path)?;
            }
        }
        let seeds: Vec<[u8; 32]> = seeds.into_iter().map(|(_, seed, _)| seed).collect();
        Ok(Self::from_seeds(&seeds))
    }

    fn from_seeds(seeds: &[[u8; 32]]) -> Keys {
        /// PKCS #8 around an Ed25519 seed (RFC 8410).
        const PKCS8: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
        let mut der = PKCS8.to_vec();
        der.extend_from_slice(&seeds[0]);
        let believed = seeds
            .iter()
            .map(|seed| {
                let public = ed25519_dalek::SigningKey::from_bytes(seed).verifying_key();
                DecodingKey::from_ed_der(public.as_bytes())
            })
            .collect();
        Keys {
            signing: Arc::new(EncodingKey::from_ed_der(&der)),
            believed: Arc::new(believed),
            known: Arc::default(),
        }
    }

    /// The cookie of a session that has begun.
    pub fn cookie(&self, signed_in: &SignedIn, now: Instant) -> HeaderValue {
        self.session_cookie(signed_in.session, signed_in.epoch, signed_in.ends_at.0 / 1000, now)
    }

    fn renewed(&self, named: &Named, now: Instant) -> HeaderValue {
        self.session_cookie(named.session, named.epoch, named.end, now)
    }

    fn session_cookie(&self, sid: SessionId, epoch: i32, end: i64, now: Instant) -> HeaderValue {
        let nbf = now.0 / 1000;
        self.signed(&Claims { sid, epoch, nbf, exp: end.min(nbf + LIFE_S), end })
    }

    /// The cookie between password and one-time code. It takes the session's place, so that there is never both.
    pub fn step_cookie(&self, ticket: &Ticket, now: Instant) -> HeaderValue {
        let Ticket { step, person: pid, epoch, ends_at } = *ticket;
        self.signed(&StepClaims { step, pid, epoch, nbf: now.0 / 1000, exp: ends_at.0 / 1000 })
    }

    fn signed(&self, claims: &impl Serialize) -> HeaderValue {
        let token = jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), claims, &self.signing)
            .expect("an Ed25519 key signs any claims");
        let cookie = format!("{COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Lax");
        HeaderValue::from_str(&cookie).expect("a token is ASCII")
    }

    /// The cookie that takes it away.
    pub fn no_cookie() -> HeaderValue {
        HeaderValue::from_static("__Host-qingping=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
    }

    /// The session a request names, if its token is ours and in time.
    pub fn read(&self, headers: &HeaderMap, now: Instant) -> Option<Named> {
        let token = cookie(headers)?;
        let claims = self.known.find(token).or_else(|| {
            let claims = self.claims(token)?;
            self.known.keep(token, claims);
            Some(claims)
        })?;
        let Claims { sid: session, epoch, nbf: issued, exp, end } = claims;
        let seconds = now.0 / 1000;
        (issued <= seconds && seconds < exp).then_some(Named { session, epoch, issued, end })
    }

    /// The session of a token that is ours and whose time is over: somebody was here within the last day.
    pub fn read_ended(&self, headers: &HeaderMap, now: Instant) -> Option<Named> {
        let Claims { sid: session, epoch, nbf: issued, end, .. } = self.claims(cookie(headers)?)?;
        let seconds = now.0 / 1000;
        (issued <= seconds && seconds < end + ENDED_S).then_some(Named { session, epoch, issued, end })
    }

    /// Whose one-time code is waited for, if the token is ours and in time.
    pub fn read_step(&self, headers: &HeaderMap, now: Instant) -> Option<Ticket> {
        let StepClaims { step, pid: person, epoch, nbf, exp } = self.claims(cookie(headers)?)?;
        let seconds = now.0 / 1000;
        (nbf <= seconds && seconds < exp).then_some(Ticket {
            step,
            person,
            epoch,
            ends_at: Instant(exp * 1000),
        })
    }

    fn claims<T: DeserializeOwned>(&self, token: &str) -> Option<T> {
        // The library reads the system's clock, with a minute's leeway: the times are checked here, against ours.
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.validate_exp = false;
        validation.validate_nbf = false;
        validation.required_spec_claims.clear();
        let read = |key| jsonwebtoken::decode::<T>(token, key, &validation).ok();
        Some(self.believed.iter().find_map(read)?.claims)
    }
}

/// Whether a request carries a session cookie at all.
pub fn has_cookie(headers: &HeaderMap) -> bool {
    cookie(headers).is_some()
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='))
        .filter(|token| !token.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant(1_795_192_200_000);

    fn signed_in() -> SignedIn {
        SignedIn {
            session: SessionId(Uuid::from_u128(7)),
            epoch: 3,
            ends_at: NOW.plus_minutes(720),
            owes: None,
            told: false,
        }
    }

    fn sent(cookie: &HeaderValue) -> HeaderMap {
        let pair = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(&pair).unwrap())])
    }

    #[test]
    fn a_token_holds_for_a_while_and_its_renewal_to_the_end_of_the_session() {
        let keys = Keys::from_seeds(&[[1; 32]]);
        let headers = sent(&keys.cookie(&signed_in(), NOW));
        let named = keys.read(&headers, NOW).unwrap();
        assert_eq!((named.session, named.epoch), (SessionId(Uuid::from_u128(7)), 3));
        assert_eq!(keys.read(&headers, NOW.plus_minutes(44)), Some(named));
        assert_eq!(keys.read(&headers, NOW.plus_minutes(45)), None);
        assert_eq!(keys.read(&headers, NOW.plus_minutes(-1)), None);

        let late = NOW.plus_minutes(700);
        let renewed = sent(&keys.renewed(&named, late));
        assert!(keys.read(&renewed, NOW.plus_minutes(719)).is_some());
        assert_eq!(keys.read(&renewed, NOW.plus_minutes(720)), None, "no renewal outlives the session");
    }

    #[test]
    fn a_token_is_renewed_once_it_has_grown_old() {
        let keys = Keys::from_seeds(&[[1; 32]]);
        let named = keys.read(&sent(&keys.cookie(&signed_in(), NOW)), NOW).unwrap();
        for (minutes, renewed) in [(0, false), (4, false), (5, true), (44, true)] {
            let renewal = Renewal::default();
            renewal.offer(&keys, &named, NOW.plus_minutes(minutes));
            assert_eq!(renewal.0.lock().unwrap().is_some(), renewed, "{minutes}");
        }
    }

    #[test]
    fn between_password_and_code_there_is_no_session() {
        let keys = Keys::from_seeds(&[[1; 32]]);
        let person = PersonId(Uuid::from_u128(8));
        let ends_at = Instant(NOW.plus_minutes(5).0 / 1000 * 1000);
        let ticket = Ticket { step: Uuid::from_u128(9), person, epoch: 3, ends_at };
        let headers = sent(&keys.step_cookie(&ticket, NOW));
        assert_eq!(keys.read(&headers, NOW), None);
        assert_eq!(keys.read_step(&headers, NOW), Some(ticket));
        assert_eq!(keys.read_step(&headers, NOW.plus_minutes(5)), None);
        assert_eq!(keys.read_step(&sent(&keys.cookie(&signed_in(), NOW)), NOW), None);
    }

    #[test]
    fn only_our_keys_are_believed_and_old_ones_for_a_while() {
        let old = Keys::from_seeds(&[[1; 32]]);
        let rotated = Keys::from_seeds(&[[2; 32], [1; 32]]);
        let headers = sent(&old.cookie(&signed_in(), NOW));
        assert!(rotated.read(&headers, NOW).is_some());
        assert!(Keys::from_seeds(&[[3; 32]]).read(&headers, NOW).is_none());
        assert!(old.read(&HeaderMap::new(), NOW).is_none());
    }

    #[test]
    fn keys_are_made_once_and_kept_private() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::open(folder.path()).unwrap();
        let again = Keys::open(folder.path()).unwrap();
        assert!(again.read(&sent(&keys.cookie(&signed_in(), NOW)), NOW).is_some());
        let files: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(files.len(), 1);
        let mode = files[0].as_ref().unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
