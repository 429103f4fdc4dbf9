//! Settings without their secrets.

use proto::opamp::v1::{
    ConnectionSettingsOffers, Headers, ProxyConnectionSettings, TlsCertificate,
};

use crate::masked;

/// Every part of settings that can hold a secret.
struct Secrets<'a> {
    headers: Vec<&'a mut Headers>,
    certificates: Vec<&'a mut TlsCertificate>,
    values: Vec<&'a mut String>,
}

/// Takes out header values, private keys and whatever the settings of other connections say.
pub(super) fn hide(settings: &mut ConnectionSettingsOffers) {
    let secrets = secrets(settings);
    secrets.headers.into_iter().for_each(masked::hide_headers);
    for pair in secrets.certificates {
        pair.private_key.clear();
    }
    for value in secrets.values {
        masked::MASK.clone_into(value);
    }
}

/// Whether a mask was sent back as if it were the secret.
pub(super) fn holds_mask(settings: &ConnectionSettingsOffers) -> bool {
    let mut settings = settings.clone();
    let secrets = secrets(&mut settings);
    secrets.headers.iter().any(|headers| masked::check_masks(headers).is_err())
        || secrets.values.iter().any(|value| *value == masked::MASK)
}

fn secrets(settings: &mut ConnectionSettingsOffers) -> Secrets<'_> {
    let mut found = Secrets { headers: vec![], certificates: vec![], values: vec![] };
    if let Some(opamp) = &mut settings.opamp {
        found.add(&mut opamp.headers, &mut opamp.certificate, &mut opamp.proxy);
    }
    let signals = [&mut settings.own_metrics, &mut settings.own_traces, &mut settings.own_logs];
    for signal in signals.into_iter().flatten() {
        found.add(&mut signal.headers, &mut signal.certificate, &mut signal.proxy);
    }
    for other in settings.other_connections.values_mut() {
        found.add(&mut other.headers, &mut other.certificate, &mut other.proxy);
        found.values.extend(other.other_settings.values_mut());
    }
    found
}

impl<'a> Secrets<'a> {
    fn add(
        &mut self,
        headers: &'a mut Option<Headers>,
        certificate: &'a mut Option<TlsCertificate>,
        proxy: &'a mut Option<ProxyConnectionSettings>,
    ) {
        self.headers.extend(headers);
        self.certificates.extend(certificate);
        self.headers.extend(proxy.as_mut().and_then(|proxy| proxy.connect_headers.as_mut()));
    }
}
