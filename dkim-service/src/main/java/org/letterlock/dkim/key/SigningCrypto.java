package org.letterlock.dkim.key;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cryptography that keys need, from the quickest provider that works here: the Amazon Corretto Crypto Provider signs with
 * RSA several times as fast as the JDK. Safe for use by any thread.
 */
public final class SigningCrypto {
    private static final Logger LOG = LoggerFactory.getLogger(SigningCrypto.class);
    private static final String NATIVE = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    private static final int ED25519_OCTETS = 32;
    // SubjectPublicKeyInfo of Ed25519 up to the key itself: RFC 8410 section 4
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int PROOF_BITS = 2048;

    private final Map<Algorithm, Provider> providers; // those without an entry are done by the JDK

    private SigningCrypto(Map<Algorithm, Provider> providers) {
        this.providers = new EnumMap<>(Algorithm.class);
        this.providers.putAll(providers);
    }

    /** With nothing but what every JDK has. */
    public static SigningCrypto ofJdk() {
        return new SigningCrypto(Map.of());
    }

    /** With the native provider where it is there and proves itself; says in the log which one it is. */
    public static SigningCrypto choose() {
        return choose(findNative());
    }

    static SigningCrypto choose(Optional<Provider> candidate) {
        Map<Algorithm, Provider> chosen = new EnumMap<>(Algorithm.class);
        candidate.ifPresent(provider -> {
            for (Algorithm algorithm : Algorithm.values()) {
                if (new SigningCrypto(Map.of(algorithm, provider)).works(algorithm)) {
                    chosen.put(algorithm, provider);
                }
            }
        });
        SigningCrypto crypto = new SigningCrypto(chosen);
        for (Algorithm algorithm : Algorithm.values()) {
            LOG.info("DKIM: {} is done by {}", algorithm.tag(), crypto.providerName(algorithm));
        }
        return crypto;
    }

    /** What signs with that algorithm, for the log. */
    public String providerName(Algorithm algorithm) {
        Provider provider = providers.get(algorithm);
        return provider == null ? "the JDK" : provider.getName() + " " + provider.getVersionStr();
    }

    /** The native provider, where it does RSA here; else empty, and the JDK does it. */
    public Optional<Provider> rsaProvider() {
        return Optional.ofNullable(providers.get(Algorithm.RSA_SHA256));
    }

