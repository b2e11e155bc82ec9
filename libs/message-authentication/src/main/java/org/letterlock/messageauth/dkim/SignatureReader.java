package org.letterlock.messageauth.dkim;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.dkim.BodyDigest;
import org.letterlock.mailsyntax.dkim.Canonicalization;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.messageauth.dkim.SignatureReading.Faulty;
import org.letterlock.messageauth.dkim.SignatureReading.Usable;
import org.letterlock.messageauth.tag.TagList;

/** Reads signature fields (RFC 6376 section 3.5 and 6.1.1, RFC 8617 section 4.1). Total: any field gives a reading. */
public final class SignatureReader {
    private static final int MAX_TIME_DIGITS = 12; // section 3.5, t= and x=
    private static final int MAX_LENGTH_DIGITS = 18; // more is longer than any body
    private static final int MAX_LABEL = 63;
    private static final String NOT_A_TAG_LIST = "not a tag list";

    private final HeaderField field;
    private final TagList tags;
    private final SignatureLabel label;
    private final boolean arc;

    private SignatureReader(HeaderField field, TagList tags, boolean arc) {
        this.field = field;
        this.tags = tags;
        this.arc = arc;
        SignatureLabel written = SignatureLabel.of(tags);
        this.label = arc ? written.withDomainAsIdentity() : written;
    }

    /** Reads a DKIM-Signature field. */
    public static SignatureReading dkim(HeaderField field) {
        return read(field, false);
    }

    /** Reads an ARC-Message-Signature field: no version, and {@code i=} is no identity (RFC 8617 section 4.1.2). */
    public static SignatureReading arc(HeaderField field) {
        return read(field, true);
    }

    /**
     * Reads an ARC-Seal field: what it signs is not its own choice, so that {@code h=} is an error (RFC 8617 section 4.1.3).
     */
    public static SealReading seal(HeaderField field) {
        return switch (TagList.parse(field.body())) {
            case ParseResult.Parsed<TagList>(TagList tags) -> {
                try {
                    yield new SealReading.Usable(new SignatureReader(field, tags, true).seal());
                } catch (Unusable unusable) {
                    yield new SealReading.Faulty(unusable.reason);
                }
            }
            case ParseResult.SyntaxError<TagList> _ -> new SealReading.Faulty(NOT_A_TAG_LIST);
        };
    }

    private static SignatureReading read(HeaderField field, boolean arc) {
        return switch (TagList.parse(field.body())) {
            case ParseResult.Parsed<TagList>(TagList tags) -> {
                SignatureReader reader = new SignatureReader(field, tags, arc);
                try {
                    yield new Usable(reader.signature());
                } catch (Unusable unusable) {
                    yield new Faulty(unusable.result, unusable.reason, reader.label);
                }
            }
            case ParseResult.SyntaxError<TagList> _ ->
                new Faulty(DkimResult.NEUTRAL, NOT_A_TAG_LIST, SignatureLabel.UNREADABLE);
        };
    }

    private MessageSignature signature() throws Unusable {
        if (!arc && !required("v").equals("1")) {
            throw neutral("unknown version");
        }
        String domain = domain();
        List<String> names = signedFields();
        Canonicalization[] forms = canonicalizations();
        checkQueryMethods();
        Optional<Instant> signedAt = time("t");
        Optional<Instant> expires = time("x");
        if (signedAt.isPresent() && expires.isPresent() && !expires.get().isAfter(signedAt.get())) {
            throw permanent("expires before it was made");
        }
        return new MessageSignature(
                field,
                label,
                algorithm(),
                forms[0],
                new BodyForm(forms[1], limit()),
                domain,
                arc ? domain : identityDomain(domain),
                selector(),
                names,
                base64("bh"),
                base64("b"),
                signedAt,
                expires);
    }

    private KeyedSignature seal() throws Unusable {
        if (tags.find("h").isPresent()) {
            throw permanent("h= in a seal");
        }
        time("t");
        String domain = domain();
        return new KeyedSignature(algorithm(), domain, domain, selector(), base64("b"));
    }

    private SignatureAlgorithm algorithm() throws Unusable {
        return SignatureAlgorithm.find(required("a")).orElseThrow(() -> neutral("unknown algorithm"));
    }

    // domain-name = sub-domain 1*("." sub-domain); U-labels are taken as A-labels (RFC 8616 section 4)
    private String domain() throws Unusable {
        return parsedDomain(required("d"))
                .filter(domain -> domain.indexOf('.') > 0)
                .orElseThrow(() -> neutral("d= is no domain"));
    }

