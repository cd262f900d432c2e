//! Names that members and types of resources may have.

/// Names that are reserved in a resource object or next to its attributes.
pub(super) const RESERVED: [&str; 4] = [super::TYPE, "lid", "links", "relationships"];

/// Whether a text is a member name that any client can refer to
/// (<https://jsonapi.org/format/1.1/#document-member-names>).
pub(in crate::lower) fn is_member_name(text: &str) -> bool {
    let global = |c: char| c.is_ascii_alphanumeric() || c >= '\u{80}';
    let within = |c: char| global(c) || matches!(c, '-' | '_' | ' ');
    text.starts_with(global) && text.ends_with(global) && text.chars().all(within)
}

/// Whether a parameter of the path is the id of a resource: it is called `id`, as the type, or as the type with
/// `id` behind it (`article_id` of `articles`).
pub(super) fn stands_for_id(parameter: &str, ty: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let (parameter, ty) = (plain(parameter), plain(ty));
    let one = ty.strip_suffix('s').unwrap_or(&ty);
    let of = parameter.strip_suffix("id").unwrap_or(&parameter);
    of.is_empty() || of == ty || of == one
}

#[cfg(test)]
mod tests {
    use super::{is_member_name, stands_for_id};

    #[test]
    fn ja_40_names_of_members() {
        for good in ["a", "created_at", "created-at", "two words", "naïve", "1", "Ünlü"] {
            assert!(is_member_name(good), "{good}");
        }
        for bad in ["", "_a", "a-", " a", "a.b", "a[b]", "@a", "a:b", "a/b", "a+b"] {
            assert!(!is_member_name(bad), "{bad}");
        }
    }

    #[test]
    fn parameters_that_stand_for_ids() {
        for (parameter, ty) in [
            ("id", "anything"),
            ("article_id", "article"),
            ("article_id", "articles"),
            ("articleId", "articles"),
            ("user-status", "user_status"),
            ("userStatusId", "user_status"),
        ] {
            assert!(stands_for_id(parameter, ty), "{parameter} {ty}");
        }
        for (parameter, ty) in [("token", "invite"), ("task_id", "assignment"), ("uuid", "article")] {
            assert!(!stands_for_id(parameter, ty), "{parameter} {ty}");
        }
    }
}
