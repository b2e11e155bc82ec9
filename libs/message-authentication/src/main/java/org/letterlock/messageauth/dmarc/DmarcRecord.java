package org.letterlock.messageauth.dmarc;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.mailsyntax.header.FieldText;

/**
 * A DMARC policy record (RFC 9989 section 4.7) that can be applied.
 *
 * @param policy for the domain of the record
 * @param subdomainPolicy the sp tag; null where not given
 * @param nonexistentPolicy the np tag; null where not given
 * @param dkimAlignment the adkim tag
 * @param spfAlignment the aspf tag
 * @param testing t=y: one level milder
 */
public record DmarcRecord(
        DmarcPolicy policy,
        @Nullable DmarcPolicy subdomainPolicy,
        @Nullable DmarcPolicy nonexistentPolicy,
        AlignmentMode dkimAlignment,
        AlignmentMode spfAlignment,
        boolean testing) {
    /** Whether a TXT record is a DMARC record at all: it begins with its version. */
    public static boolean isRecord(String text) {
        return Tags.parse(text) instanceof Parsed<Tags>;
    }

    /** Reads a record; empty for a text that is none, and for a record whose policies cannot be applied. */
    public static Optional<DmarcRecord> read(String text) {
        return switch (Tags.parse(text)) {
            case Parsed<Tags>(Tags tags) -> tags.record();
            case SyntaxError<Tags> _ -> Optional.empty();
        };
    }

    /** For an existing domain below that of the record. */
    public DmarcPolicy forSubdomain() {
        return subdomainPolicy == null ? policy : subdomainPolicy;
    }

    /** For a domain below that of the record which does not exist. */
    public DmarcPolicy forNonexistent() {
        return nonexistentPolicy == null ? forSubdomain() : nonexistentPolicy;
    }

    /**
     * The tags of a record before its policies are judged, which the tree walk needs even of a record that cannot be applied.
     * Not a {@link org.letterlock.messageauth.tag.TagList}: there one fault spoils the list, while here what is faulty behind
     * the version is passed over.
     *
     * @param tags values by name in lower case, without white space around them; empty for a tag with two different values
     */
    record Tags(Map<String, String> tags) {
        // dmarc-record = dmarc-version *(dmarc-sep dmarc-tag) [dmarc-sep] [WSP]    RFC 9989 section 4.8
        static ParseResult<Tags> parse(String text) {
            String[] parts = text.split(";", -1);
            String version = parts[0];
            int equals = version.indexOf('=');
            if (equals < 0
                    || !FieldText.stripWsp(version.substring(0, equals)).equalsIgnoreCase("v")
                    || version.startsWith(" ")
                    || version.startsWith("\t")
                    || !FieldText.stripWsp(version.substring(equals + 1)).equals("DMARC1")) {
                return new SyntaxError<>(0, "v=DMARC1");
            }
            Map<String, String> tags = new LinkedHashMap<>();
            for (int i = 1; i < parts.length; i++) {
                int sign = parts[i].indexOf('=');
                if (sign > 0) {
                    String name =
                            FieldText.stripWsp(parts[i].substring(0, sign)).toLowerCase(Locale.ROOT);
                    String value = FieldText.stripWsp(parts[i].substring(sign + 1));
                    tags.merge(name, value, (first, second) -> first.equalsIgnoreCase(second) ? first : "");
                }
            }
            return new Parsed<>(new Tags(tags));
        }

        SuffixRole suffixRole() {
            return switch (value("psd")) {
                case "y" -> SuffixRole.PUBLIC_SUFFIX;
                case "n" -> SuffixRole.ORGANIZATION;
                default -> SuffixRole.UNKNOWN;
            };
        }

        // RFC 9989 section 4.10.1: bad policies count as p=none where a report can be sent, else nothing is applied.
        /** The record; empty when its policies cannot be applied. */
        Optional<DmarcRecord> record() {
            Optional<DmarcPolicy> policy = policy("p");
            Optional<DmarcPolicy> subdomain = policy("sp");
            Optional<DmarcPolicy> nonexistent = policy("np");
            if (policy.isPresent() && isAbsentOr("sp", subdomain) && isAbsentOr("np", nonexistent)) {
                return Optional.of(with(policy.get(), subdomain.orElse(null), nonexistent.orElse(null)));
            }
            return hasReportAddress() ? Optional.of(with(DmarcPolicy.NONE, null, null)) : Optional.empty();
        }

        private DmarcRecord with(
                DmarcPolicy policy, @Nullable DmarcPolicy subdomain, @Nullable DmarcPolicy nonexistent) {
            boolean testing = value("t").equals("y");
            return new DmarcRecord(policy, subdomain, nonexistent, mode("adkim"), mode("aspf"), testing);
        }

        private boolean isAbsentOr(String name, Optional<DmarcPolicy> policy) {
            return policy.isPresent() || !tags.containsKey(name);
        }

        private Optional<DmarcPolicy> policy(String name) {
            return DmarcPolicy.find(value(name));
        }

        private AlignmentMode mode(String name) {
            return value(name).equals("s") ? AlignmentMode.STRICT : AlignmentMode.RELAXED;
        }

        private String value(String name) {
            return tags.getOrDefault(name, "").toLowerCase(Locale.ROOT);
        }

        private boolean hasReportAddress() {
            for (String text : tags.getOrDefault("rua", "").split(",")) {
                String address = FieldText.stripWsp(text);
                int size = address.lastIndexOf('!'); // a limit of RFC 7489, still met
                if (isUri(size < 0 ? address : address.substring(0, size))) {
                    return true;
                }
            }
            return false;
        }

        private static boolean isUri(String text) {
            try {
                return new URI(text).isAbsolute();
            } catch (URISyntaxException notOne) {
                return false;
            }
        }
    }
}
