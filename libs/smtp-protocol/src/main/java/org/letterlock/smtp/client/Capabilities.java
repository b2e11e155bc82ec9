package org.letterlock.smtp.client;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.letterlock.smtp.reply.PeerReply;

/**
 * What the server announced in its reply to EHLO (RFC 5321 section 4.1.1.1).
 *
 * @param maxSize octets of a message (RFC 1870); 0 where it did not say
 * @param loginMechanisms of RFC 4954, in upper case
 */
public record Capabilities(
        boolean pipelining,
        boolean eightBitMime,
        boolean startTls,
        boolean dsn,
        boolean size,
        long maxSize,
        Set<String> loginMechanisms) {
    /** Those of a server that only knows HELO. */
    public static final Capabilities NONE = new Capabilities(false, false, false, false, false, 0, Set.of());

    public Capabilities {
        loginMechanisms = Set.copyOf(loginMechanisms);
    }

    /** Reads the keywords; what is not known is skipped. */
    public static Capabilities of(PeerReply ehloReply) {
        Map<String, String> keywords = new HashMap<>();
        List<String> lines = ehloReply.lines();
        for (String line : lines.subList(1, lines.size())) {
            int space = line.indexOf(' ');
            String keyword = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
            keywords.putIfAbsent(keyword, space < 0 ? "" : line.substring(space + 1));
        }
        return new Capabilities(
                keywords.containsKey("PIPELINING"),
                keywords.containsKey("8BITMIME"),
                keywords.containsKey("STARTTLS"),
                keywords.containsKey("DSN"),
                keywords.containsKey("SIZE"),
                size(keywords.getOrDefault("SIZE", "")),
                mechanisms(keywords.getOrDefault("AUTH", "")));
    }

    private static Set<String> mechanisms(String value) {
        return Stream.of(value.split(" ", -1))
                .filter(name -> !name.isEmpty())
                .map(name -> name.toUpperCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static long size(String value) {
        return value.matches("\\d{1,18}") ? Long.parseLong(value) : 0;
    }
}
