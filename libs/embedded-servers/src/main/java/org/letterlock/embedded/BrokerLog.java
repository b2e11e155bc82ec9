package org.letterlock.embedded;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.letterlock.embedded.ServerStartException.Reason;

/** The directory of the broker's logs, formatted. */
record BrokerLog(Path directory) {

    /** Formats a directory beside and renames it: a kill in between leaves nothing that looks like a broker's log. */
    static BrokerLog prepare(ServerDirectory directory) {
        var log = new BrokerLog(directory.resolve("log"));
        if (Files.exists(log.directory)) {
            log.check();
            return log;
        }
        var fresh = directory.resolve("log.new");
        var words = new ByteArrayOutputStream();
        try (var output = new PrintStream(words, false, StandardCharsets.UTF_8)) {
            ServerDirectory.delete(fresh);
            new Formatter()
                    .setPrintStream(output)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setMetadataLogDirectory(fresh.toString())
                    .addDirectory(fresh.toString())
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setFeatureLevel("eligible.leader.replicas.version", (short) 0)
                    .run();
            ServerDirectory.moveInto(fresh, log.directory);
        } catch (Exception e) { // Formatter.run is declared so
            throw new ServerStartException(
                    Reason.FAILED,
                    "the broker's log cannot be made: " + e + " " + words.toString(StandardCharsets.UTF_8),
                    e);
        }
        return log;
    }

    private void check() {
        if (Files.notExists(directory.resolve("meta.properties"))
                || Files.notExists(directory.resolve("bootstrap.checkpoint"))) {
            throw new ServerStartException(
                    Reason.DAMAGED, directory + " is damaged: it is no complete log directory of a broker");
        }
    }
}
