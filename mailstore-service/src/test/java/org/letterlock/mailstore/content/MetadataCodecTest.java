package org.letterlock.mailstore.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.mailsyntax.mime.MimePart;
import org.letterlock.mailsyntax.mime.MimeStructure;
import org.letterlock.mailsyntax.mime.MimeStructureReader;

@Tag("IMAP-8")
class MetadataCodecTest {
    private static final String MESSAGE = "Received: from a\r\n\tby b\r\nreceived: from c\r\n"
            + "From: Anna <anna@example.org>, friends:ben@example.org;\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n"
            + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b; x=\"1\"\r\n\r\n"
            + "--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Language: de, en\r\n\r\nhallo\r\n"
            + "--b\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename=m.eml\r\n\r\n"
            + "From: c@example.org\r\nSubject: inner\r\n\r\ninner body\r\n--b--\r\n";

    private static final String STORED = "018af6f68183f6616161628183f6616161628183f661616162808080f6f6"
            + "826466726f6d6c636f6e74656e742d74797065"
            + "819100182618290164746578746468746d6cbffff6f66437626974f6f6bfff80f6f600";

    private final MetadataCodec codec = new MetadataCodec();

    private static MessageMetadata metadata(String message) throws IOException {
        return MetadataReader.read(new ByteArrayInputStream(message.getBytes(ISO_8859_1)));
    }

    @Test
    void decodesWhatItEncoded() throws IOException {
        MessageMetadata metadata = metadata(MESSAGE);

        assertThat(codec.decode(codec.encode(metadata))).isEqualTo(metadata);
    }

    @Test
    void theFrontIsReadableWithoutTheRest() throws IOException {
        byte[] encoded = codec.encode(metadata(MESSAGE));

        MetadataCodec.Summary summary = codec.decodeSummary(encoded);

        assertThat(summary.envelope()).isEqualTo(metadata(MESSAGE).structure().envelope());
        assertThat(summary.fieldNames())
                .containsExactly("received", "received", "from", "subject", "mime-version", "content-type");
    }

    @Test
    void storedFormStaysReadable() throws IOException {
        // Format version 1 as it was first written; a change of it needs a new version beside this one.
        byte[] stored = HexFormat.of().parseHex(STORED);

        assertThat(codec.decode(stored)).isEqualTo(metadata("From: a@b\r\nContent-Type: text/html\r\n\r\nx\r\n"));
    }

    @Test
    void emptyAndOddMessagesHaveMetadataToo() throws IOException {
        for (String message :
                new String[] {"", "\r\n", "no header at all", "a:\nb:\r\n\r\n", ": x\r\n\r\n", "\u0000"}) {
            MessageMetadata metadata = metadata(message);

            assertThat(codec.decode(codec.encode(metadata))).isEqualTo(metadata);
        }
    }

    @Test
    void remembersNoMoreFieldNamesThanThereIsRoomFor() throws IOException {
        String header = "a: 1\r\n".repeat(1500);

        assertThat(metadata(header + "\r\n").fieldNames()).hasSize(1001).contains("a", MetadataReader.ANY_FIELD);
    }

    @Test
    void fieldsInFrontMoveEveryOffset() {
        MimeStructure plain = MimeStructureReader.read(MESSAGE.getBytes(ISO_8859_1));
        String front = "Return-Path: <>\r\n";

        MimeStructure moved = Structures.withFieldsInFront(plain, front.length());

        assertThat(moved).isEqualTo(MimeStructureReader.read((front + MESSAGE).getBytes(ISO_8859_1)));
        MimePart inner = moved.root().children().get(1).children().getFirst();
        assertThat((front + MESSAGE).substring((int) inner.bodyStart(), (int) inner.bodyEnd()))
                .isEqualTo("inner body");
    }
}
