//! The header `Link` (RFC 8288 §3).

/// A link of the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LinkValue<'h> {
    /// The URI reference.
    pub(crate) target: &'h str,
    /// The relation types, separated by spaces.
    pub(crate) rel: String,
    /// The context of the link, if it is not the resource of the response.
    pub(crate) anchor: Option<String>,
}

impl LinkValue<'_> {
    /// Whether the link has a relation type, in any case.
    pub(crate) fn has(&self, relation: &str) -> bool {
        self.rel.split_ascii_whitespace().any(|one| one.eq_ignore_ascii_case(relation))
    }
}

/// Reads the links of a header line (RFC 8288, appendix B.2).
///
/// # Errors
/// With the reason, if it is not a list of links.
pub(crate) fn read(line: &str) -> Result<Vec<LinkValue<'_>>, &'static str> {
    let (mut all, mut rest) = (Vec::new(), line);
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        if rest.is_empty() {
            return Ok(all);
        }
        let target = rest.strip_prefix('<').ok_or("a link does not begin with `<`")?;
        let (target, after) = target.split_once('>').ok_or("a link has no `>`")?;
        let (rel, anchor);
        (rel, anchor, rest) = parameters(after)?;
        all.push(LinkValue { target: target.trim(), rel: rel.unwrap_or_default(), anchor });
    }
}

/// Reads the parameters of a link: `rel`, `anchor`, and the rest of the line. Of two equal ones the first counts.
fn parameters(mut rest: &str) -> Result<(Option<String>, Option<String>, &str), &'static str> {
    let (mut rel, mut anchor) = (None, None);
    loop {
        rest = trimmed(rest);
        if rest.is_empty() || rest.starts_with(',') {
            return Ok((rel, anchor, rest));
        }
        rest = trimmed(rest.strip_prefix(';').ok_or("a link is followed by neither `;` nor `,`")?);
        let end = rest.find([' ', '\t', '=', ';', ',']).unwrap_or(rest.len());
        let name = &rest[..end];
        let value;
        (value, rest) = value_of(trimmed(&rest[end..]))?;
        let slot = match name {
            _ if name.eq_ignore_ascii_case("rel") => &mut rel,
            _ if name.eq_ignore_ascii_case("anchor") => &mut anchor,
            _ => continue,
        };
        slot.get_or_insert(value);
    }
}

/// Reads the value of a parameter, which is empty without `=`, and returns the rest of the line with it.
fn value_of(rest: &str) -> Result<(String, &str), &'static str> {
    let Some(rest) = rest.strip_prefix('=').map(trimmed) else { return Ok((String::new(), rest)) };
    let Some(quoted) = rest.strip_prefix('"') else {
        let (value, rest) = rest.split_at(rest.find([';', ',']).unwrap_or(rest.len()));
        return Ok((value.trim_end().to_owned(), rest));
    };
    let (mut value, mut chars) = (String::new(), quoted.char_indices());
    loop {
        let (at, char) = chars.next().ok_or("a quoted text does not end")?;
        match char {
            '"' => return Ok((value, &quoted[at + 1..])),
            '\\' => value.extend(chars.next().map(|(_, escaped)| escaped)),
            char => value.push(char),
        }
    }
}

fn trimmed(text: &str) -> &str {
    text.trim_start_matches([' ', '\t'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(line: &str) -> Vec<(String, String, Option<String>)> {
        let links = read(line).unwrap_or_else(|reason| panic!("{line}: {reason}"));
        links.into_iter().map(|link| (link.target.to_owned(), link.rel, link.anchor)).collect()
    }

    fn one(target: &str, rel: &str) -> (String, String, Option<String>) {
        (target.to_owned(), rel.to_owned(), None)
    }

    #[test]
    fn a_relation_is_read_with_and_without_quotes() {
        for line in
            ["</a>; rel=next", "</a>;rel=\"next\"", "</a> ; REL = \"next\" ", "</a>;; rel=ne\\xt;rel=no"]
        {
            assert!(links(line)[0].0 == "/a", "{line}");
        }
        assert_eq!(links("</a>; rel=next"), [one("/a", "next")]);
        assert_eq!(links("</a> ; REL = \"ne\\xt\" ; rel=last"), [one("/a", "next")]);
    }

    #[test]
    fn a_comma_in_a_target_or_in_quotes_separates_nothing() {
        let line = "</a?x=1,2;3>; title=\"a, <b>; rel=no\"; rel=\"next\", , </b>; rel=last";
        assert_eq!(links(line), [one("/a?x=1,2;3", "next"), one("/b", "last")]);
    }

    #[test]
    fn a_link_may_have_several_relations_in_any_case() {
        let link = read("</a>; rel=\"Prev  https://a.test/up\tFIRST\"").unwrap().remove(0);
        assert!(link.has("prev") && link.has("first") && !link.has("next") && !link.has("up"));
    }

    #[test]
    fn other_parameters_are_passed_over() {
        assert_eq!(
            links("</a>; crossorigin; title*=UTF-8''%e2%82%ac; rel=next; media=x"),
            [one("/a", "next")]
        );
        assert_eq!(links("</a>"), [one("/a", "")]);
        assert_eq!(links(""), []);
    }

    #[test]
    fn the_first_of_two_equal_parameters_counts() {
        assert_eq!(links("</a>; rel=prev; rel=next; anchor=\"#x\"; anchor=\"#y\"")[0].1, "prev");
        assert_eq!(links("</a>; rel=prev; anchor=\"#x\"; anchor=\"#y\"")[0].2.as_deref(), Some("#x"));
    }

    #[test]
    fn what_is_not_a_link_is_an_error() {
        for line in ["/a; rel=next", "</a; rel=next", "</a>; rel=\"next", "</a> rel=next", "<a>, b", "</a>x"]
        {
            assert!(read(line).is_err(), "{line}");
        }
    }
}
