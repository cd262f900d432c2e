//! Classes in brackets.

use super::Translation;
use super::escapes::{Item, push_char};

impl Translation<'_> {
    /// What follows `[`.
    pub(super) fn class(&mut self) -> Result<bool, String> {
        let negated = self.rest.next_if_eq(&'^').is_some();
        if self.rest.next_if_eq(&']').is_some() {
            if negated {
                self.out.push_str("(?s:.)");
                return Ok(true);
            }
            return Err("`[]` matches nothing".to_owned());
        }
        let mut class = String::from(if negated { "[^" } else { "[" });
        while let Some(item) = self.class_item()? {
            let dash = self.rest.peek() == Some(&'-') && self.rest.clone().nth(1) != Some(']');
            let Item::Char(low) = item else {
                push_item(&mut class, &item);
                continue;
            };
            if !dash {
                push_item(&mut class, &Item::Char(low));
                continue;
            }
            self.rest.next();
            match self.class_item()? {
                Some(Item::Char(high)) if low <= high => {
                    push_item(&mut class, &Item::Char(low));
                    class.push('-');
                    push_item(&mut class, &Item::Char(high));
                }
                Some(Item::Char(high)) => return Err(format!("the range `{low}-{high}` is out of order")),
                // A dash before a set is a literal dash.
                other => {
                    push_item(&mut class, &Item::Char(low));
                    push_item(&mut class, &Item::Char('-'));
                    if let Some(set) = other {
                        push_item(&mut class, &set);
                    }
                }
            }
        }
        class.push(']');
        self.out.push_str(&class);
        Ok(true)
    }

    /// The next member of a class; `None` at its end.
    fn class_item(&mut self) -> Result<Option<Item>, String> {
        match self.rest.next().ok_or("a `[` is not closed")? {
            ']' => Ok(None),
            '[' if matches!(self.rest.peek(), Some(':' | '.' | '=')) => {
                Err("classes like `[:alpha:]` are not of ECMA 262".to_owned())
            }
            '\\' if self.rest.next_if_eq(&'b').is_some() => Ok(Some(Item::Char('\u{8}'))),
            '\\' => self.escaped().map(Some),
            c => Ok(Some(Item::Char(c))),
        }
    }
}

fn push_item(class: &mut String, item: &Item) {
    match item {
        Item::Char(c) => push_char(class, *c),
        Item::Set(set) => class.push_str(set),
    }
}