    // sub-domain *("." sub-domain), and the underscore, which is not in the grammar but in many selectors
    private String selector() throws Unusable {
        String selector = required("s");
        if (selector.chars().anyMatch(c -> c >= 0x80)) {
            return parsedDomain(selector).orElseThrow(() -> neutral("s= is no selector"));
        }
        String lower = selector.toLowerCase(Locale.ROOT);
        boolean labels = Arrays.stream(lower.split("\\.", -1))
                .allMatch(part -> !part.isEmpty()
                        && part.length() <= MAX_LABEL
                        && part.chars().allMatch(SignatureReader::isLabelCharacter));
        if (!labels) {
            throw neutral("s= is no selector");
        }
        return lower;
    }

    // The domain of i= is that of d= or below it (DKIM-45).
    private String identityDomain(String domain) throws Unusable {
        String identity = decoded(label.identity());
        String identityDomain = parsedDomain(identity.substring(identity.lastIndexOf('@') + 1))
                .filter(known -> identity.indexOf('@') >= 0)
                .orElseThrow(() -> permanent("i= is no identity"));
        if (!identityDomain.equals(domain) && !identityDomain.endsWith("." + domain)) {
            throw permanent("i= is outside of d=");
        }
        return identityDomain;
    }

    // dkim-quoted-printable, section 2.11; white space has gone already
    private static String decoded(String text) throws Unusable {
        StringBuilder decoded = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c != '=') {
                decoded.append(c);
                i++;
            } else if (i + 2 < text.length() && isHex(text.charAt(i + 1)) && isHex(text.charAt(i + 2))) {
                decoded.append((char) HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 3;
            } else {
                throw permanent("i= is no identity");
            }
        }
        return decoded.toString();
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
    }

    private List<String> signedFields() throws Unusable {
        List<String> names = List.of(required("h").toLowerCase(Locale.ROOT).split(":", -1));
        if (names.contains("")) {
            throw neutral("h= names no field");
        }
        if (!names.contains("from")) {
            throw permanent("From is not signed");
        }
        if (arc && names.stream().anyMatch(name -> name.equals("arc-seal"))) {
            throw permanent("h= names ARC-Seal");
        }
        return names;
    }

    private Canonicalization[] canonicalizations() throws Unusable {
        String[] names = optional("c").orElse("simple/simple").split("/", -1);
        if (names.length > 2) {
            throw neutral("unknown canonicalization");
        }
        return new Canonicalization[] {
            canonicalization(names[0]), names.length == 2 ? canonicalization(names[1]) : Canonicalization.SIMPLE
        };
    }

    private Canonicalization canonicalization(String name) throws Unusable {
        return switch (name) {
            case "simple" -> Canonicalization.SIMPLE;
            case "relaxed" -> Canonicalization.RELAXED;
            default -> throw neutral("unknown canonicalization");
        };
    }

    private void checkQueryMethods() throws Unusable {
        String methods = optional("q").orElse("dns/txt");
        if (!List.of(methods.split(":", -1)).contains("dns/txt")) {
            throw neutral("unknown query method");
        }
    }

    private long limit() throws Unusable {
        Optional<String> length = optional("l");
        return length.isEmpty() ? BodyDigest.WHOLE : number("l", length.get(), MAX_LENGTH_DIGITS);
    }

    private Optional<Instant> time(String name) throws Unusable {
        Optional<String> time = optional(name);
        return time.isEmpty()
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(number(name, time.get(), MAX_TIME_DIGITS)));
    }

    // A number with more digits than count is as large as they can say.
    private long number(String name, String digits, int countingDigits) throws Unusable {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw neutral(name + "= is no number");
        }
        String significant = digits.replaceFirst("^0+", "");
        if (significant.length() > countingDigits) {
            significant = "9".repeat(countingDigits);
        }
        return significant.isEmpty() ? 0 : Long.parseLong(significant);
    }

    private String base64(String name) throws Unusable {
        String value = required(name);
        try {
            if (Base64.getDecoder().decode(value).length > 0) {
                return value;
            }
        } catch (IllegalArgumentException notBase64) {
            throw neutral(name + "= is no base64");
        }
        throw permanent(name + "= is empty");
    }

    private String required(String name) throws Unusable {
        return optional(name).orElseThrow(() -> permanent(name + "= is missing"));
    }

    private Optional<String> optional(String name) {
        return tags.find(name).map(TagList::withoutSpace);
    }

    private static Optional<String> parsedDomain(String text) {
        return Domain.parse(text) instanceof ParseResult.Parsed<Domain>(Domain domain) && !domain.isAddressLiteral()
                ? Optional.of(domain.text())
                : Optional.empty();
    }

    private static boolean isLabelCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    private static Unusable neutral(String reason) {
        return new Unusable(DkimResult.NEUTRAL, reason);
    }

    private static Unusable permanent(String reason) {
        return new Unusable(DkimResult.PERMERROR, reason);
    }

    /** Ends the reading of one field; never leaves this class. */
    private static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        private final DkimResult result;
        private final String reason;

        Unusable(DkimResult result, String reason) {
            super(reason, null, false, false);
            this.result = result;
            this.reason = reason;
        }
    }
}
