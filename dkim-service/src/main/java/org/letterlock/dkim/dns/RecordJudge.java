package org.letterlock.dkim.dns;

import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.dkim.dns.TxtAnswer.Absent;
import org.letterlock.dkim.dns.TxtAnswer.DanglingAlias;
import org.letterlock.dkim.dns.TxtAnswer.Failed;
import org.letterlock.dkim.dns.TxtAnswer.Found;
import org.letterlock.dkim.key.Algorithm;
import org.letterlock.dkim.key.SigningKey;

/** Compares what DNS says with a key, as a verifier would read it (RFC 6376 section 6.1.2). Pure. */
public final class RecordJudge {
    private static final int MAX_SHOWN = 4096;

    private RecordJudge() {}

    /**
     * What was found, and in what it differs.
     *
     * @param value the record as it stands; null where there is not one
     * @param difference for people; null where there is none
     */
    public record Verdict(
            RecordState state,
            @Nullable String value,
            @Nullable String difference) {}

    /** Judges what was answered under the name of a key. */
    public static Verdict judge(SigningKey key, TxtAnswer answer) {
        return switch (answer) {
            case Failed(String why) -> new Verdict(RecordState.DNS_ERROR, null, why);
            case Absent() -> new Verdict(RecordState.MISSING, null, null);
            case DanglingAlias(String target) ->
                new Verdict(
                        RecordState.CNAME_BROKEN, null, "the name is an alias of " + target + ", which has no record");
            case Found(List<String> values)
            when values.size() != 1 ->
                new Verdict(RecordState.MULTIPLE, shown(String.join(" | ", values)), values.size() + " records");
            case Found(List<String> values) -> compare(key, values.getFirst());
        };
    }

    private static Verdict compare(SigningKey key, String value) {
        Optional<Map<String, String>> tags = tagList(value);
        if (tags.isEmpty()) {
            return new Verdict(RecordState.MISMATCH, shown(value), quoted(value).orElse("the value is no tag list"));
        }
        String published = tags.get().getOrDefault("p", "");
        if (tags.get().containsKey("p") && published.isEmpty()) {
            return new Verdict(RecordState.REVOKED, shown(value), "p= is empty");
        }
        return difference(key, value, tags.get())
                .map(difference -> new Verdict(
                        RecordState.MISMATCH, shown(value), quoted(value).orElse(difference)))
                .orElseGet(() -> new Verdict(RecordState.OK, shown(value), null));
    }

    private static Optional<String> difference(SigningKey key, String value, Map<String, String> tags) {
        String type = key.algorithm() == Algorithm.ED25519_SHA256 ? "ed25519" : "rsa";
        // "If specified, this tag MUST be the first tag in the record": section 3.6.1
        if (tags.containsKey("v") && !value.strip().startsWith("v")) {
            return Optional.of("v= is not the first tag");
        }
        if (!tags.getOrDefault("v", "DKIM1").equals("DKIM1")) {
            return Optional.of("v= is not DKIM1");
        }
        if (!tags.getOrDefault("k", "rsa").equals(type)) {
            return Optional.of("k= is not " + type);
        }
        if (!listed(tags.getOrDefault("h", "sha256"), "sha256")) {
            return Optional.of("h= does not name sha256");
        }
        if (!listed(tags.getOrDefault("s", "*"), "*") && !listed(tags.getOrDefault("s", "*"), "email")) {
            return Optional.of("s= does not name email");
        }
        String wanted = Base64.getEncoder().encodeToString(key.publicKey().view());
        String found = tags.getOrDefault("p", "");
        if (found.isEmpty()) {
            return Optional.of("p= is missing");
        }
        return found.equals(wanted) ? Optional.empty() : Optional.of(keyDifference(found, wanted));
    }

    // Typical mistakes (DKIM-14).
    private static Optional<String> quoted(String value) {
        return value.contains("\"")
                ? Optional.of("the value has quotes inside, which belong into zone files only")
                : Optional.empty();
    }

    private static String keyDifference(String found, String wanted) {
        int same = firstDifference(found, wanted) - 1;
        int missing = wanted.length() - found.length();
        boolean hasGap = missing > 0 && wanted.endsWith(found.substring(same));
        return hasGap
                ? missing + " of " + wanted.length() + " characters of p= are missing after character " + same
                        + ": a piece was lost in a split"
                : "p= differs from the key at character " + (same + 1) + " of " + wanted.length();
    }

    // tag-list = tag-spec *( ";" tag-spec ) [ ";" ]; white space around and inside of the values we read is dropped
    private static Optional<Map<String, String>> tagList(String value) {
        Map<String, String> tags = new LinkedHashMap<>();
        String[] specs = value.split(";", -1);
        for (int i = 0; i < specs.length; i++) {
            String spec = specs[i].strip();
            if (spec.isEmpty() && i == specs.length - 1) {
                break;
            }
            int equals = spec.indexOf('=');
            if (equals < 1) {
                return Optional.empty();
            }
            String name = spec.substring(0, equals).strip();
            String content = spec.substring(equals + 1).replaceAll("[ \\t\\r\\n]", "");
            if (tags.putIfAbsent(name, content) != null) {
                return Optional.empty(); // section 3.2: tags with duplicate names MUST NOT occur
            }
        }
        return Optional.of(tags);
    }

    private static boolean listed(String list, String wanted) {
        return Arrays.stream(list.toLowerCase(Locale.ROOT).split(":")).anyMatch(wanted::equals);
    }

    private static int firstDifference(String found, String wanted) {
        int mismatch = Arrays.mismatch(found.toCharArray(), wanted.toCharArray());
        return mismatch + 1;
    }

    private static String shown(String value) {
        return value.length() > MAX_SHOWN ? value.substring(0, MAX_SHOWN) : value;
    }
}
