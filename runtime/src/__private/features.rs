//! One clear compile error if generated code needs a feature that is not enabled.

/// Defines a macro that fails to compile if the feature is not enabled.
macro_rules! require {
    ($($feature:literal $macro:ident $message:literal;)+) => {$(
        #[cfg(feature = $feature)]
        #[doc(hidden)]
        #[macro_export]
        macro_rules! $macro {
            () => {};
        }

        #[cfg(not(feature = $feature))]
        #[doc(hidden)]
        #[macro_export]
        macro_rules! $macro {
            () => {
                ::core::compile_error!($message);
            };
        }
    )+};
}

require! {
    "server" __require_server "a generated server needs the feature `server` of the crate `housestyle`: enable it in Cargo.toml";
    "client" __require_client "a generated client needs the feature `client` of the crate `housestyle`: enable it in Cargo.toml";
    "sessions" __require_sessions "the style of this API has sessions: enable the feature `sessions` of the crate `housestyle` in Cargo.toml";
}
