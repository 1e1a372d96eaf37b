//! What every client of the brokers is configured with.

use rdkafka::ClientConfig;

use crate::Settings;

/// A client of the brokers, as far as all of them are alike.
pub(crate) fn client(settings: &Settings) -> ClientConfig {
    let mut client = ClientConfig::new();
    client
        .set("bootstrap.servers", &settings.brokers)
        .set("client.id", "caseway")
        .set("reconnect.backoff.max.ms", "2000")
        // A topic that was made anew, or has more partitions, is seen within this.
        .set("topic.metadata.refresh.interval.ms", "5000");
    let Some(security) = &settings.security else {
        return client;
    };
    client
        .set("security.protocol", "ssl")
        .set("ssl.ca.location", security.authority.to_string_lossy());
    if let Some((login, password)) = &security.login {
        client
            .set("security.protocol", "sasl_ssl")
            .set("sasl.mechanism", "SCRAM-SHA-512")
            .set("sasl.username", login)
            .set("sasl.password", password);
    }
    client
}
