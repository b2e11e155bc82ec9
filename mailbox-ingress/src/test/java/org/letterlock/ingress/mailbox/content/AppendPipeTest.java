package org.letterlock.ingress.mailbox.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.ingress.mailbox.content.AppendPipe.Fault;

class AppendPipeTest {
    private final AtomicInteger drained = new AtomicInteger();

    @Test
    void theLastOctetComesOnlyWhenTheCommandHasEnded() throws Exception {
        AppendPipe pipe = pipe(5);
        pipe.offer(octets("hello"));

        assertThat(pipe.available()).isEqualTo(4);
        pipe.complete();

        assertThat(pipe.readAllBytes()).asString(ISO_8859_1).isEqualTo("hello");
    }

    @Test
    void aBrokenMessageHasNoEnd() throws Exception {
        AppendPipe pipe = pipe(5);
        pipe.offer(octets("hello"));
        pipe.fail(Fault.MALFORMED);

        assertThatIOException().isThrownBy(pipe::readAllBytes);
        assertThat(pipe.fault()).isEqualTo(Fault.MALFORMED);
    }

    @Tag("IMAP-5")
    @Test
    void muchThatWaitsHoldsTheClientBackUntilItIsRead() throws Exception {
        AppendPipe pipe = pipe(1_000_000);
        boolean room = true;
        int offered = 0;
        while (room) {
            room = pipe.offer(octets("x".repeat(50_000)));
            offered += 50_000;
        }

        assertThat(offered).isLessThanOrEqualTo(300_000);
        pipe.readNBytes(offered - 65_000);
        assertThat(drained).hasValue(1);
    }

    @Test
    void aReaderThatWantsNoMoreHoldsNobodyBack() {
        AppendPipe pipe = pipe(1_000_000);
        while (pipe.offer(octets("x".repeat(50_000)))) {
            // until it is full
        }

        pipe.close();

        assertThat(drained).hasValue(1);
        assertThat(pipe.offer(octets("x".repeat(500_000)))).isTrue();
    }

    @Test
    void nulIsForLiteral8AndNotForThisStore() {
        AppendPipe plain = pipe(5);
        AppendPipe binary = new AppendPipe(5, true, drained::incrementAndGet);

        plain.offer(octets("a\0"));
        binary.offer(octets("a\0"));

        assertThat(plain.fault()).isEqualTo(Fault.NUL);
        assertThat(binary.fault()).isEqualTo(Fault.BINARY);
    }

    private AppendPipe pipe(long size) {
        return new AppendPipe(size, false, drained::incrementAndGet);
    }

    private static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }
}
