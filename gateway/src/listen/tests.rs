use super::*;

/// The future that `serve` makes, unpolled.
fn future_bytes<F>(_: fn(Box<Io<TcpStream>>, Box<Carrier>, websocket::Agreed) -> F) -> usize {
    size_of::<F>()
}

#[test]
fn an_idle_websocket_costs_little_more_than_its_tls() {
    // What one socket holds besides rustls's own state: a change that doubles it shows here first.
    let rows = [
        ("task", future_bytes(websocket::serve::<Io<TcpStream>>), 2_496),
        ("carrier", size_of::<Carrier>(), 448),
        ("handle", size_of::<crate::handle::Handle>(), 128),
        ("connection", size_of::<Connection>(), 192),
    ];
    for (name, bytes, bytes_max) in rows {
        assert!(bytes <= bytes_max, "{name}: {bytes} bytes, at most {bytes_max}");
    }
}
