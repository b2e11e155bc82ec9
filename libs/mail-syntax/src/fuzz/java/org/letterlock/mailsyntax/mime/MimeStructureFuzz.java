package org.letterlock.mailsyntax.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message has a structure: its parts lie within each other, and how the octets arrive does not matter. */
class MimeStructureFuzz {
    static Stream<byte[]> corpus() {
        return Stream.of("Content-Type: multipart/mixed; boundary=b\r\n\r\nx\r\n--b\r\nContent-Type: text/plain\r\n\r\na\r\n--b--\r\nz", "From: a <a@example.org>\r\nContent-Type: message/rfc822\r\n\r\nTo: b@example.org\r\n\r\nc\n", "Content-Disposition: attachment; filename*0*=utf-8''%41;\r\n filename*1=b\r\n\r\n")
                .map(text -> text.getBytes(ISO_8859_1));
    }

    @MethodSource("corpus")
    @FuzzTest
    void partsLieWithinEachOther(byte[] message) {
        MimeStructure structure = MimeStructureReader.read(message);

        check(structure.root(), message.length, 0);
        MimeStructureReader reader = new MimeStructureReader();
        for (byte octet : message) {
            reader.feed(new byte[] {octet}, 0, 1);
        }
        assertThat(reader.finish()).isEqualTo(structure);
    }

    private static void check(MimePart part, long end, int depth) {
        assertThat(depth).isLessThanOrEqualTo(MimeStructureReader.MAX_DEPTH);
        assertThat(part.headerStart()).isBetween(0L, part.bodyStart());
        assertThat(part.bodyStart()).isLessThanOrEqualTo(part.bodyEnd());
        assertThat(part.bodyEnd()).isLessThanOrEqualTo(end);
        part.fileName();
        long from = part.bodyStart();
        for (MimePart child : part.children()) {
            assertThat(child.headerStart()).isGreaterThanOrEqualTo(from);
            check(child, part.bodyEnd(), depth + 1);
            from = child.bodyEnd();
        }
    }
}
