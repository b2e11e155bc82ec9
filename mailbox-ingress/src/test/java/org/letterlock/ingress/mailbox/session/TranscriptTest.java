package org.letterlock.ingress.mailbox.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.ingress.mailbox.TestClient;

/**
 * Runs the dialogues in {@code transcripts}. {@code C:} is sent with CRLF, {@code C>} as it stands, both with {@code \r},
 * {@code \n}, {@code \0} and {@code \xHH}; {@code S:} must come, {@code <…>} in it standing for any characters; a number in
 * front of the colon names the connection. {@code DELIVER}, {@code CORRUPT}, {@code QUOTA}, {@code OUTAGE}, {@code TLS} and
 * {@code CLOSED} do what they say.
 */
@Tag("IMAP-3")
class TranscriptTest {
    private static final Pattern LINE = Pattern.compile("([CS])(\\d?)([:>]) ?(.*)");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(r|n|0|x[0-9A-F]{2})");
    private static final String OWNER = "u1@demo.test";

    static Stream<String> transcripts() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(TranscriptTest.class.getResource("/transcripts"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void theDialogueIsAsWritten(String name) throws Exception {
        Path file = Path.of(Objects.requireNonNull(TranscriptTest.class.getResource("/transcripts/" + name))
                .toURI());
        List<String> lines = Files.readAllLines(file, UTF_8);
        boolean inClear = lines.stream().anyMatch(line -> line.equals("# in clear"));

        try (ImapServer server = ImapServer.start()) {
            if (inClear) {
                server.permittingClear();
            }
            Map<String, TestClient> clients = new HashMap<>();
            for (int i = 0; i < lines.size(); i++) {
                run(server, clients, lines.get(i), name + " line " + (i + 1));
            }
            for (TestClient client : clients.values()) {
                client.close();
            }
        }
    }

    private static void run(ImapServer server, Map<String, TestClient> clients, String line, String place)
            throws IOException {
        Matcher dialogue = LINE.matcher(line);
        if (dialogue.matches()) {
            TestClient client = clients.computeIfAbsent(dialogue.group(2), _ -> connect(server));
            String text = dialogue.group(4);
            if (dialogue.group(1).equals("C")) {
                client.send(unescaped(text) + (dialogue.group(3).equals(":") ? "\r\n" : ""));
            } else {
                assertThat(client.line()).as(place).matches(pattern(text));
            }
            return;
        }
        String[] words = line.split(" ", 4);
        switch (words[0]) {
            case "", "#" -> {}
            case "DELIVER" ->
                server.store()
                        .deliver(server.account(OWNER), words[1], unescaped(line.substring(9 + words[1].length())));
            case "CORRUPT" ->
                server.store().corrupt(server.account(OWNER), words[1], new Uid(Long.parseLong(words[2])));
            case "QUOTA" -> server.store().overQuota(words[1].equals("exceeded"));
            case "OUTAGE" -> server.store().unavailable(words[1].equals("begins"));
            case "TLS" -> clients.get("").startTls(ImapServer.clientTls());
            case "CLOSED" -> assertThat(clients.get("").line()).as(place).isEqualTo("(closed)");
            default -> throw new IllegalArgumentException(place + ": " + line);
        }
    }

    private static TestClient connect(ImapServer server) {
        try {
            return new TestClient(server.connect());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String unescaped(String text) {
        String octets = new String(text.getBytes(UTF_8), ISO_8859_1);
        return ESCAPE.matcher(octets)
                .replaceAll(match -> Matcher.quoteReplacement(
                        switch (match.group(1)) {
                            case "r" -> "\r";
                            case "n" -> "\n";
                            case "0" -> "\0";
                            default ->
                                String.valueOf(
                                        (char) Integer.parseInt(match.group(1).substring(1), 16));
                        }));
    }

    private static String pattern(String text) {
        String octets = new String(text.getBytes(UTF_8), ISO_8859_1);
        var pattern = new StringBuilder();
        int end = 0;
        Matcher any = Pattern.compile("<\u00e2\u0080\u00a6>").matcher(octets);
        while (any.find()) {
            pattern.append(Pattern.quote(octets.substring(end, any.start()))).append(".*");
            end = any.end();
        }
        return pattern.append(Pattern.quote(octets.substring(end))).toString();
    }
}