    /** Makes a key pair. */
    public KeyPair generate(Algorithm algorithm, int rsaBits) {
        try {
            String name = keyAlgorithm(algorithm);
            Provider provider = providers.get(algorithm);
            KeyPairGenerator generator = provider == null
                    ? KeyPairGenerator.getInstance(name)
                    : KeyPairGenerator.getInstance(name, provider);
            if (algorithm == Algorithm.RSA_SHA256) {
                generator.initialize(rsaBits);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw unsupported(algorithm, e);
        }
    }

    /** The private key that was stored as PKCS #8. */
    public PrivateKey privateKey(Algorithm algorithm, byte[] pkcs8) {
        try {
            return keyFactory(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw unsupported(algorithm, e);
        }
    }

    /** The public key that {@link #published} made; empty for octets that are none. */
    public Optional<PublicKey> publicKey(Algorithm algorithm, byte[] published) {
        byte[] encoded = published;
        if (algorithm == Algorithm.ED25519_SHA256) {
            if (published.length != ED25519_OCTETS) {
                return Optional.empty();
            }
            encoded = Arrays.copyOf(ED25519_PREFIX, ED25519_PREFIX.length + ED25519_OCTETS);
            System.arraycopy(published, 0, encoded, ED25519_PREFIX.length, ED25519_OCTETS);
        }
        try {
            return Optional.of(keyFactory(algorithm).generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException notAKey) {
            return Optional.empty();
        }
    }

    /** What is published of a public key: SubjectPublicKeyInfo for RSA, the 32 octets for Ed25519 (DKIM-11). */
    public static byte[] published(Algorithm algorithm, PublicKey key) {
        byte[] encoded = key.getEncoded();
        return switch (algorithm) {
            case RSA_SHA256 -> encoded;
            case ED25519_SHA256 -> Arrays.copyOfRange(encoded, encoded.length - ED25519_OCTETS, encoded.length);
        };
    }

    /** Signs the hash input of a signature (RFC 6376 section 3.7). */
    public byte[] sign(Algorithm algorithm, PrivateKey key, byte[] hashInput) {
        try {
            Signature signature = signature(algorithm);
            signature.initSign(key);
            signature.update(signed(algorithm, hashInput));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw unsupported(algorithm, e);
        }
    }

    /** Whether the signature is one of that key. */
    public boolean verify(Algorithm algorithm, PublicKey key, byte[] hashInput, byte[] signed) {
        try {
            Signature signature = signature(algorithm);
            signature.initVerify(key);
            signature.update(signed(algorithm, hashInput));
            return signature.verify(signed);
        } catch (GeneralSecurityException notASignature) {
            return false;
        }
    }

    // RFC 8463 section 3: Ed25519 signs the SHA-256 digest; for RSA the digest is part of the algorithm.
    private static byte[] signed(Algorithm algorithm, byte[] hashInput) throws GeneralSecurityException {
        return switch (algorithm) {
            case RSA_SHA256 -> hashInput;
            case ED25519_SHA256 -> MessageDigest.getInstance("SHA-256").digest(hashInput);
        };
    }

    private Signature signature(Algorithm algorithm) throws GeneralSecurityException {
        String name = switch (algorithm) {
            case RSA_SHA256 -> "SHA256withRSA";
            case ED25519_SHA256 -> "Ed25519";
        };
        @Nullable Provider provider = providers.get(algorithm);
        return provider == null ? Signature.getInstance(name) : Signature.getInstance(name, provider);
    }

    private KeyFactory keyFactory(Algorithm algorithm) throws GeneralSecurityException {
        String name = keyAlgorithm(algorithm);
        @Nullable Provider provider = providers.get(algorithm);
        // The native provider signs with Ed25519 keys of the JDK and makes none itself unless it is told to.
        return provider == null || provider.getService("KeyFactory", name) == null
                ? KeyFactory.getInstance(name)
                : KeyFactory.getInstance(name, provider);
    }

    private static String keyAlgorithm(Algorithm algorithm) {
        return switch (algorithm) {
            case RSA_SHA256 -> "RSA";
            case ED25519_SHA256 -> "Ed25519";
        };
    }

    // A provider may be there and its native code not run on this machine.
    private boolean works(Algorithm algorithm) {
        try {
            KeyPair pair = generate(algorithm, PROOF_BITS);
            byte[] proof = {1, 2, 3};
            PrivateKey key = privateKey(algorithm, pair.getPrivate().getEncoded());
            byte[] signature = sign(algorithm, key, proof);
            byte[] published = published(algorithm, pair.getPublic());
            return ofJdk().publicKey(algorithm, published)
                    .map(known -> ofJdk().verify(algorithm, known, proof, signature))
                    .orElse(false);
        } catch (RuntimeException | LinkageError notHere) {
            LOG.info("DKIM: the native provider does not do {} here: {}", algorithm.tag(), notHere.toString());
            return false;
        }
    }

    private static Optional<Provider> findNative() {
        try {
            return ServiceLoader.load(Provider.class, SigningCrypto.class.getClassLoader()).stream()
                    .filter(candidate -> candidate.type().getName().equals(NATIVE))
                    .findFirst()
                    .map(ServiceLoader.Provider::get);
        } catch (ServiceConfigurationError | LinkageError notHere) {
            LOG.info("DKIM: the native provider does not load here: {}", notHere.toString());
            return Optional.empty();
        }
    }

    private static IllegalStateException unsupported(Algorithm algorithm, GeneralSecurityException cause) {
        return new IllegalStateException(algorithm.tag() + " failed", cause);
    }
}
