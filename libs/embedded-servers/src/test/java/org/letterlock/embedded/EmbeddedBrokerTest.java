package org.letterlock.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.letterlock.embedded.ServerStartException.Reason;

class EmbeddedBrokerTest {
    @TempDir
    Path directory;

    @Test
    void keepsItsRecordsOverAStop() throws Exception {
        try (var first = EmbeddedBroker.at(directory).start()) {
            createTopic(first);
            publish(first, "one");
        }

        try (var second = EmbeddedBroker.at(directory).start()) {
            publish(second, "two");
            assertThat(read(second)).containsExactly("one", "two");
        }
    }

    @Test
    void servesAgainSoonAfterItWasKilled() throws Exception {
        var owner = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerOwner.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(owner.inputReader().readLine()).isEqualTo("published");

        owner.destroyForcibly().waitFor();

        try (var server = EmbeddedBroker.at(directory).start()) {
            assertThat(read(server)).containsExactly("before the kill");
        }
    }

    /** Runs a broker, publishes a record and waits to be killed. */
    static final class BrokerOwner {
        private BrokerOwner() {}

        public static void main(String[] arguments) throws Exception {
            var broker = EmbeddedBroker.at(Path.of(arguments[0])).start();
            createTopic(broker);
            publish(broker, "before the kill");
            System.out.println("published");
            System.in.read();
        }
    }

    @Test
    void doesNotLetInWhoLacksTheSecret() {
        try (var server = EmbeddedBroker.at(directory).durable(false).start()) {
            Map<String, Object> properties = new HashMap<>(server.clientProperties());
            properties.computeIfPresent(
                    "sasl.jaas.config", (_, value) -> value.toString().replaceFirst("password=\"..", "password=\"zz"));
            try (var admin = Admin.create(properties)) {
                assertThatThrownBy(() -> admin.listTopics().names().get(20, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(SaslAuthenticationException.class);
            }
        }
    }

    @Test
    void refusesADirectoryThatIsInUse() {
        try (var _ = EmbeddedBroker.at(directory).durable(false).start()) {
            assertThatThrownBy(() -> EmbeddedBroker.at(directory).start())
                    .asInstanceOf(type(ServerStartException.class))
                    .matches(e -> e.reason() == Reason.IN_USE);
        }
    }

    @Test
    void saysThatAPortIsTaken() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName(LoopbackPorts.ADDRESS))) {
            assertThatThrownBy(() -> EmbeddedBroker.at(directory)
                            .port(taken.getLocalPort())
                            .start())
                    .asInstanceOf(type(ServerStartException.class))
                    .matches(e -> e.reason() == Reason.PORT_TAKEN);
        }
    }

    @Test
    void refusesADamagedLogDirectory() throws Exception {
        Files.createDirectories(directory.resolve("log"));

        assertThatThrownBy(() -> EmbeddedBroker.at(directory).start())
                .asInstanceOf(type(ServerStartException.class))
                .matches(e -> e.reason() == Reason.DAMAGED);
    }

    private static void createTopic(EmbeddedBroker server) throws Exception {
        try (var admin = Admin.create(new HashMap<>(server.clientProperties()))) {
            admin.createTopics(List.of(new NewTopic("letters", Optional.of(1), Optional.empty())
                            .configs(Map.of("flush.messages", "1"))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static void publish(EmbeddedBroker server, String value) throws Exception {
        try (var producer = new KafkaProducer<>(
                new HashMap<String, Object>(server.clientProperties()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("letters", value)).get(30, TimeUnit.SECONDS);
        }
    }

    private static List<String> read(EmbeddedBroker server) {
        try (var consumer = new KafkaConsumer<>(
                new HashMap<String, Object>(server.clientProperties()),
                new StringDeserializer(),
                new StringDeserializer())) {
            var partition = new TopicPartition("letters", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<String> values = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(entry -> values.add(entry.value()));
            }
            return values;
        }
    }
}
