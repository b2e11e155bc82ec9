package org.letterlock.mailsyntax.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.header.HeaderField;

@Tag("HDR-1")
class TraceTest {
    private static final Domain HOST = new Domain("mx.example.org");
    private static final OffsetDateTime DATE = OffsetDateTime.parse("2026-08-03T09:05:00+02:00");

    private static String text(HeaderField field) {
        return new String(field.octets(), StandardCharsets.ISO_8859_1);
    }

    private static ReceivedField.Client client(String greeting, String address) throws UnknownHostException {
        return new ReceivedField.Client(greeting, InetAddress.ofLiteral(address));
    }

    @Test
    void receivedHasAllClausesInTheirOrder() throws UnknownHostException {
        ReceivedField received = new ReceivedField(
                client("Client.Example", "192.0.2.7"),
                HOST,
                TransferProtocol.ESMTPS,
                "abc-1",
                "TLS_AES_256_GCM_SHA384",
                AddrSpec.parse("\"a b\"@example.org").require(),
                DATE);

        assertThat(text(received.format())).isEqualTo("""
                Received: from client.example ([192.0.2.7])\r
                \tby mx.example.org with ESMTPS\r
                \tid abc-1 tls TLS_AES_256_GCM_SHA384\r
                \tfor <"a b"@example.org>;\r
                \tMon, 3 Aug 2026 09:05:00 +0200\r
                """);
        assertThat(received.format().fault()).isEmpty();
    }

    @Test
    void aHiddenClientLeavesTheFromClauseOut() {
        ReceivedField received = new ReceivedField(null, HOST, TransferProtocol.ESMTPSA, "q", null, null, DATE);

        assertThat(text(received.format()))
                .isEqualTo(
                        "Received: by mx.example.org with ESMTPSA\r\n\tid q;\r\n\tMon, 3 Aug 2026 09:05:00 +0200\r\n");
    }

    @Test
    void aGreetingThatIsNoDomainIsNotRepeated() throws UnknownHostException {
        ReceivedField.Client hostile = client("x (evil) by mx\r\nBcc: y", "2001:db8::7");
        ReceivedField received = new ReceivedField(hostile, HOST, TransferProtocol.SMTP, "q", null, null, DATE);

        assertThat(text(received.format()))
                .startsWith("Received: from [IPv6:2001:db8:0:0:0:0:0:7] ([IPv6:2001:db8:0:0:0:0:0:7])\r\n\tby");
        assertThatThrownBy(() -> new ReceivedField(null, HOST, TransferProtocol.SMTP, "a b", null, null, DATE).format())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "false,true,true,SMTP",
        "true,false,false,ESMTP",
        "true,true,false,ESMTPS",
        "true,false,true,ESMTPA",
        "true,true,true,ESMTPSA",
    })
    void theProtocolTellsOfTlsAndAuthentication(
            boolean extended, boolean tls, boolean auth, TransferProtocol expected) {
        assertThat(TransferProtocol.of(extended, tls, auth)).isEqualTo(expected);
    }

    @Test
    void aMessageIdIsUniqueAndWellFormed() {
        byte[] zero = new byte[MessageId.RANDOM_OCTETS];
        byte[] other = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
        Instant instant = Instant.parse("2026-08-03T09:05:00Z");

        MessageId id = MessageId.of(instant, other, HOST);

        assertThat(id.format()).matches("<[a-z0-9]+\\.[a-z0-9]+@mx\\.example\\.org>");
        assertThat(id).isNotEqualTo(MessageId.of(instant, zero, HOST));
        assertThat(text(id.field())).isEqualTo("Message-ID: " + id.format() + "\r\n");
        assertThatThrownBy(() -> MessageId.of(instant, new byte[1], HOST)).isInstanceOf(IllegalArgumentException.class);
    }
}
