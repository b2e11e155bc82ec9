package org.letterlock.standalone.demo;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import javax.net.ssl.SSLContext;
import org.letterlock.standalone.LauncherException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The REST API of the suite on this machine, as any administration tool sees it. */
final class RestClient implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client;
    private final String base;
    private final Optional<String> token;

    private RestClient(HttpClient client, String base, Optional<String> token) {
        this.client = client;
        this.base = base;
        this.token = token;
    }

    static RestClient anonymous(String base, SSLContext tls) {
        return new RestClient(
                HttpClient.newBuilder().sslContext(tls).connectTimeout(LIMIT).build(), base, Optional.empty());
    }

    /** The same with a token; closing either closes both. */
    RestClient with(String bearer) {
        return new RestClient(client, base, Optional.of(bearer));
    }

    /** An answer of the API. */
    record Answer(int status, JsonNode body, Optional<String> etag) {
        boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        /** Whether it is the problem of that name (RFC 9457). */
        boolean isProblem(String name) {
            return body.path("type").asString("").equals("urn:letterlock:problem:" + name);
        }

        /** The codes of what the problem says is wrong. */
        List<String> faults() {
            return StreamSupport.stream(body.path("errors").spliterator(), false)
                    .map(fault -> fault.path("code").asString(""))
                    .toList();
        }
    }

    Answer get(String path) {
        return send(request(path).GET().build());
    }

    Answer post(String path, Map<String, ?> body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(json(body))
                .build());
    }

    /** Changes some members of a resource (RFC 7396), in the version that was just read. */
    Answer patch(String path, Map<String, ?> changes) {
        var etag = get(path).etag().orElse("*");
        return send(request(path)
                .header("Content-Type", "application/merge-patch+json")
                .header("If-Match", etag)
                .method("PATCH", json(changes))
                .build());
    }

    /** The body of an answer that must be a success. */
    JsonNode require(String what, Answer answer) {
        if (!answer.isSuccess()) {
            throw new LauncherException(what + " was refused: " + answer.status() + " "
                    + answer.body().toString());
        }
        return answer.body();
    }

    /** Creates a resource, or finds the one that is there already by that member. */
    Ensured ensure(String path, String member, String value, Map<String, ?> body) {
        var found = find(path, member, value);
        return found.isPresent()
                ? new Ensured(found.get(), true)
                : new Ensured(require("POST " + path, post(path, body)), false);
    }

    /** A resource that is there. */
    record Ensured(JsonNode resource, boolean existedBefore) {
        String id() {
            return resource.path("id").asString();
        }
    }

    /** The first item of a list whose member has that value; reads page after page. */
    Optional<JsonNode> find(String path, String member, String value) {
        var cursor = "";
        do {
            var page = require("GET " + path, get(path + "?limit=1000" + cursor));
            for (JsonNode item : page.path("items")) {
                if (item.path(member).asString("").equalsIgnoreCase(value)) {
                    return Optional.of(item);
                }
            }
            var next = page.path("cursor").asString("");
            cursor = next.isEmpty() ? "" : "&cursor=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        } while (!cursor.isEmpty());
        return Optional.empty();
    }

    private HttpRequest.Builder request(String path) {
        var builder = HttpRequest.newBuilder(URI.create(base + path)).timeout(LIMIT);
        token.ifPresent(bearer -> builder.header("Authorization", "Bearer " + bearer));
        return builder;
    }

    private static HttpRequest.BodyPublisher json(Map<String, ?> body) {
        return HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
    }

    private Answer send(HttpRequest request) {
        try {
            var response = client.send(request, HttpResponse.BodyHandlers.ofString());
            var text = response.body();
            var type = response.headers().firstValue("Content-Type").orElse("");
            return new Answer(
                    response.statusCode(),
                    type.contains("json") ? JSON.readTree(text) : JSON.createObjectNode(),
                    response.headers().firstValue("ETag"));
        } catch (IOException e) {
            throw new LauncherException(request.method() + " " + request.uri() + " failed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
