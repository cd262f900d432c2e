//! "Did you mean": what a misspelt name was likely to be.

use std::fmt::Write as _;

/// The help for a name that is not among `known`: the most similar name, or all of them.
pub fn among<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    let mut help = String::new();
    if let Some(near) = near(name, known.iter().copied()) {
        let _ = write!(help, "did you mean `{near}`? ");
    }
    if known.is_empty() {
        help.push_str("nothing is allowed here");
    } else {
        let _ = write!(help, "there is {}", list(known.into_iter()));
    }
    help
}

/// The name among `known` that is most similar to `name`, if any is similar.
pub fn near<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    /// Names that are longer are compared by their beginning: the cost grows with the square.
    const COMPARED: usize = 100;
    let start = |text: &'a str| text.char_indices().nth(COMPARED).map_or(text, |(end, _)| &text[..end]);
    let name: String = name.chars().take(COMPARED).collect();
    known
        .map(|candidate| (strsim::jaro_winkler(&name, start(candidate)), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, near)| near)
}

/// Names in a row: `` `a`, `b` and `c` ``.
pub fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_name_is_offered_and_a_far_one_is_not() {
        let known = || ["prefix", "trailing_slash"].into_iter();
        assert_eq!(among("prefx", known()), "did you mean `prefix`? there is `prefix` and `trailing_slash`");
        assert_eq!(among("colour", known()), "there is `prefix` and `trailing_slash`");
        assert_eq!(among("x", std::iter::empty()), "nothing is allowed here");
    }
}
