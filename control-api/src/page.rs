//! Pages: sizes within limits, tokens that say where to go on.

use crate::config::Config;
use crate::refusal::Refusal;

/// How many items a page has.
pub(crate) fn size(asked: i32, config: &Config) -> Result<usize, Refusal> {
    match usize::try_from(asked) {
        Ok(0) => Ok(config.page_size),
        Ok(size) => Ok(size.min(config.page_size_max)),
        Err(_) => Err(Refusal::invalid("page_size", "use 0 for the default, or a positive number")),
    }
}

/// Reads a token: the key of the last item of the page before.
pub(crate) fn after<K: std::str::FromStr>(token: &str) -> Result<Option<K>, Refusal> {
    if token.is_empty() {
        return Ok(None);
    }
    let invalid = || Refusal::invalid("page_token", "use next_page_token of the page before");
    token.parse().map(Some).map_err(|_| invalid())
}

/// Cuts a page of items after a key out of a sorted list.
pub(crate) fn cut<K: Ord, T>(
    items: impl IntoIterator<Item = (K, T)>,
    after: Option<&K>,
    size: usize,
) -> (Vec<T>, Option<K>) {
    let mut rest = items.into_iter().filter(|(key, _)| after.is_none_or(|after| key > after));
    let mut page = Vec::new();
    let mut last = None;
    for (key, item) in rest.by_ref().take(size) {
        page.push(item);
        last = Some(key);
    }
    let next = rest.next().and(last);
    (page, next)
}

#[cfg(test)]
mod tests;
