//! The keys of `outcomes`.

use super::super::grammar::{Key, Record, Shape};
use super::super::{Outcome, texts};
use super::{key, record, required, text};

const fn outcome(outcome: Outcome) -> Key {
    let (wire, docs) = Outcome::WORDS[outcome as usize];
    required(wire, Shape::Short(&REACTION, "as"), docs)
}

/// `outcomes`.
pub static OUTCOMES: Record = record(
    "`outcomes`",
    "What goes over the wire for each outcome: a status alone, or a mapping.",
    &OUTCOME_KEYS,
);

/// The key of [`EVERY`].
const ALL_OF_THEM: Key = key(
    "every",
    Shape::Short(&EVERY, "status"),
    "The status of every outcome to which this same file gives no `status` and no `as`, but for `not_modified`. It goes \
    before what the parent style says, and is replaced where a style on top of this one says `every` itself.",
);

static OUTCOME_KEYS: [Key; Outcome::ALL.len() + 1] = {
    let mut keys = [const { ALL_OF_THEM }; Outcome::ALL.len() + 1];
    let mut at = 0;
    while at < Outcome::ALL.len() {
        keys[at + 1] = outcome(Outcome::ALL[at]);
        at += 1;
    }
    keys
};

/// The reaction to every outcome.
pub static EVERY: Record = record(
    "`outcomes.every`",
    "What goes over the wire for every outcome, but where the same file says otherwise.",
    &[required(
        "status",
        Shape::Whole(200, 599),
        "The HTTP status. One of the 400s or 500s is that of the failures alone.",
    )],
);

/// The reaction to an outcome.
pub static REACTION: Record = record(
    "An outcome",
    "The reaction to an outcome.",
    &[
        key(
            "status",
            Shape::Whole(200, 599),
            "The HTTP status: of the 200s for a success, 304 for `not_modified`, else of the 400s and 500s; of the 200s \
        too, where `failure.told_by` is there.",
        ),
        key(
            "as",
            Shape::Word(Outcome::WORDS),
            "Another outcome, whose reaction this one shares but for what stands beside. It \
        puts aside what the parent style says of this outcome.",
        ),
        key("code", text(&texts::CODE), "The machine's word for it, where the handler names none."),
        key(
            "message",
            text(&texts::PROSE),
            "The text for people, where the handler gives none. In it, `{place}` and `{reason}` stand for the first \
            problem's parameter, or dotted path into the body, and for what is wrong with it.",
        ),
    ],
);
