package org.letterlock.messageauth.dkim;

import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.letterlock.messageauth.dkim.KeyFinder.KeyAnswer;

/**
 * Judges single signatures of one message (RFC 6376 section 6.1, DKIM-44 to DKIM-46). What costs least comes first: a
 * signature whose time or body does not fit makes no question to the DNS. Not safe for use by several threads.
 */
public final class SignatureJudge {
    private static final Duration CLOCK_SKEW = Duration.ofHours(1); // DKIM-45
    private static final int LEAST_RSA_BITS = 1024; // RFC 8301 section 3.2
    private static final int GOOD_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 4096;

    private final SignedHeader header;
    private final KeyFinder keys;
    private final SignatureCrypto crypto;
    private final Instant now;

    public SignatureJudge(SignedHeader header, KeyFinder keys, SignatureCrypto crypto, Instant now) {
        this.header = header;
        this.keys = keys;
        this.crypto = crypto;
        this.now = now;
    }

    /**
     * What became of a signature.
     *
     * @param reason why it is not a plain pass, or what is to be said about one; empty when there is nothing
     * @param testing whether the key's record says that its owner is testing ({@code t=y})
     */
    public record Judgement(DkimResult result, String reason, boolean testing) {
        static Judgement of(DkimResult result, String reason) {
            return new Judgement(result, reason, false);
        }
    }

    /**
     * Judges a signature.
     *
     * @param body the digest in the form that the signature has
     */
    public Judgement judge(MessageSignature signature, BodyHash body) {
        if (signature.algorithm() == SignatureAlgorithm.RSA_SHA1) {
            return Judgement.of(DkimResult.POLICY, "rsa-sha1");
        }
        if (signature.expires().isPresent() && now.isAfter(signature.expires().get())) {
            return Judgement.of(DkimResult.POLICY, "expired");
        }
        if (signature.signedAt().isPresent() && signature.signedAt().get().isAfter(now.plus(CLOCK_SKEW))) {
            return Judgement.of(DkimResult.POLICY, "made in the future");
        }
        if (signature.bodyForm().isLimited()
                && body.canonicalLength() < signature.bodyForm().limit()) {
            return Judgement.of(DkimResult.FAIL, "the body is shorter than l=");
        }
        if (!body.matches(signature.bodyHashOctets())) {
            return Judgement.of(DkimResult.FAIL, "body hash did not verify");
        }
        Judgement judgement = judge(signature.keyed(), () -> header.input(signature));
        boolean partly =
                signature.bodyForm().isLimited() && signature.bodyForm().limit() < body.canonicalLength();
        return judgement.result() == DkimResult.PASS && partly
                ? new Judgement(DkimResult.POLICY, "l= leaves out a part of the body", judgement.testing())
                : judgement;
    }

    /**
     * Judges a signature by its key alone.
     *
     * @param input what was signed; asked for when there is a key
     */
    public Judgement judge(KeyedSignature signature, Supplier<byte[]> input) {
        return switch (keys.find(signature.selector(), signature.domain())) {
            case KeyAnswer.Missing(DkimResult result, String reason) -> Judgement.of(result, reason);
            case KeyAnswer.Found(KeyRecord key) -> {
                Optional<String> fault = fault(signature, key);
                yield fault.isPresent()
                        ? new Judgement(DkimResult.PERMERROR, fault.get(), key.isTesting())
                        : judgeWith(signature, key, input.get());
            }
        };
    }

    // RFC 6376 section 6.1.2, steps 4 to 9
    private static Optional<String> fault(KeyedSignature signature, KeyRecord key) {
        if (key.isRevoked()) {
            return Optional.of("the key is revoked");
        }
        if (!key.keyType().equals(signature.algorithm().keyType())) {
            return Optional.of("the key is for another algorithm");
        }
        if (!key.allowsHash(signature.algorithm().hash())) {
            return Optional.of("the key is for another hash");
        }
        if (!key.servesMail()) {
            return Optional.of("the key is not for mail");
        }
        boolean exactly = signature.identityDomain().equals(signature.domain());
        return key.forbidsSubdomains() && !exactly ? Optional.of("the key is not for subdomains") : Optional.empty();
    }

    private Judgement judgeWith(KeyedSignature signature, KeyRecord key, byte[] input) {
        Optional<PublicKey> publicKey = crypto.publicKey(signature.algorithm(), key.publicKeyOctets());
        if (publicKey.isEmpty()) {
            return new Judgement(DkimResult.PERMERROR, "the key cannot be read", key.isTesting());
        }
        int rsaBits = publicKey.get() instanceof RSAKey rsa ? rsa.getModulus().bitLength() : GOOD_RSA_BITS;
        if (rsaBits < LEAST_RSA_BITS || rsaBits > MOST_RSA_BITS) {
            return new Judgement(DkimResult.POLICY, "a key of " + rsaBits + " bits", key.isTesting());
        }
        boolean good = crypto.verify(signature.algorithm(), publicKey.get(), input, signature.signatureOctets());
        if (!good) {
            return new Judgement(DkimResult.FAIL, "signature did not verify", key.isTesting());
        }
        String note = rsaBits < GOOD_RSA_BITS ? "a key of only " + rsaBits + " bits" : "";
        return new Judgement(DkimResult.PASS, note, key.isTesting());
    }
}
