//! How codes are declared: each is a constant, and a line of the table of all.

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $ident:ident = $number:literal;)+) => {
        $($(#[doc = $doc])+ pub const $ident: Code = Code($number);)+
        /// All codes in order, each with its meaning.
        pub const TABLE: &[(Code, &str)] = &[$((Code($number), concat!($($doc),+).trim_ascii())),+];
    };
}
