package org.letterlock.sasl;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a server keeps for DIGEST-MD5 in place of the password: {@code H(username:realm:passwd)} (RFC 2831 section 2.1.2.1)
 * for each spelling of the name and each realm that a client may use, because the hash covers both as the client writes them.
 * Who has one can log in by DIGEST-MD5: keep them sealed. At most {@value #MAX_ENTRIES}.
 */
public final class DigestMd5Keys implements Verifier {
    /** For an account that has none: nothing is proven with it, in the same time. */
    public static final DigestMd5Keys NONE = new DigestMd5Keys(Map.of());

    /** Most pairs of name and realm. */
    public static final int MAX_ENTRIES = 256;

    private static final byte FORMAT = 1;

    private record Identity(String name, String realm) {}

    private final Map<Identity, SaslMessage> hashes;

    private DigestMd5Keys(Map<Identity, SaslMessage> hashes) {
        this.hashes = hashes;
    }

    /**
     * Computes the hashes of a password.
     *
     * @param names the spellings of the login name, such as {@code anna} and {@code anna@example.org}
     * @param realms those that the server offers
     * @throws IllegalArgumentException for more than {@value #MAX_ENTRIES} pairs
     */
    public static DigestMd5Keys derive(Collection<String> names, Collection<String> realms, Password password) {
        Map<Identity, SaslMessage> hashes = new LinkedHashMap<>();
        for (String name : names) {
            for (String realm : realms) {
                hashes.put(new Identity(name, realm), SaslMessage.of(hash(name, realm, password)));
            }
        }
        if (hashes.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException("more than " + MAX_ENTRIES + " names and realms");
        }
        return new DigestMd5Keys(hashes);
    }

    /** The octets that {@link #decode} reads back; secret. */
    public byte[] encode() {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeByte(FORMAT);
            out.writeShort(hashes.size());
            for (Map.Entry<Identity, SaslMessage> entry : hashes.entrySet()) {
                out.writeUTF(entry.getKey().name());
                out.writeUTF(entry.getKey().realm());
                out.write(entry.getValue().toOctets());
            }
        } catch (IOException aByteArrayDoesNotFail) {
            throw new UncheckedIOException(aByteArrayDoesNotFail);
        }
        return octets.toByteArray();
    }

    /** Reads what {@link #encode} wrote; empty for anything else. */
    public static Optional<DigestMd5Keys> decode(byte[] encoded) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
            if (in.readByte() != FORMAT) {
                return Optional.empty();
            }
            int count = in.readUnsignedShort();
            Map<Identity, SaslMessage> hashes = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                Identity identity = new Identity(in.readUTF(), in.readUTF());
                byte[] hash = in.readNBytes(Md5Math.HASH_OCTETS);
                if (hash.length != Md5Math.HASH_OCTETS) {
                    return Optional.empty();
                }
                hashes.put(identity, SaslMessage.of(hash));
            }
            boolean complete = in.read() < 0 && hashes.size() == count && count <= MAX_ENTRIES;
            return complete ? Optional.of(new DigestMd5Keys(hashes)) : Optional.empty();
        } catch (IOException notOurs) {
            return Optional.empty();
        }
    }

    /** {@code H(username:realm:passwd)}, if there is one. */
    Optional<SaslMessage> find(String name, String realm) {
        return Optional.ofNullable(hashes.get(new Identity(name, realm)));
    }

    static byte[] hash(String name, String realm, Password password) {
        byte[] colon = {':'};
        return Md5Math.md5(octets(name), colon, octets(realm), colon, octets(password.toText()));
    }

    // RFC 2831 section 2.1.2.1: what ISO 8859-1 can say is hashed in it, though it is sent as UTF-8.
    private static byte[] octets(String text) {
        Charset charset = text.chars().allMatch(c -> c <= 0xFF) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        return text.getBytes(charset);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DigestMd5Keys keys && hashes.equals(keys.hashes);
    }

    @Override
    public int hashCode() {
        return hashes.keySet().hashCode();
    }

    @Override
    public String toString() {
        return "DigestMd5Keys[" + hashes.size() + "]";
    }
}
