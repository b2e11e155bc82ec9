package org.letterlock.admin.system;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;

/** Asks all services behind the edge the same, at the same time. */
final class ServiceCalls {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Map<String, URI> services;
    private final RestClient client;
    private final Executor executor = Executors.newVirtualThreadPerTaskExecutor();

    ServiceCalls(Map<String, URI> services) {
        this.services = services;
        var requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .executor(executor)
                .build());
        requests.setReadTimeout(PATIENCE);
        client = RestClient.builder().requestFactory(requests).build();
    }

    /** The answers by service name; empty where there was none. */
    Map<String, Optional<JsonNode>> get(String path) {
        Map<String, CompletableFuture<Optional<JsonNode>>> asked = new LinkedHashMap<>();
        services.keySet().stream()
                .sorted()
                .forEach(name -> asked.put(
                        name,
                        CompletableFuture.supplyAsync(
                                () -> ask(Objects.requireNonNull(services.get(name)), path), executor)));
        Map<String, Optional<JsonNode>> answers = new LinkedHashMap<>();
        asked.forEach((name, answer) -> answers.put(name, answer.join()));
        return answers;
    }

    private Optional<JsonNode> ask(URI service, String path) {
        try {
            return Optional.ofNullable(
                    client.get().uri(service.resolve(path)).retrieve().body(JsonNode.class));
        } catch (RestClientException e) {
            return Optional.empty(); // that there is no answer is the answer
        }
    }
}
