package org.letterlock.sasl;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

/**
 * The three messages of NTLM (MS-NLMP section 2.2.1) and the AV_PAIRs in them. Each parser is total: every offset and length
 * is checked, no field may reach into the header or into another.
 */
final class NtlmSyntax {
    /** Longest message in octets. */
    static final int MAX_OCTETS = 8192;

    static final int MAX_NEGOTIATE_OCTETS = 2048;

    static final int UNICODE = 0x00000001;
    static final int OEM = 0x00000002;
    static final int REQUEST_TARGET = 0x00000004;
    static final int NTLM = 0x00000200;
    static final int ALWAYS_SIGN = 0x00008000;
    static final int TARGET_TYPE_DOMAIN = 0x00010000;
    static final int EXTENDED_SESSION_SECURITY = 0x00080000;
    static final int TARGET_INFO = 0x00800000;
    static final int VERSION = 0x02000000;
    static final int KEY_128 = 0x20000000;
    static final int KEY_EXCHANGE = 0x40000000;

    static final int MIC_OFFSET = 72;
    static final int MIC_OCTETS = 16;
    static final int MIC_PRESENT = 0x00000002; // in MsvAvFlags

    /** {@code temp} without its AV_PAIRs, behind NTProofStr. */
    private static final int TEMP_HEADER = 28;

    private static final byte[] SIGNATURE = "NTLMSSP\0".getBytes(StandardCharsets.US_ASCII);
    private static final int NEGOTIATE_HEADER = 16;
    private static final int CHALLENGE_HEADER = 56;
    private static final int AUTHENTICATE_HEADER = 64;

    /** The AV_PAIRs that are read or written (MS-NLMP section 2.2.2.1); the constant's place is not its number. */
    enum AvId {
        NB_COMPUTER_NAME(1),
        NB_DOMAIN_NAME(2),
        DNS_COMPUTER_NAME(3),
        DNS_DOMAIN_NAME(4),
        FLAGS(6),
        TIMESTAMP(7),
        CHANNEL_BINDINGS(10);

        final int number;

        AvId(int number) {
            this.number = number;
        }

        static Optional<AvId> find(int number) {
            for (AvId id : values()) {
                if (id.number == number) {
                    return Optional.of(id);
                }
            }
            return Optional.empty();
        }
    }

    record Field(int offset, int length) {}

    /** @param payloadStart where the first field lies: what stands before it is the header */
    record Authenticate(
            String user,
            String domain,
            String workstation,
            SaslMessage ntResponse,
            SaslMessage encryptedSessionKey,
            int flags,
            int payloadStart) {}

    private NtlmSyntax() {}

    /** The NegotiateFlags of a NEGOTIATE_MESSAGE; names in it are of no use and not read. */
    static ParseResult<Integer> parseNegotiate(byte[] octets) {
        ByteBuffer message = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        return octets.length < NEGOTIATE_HEADER || octets.length > MAX_NEGOTIATE_OCTETS || !isOfType(message, 1)
                ? new SyntaxError<>(0, "NEGOTIATE_MESSAGE")
                : new Parsed<>(message.getInt(12));
    }

