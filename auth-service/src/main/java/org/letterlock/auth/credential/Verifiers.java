package org.letterlock.auth.credential;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.sasl.CramMd5Keys;
import org.letterlock.sasl.DigestMd5Keys;
import org.letterlock.sasl.NtHash;
import org.letterlock.sasl.ScramKeys;

/**
 * What is kept of a password: one verifier for mechanisms that show it (CRED-1, CRED-2), and one for each mechanism that does
 * not and that the account can use (CRED-1, CRED-4). Leaves this service never (CRED-6).
 */
public final class Verifiers {
    // Argon2id and SCRAM keys, and nothing else. Read, not written any more.
    private static final byte FORMAT_1 = 1;
    // The number of parts, and each with its tag and length.
    private static final byte FORMAT_2 = 2;
    private static final int MAX_PART = 64 * 1024;

    private static final byte ARGON2 = 1;
    private static final byte PBKDF2 = 2;
    private static final byte SCRAM = 3;
    private static final byte CRAM_MD5 = 4;
    private static final byte DIGEST_MD5 = 5;
    private static final byte NT_HASH = 6;

    private final PasswordHash hash;
    private final @Nullable ScramKeys scram; // null in format SHA
    private final Legacy legacy;

    /** Legacy secrets; null for those that the account has not. */
    record Legacy(
            @Nullable CramMd5Keys cramMd5,
            @Nullable DigestMd5Keys digestMd5,
            @Nullable NtHash ntHash) {
        static final Legacy NONE = new Legacy(null, null, null);
    }

    Verifiers(PasswordHash hash, @Nullable ScramKeys scram, Legacy legacy) {
        this.hash = hash;
        this.scram = scram;
        this.legacy = legacy;
    }

    PasswordHash hash() {
        return hash;
    }

    Optional<ScramKeys> scram() {
        return Optional.ofNullable(scram);
    }

    Optional<CramMd5Keys> cramMd5() {
        return Optional.ofNullable(legacy.cramMd5());
    }

    Optional<DigestMd5Keys> digestMd5() {
        return Optional.ofNullable(legacy.digestMd5());
    }

    Optional<NtHash> ntHash() {
        return Optional.ofNullable(legacy.ntHash());
    }

    /** What they cost to compute; empty in format SHA, whose cost does not change. */
    Optional<PasswordCost> cost() {
        return switch (hash) {
            case Argon2Hash argon2 -> scram().map(keys -> new PasswordCost(argon2.cost(), keys.iterations()));
            case Pbkdf2Hash _ -> Optional.empty();
        };
    }

    /** How the password is stored. */
    public StorageChoice choice() {
        Set<LegacySecret> secrets = EnumSet.noneOf(LegacySecret.class);
        cramMd5().ifPresent(_ -> secrets.add(LegacySecret.CRAM_MD5));
        digestMd5().ifPresent(_ -> secrets.add(LegacySecret.DIGEST_MD5));
        ntHash().ifPresent(_ -> secrets.add(LegacySecret.NTLM));
        return new StorageChoice(hash.format(), secrets);
    }

    /** The same without the legacy secrets that are not wanted any more (CRED-4). */
    Verifiers keeping(Set<LegacySecret> wanted) {
        return new Verifiers(
                hash,
                scram,
                new Legacy(
                        wanted.contains(LegacySecret.CRAM_MD5) ? legacy.cramMd5() : null,
                        wanted.contains(LegacySecret.DIGEST_MD5) ? legacy.digestMd5() : null,
                        wanted.contains(LegacySecret.NTLM) ? legacy.ntHash() : null));
    }

    /** The octets that {@link #decode} reads back; secret. */
    byte[] encode() {
        Map<Byte, byte[]> parts = new LinkedHashMap<>();
        switch (hash) {
            case Argon2Hash argon2 -> parts.put(ARGON2, encode(argon2));
            case Pbkdf2Hash pbkdf2 -> parts.put(PBKDF2, encode(pbkdf2));
        }
        scram().ifPresent(keys -> parts.put(SCRAM, keys.encode()));
        cramMd5().ifPresent(keys -> parts.put(CRAM_MD5, keys.encode()));
        digestMd5().ifPresent(keys -> parts.put(DIGEST_MD5, keys.encode()));
        ntHash().ifPresent(keys -> parts.put(NT_HASH, keys.encode()));
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        octets.write(FORMAT_2);
        octets.write(parts.size());
        parts.forEach((tag, part) -> {
            octets.write(tag);
            octets.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
            octets.writeBytes(part);
        });
        return octets.toByteArray();
    }

