package org.letterlock.service.dns;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.io.TcpIoClient;

/**
 * Questions over TCP (RFC 7766), each in a connection and a thread of its own. The client of dnsjava sends all of them through one
 * connection, so that one that hangs, or an answer of a wrong length, spoils those that come after it.
 */
final class DnsConnections implements TcpIoClient {
    @Override
    public CompletableFuture<byte[]> sendAndReceiveTcp(
            @Nullable InetSocketAddress local, InetSocketAddress remote, Message query, byte[] data, Duration timeout) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("dns-connection").start(() -> {
            try {
                answer.complete(exchange(remote, data, timeout));
            } catch (IOException e) {
                answer.completeExceptionally(e);
            } catch (RuntimeException e) { // the edge of the job: whoever waits must hear of it
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    // Two octets of length before each message: RFC 1035 section 4.2.2.
    private static byte[] exchange(InetSocketAddress remote, byte[] query, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Socket socket = new Socket()) {
            socket.connect(remote, (int) timeout.toMillis());
            ByteBuffer framed = ByteBuffer.allocate(2 + query.length);
            socket.getOutputStream()
                    .write(framed.putShort((short) query.length).put(query).array());
            InputStream input = socket.getInputStream();
            int length = ByteBuffer.wrap(read(socket, input, 2, deadline)).getShort() & 0xFFFF;
            return read(socket, input, length, deadline);
        }
    }

    // The time limit of a socket is one for each read, of which a slow server can cause very many.
    private static byte[] read(Socket socket, InputStream input, int length, long deadline) throws IOException {
        byte[] octets = new byte[length];
        for (int filled = 0; filled < length; ) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException("the answer took too long");
            }
            socket.setSoTimeout((int) left);
            int count = input.read(octets, filled, length - filled);
            if (count < 0) {
                throw new EOFException("the connection was closed before the end of the answer");
            }
            filled += count;
        }
        return octets;
    }
}
