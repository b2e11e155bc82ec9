package org.letterlock.messageauth.dkim;

import java.util.HashMap;
import java.util.Map;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.messageauth.dns.DnsAnswer;
import org.letterlock.messageauth.dns.DnsLookup;

/**
 * Finds the keys for one message (RFC 6376 section 6.1.2), asking for each name once. Not safe for use by several threads.
 */
public final class KeyFinder {
    private final DnsLookup dns;
    private final Map<String, KeyAnswer> known = new HashMap<>();

    public KeyFinder(DnsLookup dns) {
        this.dns = dns;
    }

    /** What there is under a name. */
    public sealed interface KeyAnswer {
        /** One record that can be read; it may be revoked. */
        record Found(KeyRecord key) implements KeyAnswer {}

        /**
         * No key.
         *
         * @param result {@code temperror} or {@code permerror}
         */
        record Missing(DkimResult result, String reason) implements KeyAnswer {}
    }

    /** The key of a selector and a signing domain, both in A-labels. */
    public KeyAnswer find(String selector, String domain) {
        return known.computeIfAbsent(selector + "._domainkey." + domain, this::ask);
    }

    private KeyAnswer ask(String name) {
        return switch (dns.texts(name)) {
            case DnsAnswer.Found<String> found when found.records().size() > 1 -> permanent("several key records");
            case DnsAnswer.Found<String> found -> read(found.records().getFirst());
            case DnsAnswer.Absent<String> _ -> permanent("no key record");
            case DnsAnswer.Failed<String> _ -> new KeyAnswer.Missing(DkimResult.TEMPERROR, "no answer for the key");
        };
    }

    private static KeyAnswer read(String text) {
        return switch (KeyRecord.parse(text)) {
            case ParseResult.Parsed<KeyRecord>(KeyRecord key) -> new KeyAnswer.Found(key);
            case ParseResult.SyntaxError<KeyRecord> _ -> permanent("the key record cannot be read");
        };
    }

    private static KeyAnswer permanent(String reason) {
        return new KeyAnswer.Missing(DkimResult.PERMERROR, reason);
    }
}
