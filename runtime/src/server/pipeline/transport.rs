//! Whether requests came over TLS, and whether they must.

use http::header::HOST;
use http::request::Parts;
use http::uri::Authority;
use http::{HeaderName, HeaderValue};

use crate::style::{Style, Tls};

use crate::server::serve::peer::{self, DirectPeer};

/// How requests reach a service.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::server) struct TransportSecurity {
    /// All requests came over TLS.
    pub(in crate::server) behind_tls: bool,
    /// The headers of the nearest proxy are trusted.
    pub(in crate::server) forwarded: bool,
    /// Overrides the style.
    pub(in crate::server) required: Option<bool>,
}

static FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
static FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

impl TransportSecurity {
    /// Returns whether a request came over TLS, to this server or to the proxy before it.
    pub(in crate::server) fn is_tls(self, parts: &Parts) -> bool {
        self.behind_tls || self.forwarded_tls(parts).unwrap_or(false)
    }

    /// Returns scheme and host of a request from the client's view; empty if it has no host.
    pub(in crate::server) fn origin(self, parts: &Parts) -> String {
        let scheme = if self.is_tls(parts) { "https" } else { "http" };
        let forwarded = || last(parts, &FORWARDED_HOST).filter(|_| self.trusts_proxy(parts)).and_then(host);
        let named = || parts.uri.authority().map(|host| host.as_str().as_bytes()).and_then(host);
        let own = || host(only(parts, &HOST)?);
        forwarded().or_else(named).or_else(own).map_or_else(String::new, |host| format!("{scheme}://{host}"))
    }

    /// Returns whether a request is refused because it came without TLS.
    pub(in crate::server) fn refuses(self, style: &Style, parts: &Parts) -> bool {
        let required = self.required.unwrap_or(style.transport.tls == Tls::Required);
        required && !self.behind_tls && !self.forwarded_tls(parts).unwrap_or_else(|| is_local(parts))
    }

    /// Returns whether the headers of a proxy are trusted.
    fn trusts_proxy(self, parts: &Parts) -> bool {
        self.forwarded && parts.extensions.get::<DirectPeer>().is_none()
    }

    /// Returns what the nearest proxy says, which appends to the header.
    fn forwarded_tls(self, parts: &Parts) -> Option<bool> {
        if !self.trusts_proxy(parts) {
            return None;
        }
        Some(last(parts, &FORWARDED_PROTO)?.eq_ignore_ascii_case(b"https"))
    }
}

/// Returns the last element of a list header.
fn last<'p>(parts: &'p Parts, wire: &HeaderName) -> Option<&'p [u8]> {
    let last = parts.headers.get_all(wire).iter().next_back()?;
    Some(last.as_bytes().rsplit(|byte| *byte == b',').next().unwrap_or_default().trim_ascii())
}

/// Returns a header that must not be repeated (RFC 9112 §3.2), because another reader might use the other value.
fn only<'p>(parts: &'p Parts, wire: &HeaderName) -> Option<&'p [u8]> {
    let mut lines = parts.headers.get_all(wire).iter();
    lines.next().filter(|_| lines.next().is_none()).map(HeaderValue::as_bytes)
}

/// Returns a host with an optional port.
fn host(said: &[u8]) -> Option<Authority> {
    let host = Authority::try_from(said).ok()?;
    let whole = match host.port_u16() {
        Some(_) => host.as_str(),
        // There is no valid port after the host.
        None => host.host(),
    };
    let is_sound = !host.host().is_empty() && whole == host.as_str() && !whole.contains('@');
    is_sound.then_some(host)
}

/// Returns whether the client is on this machine.
fn is_local(parts: &Parts) -> bool {
    peer::address(&parts.extensions).is_some_and(|client| client.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::Peer;
    use crate::style;
    use http::Request;

    const OPEN: TransportSecurity = TransportSecurity { behind_tls: false, forwarded: false, required: None };
    const PROXIED: TransportSecurity = TransportSecurity { forwarded: true, ..OPEN };
    const STRICT: Style = Style { transport: style::Transport { tls: Tls::Required }, ..Style::MINIMAL };

    fn parts(peer: Option<&str>, protocols: &[&str]) -> Parts {
        let mut request = Request::new(());
        if let Some(peer) = peer {
            request.extensions_mut().insert(Peer(peer.parse().expect("an address")));
        }
        for protocol in protocols {
            request.headers_mut().append(&FORWARDED_PROTO, protocol.parse().expect("a header"));
        }
        request.into_parts().0
    }

    #[test]
    fn the_nearest_proxy_counts_if_it_is_trusted() {
        for (protocols, tls) in [
            (&["https"][..], true),
            (&["HTTPS "], true),
            (&["http", "https"], true),
            (&["http, https"], true),
            (&["https", "http"], false),
            (&["https,http"], false),
            (&["https,"], false),
            (&[""], false),
            (&[], false),
        ] {
            let parts = parts(Some("10.0.0.1:80"), protocols);
            assert_eq!(PROXIED.is_tls(&parts), tls, "{protocols:?}");
            assert_eq!(PROXIED.refuses(&STRICT, &parts), !tls, "{protocols:?}");
            assert!(!OPEN.is_tls(&parts) && OPEN.refuses(&STRICT, &parts), "{protocols:?}");
        }
    }

    #[test]
    fn if_proxies_are_named_no_other_peer_is_trusted() {
        let mut direct = parts(Some("10.0.0.1:80"), &["https"]);
        direct.headers.insert(&FORWARDED_HOST, HeaderValue::from_static("evil.test"));
        direct.headers.insert(HOST, HeaderValue::from_static("api.test"));
        assert_eq!((PROXIED.is_tls(&direct), PROXIED.origin(&direct).as_str()), (true, "https://evil.test"));
        direct.extensions.insert(DirectPeer);
        assert_eq!((PROXIED.is_tls(&direct), PROXIED.origin(&direct).as_str()), (false, "http://api.test"));
        assert!(PROXIED.refuses(&STRICT, &direct));
    }

    #[test]
    fn r_85_the_servers_own_machine_needs_none_unless_a_proxy_is_there() {
        for peer in ["127.0.0.1:1", "[::1]:1", "[::ffff:127.0.0.2]:1"] {
            assert!(!OPEN.refuses(&STRICT, &parts(Some(peer), &["http"])), "{peer}");
            assert!(!PROXIED.refuses(&STRICT, &parts(Some(peer), &[])), "{peer}");
            assert!(PROXIED.refuses(&STRICT, &parts(Some(peer), &["http"])), "{peer}");
        }
        assert!(OPEN.refuses(&STRICT, &parts(None, &[])));
    }

    #[test]
    fn the_servers_own_setting_goes_before_the_styles() {
        let parts = parts(Some("10.0.0.1:80"), &[]);
        assert!(!OPEN.refuses(&Style::MINIMAL, &parts));
        assert!(TransportSecurity { required: Some(true), ..OPEN }.refuses(&Style::MINIMAL, &parts));
        assert!(!TransportSecurity { required: Some(false), ..OPEN }.refuses(&STRICT, &parts));
        let behind = TransportSecurity { behind_tls: true, ..OPEN };
        assert!(behind.is_tls(&parts) && !behind.refuses(&STRICT, &parts));
    }
}
