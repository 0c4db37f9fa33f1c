//! `routes`

use anyhow::Result;

use crate::endpoints;

/// Lists every address with its act and where ids stand.
pub fn run(json: bool) -> Result<()> {
    let list = endpoints::list();
    if json {
        say!("{}", serde_json::to_string_pretty(&list)?);
    } else {
        for endpoint in list {
            say!(
                "{:<5} {:<48} {:<20} {}",
                endpoint.method,
                endpoint.path,
                endpoint.act,
                endpoint.ids.join(" ")
            );
        }
    }
    Ok(())
}
