package org.letterlock.embedded;

import java.io.EOFException;
import java.net.BindException;
import java.util.Objects;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.letterlock.embedded.ServerStartException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts Kafka's own server class and says plainly why it does not start. */
final class BrokerStart {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerStart.class);

    private BrokerStart() {}

    static KafkaRaftServer start(BrokerSettings settings) {
        if (!LoopbackPorts.isFree(settings.port())) {
            throw portTaken(settings);
        }
        KafkaRaftServer server;
        try {
            server = new KafkaRaftServer(KafkaConfig.fromProps(settings.brokerProperties(), false), Time.SYSTEM);
        } catch (RuntimeException e) {
            throw failure(settings, e);
        }
        try {
            server.startup();
            return server;
        } catch (RuntimeException e) {
            shutDown(server);
            throw failure(settings, e);
        }
    }

    private static void shutDown(KafkaRaftServer server) {
        try {
            server.shutdown();
        } catch (RuntimeException e) {
            LOG.debug("the broker that did not start did not stop in order either", e);
        }
    }

    private static ServerStartException failure(BrokerSettings settings, RuntimeException cause) {
        var chain = Stream.<Throwable>iterate(cause, Objects::nonNull, Throwable::getCause)
                .toList();
        if (chain.stream().anyMatch(BindException.class::isInstance)) {
            return portTaken(settings);
        }
        var words = chain.getLast().toString();
        if (words.contains("Failed to acquire lock")) {
            return new ServerStartException(
                    Reason.IN_USE, settings.logDirectory() + " is in use by another broker", cause);
        }
        boolean unreadable = chain.stream().anyMatch(e -> e instanceof EOFException)
                || words.contains("Corrupt")
                || words.contains("meta.properties")
                || words.contains("Invalid");
        return new ServerStartException(
                unreadable ? Reason.DAMAGED : Reason.FAILED,
                "the broker cannot start from " + settings.logDirectory() + ": " + words,
                cause);
    }

    private static ServerStartException portTaken(BrokerSettings settings) {
        return new ServerStartException(Reason.PORT_TAKEN, "port " + settings.port() + " for the broker is taken");
    }
}
