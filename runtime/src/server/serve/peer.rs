//! The origin of a request: the peer of the connection, or the client that a trusted proxy names.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;

use http::request::Parts;
use http::{Extensions, HeaderMap, HeaderName};
use ipnet::IpNet;

use crate::server::serve::forwarded;

/// The address of the connection's peer, in the extensions of a request received by
/// [`serve`](crate::server::serve()).
///
/// ```
/// use std::net::SocketAddr;
///
/// use housestyle::server::Peer;
///
/// /// Whether a request came from this machine.
/// fn is_local<B>(request: &http::Request<B>) -> bool {
///     request.extensions().get::<Peer>().is_some_and(|Peer(address)| address.ip().is_loopback())
/// }
///
/// let mut request = http::Request::new(());
/// assert!(!is_local(&request));
/// request.extensions_mut().insert(Peer(SocketAddr::from(([127, 0, 0, 1], 50_000))));
/// assert!(is_local(&request));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer(pub SocketAddr);

/// The address of the client, in the extensions of a request received by [`serve`](crate::server::serve()): the
/// peer's, or the one that [trusted proxies](super::ServeOptions::trusted_proxies) name. Rate limits, shares of
/// limits and logs use it.
///
/// Other servers may insert it in a layer.
///
/// ```
/// use std::net::IpAddr;
///
/// use housestyle::server::ClientAddress;
///
/// fn from_client<B>(mut request: http::Request<B>, client: IpAddr) -> http::Request<B> {
///     request.extensions_mut().insert(ClientAddress(client));
///     request
/// }
/// # let _ = from_client(http::Request::new(()), IpAddr::from([192, 0, 2, 1]));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// In the extensions of a request that did not come through a trusted proxy, if any are configured.
#[derive(Debug, Clone, Copy)]
pub(in crate::server) struct DirectPeer;

/// A network of IP addresses: `10.0.0.0/8`, `2001:db8::/32`, or a single address.
///
/// ```
/// use housestyle::server::Network;
///
/// assert!("10.0.0.0/8".parse::<Network>().is_ok() && "2001:db8::1".parse::<Network>().is_ok());
/// assert!("example.com".parse::<Network>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network(IpNet);

/// An error of parsing a [`Network`].
///
/// ```
/// use housestyle::server::{Network, NetworkError};
///
/// let error: NetworkError = "10.0.0.0/99".parse::<Network>().unwrap_err();
/// assert!(error.to_string().contains("10.0.0.0/99"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkError {
    text: String,
}

impl fmt::Display for NetworkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not an IP address or a network like 10.0.0.0/8: {:?}", self.text)
    }
}

impl std::error::Error for NetworkError {}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let network = text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from));
        network.map(Self).ok_or_else(|| NetworkError { text: text.to_owned() })
    }
}

impl From<IpAddr> for Network {
    fn from(address: IpAddr) -> Self {
        Self(address.into())
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The trusted proxies.
#[derive(Debug, Clone, Default)]
pub(in crate::server) struct Proxies(Arc<[Network]>);

impl Proxies {
    pub(in crate::server) fn of(networks: impl IntoIterator<Item = Network>) -> Self {
        Self(networks.into_iter().collect())
    }

    pub(in crate::server) fn contain(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.0.contains(&address))
    }

    /// Returns whether there are proxies and this peer is not one of them.
    pub(in crate::server) fn exclude(&self, peer: SocketAddr) -> bool {
        !self.0.is_empty() && !self.contain(peer.ip())
    }

    /// Returns the client of a request: the last address in the chain that is not a trusted proxy. Each proxy appends
    /// the address that it received the request from, so what precedes that address is under the client's control.
    pub(in crate::server) fn client(&self, peer: SocketAddr, headers: &HeaderMap) -> ClientAddress {
        let peer = peer.ip().to_canonical();
        if !self.contain(peer) {
            return ClientAddress(peer);
        }
        let said = forwarded::chain(headers).map_or(peer, |chain| self.nearest(peer, chain));
        ClientAddress(said)
    }

    fn nearest(&self, peer: IpAddr, chain: Vec<Option<IpAddr>>) -> IpAddr {
        let mut nearest = peer;
        for hop in chain.into_iter().rev() {
            // A hop is hidden or malformed, so the addresses before it are unreliable.
            let Some(hop) = hop else { return nearest };
            nearest = hop.to_canonical();
            if !self.contain(nearest) {
                return nearest;
            }
        }
        nearest
    }
}

/// Returns the client's address, if known.
pub(in crate::server) fn address(extensions: &Extensions) -> Option<IpAddr> {
    let client = extensions.get::<ClientAddress>().map(|client| client.0);
    client.or_else(|| extensions.get::<Peer>().map(|peer| peer.0.ip())).map(|address| address.to_canonical())
}

/// Returns the key of a client's share of limits: its address, or for IPv6 its /64, in which it can choose any
/// address.
pub(in crate::server) fn holder(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        address => address,
    }
}