    /** Reads what {@link #encode} wrote, in this release or an earlier one; empty for anything else. */
    static Optional<Verifiers> decode(byte[] encoded) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
            return switch (in.readByte()) {
                case FORMAT_1 -> Optional.of(firstFormat(in));
                case FORMAT_2 -> Optional.of(parts(in));
                default -> Optional.empty();
            };
        } catch (IOException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static Verifiers firstFormat(DataInputStream in) throws IOException {
        Argon2Hash argon2 = argon2(in);
        return new Verifiers(argon2, required(ScramKeys.decode(in.readAllBytes())), Legacy.NONE);
    }

    private static Verifiers parts(DataInputStream in) throws IOException {
        PasswordHash hash = null;
        ScramKeys scram = null;
        CramMd5Keys cramMd5 = null;
        DigestMd5Keys digestMd5 = null;
        NtHash ntHash = null;
        for (int count = in.readByte(); count > 0; count--) {
            byte tag = in.readByte();
            byte[] part = read(in);
            try (DataInputStream inside = new DataInputStream(new ByteArrayInputStream(part))) {
                switch (tag) {
                    case ARGON2 -> hash = argon2(inside);
                    case PBKDF2 -> hash = pbkdf2(inside);
                    case SCRAM -> scram = required(ScramKeys.decode(part));
                    case CRAM_MD5 -> cramMd5 = required(CramMd5Keys.decode(part));
                    case DIGEST_MD5 -> digestMd5 = required(DigestMd5Keys.decode(part));
                    case NT_HASH -> ntHash = required(NtHash.decode(part));
                    default -> throw new IOException("unknown part");
                }
            }
        }
        if (hash == null || in.read() >= 0) {
            throw new IOException("not one password");
        }
        return new Verifiers(hash, scram, new Legacy(cramMd5, digestMd5, ntHash));
    }

    private static byte[] encode(Argon2Hash argon2) {
        return ByteBuffer.allocate(8 + Argon2Hash.SALT_OCTETS + Argon2Hash.TAG_OCTETS)
                .putInt(argon2.cost().memoryKibibytes())
                .putShort((short) argon2.cost().passes())
                .putShort((short) argon2.cost().lanes())
                .put(argon2.salt())
                .put(argon2.tag())
                .array();
    }

    private static Argon2Hash argon2(DataInputStream in) throws IOException {
        Argon2Cost cost = new Argon2Cost(in.readInt(), in.readShort(), in.readShort());
        byte[] salt = new byte[Argon2Hash.SALT_OCTETS];
        byte[] tag = new byte[Argon2Hash.TAG_OCTETS];
        in.readFully(salt);
        in.readFully(tag);
        return new Argon2Hash(cost, salt, tag);
    }

    private static byte[] encode(Pbkdf2Hash pbkdf2) {
        return ByteBuffer.allocate(Integer.BYTES + Pbkdf2Hash.SALT_OCTETS + Pbkdf2Hash.KEY_OCTETS)
                .putInt(pbkdf2.iterations())
                .put(pbkdf2.salt())
                .put(pbkdf2.key())
                .array();
    }

    private static Pbkdf2Hash pbkdf2(DataInputStream in) throws IOException {
        int iterations = in.readInt();
        byte[] salt = new byte[Pbkdf2Hash.SALT_OCTETS];
        byte[] key = new byte[Pbkdf2Hash.KEY_OCTETS];
        in.readFully(salt);
        in.readFully(key);
        return new Pbkdf2Hash(iterations, salt, key);
    }

    private static byte[] read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_PART || length > in.available()) {
            throw new IOException("length out of range");
        }
        return in.readNBytes(length);
    }

    private static <K> K required(Optional<K> keys) throws IOException {
        return keys.orElseThrow(() -> new IOException("not what its tag says"));
    }

    @Override
    public String toString() {
        return "Verifiers[***]";
    }
}