    static byte[] formatChallenge(int flags, NtlmServerName name, byte[] serverChallenge, long fileTime) {
        // Names in the target information are UTF-16 always (MS-NLMP section 2.2.2.1), that of the target is as agreed.
        byte[] target = (flags & UNICODE) != 0
                ? utf16(name.shortDomain())
                : name.shortDomain().getBytes(StandardCharsets.US_ASCII);
        String computer = shortName(name.host());
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        writePair(info, AvId.NB_DOMAIN_NAME.number, target);
        writePair(info, AvId.NB_COMPUTER_NAME.number, utf16(computer));
        writePair(info, AvId.DNS_DOMAIN_NAME.number, utf16(name.domain()));
        writePair(info, AvId.DNS_COMPUTER_NAME.number, utf16(name.host()));
        writePair(info, AvId.TIMESTAMP.number, littleEndian(fileTime));
        writePair(info, 0, new byte[0]);
        byte[] targetInfo = info.toByteArray();
        return ByteBuffer.allocate(CHALLENGE_HEADER + target.length + targetInfo.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(SIGNATURE)
                .putInt(2)
                .putShort((short) target.length)
                .putShort((short) target.length)
                .putInt(CHALLENGE_HEADER)
                .putInt(flags)
                .put(serverChallenge)
                .putLong(0) // Reserved
                .putShort((short) targetInfo.length)
                .putShort((short) targetInfo.length)
                .putInt(CHALLENGE_HEADER + target.length)
                .putLong(0) // Version: nobody's concern
                .put(target)
                .put(targetInfo)
                .array();
    }

    /** The NegotiateFlags of a challenge that {@link #formatChallenge} made. */
    static int flagsOfChallenge(byte[] challenge) {
        return ByteBuffer.wrap(challenge).order(ByteOrder.LITTLE_ENDIAN).getInt(20);
    }

    /**
     * The fields of an AUTHENTICATE_MESSAGE.
     *
     * @param unicode whether the challenge agreed on it; if not, names are in a code page that nobody tells, so only ASCII is
     *     understood
     */
    static ParseResult<Authenticate> parseAuthenticate(byte[] octets, boolean unicode) {
        ByteBuffer message = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        if (octets.length < AUTHENTICATE_HEADER || octets.length > MAX_OCTETS || !isOfType(message, 3)) {
            return new SyntaxError<>(0, "AUTHENTICATE_MESSAGE");
        }
        List<Field> fields = new ArrayList<>();
        for (int at = 12; at <= 52; at += 8) {
            Field field = new Field(message.getInt(at + 4), message.getShort(at) & 0xFFFF);
            boolean inside = field.length() == 0
                    || (field.offset() >= AUTHENTICATE_HEADER && field.offset() <= octets.length - field.length());
            if (!inside) {
                return new SyntaxError<>(at, "field within the message");
            }
            fields.add(field);
        }
        List<Field> used = fields.stream()
                .filter(field -> field.length() > 0)
                .sorted(Comparator.comparingInt(Field::offset))
                .toList();
        for (int i = 1; i < used.size(); i++) {
            if (used.get(i - 1).offset() + used.get(i - 1).length()
                    > used.get(i).offset()) {
                return new SyntaxError<>(used.get(i).offset(), "fields side by side");
            }
        }
        Charset charset = unicode ? StandardCharsets.UTF_16LE : StandardCharsets.US_ASCII;
        Optional<String> domain = text(octets, fields.get(2), charset);
        Optional<String> user = text(octets, fields.get(3), charset);
        Optional<String> workstation = text(octets, fields.get(4), charset);
        if (domain.isEmpty() || user.isEmpty() || workstation.isEmpty()) {
            return new SyntaxError<>(AUTHENTICATE_HEADER, "names in " + charset);
        }
        return new Parsed<>(new Authenticate(
                user.get(),
                domain.get(),
                workstation.get(),
                slice(octets, fields.get(1)),
                slice(octets, fields.get(5)),
                message.getInt(60),
                used.isEmpty() ? octets.length : used.getFirst().offset()));
    }

    /** The AV_PAIRs of an NTLMv2 response; each may stand there once. */
    static ParseResult<Map<AvId, SaslMessage>> parseAvPairs(byte[] ntlmv2Response) {
        ByteBuffer response = ByteBuffer.wrap(ntlmv2Response).order(ByteOrder.LITTLE_ENDIAN);
        int start = Md5Math.HASH_OCTETS + TEMP_HEADER;
        if (ntlmv2Response.length < start + 4 || response.getShort(Md5Math.HASH_OCTETS) != 0x0101) {
            return new SyntaxError<>(0, "NTLMv2_CLIENT_CHALLENGE");
        }
        response.position(start);
        Map<AvId, SaslMessage> pairs = new EnumMap<>(AvId.class);
        while (response.remaining() >= 4) {
            int number = response.getShort() & 0xFFFF;
            int length = response.getShort() & 0xFFFF;
            if (length > response.remaining() || (number == 0 && length != 0)) {
                return new SyntaxError<>(response.position(), "AV_PAIR");
            }
            if (number == 0) {
                return new Parsed<>(pairs);
            }
            byte[] value = new byte[length];
            response.get(value);
            Optional<AvId> id = AvId.find(number);
            if (id.isPresent() && pairs.put(id.get(), SaslMessage.of(value)) != null) {
                return new SyntaxError<>(response.position(), "AV_PAIR once");
            }
        }
        return new SyntaxError<>(response.position(), "MsvAvEOL");
    }

    static byte[] littleEndian(long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    private static boolean isOfType(ByteBuffer message, int type) {
        byte[] signature = new byte[SIGNATURE.length];
        message.get(0, signature);
        return Arrays.equals(signature, SIGNATURE) && message.getInt(SIGNATURE.length) == type;
    }

    private static void writePair(ByteArrayOutputStream out, int number, byte[] value) {
        out.write(number);
        out.write(number >> 8);
        out.write(value.length);
        out.write(value.length >> 8);
        out.writeBytes(value);
    }

    // A NetBIOS name has 15 characters at most.
    private static String shortName(String host) {
        int dot = host.indexOf('.');
        String label = dot < 0 ? host : host.substring(0, dot);
        return label.substring(0, Math.min(15, label.length())).toUpperCase(Locale.ROOT);
    }

    private static byte[] utf16(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    private static Optional<String> text(byte[] octets, Field field, Charset charset) {
        if (field.length() == 0) {
            return Optional.of("");
        }
        try {
            CharBuffer text = charset.newDecoder().decode(ByteBuffer.wrap(octets, field.offset(), field.length()));
            return Optional.of(text.toString());
        } catch (CharacterCodingException notInIt) {
            return Optional.empty();
        }
    }

    private static SaslMessage slice(byte[] octets, Field field) {
        return field.length() == 0
                ? SaslMessage.EMPTY
                : SaslMessage.of(Arrays.copyOfRange(octets, field.offset(), field.offset() + field.length()));
    }
}