/// Returns the key of a request's share; `None` if its address is unknown.
pub(crate) fn holder_of(parts: &Parts) -> Option<IpAddr> {
    address(&parts.extensions).map(holder)
}

/// The headers in which proxies name their clients.
pub(in crate::server) static FORWARDED: HeaderName = http::header::FORWARDED;
pub(in crate::server) static X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

#[cfg(test)]
mod tests {
    use super::*;

    fn proxies() -> Proxies {
        Proxies::of(["10.0.0.0/8", "::1", "2001:db8:1::/48"].map(|text| text.parse().expect("a network")))
    }

    fn client(peer: &str, lines: &[(&HeaderName, &str)]) -> String {
        let mut headers = HeaderMap::new();
        for (wire, line) in lines {
            headers.append(*wire, line.parse().expect("a header"));
        }
        proxies().client(SocketAddr::new(peer.parse().expect("an address"), 5), &headers).0.to_string()
    }

    #[test]
    fn a_stranger_s_word_is_not_taken() {
        for wire in [&X_FORWARDED_FOR, &FORWARDED] {
            assert_eq!(client("192.0.2.1", &[(wire, "for=192.0.2.9")]), "192.0.2.1");
            assert_eq!(client("192.0.2.1", &[(wire, "192.0.2.9")]), "192.0.2.1");
        }
        assert_eq!(client("10.1.2.3", &[]), "10.1.2.3");
    }

    #[test]
    fn the_last_address_that_is_no_proxys_counts() {
        for (said, found) in [
            ("192.0.2.1", "192.0.2.1"),
            ("198.51.100.7, 192.0.2.1", "192.0.2.1"),
            ("192.0.2.1, 10.9.9.9", "192.0.2.1"),
            ("198.51.100.7,192.0.2.1 , 2001:db8:1::5,10.9.9.9", "192.0.2.1"),
            ("192.0.2.1:4711", "192.0.2.1"),
            ("2001:db8:2::7", "2001:db8:2::7"),
            ("[2001:db8:2::7]:4711", "2001:db8:2::7"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("192.0.2.1, unknown", "10.1.2.3"),
            ("192.0.2.1, unknown, 10.9.9.9", "10.9.9.9"),
            ("10.7.7.7, 10.9.9.9", "10.7.7.7"),
            ("", "10.1.2.3"),
        ] {
            assert_eq!(client("10.1.2.3", &[(&X_FORWARDED_FOR, said)]), found, "{said}");
        }
        let lines = [(&X_FORWARDED_FOR, "198.51.100.7"), (&X_FORWARDED_FOR, "192.0.2.1")];
        assert_eq!(client("::ffff:10.1.2.3", &lines), "192.0.2.1");
    }

    #[test]
    fn rfc_7239_is_read_with_its_quotes() {
        for (said, found) in [
            ("for=192.0.2.1", "192.0.2.1"),
            ("For=\"[2001:db8:2::7]:4711\";proto=http", "2001:db8:2::7"),
            ("proto=http ; FOR=192.0.2.1;by=10.1.2.3, for=10.9.9.9", "192.0.2.1"),
            ("for=192.0.2.1;host=\"a, for=198.51.100.7\"", "192.0.2.1"),
            ("for=192.0.2.1;host=\"a\\\", for=198.51.100.7\"", "192.0.2.1"),
            ("for=192.0.2.1, for=_hidden", "10.1.2.3"),
            ("for=192.0.2.1, proto=http", "10.1.2.3"),
            ("for=192.0.2.1;for=192.0.2.2", "10.1.2.3"),
            ("for=192.0.2.1;host=\"open", "10.1.2.3"),
        ] {
            assert_eq!(client("10.1.2.3", &[(&FORWARDED, said)]), found, "{said}");
        }
    }

    /// A proxy may set one of them and pass the other on from its client.
    #[test]
    fn of_two_headers_that_differ_neither_is_taken() {
        let both =
            |forwarded: &str| client("10.1.2.3", &[(&X_FORWARDED_FOR, "192.0.2.1"), (&FORWARDED, forwarded)]);
        assert_eq!(both("for=192.0.2.1"), "192.0.2.1");
        assert_eq!(both("for=198.51.100.7"), "10.1.2.3");
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in ["", "10.0.0.0/33", "localhost", "10.0.0.0/", "::/129"] {
            let error = text.parse::<Network>().expect_err(text);
            assert!(error.to_string().contains(&format!("{text:?}")));
        }
    }
}
