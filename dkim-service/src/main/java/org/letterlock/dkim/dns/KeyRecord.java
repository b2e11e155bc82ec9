package org.letterlock.dkim.dns;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.letterlock.dkim.key.KeyState;
import org.letterlock.dkim.key.SigningKey;
import org.letterlock.mailsyntax.address.Domain;

/**
 * The TXT record of a key (RFC 6376 section 3.6.1, DKIM-10 to DKIM-12).
 *
 * @param owner {@code <selector>._domainkey.<domain>.}
 * @param value the tag list in one piece
 */
public record KeyRecord(String owner, String value) {
    /** What we propose as time to live, in seconds. */
    public static final int TTL = 3600;

    private static final int MAX_STRING = 255; // RFC 1035 section 3.3

    /** The record to publish for a key under one of its domain's names; that of a key which is revoked or withdrawn has an empty {@code p=}. */
    public static KeyRecord of(SigningKey key, Domain name, boolean testing) {
        String type = switch (key.algorithm()) {
            case RSA_SHA256 -> "k=rsa; h=sha256; ";
            case ED25519_SHA256 -> "k=ed25519; ";
        };
        String published = key.state() == KeyState.REVOKED || key.withdrawn()
                ? ""
                : Base64.getEncoder().encodeToString(key.publicKey().view());
        return new KeyRecord(ownerOf(key, name), "v=DKIM1; " + type + (testing ? "t=y; " : "") + "p=" + published);
    }

    /** Where the record of a key belongs. */
    public static String ownerOf(SigningKey key, Domain name) {
        return key.selector().text() + "._domainkey." + name.text() + ".";
    }

    /** The value in strings of at most 255 octets, as a TXT record holds it. */
    public List<String> strings() {
        List<String> strings = new ArrayList<>();
        for (int start = 0; start < value.length(); start += MAX_STRING) {
            strings.add(value.substring(start, Math.min(value.length(), start + MAX_STRING)));
        }
        return List.copyOf(strings);
    }

    /** The line of a zone file (RFC 1035 section 5.1). */
    public String zoneLine() {
        // Nothing in a value needs an escape: letters, digits, "+/=;" and spaces.
        return strings().stream()
                .map(string -> '"' + string + '"')
                .collect(Collectors.joining(" ", owner + " " + TTL + " IN TXT ", ""));
    }
}
