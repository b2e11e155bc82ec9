package org.letterlock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The REST API as an administrator's script uses it. */
final class Rest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client;
    private final String base;
    private final String token;

    Rest(String base, SSLContext tls, String token) {
        this.client = HttpClient.newBuilder().sslContext(tls).build();
        this.base = base.replaceAll("/+$", "");
        this.token = token;
    }

    /** An answer with its entity tag. */
    record Answer(int status, JsonNode body, Optional<String> etag) {}

    Answer get(String path) {
        return send("GET", path, "", null);
    }

    JsonNode create(String path, String document) {
        Answer answer = send("POST", path, document, null);
        assertThat(answer.status()).as("POST %s: %s", path, answer.body()).isBetween(200, 201);
        return answer.body();
    }

    /** Changes a resource in the version that it has now. */
    JsonNode patch(String path, String patch) {
        Answer answer = send("PATCH", path, patch, get(path).etag().orElseThrow());
        assertThat(answer.status()).as("PATCH %s: %s", path, answer.body()).isEqualTo(200);
        return answer.body();
    }

    void delete(String path) {
        Answer answer = send("DELETE", path, "", get(path).etag().orElse("*"));
        assertThat(answer.status()).as("DELETE %s: %s", path, answer.body()).isBetween(200, 204);
    }

    /** The id of the item of a list that has that value in that member. */
    String idOf(String path, String member, String value) {
        for (JsonNode item : get(path + "?limit=1000").body().path("items")) {
            if (item.path(member).asString("").equalsIgnoreCase(value)) {
                return item.path("id").asString();
            }
        }
        throw new AssertionError(value + " is not in " + path);
    }

    Answer send(String method, String path, String body, String ifMatch) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body()),
                    response.headers().firstValue("ETag"));
        } catch (Exception e) {
            throw new AssertionError(method + " " + path, e);
        }
    }
}
