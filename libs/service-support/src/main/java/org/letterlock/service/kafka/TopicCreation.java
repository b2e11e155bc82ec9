package org.letterlock.service.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TopicExistsException;
import org.letterlock.contracts.Topic;
import org.letterlock.contracts.Topics;
import org.letterlock.service.StartPhase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Creates the topics of the catalogue that are missing when a service starts. */
final class TopicCreation implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(TopicCreation.class);
    private static final Duration DEAD_LETTERS_KEPT = Duration.ofDays(30);
    private static final int MAX_REPLICAS = 3;

    private final KafkaClients clients;
    private final Producer<String, byte[]> producer;
    private final Set<Topic<?>> withDeadLetters = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    TopicCreation(KafkaClients clients, Producer<String, byte[]> producer) {
        this.clients = clients;
        this.producer = producer;
    }

    void alsoDeadLettersOf(Topic<?> topic) {
        withDeadLetters.add(topic);
    }

    @Override
    public void start() {
        try (Admin admin = clients.admin()) {
            Set<String> existing = admin.listTopics().names().get();
            List<NewTopic> missing = new ArrayList<>();
            int brokers = admin.describeCluster().nodes().get().size();
            for (NewTopic topic : wanted(Math.min(MAX_REPLICAS, brokers))) {
                if (!existing.contains(topic.name())) {
                    missing.add(topic);
                }
            }
            create(admin, missing);
        } catch (ExecutionException e) {
            throw new PublishFailedException("topics cannot be created", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PublishFailedException("topics cannot be created", e);
        }
        for (Topic<?> topic : Topics.ALL) {
            producer.partitionsFor(topic.name()); // so that no later send has to ask
        }
        running = true;
    }

    private static void create(Admin admin, List<NewTopic> missing) throws InterruptedException, ExecutionException {
        for (var created : admin.createTopics(missing).values().entrySet()) {
            try {
                created.getValue().get();
                LOG.info("topic {} created", created.getKey());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) { // another service was quicker
                    throw e;
                }
            }
        }
    }

    private List<NewTopic> wanted(int replicas) {
        List<NewTopic> topics = new ArrayList<>();
        for (Topic<?> topic : Topics.ALL) {
            topics.add(newTopic(topic.name(), topic.partitions(), replicas, configuration(topic, replicas)));
        }
        for (Topic<?> topic : withDeadLetters) {
            topics.add(newTopic(topic.deadLetterName(), 1, replicas, keptFor(DEAD_LETTERS_KEPT)));
        }
        return topics;
    }

    private static NewTopic newTopic(String name, int partitions, int replicas, Map<String, String> configuration) {
        if (replicas == MAX_REPLICAS) {
            configuration.put("min.insync.replicas", "2");
        }
        return new NewTopic(name, partitions, (short) replicas).configs(configuration);
    }

    private static Map<String, String> configuration(Topic<?> topic, int replicas) {
        Map<String, String> configuration = switch (topic.retention()) {
            case Topic.Retention.KeptFor(Duration time) -> keptFor(time);
            case Topic.Retention.Compacted _ -> compacted();
        };
        if (topic.flushed() && replicas == 1) {
            configuration.put("flush.messages", "1");
        }
        return configuration;
    }

    private static Map<String, String> keptFor(Duration time) {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("cleanup.policy", "delete");
        configuration.put("retention.ms", Long.toString(time.toMillis()));
        // Only closed segments are removed, so a segment must not stay open much longer than its records may.
        configuration.put("segment.ms", Long.toString(Math.max(60_000, time.toMillis() / 4)));
        return configuration;
    }

    private static Map<String, String> compacted() {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("cleanup.policy", "compact");
        configuration.put(
                "delete.retention.ms", Long.toString(Duration.ofDays(1).toMillis()));
        configuration.put("segment.ms", Long.toString(Duration.ofDays(1).toMillis()));
        return configuration;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return StartPhase.TOPICS;
    }
}
