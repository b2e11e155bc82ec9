package org.letterlock.netty.tls;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of a client's first message decides how it is answered.
 *
 * @param serverName the name that the client looks for, in lower case; null where it names none or something that is no name
 * @param offersTls13 whether it can speak TLS 1.3
 * @param extendedMasterSecret whether it can bind the secrets of TLS 1.2 to the whole handshake (RFC 7627)
 */
record ClientHello(@Nullable String serverName, boolean offersTls13, boolean extendedMasterSecret) {
    private static final int SERVER_NAME = 0; // RFC 6066 section 3
    private static final int EXTENDED_MASTER_SECRET = 23; // RFC 7627 section 5.1
    private static final int SUPPORTED_VERSIONS = 43; // RFC 8446 section 4.2.1
    private static final int TLS_1_3 = 0x0304;
    private static final int HOST_NAME = 0;
    private static final int VERSION_AND_RANDOM = 2 + 32;
    private static final int MAX_NAME = 253;

    /**
     * Whether a handshake with it meets TLS-2: TLS 1.3, or TLS 1.2 with an extended master secret.
     */
    boolean isAcceptable() {
        return offersTls13 || extendedMasterSecret;
    }

    /**
     * Reads the body of a ClientHello, without the header of the handshake message; empty where it is none. Leaves the
     * indices of the buffer alone.
     */
    // struct { ProtocolVersion legacy_version; Random random; opaque legacy_session_id<0..32>;
    //          CipherSuite cipher_suites<2..2^16-2>; opaque legacy_compression_methods<1..2^8-1>;
    //          Extension extensions<8..2^16-1>; } ClientHello;    RFC 8446 section 4.1.2
    static Optional<ClientHello> parse(ByteBuf body) {
        ByteBuf in = body.slice();
        if (!skip(in, VERSION_AND_RANDOM) || !skipVector(in, 1) || !skipVector(in, 2) || !skipVector(in, 1)) {
            return Optional.empty();
        }
        if (!in.isReadable()) {
            return Optional.of(new ClientHello(null, false, false)); // TLS 1.2 may do without extensions
        }
        ByteBuf extensions = vector(in, 2);
        return extensions == null ? Optional.empty() : Optional.ofNullable(ofExtensions(extensions));
    }

    // struct { ExtensionType extension_type; opaque extension_data<0..2^16-1>; } Extension;    RFC 8446 section 4.2
    private static @Nullable ClientHello ofExtensions(ByteBuf in) {
        String serverName = null;
        boolean offersTls13 = false;
        boolean extendedMasterSecret = false;
        while (in.isReadable()) {
            if (in.readableBytes() < 4) {
                return null;
            }
            int type = in.readUnsignedShort();
            ByteBuf data = vector(in, 2);
            if (data == null) {
                return null;
            }
            switch (type) {
                case SERVER_NAME -> serverName = serverName(data);
                case EXTENDED_MASTER_SECRET -> extendedMasterSecret = true;
                case SUPPORTED_VERSIONS -> offersTls13 = namesTls13(data);
                default -> {} // somebody else's
            }
        }
        return new ClientHello(serverName, offersTls13, extendedMasterSecret);
    }

    // struct { NameType name_type; opaque HostName<1..2^16-1>; } ServerName;
    // struct { ServerName server_name_list<1..2^16-1> } ServerNameList;    RFC 6066 section 3
    private static @Nullable String serverName(ByteBuf data) {
        ByteBuf list = vector(data, 2);
        if (list == null || !list.isReadable() || list.readUnsignedByte() != HOST_NAME) {
            return null;
        }
        ByteBuf name = vector(list, 2);
        if (name == null || name.readableBytes() > MAX_NAME) {
            return null;
        }
        String text = name.toString(StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        return text.matches("[a-z0-9._-]+") ? text : null;
    }

    private static boolean namesTls13(ByteBuf data) {
        ByteBuf versions = vector(data, 1);
        while (versions != null && versions.readableBytes() >= 2) {
            if (versions.readUnsignedShort() == TLS_1_3) {
                return true;
            }
        }
        return false;
    }

    private static boolean skip(ByteBuf in, int octets) {
        if (in.readableBytes() < octets) {
            return false;
        }
        in.skipBytes(octets);
        return true;
    }

    private static boolean skipVector(ByteBuf in, int lengthOctets) {
        return vector(in, lengthOctets) != null;
    }

    /** Octets after their own length; null where fewer are there. */
    private static @Nullable ByteBuf vector(ByteBuf in, int lengthOctets) {
        if (in.readableBytes() < lengthOctets) {
            return null;
        }
        int length = lengthOctets == 1 ? in.readUnsignedByte() : in.readUnsignedShort();
        return in.readableBytes() < length ? null : in.readSlice(length);
    }
}
