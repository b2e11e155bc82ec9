package org.letterlock.standalone.crash;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import javax.net.ssl.SSLContext;

/** Tells the suite, over its REST API, where mail for another server goes. */
final class Routes {
    private Routes() {}

    static void toRemote(Path data, SSLContext tls, int port) throws Exception {
        var environment = new Properties();
        try (var reader = Files.newBufferedReader(data.resolve("demo.env"))) {
            environment.load(reader);
        }
        var uri = URI.create(environment.getProperty("ADMIN_URL") + "/api/v1/smtp/routes");
        var bearer = "Bearer " + environment.getProperty("ADMIN_TOKEN");
        try (var client = HttpClient.newBuilder().sslContext(tls).build()) {
            var current = client.send(
                    HttpRequest.newBuilder(uri).header("Authorization", bearer).build(),
                    HttpResponse.BodyHandlers.ofString());
            var rule = "{\"rules\":[{\"pattern\":\"*@remote.test\",\"host\":\"127.0.0.1\",\"port\":" + port
                    + ",\"tls\":\"none\"}]}";
            var changed = client.send(
                    HttpRequest.newBuilder(uri)
                            .header("Authorization", bearer)
                            .header("Content-Type", "application/json")
                            .header(
                                    "If-Match",
                                    current.headers().firstValue("ETag").orElse("*"))
                            .PUT(HttpRequest.BodyPublishers.ofString(rule))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (changed.statusCode() != 200) {
                throw new IllegalStateException(changed.statusCode() + " " + changed.body());
            }
        }
    }
}
