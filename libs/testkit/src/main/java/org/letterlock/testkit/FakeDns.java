package org.letterlock.testkit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A DNS server on 127.0.0.1 that answers over UDP and TCP (RFC 1035) what it was told to, and can be told otherwise at any
 * time. A name nobody mentioned does not exist. Safe for use by several threads.
 */
public final class FakeDns implements AutoCloseable {
    private static final int ATTEMPTS = 20;
    private static final int MAX_DATAGRAM = 4096;

    private final DatagramSocket datagrams;
    private final ServerSocket connections;
    private final FakeZone zone = new FakeZone();
    private final Map<Name, Misbehaviour> misbehaviours = new ConcurrentHashMap<>();
    private final List<Question> questions = new CopyOnWriteArrayList<>();

    /** A question that arrived: the name in lower case without a final dot, and the type such as {@code TXT}. */
    public record Question(String name, String type, boolean overTcp) {}

    /** How to answer a question in place of what the server knows. */
    @FunctionalInterface
    public interface Misbehaviour {
        /** The octets to send, or none for silence. */
        Optional<byte[]> answer(Message query, boolean overTcp) throws IOException;
    }

    private FakeDns(DatagramSocket datagrams, ServerSocket connections) {
        this.datagrams = datagrams;
        this.connections = connections;
    }

    /** Starts a server on a free port. */
    public static FakeDns start() {
        var loopback = InetAddress.getLoopbackAddress();
        for (int attempt = 1; ; attempt++) {
            try {
                var datagrams = new DatagramSocket(new InetSocketAddress(loopback, 0));
                try {
                    var dns = new FakeDns(datagrams, new ServerSocket(datagrams.getLocalPort(), 50, loopback));
                    dns.serve();
                    return dns;
                } catch (IOException e) {
                    datagrams.close(); // its number is taken on the TCP side
                    if (attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Starts a second server on the same port of another loopback address, such as {@code 127.0.0.2}. */
    public FakeDns startBeside(String address) {
        try {
            var beside = InetAddress.getByName(address);
            var second = new FakeDns(
                    new DatagramSocket(new InetSocketAddress(beside, port())), new ServerSocket(port(), 50, beside));
            second.serve();
            return second;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        Thread.ofVirtual().name("fake-dns-udp").start(this::serveDatagrams);
        Thread.ofVirtual().name("fake-dns-tcp").start(this::serveConnections);
    }

    public int port() {
        return datagrams.getLocalPort();
    }

    /** The server as {@code HOST:PORT}. */
    public String address() {
        return datagrams.getLocalAddress().getHostAddress() + ":" + port();
    }

    /**
     * Adds a record.
     *
     * @param data in the form of a zone file, such as {@code 10 mx.example.} or {@code "v=spf1 -all"}; of a TXT record the
     *     plain text will do, of any length
     */
    public FakeDns add(String name, String type, String data) {
        zone.add(record(name, type, data));
        return this;
    }

    /** Sets the only record of that name and type. */
    public FakeDns set(String name, String type, String data) {
        zone.set(record(name, type, data));
        return this;
    }

    /** Removes every record and fault of the name. */
    public FakeDns remove(String name) {
        zone.remove(absolute(name));
        misbehaviours.remove(absolute(name));
        return this;
    }

    /** Answers every question about the name with SERVFAIL. */
    public FakeDns failFor(String name) {
        zone.fault(absolute(name), FakeZone.Fault.SERVFAIL);
        return this;
    }

    /** Never answers a question about the name. */
    public FakeDns beSilentFor(String name) {
        zone.fault(absolute(name), FakeZone.Fault.SILENCE);
        return this;
    }

    /** Answers every question about the name in that way, until the name is removed. */
    public FakeDns misbehaveFor(String name, Misbehaviour misbehaviour) {
        misbehaviours.put(absolute(name), misbehaviour);
        return this;
    }

    /** From now on nobody can connect; questions over UDP are answered as before. */
    public FakeDns refuseConnections() {
        try {
            connections.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Every question so far, in order of arrival. */
    public List<Question> questions() {
        return List.copyOf(questions);
    }

    private static Record record(String name, String type, String data) {
        try {
            boolean plainText = type.equals("TXT") && !data.startsWith("\"");
            return Record.fromString(
                    absolute(name), Type.value(type), DClass.IN, 60, plainText ? quoted(data) : data, Name.root);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a record: " + name + " " + type + " " + data, e);
        }
    }

    /** A TXT record is a sequence of strings of at most 255 octets: RFC 1035 section 3.3.14. */
    private static String quoted(String text) {
        var strings = new StringBuilder();
        for (int from = 0; from < text.length() || from == 0; from += 255) {
            var part = text.substring(from, Math.min(text.length(), from + 255));
            strings.append('"')
                    .append(part.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append("\" ");
        }
        return strings.toString().strip();
    }

    private static Name absolute(String name) {
        try {
            return Name.fromString(name.toLowerCase(Locale.ROOT), Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("not a domain name: " + name, e);
        }
    }

    private void serveDatagrams() {
        var buffer = new byte[MAX_DATAGRAM];
        while (!datagrams.isClosed()) {
            try {
                var packet = new DatagramPacket(buffer, buffer.length);
                datagrams.receive(packet);
                var question = Arrays.copyOf(packet.getData(), packet.getLength());
                var answer = answer(question, false);
                if (answer.isPresent()) {
                    datagrams.send(new DatagramPacket(answer.get(), answer.get().length, packet.getSocketAddress()));
                }
            } catch (IOException _) {
                // closed, or a client that has gone: serve the next
            }
        }
    }

    private void serveConnections() {
        while (!connections.isClosed()) {
            try {
                var connection = connections.accept();
                Thread.ofVirtual().name("fake-dns-connection").start(() -> serve(connection));
            } catch (IOException _) {
                // closed
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var input = new DataInputStream(connection.getInputStream());
            var output = new DataOutputStream(connection.getOutputStream());
            while (true) {
                var question = input.readNBytes(input.readUnsignedShort());
                var answer = answer(question, true);
                if (answer.isPresent()) {
                    output.writeShort(answer.get().length);
                    output.write(answer.get());
                    output.flush();
                }
            }
        } catch (IOException _) {
            // the client has gone
        }
    }

    private Optional<byte[]> answer(byte[] wire, boolean overTcp) throws IOException {
        var query = new Message(wire);
        @Nullable Record asked = query.getQuestion();
        if (asked == null) {
            return Optional.empty();
        }
        questions.add(new Question(
                asked.getName().toString(true).toLowerCase(Locale.ROOT), Type.string(asked.getType()), overTcp));
        @Nullable Misbehaviour misbehaviour = misbehaviours.get(asked.getName());
        if (misbehaviour != null) {
            return misbehaviour.answer(query, overTcp);
        }
        return zone.answer(query, asked).map(answer -> answer.toWire(overTcp ? Message.MAXLENGTH : room(query)));
    }

    /** What fits into a datagram, by what the client says: RFC 6891 section 6.2.3. A longer answer is cut and says so. */
    private static int room(Message query) {
        var options = query.getOPT();
        return options == null ? 512 : Math.max(512, options.getPayloadSize());
    }

    @Override
    public void close() {
        datagrams.close();
        try {
            connections.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
