package org.letterlock.netty.listener;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.letterlock.netty.listener.ProxyHeader.Bad;
import org.letterlock.netty.listener.ProxyHeader.Incomplete;

/** A header is taken whole or not at all, and more octets never change what was said about the first ones. */
class ProxyHeaderFuzz {
    private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 81, 85, 73, 84, 10};

    @FuzzTest
    void aHeaderIsTakenWholeOrNotAtAll(byte[] octets) {
        check(Unpooled.wrappedBuffer(octets));
        check(Unpooled.wrappedBuffer(SIGNATURE, octets));
    }

    private static void check(ByteBuf in) {
        ProxyHeader header = ProxyHeader.read(in);
        int taken = in.readerIndex();

        assertThat(taken).isLessThanOrEqualTo(ProxyHeader.MAX_LENGTH);
        boolean none = header instanceof Incomplete || header instanceof Bad;
        assertThat(taken == 0).isEqualTo(none);
        int length = none ? in.writerIndex() : taken;
        for (int cut = 0; cut < Math.min(length, 64); cut++) {
            ProxyHeader before = ProxyHeader.read(in.slice(0, cut));
            assertThat(before).isInstanceOfAny(Incomplete.class, Bad.class);
            assertThat(before instanceof Bad && !(header instanceof Bad)).isFalse();
        }
    }
}
