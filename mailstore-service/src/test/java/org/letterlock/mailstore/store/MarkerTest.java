package org.letterlock.mailstore.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.mailstore.MailstoreFixture.accepted;
import static org.letterlock.mailstore.MailstoreFixture.account;
import static org.letterlock.mailstore.MailstoreFixture.address;
import static org.letterlock.mailstore.MailstoreFixture.append;
import static org.letterlock.mailstore.MailstoreFixture.await;
import static org.letterlock.mailstore.MailstoreFixture.create;
import static org.letterlock.mailstore.MailstoreFixture.jdbc;
import static org.letterlock.mailstore.MailstoreFixture.message;
import static org.letterlock.mailstore.MailstoreFixture.octets;
import static org.letterlock.mailstore.MailstoreFixture.open;
import static org.letterlock.mailstore.MailstoreFixture.publish;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.imap.mailbox.Flag;

/** No column of any table shows anything of a message (the part of ENC-7 that this service answers for). */
@Tag("ENC-7")
@Tag("ENC-9")
@Tag("KEY-6")
class MarkerTest {
    private static final String MARKER = "Mark" + UUID.randomUUID().toString().replace("-", "");

    @Test
    void noMarkerIsInAnyTable() {
        AccountId anna = account();
        AccountId nobody = new AccountId(UUID.randomUUID());
        create(anna, "Folder " + MARKER);
        append(anna, "Folder " + MARKER, message("Subject " + MARKER, MARKER), new Flag(MARKER));
        byte[] large = message("large " + MARKER, MARKER.repeat(20_000));
        publish(accepted(octets("X-Prefix: " + MARKER + "\r\n"), message(MARKER, MARKER), anna, nobody));
        publish(accepted(large, anna));
        await(() -> open(anna, "INBOX").uids().size() == 2);

        List<String> needles = List.of(
                MARKER,
                MARKER.toLowerCase(java.util.Locale.ROOT),
                Base64.getEncoder().encodeToString(MARKER.getBytes(UTF_8)).substring(0, 40),
                address(anna).localPart(),
                address(nobody).localPart());

        List<String> searched = new ArrayList<>();
        for (Column column : columns()) {
            searched.add(column.toString());
            for (byte[] value : column.values()) {
                String text = new String(value, StandardCharsets.ISO_8859_1);
                assertThat(needles).as(column.toString()).noneMatch(text::contains);
            }
        }
        assertThat(searched)
                .contains(
                        "mailstore.content.ciphertext", "mailstore.folder.sealed_name", "mailstore.held.sealed_trace");
        assertThat(searched.stream().filter(name -> name.startsWith("content.")))
                .isNotEmpty();
    }

    private static List<Column> columns() {
        return jdbc().sql("SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns"
                        + " WHERE table_schema NOT IN ('pg_catalog', 'information_schema')")
                .query((row, _) -> new Column(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
                .list();
    }

    private record Column(String schema, String table, String name, String type) {
        List<byte[]> values() {
            String value = type.equals("bytea") ? name : "convert_to(" + name + "::text, 'UTF8')";
            return jdbc().sql("SELECT " + value + " FROM " + schema + "." + table + " WHERE " + name + " IS NOT NULL")
                    .query((row, _) -> row.getBytes(1))
                    .list();
        }

        @Override
        public String toString() {
            return schema + "." + table + "." + name;
        }
    }
}
