package org.letterlock.smtp.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.smtp.reply.SmtpReplies;
import org.letterlock.smtp.session.SecurityRules.ChannelRules;

/**
 * Runs the dialogues in {@code transcripts}. Lines of a file: {@code # } the rule; {@code profile reception|submission
 * clear|tls}; {@code C: } a line of the client, neighbours arrive in one segment; {@code C> } octets with escapes and
 * without a line end of their own; {@code S: } a line of the server; {@code S~ } a whole reply of which only the beginning is
 * compared; {@code * } something else that can be seen; {@code -- } an event that the client does not cause.
 */
class TranscriptTest {
    private static final List<String> METHODS = List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "PLAIN", "LOGIN");

    @ParameterizedTest(name = "{0}")
    @MethodSource("transcripts")
    @Tag("SMTP-1")
    @Tag("SMTP-2")
    @Tag("SMTP-3")
    @Tag("SMTP-4")
    @Tag("SMTP-5")
    @Tag("SMTP-11")
    @Tag("SMTP-12")
    @Tag("SMTP-13")
    @Tag("SMUG-1")
    @Tag("SMUG-5")
    @Tag("SMUG-6")
    @Tag("TLS-4")
    @Tag("TLS-5")
    @Tag("AUTH-4")
    @Tag("POL-13")
    @Tag("LIMIT-6")
    @Tag("LIMIT-7")
    @Tag("RELAY-6")
    void theDialogueIsAsWritten(Path file) throws IOException {
        List<String> script = Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        ScriptedServer server = server(script.getFirst());
        List<String> expected = new ArrayList<>();
        StringBuilder segment = new StringBuilder();
        for (String line : script.subList(1, script.size())) {
            if (line.startsWith("C: ") || line.equals("C:")) {
                compare(file, server, expected, segment.isEmpty());
                segment.append(line.substring(Math.min(3, line.length()))).append("\r\n");
            } else if (line.startsWith("C> ")) {
                compare(file, server, expected, segment.isEmpty());
                segment.append(unescape(line.substring(3)));
            } else {
                flush(server, segment);
                if (line.startsWith("-- ")) {
                    compare(file, server, expected, true);
                    server.happens(event(line));
                } else {
                    expected.add(line);
                }
            }
        }
        flush(server, segment);
        compare(file, server, expected, true);
    }

    static Stream<Path> transcripts() throws IOException, URISyntaxException {
        Path directory = Path.of(Objects.requireNonNull(TranscriptTest.class.getResource("/transcripts"))
                .toURI());
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList().stream();
        }
    }

    private static void flush(ScriptedServer server, StringBuilder segment) {
        if (!segment.isEmpty()) {
            server.sends(segment.toString());
            segment.setLength(0);
        }
    }

    private static void compare(Path file, ScriptedServer server, List<String> expected, boolean now) {
        if (!now) {
            return;
        }
        List<String> actual = new ArrayList<>(server.takeTrace());
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            if (expected.get(i).startsWith("S~ ")) {
                String beginning = "S: " + expected.get(i).substring(3);
                while (i + 1 < actual.size() && actual.get(i).startsWith(beginning.substring(0, 6) + "-")) {
                    actual.remove(i);
                }
                if (actual.get(i).startsWith(beginning)) {
                    actual.set(i, expected.get(i));
                }
            }
        }
        assertThat(actual).as(file.getFileName().toString()).isEqualTo(expected);
        expected.clear();
    }

    private static ScriptedServer server(String profileLine) {
        String[] words = profileLine.split(" ");
        assertThat(words[0]).isEqualTo("profile");
        ServerRole role = ServerRole.valueOf(words[1].toUpperCase(java.util.Locale.ROOT));
        Protection protection = Protection.valueOf(words[2].toUpperCase(java.util.Locale.ROOT));
        SessionProfile profile = new SessionProfile(
                new Domain("mx.example.org"),
                "",
                role,
                true,
                encrypted(role),
                Set.of(new Domain("mx.example.org")),
                2,
                1000,
                3);
        return new ScriptedServer(profile, protection);
    }

    // What mode ENCRYPTED comes to for a peer that is not exempt.
    private static SecurityRules encrypted(ServerRole role) {
        ChannelRules inClear = switch (role) {
            case RECEPTION -> new ChannelRules(true, List.of("SCRAM-SHA-256"), Set.of("PLAIN", "LOGIN"));
            case SUBMISSION -> new ChannelRules(false, List.of(), Set.copyOf(METHODS));
        };
        return new SecurityRules(inClear, new ChannelRules(true, METHODS, Set.of()), false);
    }

    private static SessionEvent event(String line) {
        return switch (line) {
            case "-- TLS" -> new SessionEvent.TlsEstablished();
            case "-- timeout" -> new SessionEvent.TimedOut();
            case "-- shutdown" -> new SessionEvent.ShutdownRequested();
            case "-- lost" -> new SessionEvent.ConnectionLost();
            case "-- policy" -> new SessionEvent.Terminated(SmtpReplies.ACCESS_POLICY_CHANGED);
            default -> throw new IllegalArgumentException(line);
        };
    }

    private static String unescape(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
    }
}
