//! "Did you mean": what a misspelt name was likely to be.

use std::fmt::Write as _;

/// What to do about a name that is none of `known`: the one it resembles, or all there are.
pub fn among<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    let near = known
        .iter()
        .map(|candidate| (strsim::jaro_winkler(name, candidate), *candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let mut help = String::new();
    if let Some((_, near)) = near {
        let _ = write!(help, "did you mean `{near}`? ");
    }
    if known.is_empty() {
        help.push_str("nothing stands here");
    } else {
        let _ = write!(help, "there is {}", list(known.into_iter()));
    }
    help
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
        assert_eq!(among("x", std::iter::empty()), "nothing stands here");
    }
}
