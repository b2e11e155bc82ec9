package org.letterlock.messageauth.dkim;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.messageauth.tag.TagList;

/**
 * A key in the DNS (RFC 6376 section 3.6.1).
 *
 * @param hashes {@code h=}; empty when all are allowed
 * @param keyType {@code k=}
 * @param services {@code s=}
 * @param flags {@code t=}
 * @param publicKey {@code p=}, valid base64 without white space; empty for a key that is revoked
 */
public record KeyRecord(
        Optional<Set<String>> hashes, String keyType, Set<String> services, Set<String> flags, String publicKey) {
    public KeyRecord {
        hashes = hashes.map(Set::copyOf);
        services = Set.copyOf(services);
        flags = Set.copyOf(flags);
    }

    /** Parses the text of a TXT record, an octet a character. */
    public static ParseResult<KeyRecord> parse(String text) {
        return switch (TagList.parse(text)) {
            case Parsed<TagList>(TagList tags) -> of(tags);
            case SyntaxError<TagList> error -> error.as();
        };
    }

    /** Whether the owner has withdrawn the key. */
    public boolean isRevoked() {
        return publicKey.isEmpty();
    }

    /** Whether the owner is testing: a signature then counts for no more than none ({@code t=y}). */
    public boolean isTesting() {
        return flags.contains("y");
    }

    /** Whether {@code i=} must have the very domain of {@code d=} ({@code t=s}). */
    public boolean forbidsSubdomains() {
        return flags.contains("s");
    }

    /** Whether the key is for mail. */
    public boolean servesMail() {
        return services.contains("*") || services.contains("email");
    }

    boolean allowsHash(String hash) {
        return hashes.map(allowed -> allowed.contains(hash)).orElse(true);
    }

    byte[] publicKeyOctets() {
        return Base64.getDecoder().decode(publicKey);
    }

    private static ParseResult<KeyRecord> of(TagList tags) {
        // v=DKIM1 is optional; where it is, it comes first.
        Optional<String> version = tags.find("v");
        if (version.isPresent()
                && !(tags.firstName().equals("v") && version.get().equals("DKIM1"))) {
            return new SyntaxError<>(0, "v=DKIM1");
        }
        Optional<String> key = tags.find("p").map(TagList::withoutSpace);
        if (key.isEmpty()) {
            return new SyntaxError<>(0, "p=");
        }
        try {
            Base64.getDecoder().decode(key.get());
        } catch (IllegalArgumentException notBase64) {
            return new SyntaxError<>(0, "base64string");
        }
        return new Parsed<>(new KeyRecord(
                tags.find("h").map(KeyRecord::words),
                tags.find("k").orElse("rsa"),
                words(tags.find("s").orElse("*")),
                words(tags.find("t").orElse("")),
                key.get()));
    }

    private static Set<String> words(String list) {
        return Set.copyOf(Arrays.asList(TagList.withoutSpace(list).split(":", -1)));
    }
}
