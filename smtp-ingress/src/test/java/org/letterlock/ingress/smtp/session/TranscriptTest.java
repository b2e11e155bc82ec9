package org.letterlock.ingress.smtp.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.letterlock.ingress.smtp.BuffersGivenBack;
import org.letterlock.ingress.smtp.SmtpClient;
import org.letterlock.ingress.smtp.TestIngress;

/**
 * Dialogues over real sockets. In a transcript, {@code service} names the port, {@code C:} is a line of the client, {@code R:}
 * raw octets of it with escapes, {@code S:} a line of the server in which {@code *} stands for anything, {@code TLS} a
 * handshake, {@code END} the end of the connection.
 */
@ExtendWith(BuffersGivenBack.class)
class TranscriptTest {
    private static TestIngress ingress;

    @BeforeAll
    static void start() {
        ingress = new TestIngress();
    }

    @AfterAll
    static void stop() {
        ingress.close();
    }

    static Stream<Path> transcripts() throws IOException, URISyntaxException {
        Path directory = Path.of(Objects.requireNonNull(TranscriptTest.class.getResource("/transcripts"))
                .toURI());
        return Files.list(directory).sorted();
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void theServerAnswersAsTheTranscriptSays(Path transcript) throws IOException {
        List<String> lines = Files.readAllLines(transcript).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        try (SmtpClient client = ingress.connect(lines.getFirst().substring("service ".length()))) {
            for (String line : lines.subList(1, lines.size())) {
                switch (line.split(" ", 2)[0]) {
                    case "C:" -> client.send(rest(line));
                    case "R:" -> client.raw(rest(line).translateEscapes());
                    case "S:" -> expect(client, rest(line));
                    case "TLS" -> client.startTls(ingress.ca.clientContext());
                    case "END" -> client.expectClosed();
                    default -> throw new IllegalArgumentException(line);
                }
            }
        }
    }

    private static void expect(SmtpClient client, String pattern) {
        String[] literals = pattern.split("\\*", -1);
        String regex = Stream.of(literals)
                .map(Pattern::quote)
                .reduce((a, b) -> a + ".*" + b)
                .orElseThrow();
        assertThat(client.line()).matches(regex);
    }

    private static String rest(String line) {
        return line.length() > 3 ? line.substring(3) : "";
    }
}
