package org.letterlock.standalone.suite;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.letterlock.embedded.EmbeddedPostgres;
import org.letterlock.standalone.data.DataDirectory;
import org.letterlock.standalone.data.HostName;
import org.letterlock.standalone.data.TlsFiles;

/** What a service is told about the installation it runs in: addresses, secrets and files, by configuration only. */
public final class PartSettings {
    public static final String DATABASE = "letterlock";
    private static final int POOL = 8;
    private static final int MAILSTORE_POOL = 16;

    private final DataDirectory data;
    private final HostName hostName;
    private final Optional<DnsServer> dns;
    private final Ports ports;
    private final TlsFiles tls;
    private final EmbeddedPostgres postgres;
    private final Map<String, String> broker;

    /** @param broker what a client of the broker needs to know */
    public PartSettings(
            DataDirectory data,
            HostName hostName,
            Optional<DnsServer> dns,
            Ports ports,
            TlsFiles tls,
            EmbeddedPostgres postgres,
            Map<String, String> broker) {
        this.data = data;
        this.hostName = hostName;
        this.dns = dns;
        this.ports = ports;
        this.tls = tls;
        this.postgres = postgres;
        this.broker = Map.copyOf(broker);
    }

    /** @param internalPorts of the services that are up already, by name */
    public Map<String, Object> of(Part part, Map<String, Integer> internalPorts) {
        Map<String, Object> settings = new TreeMap<>();
        settings.put("server.port", 0);
        settings.put("letterlock.host-name", hostName.text());
        settings.put("letterlock.instance-key-file", data.instanceKeyFile().toString());
        dns.ifPresent(server -> settings.put("letterlock.dns.server", server.toString()));
        settings.put("letterlock.tls.certificate-file", tls.certificate().toString());
        settings.put("letterlock.tls.key-file", tls.key().toString());
        settings.put(
                "letterlock.auth.initial-password-file",
                data.oneTimePasswordFile().toString());
        settings.put("letterlock.smtp.disk.directory", data.path().toString());
        putDatabase(settings, part);
        putBroker(settings);
        part.doors().forEach((setting, door) -> settings.put(setting, ports.of(door)));
        internalPorts.forEach(
                (service, port) -> settings.put("letterlock.admin.routes." + service, "http://127.0.0.1:" + port));
        Integer mailstore = internalPorts.get(Part.MAILSTORE.serviceName());
        if (mailstore != null) {
            settings.put("letterlock.mailstore.url", "http://127.0.0.1:" + mailstore);
        }
        return settings;
    }

    private void putDatabase(Map<String, Object> settings, Part part) {
        settings.put("spring.datasource.url", postgres.jdbcUrl(DATABASE));
        settings.put("spring.datasource.username", postgres.user());
        settings.put("spring.datasource.password", postgres.password());
        settings.put("spring.datasource.hikari.maximum-pool-size", part == Part.MAILSTORE ? MAILSTORE_POOL : POOL);
        settings.put("spring.datasource.hikari.minimum-idle", 1);
    }

    private void putBroker(Map<String, Object> settings) {
        settings.put("spring.kafka.bootstrap-servers", broker.get("bootstrap.servers"));
        broker.forEach((name, value) -> settings.put("spring.kafka.properties." + name, value));
    }
}
