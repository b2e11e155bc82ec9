package org.letterlock.sasl;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.letterlock.sasl.ServerState.AwaitingApop;
import org.letterlock.sasl.ServerState.AwaitingClient;
import org.letterlock.sasl.ServerState.AwaitingClientFirst;
import org.letterlock.sasl.ServerState.AwaitingCramMd5;
import org.letterlock.sasl.ServerState.AwaitingDigestMd5;
import org.letterlock.sasl.ServerState.AwaitingLoginName;
import org.letterlock.sasl.ServerState.AwaitingLoginPassword;
import org.letterlock.sasl.ServerState.AwaitingNtlmAuthenticate;
import org.letterlock.sasl.ServerState.AwaitingNtlmNegotiate;
import org.letterlock.sasl.ServerState.AwaitingPlain;
import org.letterlock.sasl.ServerState.AwaitingProof;
import org.letterlock.sasl.ServerState.ScramOpening;

/**
 * Turns a waiting server into octets and back, so that any replica can take the next step. The octets are neither secret-free
 * nor authenticated: whoever sends them out seals them.
 */
public final class ServerStates {
    private static final int MAX_FIELD = 64 * 1024;

    private ServerStates() {}

    /** The octets that {@link #decode} reads back. */
    public static byte[] encode(AwaitingClient state) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(octets)) {
            switch (state) {
                case AwaitingPlain _ -> out.writeByte(1);
                case AwaitingLoginName _ -> out.writeByte(2);
                case AwaitingLoginPassword(String name) -> {
                    out.writeByte(3);
                    write(out, name);
                }
                case AwaitingClientFirst first -> writeClientFirst(out, first);
                case AwaitingProof(ClientIdentity identity, ScramOpening opening, String serverFirst) -> {
                    out.writeByte(5);
                    write(out, identity.authentication());
                    write(out, identity.authorization());
                    write(out, opening.bindingInput());
                    write(out, opening.firstBare());
                    write(out, opening.nonce());
                    write(out, serverFirst);
                }
                case AwaitingCramMd5(String challenge) -> {
                    out.writeByte(6);
                    write(out, challenge);
                }
                case AwaitingApop(String timestamp) -> {
                    out.writeByte(7);
                    write(out, timestamp);
                }
                case AwaitingDigestMd5(var nonce, var protocol, var hosts, var realms) -> {
                    out.writeByte(8);
                    write(out, nonce);
                    write(out, protocol.serviceName());
                    write(out, hosts);
                    write(out, realms);
                }
                case AwaitingNtlmNegotiate(var server, var challenge, long fileTime, var channel) -> {
                    out.writeByte(9);
                    write(out, List.of(server.host(), server.domain(), server.shortDomain()));
                    writeNtlm(out, challenge, fileTime, channel);
                }
                case AwaitingNtlmAuthenticate ntlm -> {
                    out.writeByte(10);
                    writeNtlm(out, ntlm.challenge(), ntlm.fileTime(), ntlm.channel());
                    write(out, ntlm.negotiateMessage());
                    write(out, ntlm.challengeMessage());
                }
            }
        } catch (IOException aByteArrayDoesNotFail) {
            throw new UncheckedIOException(aByteArrayDoesNotFail);
        }
        return octets.toByteArray();
    }

    /** Reads what {@link #encode} wrote; empty for anything else. */
    public static Optional<AwaitingClient> decode(byte[] octets) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets))) {
            AwaitingClient state = switch (in.readByte()) {
                case 1 -> new AwaitingPlain();
                case 2 -> new AwaitingLoginName();
                case 3 -> new AwaitingLoginPassword(readText(in));
                case 4 -> readClientFirst(in);
                case 5 ->
                    new AwaitingProof(
                            new ClientIdentity(readText(in), readText(in)),
                            new ScramOpening(read(in), readText(in), readText(in)),
                            readText(in));
                case 6 -> new AwaitingCramMd5(readText(in));
                case 7 -> new AwaitingApop(readText(in));
                case 8 -> new AwaitingDigestMd5(readText(in), readProtocol(in), readList(in), readList(in));
                case 9 -> readNegotiate(in);
                case 10 -> new AwaitingNtlmAuthenticate(read(in), in.readLong(), read(in), read(in), read(in));
                default -> throw new IOException("unknown state");
            };
            return in.read() < 0 ? Optional.of(state) : Optional.empty();
        } catch (IOException notOurs) {
            return Optional.empty();
        }
    }

    private static void writeClientFirst(DataOutputStream out, AwaitingClientFirst first) throws IOException {
        out.writeByte(4);
        out.writeBoolean(first.binds());
        out.writeBoolean(first.plusAdvertised());
        write(out, first.serverNonce());
        out.writeByte(first.bindings().data().size());
        for (Map.Entry<ChannelBindingType, SaslMessage> entry :
                first.bindings().data().entrySet()) {
            write(out, entry.getKey().rfcName());
            write(out, entry.getValue());
        }
    }

    private static AwaitingClientFirst readClientFirst(DataInputStream in) throws IOException {
        boolean binds = in.readBoolean();
        boolean plusAdvertised = in.readBoolean();
        String nonce = readText(in);
        int count = in.readByte();
        Map<ChannelBindingType, SaslMessage> data = new EnumMap<>(ChannelBindingType.class);
        for (int i = 0; i < count; i++) {
            ChannelBindingType type =
                    ChannelBindingType.find(readText(in)).orElseThrow(() -> new IOException("unknown type"));
            data.put(type, read(in));
        }
        return new AwaitingClientFirst(binds, new ChannelBindings(data), plusAdvertised, nonce);
    }

    private static void writeNtlm(DataOutputStream out, SaslMessage challenge, long fileTime, SaslMessage channel)
            throws IOException {
        write(out, challenge);
        out.writeLong(fileTime);
        write(out, channel);
    }

    private static AwaitingNtlmNegotiate readNegotiate(DataInputStream in) throws IOException {
        List<String> names = readList(in);
        if (names.size() != 3) {
            throw new IOException("not three names");
        }
        return new AwaitingNtlmNegotiate(
                new NtlmServerName(names.get(0), names.get(1), names.get(2)), read(in), in.readLong(), read(in));
    }

    private static SaslProtocol readProtocol(DataInputStream in) throws IOException {
        String name = readText(in);
        return Arrays.stream(SaslProtocol.values())
                .filter(protocol -> protocol.serviceName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IOException("unknown protocol"));
    }

    private static void write(DataOutputStream out, List<String> texts) throws IOException {
        out.writeShort(texts.size());
        for (String text : texts) {
            write(out, text);
        }
    }

    private static List<String> readList(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(readText(in));
        }
        return texts;
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        write(out, SaslMessage.of(text));
    }

    private static void write(DataOutputStream out, SaslMessage message) throws IOException {
        out.writeInt(message.length());
        out.write(message.toOctets());
    }

    private static SaslMessage read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_FIELD || length > in.available()) {
            throw new IOException("length out of range");
        }
        return SaslMessage.of(in.readNBytes(length));
    }

    private static String readText(DataInputStream in) throws IOException {
        return read(in).toText().orElseThrow(() -> new IOException("not UTF-8"));
    }
}
