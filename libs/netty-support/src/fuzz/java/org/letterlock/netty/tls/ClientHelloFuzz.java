package org.letterlock.netty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** The first message of a handshake is read or not; nothing throws, and the buffer stays as it was. */
class ClientHelloFuzz {
    private static final byte[] UP_TO_EXTENSIONS = new byte[2 + 32 + 1 + 2 + 1];

    @FuzzTest
    void nothingThrows(byte[] octets) {
        check(Unpooled.wrappedBuffer(octets));
        check(Unpooled.wrappedBuffer(UP_TO_EXTENSIONS, octets));
    }

    private static void check(ByteBuf body) {
        ClientHello.parse(body)
                .map(ClientHello::serverName)
                .ifPresent(name -> assertThat(name.length()).isLessThanOrEqualTo(253));
        assertThat(body.readerIndex()).isZero();
    }
}
