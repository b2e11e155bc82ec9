package org.letterlock.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The settings of a broker that is alone, small, and reachable from this machine only. */
record BrokerSettings(Path logDirectory, int port, int controllerPort, String secret, boolean durable) {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final String CLIENT_LISTENER = "CLIENTS";
    private static final String USER = "letterlock";

    Properties brokerProperties() {
        var properties = new Properties();
        properties.putAll(listeners());
        properties.putAll(aloneAndSmall());
        properties.putAll(liveness());
        return properties;
    }

    private Map<String, String> listeners() {
        var jaas = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + USER
                + "\" password=\"" + secret + "\" user_" + USER + "=\"" + secret + "\";";
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(NODE_ID)),
                Map.entry("log.dirs", logDirectory.toString()),
                Map.entry(
                        "listeners",
                        CLIENT_LISTENER + "://" + LoopbackPorts.ADDRESS + ":" + port + "," + CONTROLLER_LISTENER + "://"
                                + LoopbackPorts.ADDRESS + ":" + controllerPort),
                Map.entry(
                        "listener.security.protocol.map",
                        CLIENT_LISTENER + ":SASL_PLAINTEXT," + CONTROLLER_LISTENER + ":SASL_PLAINTEXT"),
                Map.entry("controller.listener.names", CONTROLLER_LISTENER),
                Map.entry("controller.quorum.voters", NODE_ID + "@" + LoopbackPorts.ADDRESS + ":" + controllerPort),
                Map.entry("inter.broker.listener.name", CLIENT_LISTENER),
                Map.entry("sasl.enabled.mechanisms", "PLAIN"),
                Map.entry("sasl.mechanism.inter.broker.protocol", "PLAIN"),
                Map.entry("sasl.mechanism.controller.protocol", "PLAIN"),
                Map.entry("listener.name.clients.plain.sasl.jaas.config", jaas),
                Map.entry("listener.name.controller.plain.sasl.jaas.config", jaas));
    }

    private static Map<String, String> aloneAndSmall() {
        return Map.ofEntries(
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "2"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.num.partitions", "2"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"),
                Map.entry("background.threads", "2"),
                // The default takes 128 MiB of heap, for logs larger than an office has.
                Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
                Map.entry("log.index.size.max.bytes", "1048576"));
    }

    private Map<String, String> liveness() {
        // After a kill the controller refuses the restarted broker until the dead one's session has run out.
        return durable
                ? Map.of("broker.session.timeout.ms", "3000", "broker.heartbeat.interval.ms", "500")
                : Map.of("broker.session.timeout.ms", "30000");
    }

    Map<String, String> clientProperties() {
        return clientProperties(port, secret);
    }

    static Map<String, String> clientProperties(int port, String secret) {
        return Map.of(
                "bootstrap.servers",
                LoopbackPorts.ADDRESS + ":" + port,
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + USER + "\" password=\""
                        + secret + "\";");
    }
}
