package org.letterlock.messageauth.arc;

import static org.letterlock.messageauth.arc.ArcInstance.RESULTS;
import static org.letterlock.messageauth.arc.ArcInstance.SEAL;
import static org.letterlock.messageauth.arc.ArcInstance.SIGNATURE;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.dkim.BodyDigest;
import org.letterlock.mailsyntax.dkim.Canonicalization;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderFolding;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.messageauth.dkim.BodyForm;
import org.letterlock.messageauth.dkim.BodyHash;
import org.letterlock.messageauth.dkim.SignatureAlgorithm;
import org.letterlock.messageauth.dkim.SignatureReader;
import org.letterlock.messageauth.dkim.SignatureReading;
import org.letterlock.messageauth.dkim.SignedHeader;
import org.letterlock.messageauth.results.AuthenticationResults;
import org.letterlock.messageauth.tag.TagList;

/**
 * Makes the next set of a chain (RFC 8617 section 5.1). Holds no key: what is to be signed is handed out.
 *
 * @param domain who seals; no address literal
 * @param signedFields what the message signature covers, in the order of its {@code h=}; with From and without ARC-Seal
 */
public record ArcSealer(SignatureAlgorithm algorithm, Domain domain, String selector, List<String> signedFields) {
    /** The form in which the body is to be hashed for {@link #seal}. */
    public static final BodyForm BODY_FORM = new BodyForm(Canonicalization.RELAXED, BodyDigest.WHOLE);

    private static final int LINE = 72;
    private static final String NO_VALUE = "AAAA"; // for the reader; the value of b= is no part of what is signed

    public ArcSealer {
        signedFields = List.copyOf(signedFields);
        if (signedFields.stream().noneMatch("From"::equalsIgnoreCase)
                || signedFields.stream().anyMatch(SEAL::equalsIgnoreCase)) {
            throw new IllegalArgumentException("From is signed, and ARC-Seal is not");
        }
    }

    /**
     * The fields of the new set in the order in which they stand in front of all others: seal, message signature, results.
     * Empty where no set is to be added: the chain is marked as failed already or has 50 sets, or the DNS kept it from being
     * validated, because a mark of failure would last.
     *
     * @param section the header section as it will leave, but for the new set
     * @param body of {@link #BODY_FORM}
     * @param found what validation said of the message when it came in
     * @param results what is repeated in the set; its {@code arc=} should say what was found
     * @param signer gives the signature over its argument by the key of {@link #selector()}; for Ed25519 over the SHA-256
     *     digest of it (RFC 8463 section 3)
     * @throws IllegalArgumentException if nothing was found and there is a chain, or if the tags make no signature
     */
    public List<HeaderField> seal(
            HeaderSection section,
            BodyHash body,
            ArcReport found,
            AuthenticationResults results,
            Instant now,
            UnaryOperator<byte[]> signer) {
        int instance = highestInstance(section) + 1;
        if (found.result() == ArcResult.NONE && instance > 1) {
            throw new IllegalArgumentException("there is a chain that was not found");
        }
        if (found.temporary() || instance > ArcInstance.HIGHEST || isMarkedAsFailed(section)) {
            return List.of();
        }
        HeaderField authentication = HeaderFolding.fold(RESULTS, "i=" + instance + "; " + results.payload());
        String last = "i=" + instance + "; s=" + selector + "; t=" + now.getEpochSecond();
        String behind = ";\r\n bh=" + body.sha256() + ";\r\n c=relaxed/relaxed; d=" + domain.text() + ";\r\n"
                + folded(" h=", String.join(":", signedFields), ':') + ";\r\n " + last;
        HeaderField signature =
                signed(SIGNATURE, behind, signer.apply(signatureInput(section, field(SIGNATURE, NO_VALUE, behind))));
        String ending = ";\r\n cv=" + found.result().word() + "; d=" + domain.text() + "; " + last;
        SealInput input = found.result() == ArcResult.PASS ? earlierSets(section) : new SealInput();
        byte[] sealed = input.of(authentication, signature, field(SEAL, NO_VALUE, ending));
        return List.of(signed(SEAL, ending, signer.apply(sealed)), signature, authentication);
    }

    private byte[] signatureInput(HeaderSection section, HeaderField draft) {
        return switch (SignatureReader.arc(draft)) {
            case SignatureReading.Usable(var signature) -> new SignedHeader(section).input(signature);
            case SignatureReading.Faulty faulty -> throw new IllegalArgumentException(faulty.reason());
        };
    }

    // Section 5.1.2: a seal on a broken chain signs its own set alone, and so there is something that verifies.
    private static SealInput earlierSets(HeaderSection section) {
        if (!(ArcChain.of(section) instanceof ArcChain.Formed formed)) {
            throw new IllegalArgumentException("the chain that passed is not there");
        }
        SealInput input = new SealInput();
        for (ArcSet set : formed.sets()) {
            input.add(set.results(), set.messageSignature(), set.seal());
        }
        return input;
    }

    private HeaderField signed(String name, String behind, byte[] signature) {
        return field(name, Base64.getEncoder().encodeToString(signature), behind);
    }

    private HeaderField field(String name, String value, String behind) {
        return HeaderField.of(name, "a=" + algorithm.tag() + ";\r\n" + folded(" b=", value, '\0') + behind);
    }

    // Lines of at most 72 characters behind the space, broken behind a separator, or anywhere if that is NUL.
    private static String folded(String start, String value, char separator) {
        StringBuilder folded = new StringBuilder(start);
        int column = start.length() - 1;
        int from = 0;
        while (from < value.length()) {
            int next = separator == '\0' ? from : value.indexOf(separator, from);
            int end = next < 0 ? value.length() : next + 1;
            if (column > 0 && column + end - from > LINE) {
                folded.append("\r\n ");
                column = 0;
            }
            folded.append(value, from, end);
            column += end - from;
            from = end;
        }
        return folded.toString();
    }

    private static int highestInstance(HeaderSection section) {
        return ArcInstance.FIELDS.stream()
                .flatMap(name -> section.all(name).stream())
                .flatMap(field -> ArcInstance.of(field).stream())
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
    }

    private static boolean isMarkedAsFailed(HeaderSection section) {
        return section.all(SEAL).stream()
                .map(field -> TagList.parse(field.body()))
                .anyMatch(read -> read instanceof Parsed<TagList>(TagList tags)
                        && tags.find("cv").flatMap(ArcResult::find).equals(Optional.of(ArcResult.FAIL)));
    }
}
